"""Webhooks, below /api/v1/. Every reference is text: a malformed one is missing."""

from django.urls import path

from portal.machines.api import views

app_name = "machines-api"
ONE = "webhooks/<str:ref>/"
urlpatterns = [
    path("webhooks/", views.Webhooks.as_view(), name="webhooks"),
    path(ONE, views.Webhook.as_view(), name="webhook"),
    path(f"{ONE}secret/", views.WebhookSecret.as_view(), name="webhook-secret"),
    path(f"{ONE}test/", views.WebhookTest.as_view(), name="webhook-test"),
    path(f"{ONE}deliveries/", views.Deliveries.as_view(), name="webhook-deliveries"),
    path(f"{ONE}deliveries/<str:delivery>/replay/", views.Replay.as_view(), name="webhook-replay"),
]
