"""Addresses of asking: routing, what was sent, one referral, one move."""

from django.urls import URLPattern, path

from referrals.web import choices, following, onward, refer

urlpatterns: list[URLPattern] = [
    path("cases/<str:ref>/refer/", refer.refer, name="refer"),
    path("cases/<str:ref>/read-back/", choices.read_back, name="read_back"),
    path("onward/<str:ref>/", onward.way, name="onward"),
    path("onward/<str:ref>/<str:move>/", onward.way_move, name="onward_move"),
    path("referrals/", following.sent, name="sent"),
    path("referrals/<str:ref>/", following.referral, name="referral"),
    path("referrals/<str:ref>/sheet/", choices.sheet, name="sheet"),
    path("referrals/<str:ref>/<str:move>/", following.referral_move, name="referral_move"),
]
