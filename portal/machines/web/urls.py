"""Pages of the systems that work for an organisation's desks, below /systems/."""

from django.urls import path

from portal.machines.web import clients, webhooks

app_name = "machines"
CLIENT, WEBHOOK = "clients/<str:ref>/", "webhooks/<str:ref>/"
urlpatterns = [
    path("", clients.overview, name="overview"),
    path("clients/new/", clients.new, name="client_new"),
    path(CLIENT, clients.client, name="client"),
    path(f"{CLIENT}secret/", clients.secret, name="client_secret"),
    path(f"{CLIENT}end/", clients.end, name="client_end"),
    path("webhooks/new/", webhooks.new, name="webhook_new"),
    path(WEBHOOK, webhooks.webhook, name="webhook"),
    path(f"{WEBHOOK}change/", webhooks.change, name="webhook_change"),
    path(f"{WEBHOOK}secret/", webhooks.secret, name="webhook_secret"),
    path(f"{WEBHOOK}test/", webhooks.test, name="webhook_test"),
    path(f"{WEBHOOK}remove/", webhooks.remove, name="webhook_remove"),
    path(f"{WEBHOOK}<str:delivery>/replay/", webhooks.replay, name="webhook_replay"),
]
