"""The door to Celery: one base for all tasks, and the tasks of the outbox."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import structlog
from celery import current_app
from django.core.cache import cache

from portal.core import outbox
from portal.core.clock import now
from portal.core.models import IdempotencyKey, OutboxRow

HEARTBEAT = "core:heartbeat"
log = structlog.get_logger(__name__)
LIMITS: dict[str, Any] = {
    "acks_late": True,
    "reject_on_worker_lost": True,
    "soft_time_limit": 600,
    "time_limit": 660,
    "ignore_result": True,
}


def task(function: Callable[..., Any] | None = None, **options: Any) -> Any:
    """Celery's task with the house's settings: repeatable, acknowledged late, shorter than the
    broker's visibility timeout (900 s)."""

    def make(f: Callable[..., Any]) -> Any:
        return current_app.task(**{**LIMITS, **options})(f)

    return make(function) if function else make


@task
def deliver_due() -> int:
    """Deliver what the outbox holds."""
    return outbox.deliver()


def nudge() -> None:
    """Wake the worker; without a broker the sweep will find the row."""
    try:
        deliver_due.apply_async(retry=False, ignore_result=True, expires=60)
    except Exception as error:
        log.info("outbox.nudge_failed", error=type(error).__name__)


def wake(name: str) -> None:
    """Wake the worker for a task that beat brings anyway; without a broker that one does the work."""
    try:
        current_app.send_task(name, retry=False, ignore_result=True, expires=60)
    except Exception as error:
        log.info("task.not_woken", task=name, error=type(error).__name__)


@task
def heartbeat() -> None:
    """Written by the worker when beat asks: both answer. ``readyz`` reads it."""
    cache.set(HEARTBEAT, now().timestamp(), timeout=600)


@task
def tidy() -> None:
    """Forget what is past its time: answers to keys after a day, delivered rows after ninety."""
    IdempotencyKey.objects.filter(created_at__lt=now() - timedelta(hours=24)).delete()
    OutboxRow.objects.filter(done_at__lt=now() - timedelta(days=90)).delete()
