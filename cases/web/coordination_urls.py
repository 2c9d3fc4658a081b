"""Addresses of what coordination, oversight and administrators do beside a case."""

from django.urls import URLPattern, path

from cases.web import views_closing, views_glass, views_oversight, views_walls

urlpatterns: list[URLPattern] = [
    path("cases/reviews/", views_glass.reviews, name="reviews"),
    path("cases/reviews/<str:ref>/", views_glass.review, name="review"),
    path("cases/<str:ref>/break-glass/", views_glass.break_glass, name="break_glass"),
    path("cases/<str:ref>/break-glass/close/", views_glass.close_glass, name="close_glass"),
    path("cases/<str:ref>/walls/", views_walls.walls, name="walls"),
    path("cases/<str:ref>/walls/new/", views_walls.wall_new, name="wall_new"),
    path("cases/<str:ref>/close/", views_closing.close_case, name="close_case"),
    path("walls/", views_walls.to_lift, name="walls_to_lift"),
    path("walls/<str:ref>/lift/", views_walls.wall_lift, name="wall_lift"),
    path("oversight/", views_oversight.oversight, name="oversight"),
]
