"""Addresses of an organisation's own pages, and of an invitation. Every reference is text."""

from django.urls import path

from portal.organisations.web import (
    views_closing,
    views_desks,
    views_invitation,
    views_members,
    views_overview,
    views_requests,
)

app_name = "organisation"
urlpatterns = [
    path("organisation/", views_overview.overview, name="overview"),
    path("organisation/members/", views_members.listed, name="members"),
    path("organisation/members/invite/", views_members.invite, name="invite"),
    path("organisation/members/<str:ref>/", views_members.member, name="member"),
    path("organisation/members/<str:ref>/remove/", views_members.remove, name="remove"),
    path("organisation/invitations/<str:ref>/send/", views_members.resend, name="resend"),
    path("organisation/invitations/<str:ref>/revoke/", views_members.revoke, name="revoke"),
    path("organisation/desks/new/", views_desks.desk_new, name="desk_new"),
    path("organisation/desks/<str:ref>/", views_desks.profile, name="profile"),
    path("organisation/desks/<str:ref>/confirm/", views_desks.confirm, name="confirm"),
    path("organisation/desks/<str:ref>/close/", views_desks.close, name="desk_close"),
    path("organisation/requests/", views_requests.listed, name="requests"),
    path("organisation/requests/<str:ref>/", views_requests.decide, name="decide"),
    path("organisation/close/", views_closing.close, name="close"),
    path("invitation/", views_invitation.opened, name="invitation"),
    path("invitation/<str:token>/", views_invitation.arrive, name="arrive"),
]
