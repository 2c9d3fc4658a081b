"""Load code lists, deadline rules and what else is reference data; repeating it changes nothing."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from portal.core.reference import LOADERS


class Command(BaseCommand):
    help = "Load reference data from the repository's files (repeatable)."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, load in LOADERS.items():
            with transaction.atomic():
                written = load()
            self.stdout.write(f"{name}: {written} rows written")
