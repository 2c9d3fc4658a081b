"""Addresses of asking: routing, what was sent, one referral, one move."""

from django.urls import URLPattern, path

from referrals.web import following, refer

urlpatterns: list[URLPattern] = [
    path("cases/<str:ref>/refer/", refer.refer, name="refer"),
    path("referrals/", following.sent, name="sent"),
    path("referrals/<str:ref>/", following.referral, name="referral"),
    path("referrals/<str:ref>/<str:move>/", following.referral_move, name="referral_move"),
]
