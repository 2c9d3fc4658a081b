"""Addresses of the four-minute screening."""

from django.urls import URLPattern, path

from referrals.web import screening, screening_sending

urlpatterns: list[URLPattern] = [
    path("screening/", screening.start, name="screening"),
    path("screening/<str:ref>/", screening.form_page, name="screening_form"),
    path("screening/<str:ref>/save/", screening.autosave, name="screening_save"),
    path("screening/<str:ref>/signs/<str:code>/", screening.group, name="screening_group"),
    path("screening/<str:ref>/send/", screening_sending.send, name="screening_send"),
    path("screening/<str:ref>/keep/", screening_sending.keep, name="screening_keep"),
    path("screening/<str:ref>/discard/", screening.discard, name="screening_discard"),
]
