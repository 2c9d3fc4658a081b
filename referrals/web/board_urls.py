"""Addresses of the coordinator's board."""

from django.urls import URLPattern, path

from referrals.web import board, unmet

urlpatterns: list[URLPattern] = [
    path("board/", board.board, name="board"),
    path("board/unmet/", unmet.unmet, name="unmet"),
    path("board/alarms/<str:ref>/take/", board.alarm_take, name="alarm_take"),
    path("board/referrals/<str:ref>/message/", board.write, name="write_to_ends"),
    path("cases/<str:ref>/open-for/", board.open_for, name="open_for"),
]
