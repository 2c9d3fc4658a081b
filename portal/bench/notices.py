"""Notices delivered in a second by the worker, against tasks of Celery that do nothing."""

import time
import uuid

import redis
from django.conf import settings
from django.db import transaction

from portal.bench.tasks import nothing
from portal.bench.timing import SLOWER, Figure
from portal.core.models import OutboxRow
from portal.notifications.services import tell
from portal.organisations.models import Desk

MANY = 400
LONGEST = 300.0


def _wait(over: str, done: object) -> None:
    limit = time.monotonic() + LONGEST
    while not done():  # type: ignore[operator]
        if time.monotonic() > limit:
            raise AssertionError(f"{over} did not end: does the worker run?")
        time.sleep(0.02)


def _tasks_a_second() -> float:
    broker = redis.Redis.from_url(settings.REDIS_URL)
    began = time.perf_counter()
    for _ in range(MANY):
        nothing.delay()
    _wait("tasks", lambda: not broker.llen("celery") and not broker.hlen("unacked"))
    return MANY / (time.perf_counter() - began)


def _notices_a_second(desk: Desk) -> float:
    run = uuid.uuid4()
    began = time.perf_counter()
    for number in range(MANY):  # a transaction each, as changes come
        with transaction.atomic():
            tell(key=f"bench:{run}:{number}", kind="task", to=[{"desk_id": desk.pk}],
                 reference="bench", link="/")  # fmt: skip
    waiting = OutboxRow.objects.filter(key__startswith=f"bench:{run}:", done_at__isnull=True)
    _wait("delivery", lambda: not waiting.exists())
    return MANY / (time.perf_counter() - began)


def measure(desk: Desk) -> Figure:
    """The better of three runs of each, in turn."""
    rates = [(_notices_a_second(desk), _tasks_a_second()) for _ in range(3)]
    ours, theirs = max(r[0] for r in rates), max(r[1] for r in rates)
    return Figure(
        "notices delivered by the worker", f"{ours:.0f} a second",
        f"no-op tasks {theirs:.0f} a second", ours / theirs, 0.5, SLOWER,
    )  # fmt: skip
