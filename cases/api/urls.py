"""Addresses of the API of a case."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
