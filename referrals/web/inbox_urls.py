"""Addresses of the inbox: what waits, one offer, one answer or move."""

from django.urls import URLPattern, path

from referrals.web import answering, inbox

urlpatterns: list[URLPattern] = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/<str:ref>/", inbox.offer, name="offer"),
    path("inbox/<str:ref>/<str:move>/", answering.offer_move, name="offer_move"),
]
