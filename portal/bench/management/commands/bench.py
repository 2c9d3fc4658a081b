"""Measure, print the table, write it to var/bench.json. `make bench` calls it on data of its own."""

import contextlib
import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg2
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.models import Case
from portal.bench import lists, notices, readers, submit, timing
from portal.bench.fill import fill
from portal.demo.stories import at_the_post, cast
from portal.organisations.actors import Actor, actor_of
from portal.organisations.models import Desk
from portal.organisations.selectors import members_of
from referrals.models import Referral

STILL_ONE = 1.3


class Command(BaseCommand):
    help = "Measure ratios on a database of its own (made by `make bench`; never on real data)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--cases", type=int, default=100_000, help="how many cases at the end")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO or Case.objects.count() > 1_000:
            raise CommandError("This fills the database: it wants a small demonstration's.")
        root = Path(settings.BASE_DIR)
        narrow, others = _desks()
        actor = _somebody(narrow)
        figures = self._lists(actor, narrow, others, options["cases"])
        figures.append(submit.measure(*at_the_post(cast(narrow.organisation.state, seed=1))))
        with _running("worker"):
            figures.append(notices.measure(narrow))
        figures.append(self._readers(narrow))
        self.stdout.write("\n" + timing.table(figures) + "\n")
        timing.write(figures, root / "var/bench.json")

    def _lists(
        self, actor: Actor, narrow: Desk, others: list[Desk], end: int
    ) -> list[timing.Figure]:
        like = Referral.objects.filter(sender_desk__in=others, purpose="transfer").earliest("pk")
        figures, took = [], []
        for start, stop in ((1, 1_000), (1_001, end)):
            self.stdout.write(f"filling to {stop:,} cases")
            fill(like, narrow, others, start, stop)
            _analyse()
            figure, seconds = lists.measure(actor, stop)
            figures.append(figure)
            took.append(seconds)
        figures.append(
            timing.Figure(f"that list at {end:,} cases", timing.told(took[1]),
                          f"at 1,000 cases {timing.told(took[0])}", took[1] / took[0], STILL_ONE)
        )  # fmt: skip
        return figures

    def _readers(self, desk: Desk) -> timing.Figure:
        told = json.loads(Path(settings.DEMO_CREDENTIALS).read_text())["users"]
        users = sorted(told, key=lambda u: u["organisation"] != desk.organisation.name)
        file = Path(settings.STATIC_ROOT) / "bench.json"
        try:
            with _running("web"):
                some = [readers.Reader(settings.BASE_URL, u["email"], u["password"], u["totp_secret"])
                        for u in users if u["role"] == desk.role][: readers.READERS]  # fmt: skip
                file.write_bytes(some[0].read(readers.LIST, 1))
            with _running("web"):
                return readers.measure(some)
        finally:
            file.unlink(missing_ok=True)


def _desks() -> tuple[Desk, list[Desk]]:
    """The desk that sees little, and those that send all the rest."""
    liaisons = Desk.objects.filter(
        role="liaison", organisation__kind__in=["border_guard", "police"]
    )
    first, *others = liaisons.select_related("organisation__state").order_by("pk")
    return first, [
        desk for desk in others if desk.organisation.state_id == first.organisation.state_id
    ]


def _somebody(desk: Desk) -> Actor:
    user = members_of(desk.pk).order_by("user_id").values_list("user_id", flat=True)[0]
    return actor_of(desk, user)


def _analyse() -> None:
    """Let the planner know what was filled in; only the owner may."""
    link = psycopg2.connect(os.environ["OWNER_DATABASE_URL"])
    link.autocommit = True
    with contextlib.closing(link), link.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


@contextlib.contextmanager
def _running(name: str) -> Iterator[None]:
    """The same process that `make demo` starts, for the length of a block."""
    process = subprocess.Popen(
        [sys.executable, "-m", "portal.embedded.commands", name],
        cwd=settings.BASE_DIR, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        if name == "web":
            _wait_for_pages()
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for_pages() -> None:
    for _ in range(150):
        try:
            urllib.request.urlopen(f"{settings.BASE_URL}/healthz")  # noqa: S310 - our own server
            return
        except OSError:
            time.sleep(0.2)
    raise CommandError("The pages did not come up within half a minute.")
