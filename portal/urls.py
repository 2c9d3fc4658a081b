"""Every address of the portal. Nothing is decided here."""

from django.urls import include, path

from portal import health, pages
from portal.core.schema_view import Schema
from portal.machines.api.tokens import Revoke, Token
from portal.organisations.admin import site as reference_site
from portal.sign_in.web.views_entry import SecondStep, SignIn, SignOut

handler404 = "portal.pages.missing"
handler500 = "portal.pages.broken"
handler403 = "portal.pages.missing"

urlpatterns = [
    path("", pages.home, name="home"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("leave/", pages.leave, name="leave"),
    path("left/", pages.left, name="left"),
    path("desk/", pages.choose_desk, name="choose_desk"),
    path("theme/", pages.choose_theme, name="choose_theme"),
    path("language/", pages.choose_language, name="set_language"),
    path("account/", pages.account, name="account"),
    path("help/", pages.help_page, name="help"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
    path("sign-in/", SignIn.as_view(), name="account_login"),
    path("sign-in/code/", SecondStep.as_view(), name="mfa_authenticate"),
    path("sign-out/", SignOut.as_view(), name="account_logout"),
    path("", include("portal.sign_in.web.urls")),
    path("oauth/token/", Token.as_view(), name="oauth_token"),
    path("oauth/revoke/", Revoke.as_view(), name="oauth_revoke"),
    path("admin/", reference_site.urls),
    path("", include("portal.organisations.web.urls")),
    path("", include("cases.web.urls")),
    path("", include("referrals.web.urls")),
    path("", include("recommendations.web.urls")),
    path("notifications/", include("portal.notifications.web.urls")),
    path("systems/", include("portal.machines.web.urls")),
    path("api/v1/", include("portal.organisations.api.urls")),
    path("api/v1/", include("cases.api.urls")),
    path("api/v1/", include("referrals.api.urls")),
    path("api/v1/", include("portal.machines.api.urls")),
    path("api/v1/recommendations/", include("recommendations.api.urls")),
    path("api/v1/notifications/", include("portal.notifications.api.urls")),
    path("api/v1/schema/", Schema.as_view(), name="schema"),
    path("api/docs/", pages.api_docs, name="api_docs"),
]
