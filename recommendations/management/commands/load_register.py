"""Load the paper's approaches, activities, actors and items; repeating it changes nothing."""

from typing import Any

from django.core.management.base import BaseCommand

from recommendations import reference


class Command(BaseCommand):
    help = "Load the register's reference data (repeatable; load_reference does it too)."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"register of recommendations: {reference.load()} rows written")
