"""The measurements; an app for its command and its task that does nothing."""

from django.apps import AppConfig


class BenchConfig(AppConfig):
    name = "portal.bench"
    label = "bench"
