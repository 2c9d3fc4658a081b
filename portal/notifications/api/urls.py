"""The inbox for computers, below /api/v1/notifications/."""

from django.urls import path

from portal.notifications.api import mail_views, views

app_name = "notifications-api"
urlpatterns = [
    path("", views.Inbox.as_view(), name="list"),
    path("read/", views.ReadAll.as_view(), name="read_all"),
    path("choices/", views.Choices.as_view(), name="preferences"),
    path("deliveries/", mail_views.Deliveries.as_view(), name="deliveries"),
    path("deliveries/<str:uuid>/resend/", mail_views.Resend.as_view(), name="resend"),
    path("quiet-hours/", mail_views.QuietHours.as_view(), name="quiet"),
    path("calendar/", mail_views.Calendar.as_view(), name="calendar"),
    path("<str:uuid>/read/", views.Read.as_view(), name="read"),
]
