"""The inbox for computers, below /api/v1/notifications/."""

from django.urls import path

from portal.notifications.api import views

app_name = "notifications-api"
urlpatterns = [
    path("", views.Inbox.as_view(), name="list"),
    path("read/", views.ReadAll.as_view(), name="read_all"),
    path("choices/", views.Choices.as_view(), name="preferences"),
    path("<str:uuid>/read/", views.Read.as_view(), name="read"),
]
