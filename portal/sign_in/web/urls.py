"""Addresses of signing in beyond the first page, and of one's own security."""

from django.urls import path

from portal.sign_in.web import views_entry, views_reset, views_security, views_set_up, views_terms

app_name = "sign_in"
urlpatterns = [
    path("sign-in/passkey/", views_entry.PasskeyAlone.as_view(), name="passkey"),
    path("sign-in/set-up/", views_set_up.set_up, name="set_up"),
    path("sign-in/set-up/passkey/", views_set_up.set_up_passkey, name="set_up_passkey"),
    path("sign-in/recovery-codes/", views_set_up.codes, name="codes"),
    path("sign-in/again/", views_set_up.again, name="again"),
    path("sign-in/terms/", views_terms.terms, name="terms"),
    path("terms/", views_terms.read_terms, name="read_terms"),
    path("account/security/", views_security.security, name="security"),
    path("account/security/remove/", views_security.remove, name="remove"),
    path("account/security/recovery-codes/", views_security.renew, name="renew"),
    path("organisation/members/<str:ref>/second-step/", views_reset.reset, name="reset"),
    path("account/sessions/end-others/", views_security.end_all, name="end_others"),
    path("account/sessions/<str:ref>/end/", views_security.end_one, name="end_session"),
]
