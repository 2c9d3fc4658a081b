"""Deadlines: rules as rows, counting, and what is due."""

from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    name = "portal.deadlines"
    label = "deadlines"
    verbose_name = "Deadlines"
