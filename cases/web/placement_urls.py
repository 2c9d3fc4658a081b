"""Addresses of a shelter's own pages."""

from django.urls import URLPattern, path

from cases.web import placements, vacancy

urlpatterns: list[URLPattern] = [
    path("placements/", placements.overview, name="placements"),
    path("placements/add/", placements.add, name="place_add"),
    path("placements/confirm/", placements.confirm, name="places_confirm"),
    path("placements/ahead/", vacancy.ahead, name="places_ahead"),
    path("placements/location/", placements.location, name="location"),
    path("placements/<str:ref>/usable/", placements.usable, name="place_usable"),
    path("vacancy/<str:token>/", vacancy.link, name="vacancy_link"),
]
