"""Invented agencies, people and cases for trying the portal; refuses to run outside demo mode."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "portal.demo"
    label = "demo"
    verbose_name = "Demonstration"
