"""Recompute every case's grants from bases, consents, ages and walls, and name each difference."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.models import Case
from cases.services.checking import differences


class Command(BaseCommand):
    """Ends with 1 where something differs and was not mended."""

    help = "Compare the grants of every case with its bases, consents, ages and walls."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--repair", action="store_true", help="make the grants follow the facts"
        )
        parser.add_argument("--batch", type=int, default=200, help="cases read at a time (200)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Stream the differences; never holds more than one batch."""
        wrong = 0
        for found in differences(repair=options["repair"], batch=max(1, options["batch"])):
            wrong += 1
            for line in found.lines():
                self.stdout.write(line)
        cases = Case.objects.count()
        if wrong and not options["repair"]:
            raise CommandError(f"{wrong} of {cases} cases differ. Run with --repair to mend them.")
        self.stdout.write(
            f"{wrong} of {cases} cases mended." if wrong else f"{cases} cases, no difference."
        )
