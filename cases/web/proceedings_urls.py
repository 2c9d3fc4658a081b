"""Addresses of proceedings."""

from django.urls import URLPattern, path

from cases.web import views_proceedings as views

urlpatterns: list[URLPattern] = [
    path("proceedings/", views.proceedings, name="proceedings"),
    path("proceedings/<str:ref>/", views.proceeding, name="proceeding"),
    path("cases/<str:ref>/proceedings/", views.proceedings_open, name="proceedings_open"),
]
