"""Addresses of the API of an organisation's administrator."""

from django.urls import URLPattern, path

from portal.organisations.api import views, views_desks

app_name = "organisation-api"
ROOT = "organisation/"
urlpatterns: list[URLPattern] = [
    path(ROOT, views_desks.OrganisationView.as_view(), name="organisation"),
    path(f"{ROOT}close/", views_desks.Closing.as_view(), name="organisation-close"),
    path(f"{ROOT}desks/", views_desks.Desks.as_view(), name="desks"),
    path(f"{ROOT}desks/<str:ref>/close/", views_desks.DeskClosing.as_view(), name="desk-close"),
    path(f"{ROOT}desks/<str:ref>/profile/", views_desks.ProfileView.as_view(), name="profile"),
    path(f"{ROOT}desks/<str:ref>/profile/confirm/", views_desks.Confirm.as_view(), name="confirm"),
    path(f"{ROOT}members/", views.Members.as_view(), name="members"),
    path(f"{ROOT}members/<str:ref>/", views.MemberView.as_view(), name="member"),
    path(f"{ROOT}members/<str:ref>/desks/", views.Seats.as_view(), name="seats"),
    path(f"{ROOT}members/<str:ref>/remove/", views.Removal.as_view(), name="remove"),
    path(f"{ROOT}invitations/", views.Invitations.as_view(), name="invitations"),
    path(f"{ROOT}invitations/<str:ref>/send/", views.Resend.as_view(), name="resend"),
    path(f"{ROOT}invitations/<str:ref>/revoke/", views.Revoke.as_view(), name="revoke"),
    path(f"{ROOT}requests/", views.Requests.as_view(), name="requests"),
    path(f"{ROOT}requests/<str:ref>/decide/", views.Decide.as_view(), name="decide"),
]
