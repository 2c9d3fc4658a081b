"""Fill an empty database with two invented States, their agencies, people and cases."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from cases.models import Case
from portal.demo.aftermath import deliver_in_its_time
from portal.demo.people import make_everybody, write_credentials
from portal.demo.register_entries import play_entries
from portal.demo.register_years import play_register
from portal.demo.shows import play
from portal.demo.systems import make_clients
from portal.organisations.models import State


class Command(BaseCommand):
    help = "Load the invented States, agencies, people and cases (demo mode only, once)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--size", type=float, default=1.0, help="1 is about 400 cases")

    def handle(self, *args: Any, **options: Any) -> None:
        if not (settings.DEMO or settings.TESTING):
            raise CommandError("Demonstration data belongs into a demonstration: set DEMO=1.")
        if State.objects.exists():
            self.stdout.write("There is data already: nothing was added.")
            return
        with transaction.atomic():
            accounts = make_everybody()
            clients = make_clients()
        write_credentials(accounts, clients)
        for seed, state in enumerate(State.objects.order_by("code"), start=7):
            play(state, seed=seed, size=options["size"], told=self.stderr.write)
            play_register(state, seed=seed, size=options["size"])
            play_entries(state, seed=seed, size=options["size"])
        deliver_in_its_time()
        self.stdout.write(f"{len(accounts.rows)} people, {Case.objects.count()} cases")
