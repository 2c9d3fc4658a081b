"""Pages of the inbox, below /notifications/."""

from django.urls import path

from portal.notifications.web import views

app_name = "notifications"
urlpatterns = [
    path("", views.inbox, name="list"),
    path("read/", views.read_all, name="read_all"),
    path("choices/", views.choices, name="preferences"),
    path("failed/", views.failed, name="failed"),
    path("<str:uuid>/open/", views.open_notice, name="open"),
]
