"""Pages of the inbox, below /notifications/."""

from django.urls import path

from portal.notifications.web import mail_views, views

app_name = "notifications"
urlpatterns = [
    path("", views.inbox, name="list"),
    path("read/", views.read_all, name="read_all"),
    path("choices/", views.choices, name="preferences"),
    path("failed/", views.failed, name="failed"),
    path("quiet/", mail_views.quiet, name="quiet"),
    path("sent/", mail_views.log, name="log"),
    path("sent/<str:uuid>/again/", mail_views.resend, name="resend"),
    path("calendar/", mail_views.calendar, name="calendar"),
    path("calendar/<str:token>.ics", mail_views.feed, name="feed"),
    path("<str:uuid>/open/", views.open_notice, name="open"),
]
