"""Is it alive, is it ready."""

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from portal.core.clock import now
from portal.core.outbox import oldest_undelivered_seconds
from portal.core.tasks import HEARTBEAT

BEAT_AT_MOST = 60.0
OUTBOX_AT_MOST = 300.0


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """The process is alive."""
    return JsonResponse({"alive": True})


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Database, Redis, worker and beat answer; the age of the oldest undelivered row, in seconds."""
    said: dict[str, object] = {"database": False, "redis": False, "worker_and_beat": False}
    try:
        said["database"] = _database()
        waiting = oldest_undelivered_seconds()
        said["oldest_undelivered_seconds"] = round(waiting, 1)
        beat = cache.get(HEARTBEAT)
        said["redis"] = True
        said["worker_and_beat"] = beat is not None and now().timestamp() - beat < BEAT_AT_MOST
        ready = all(
            (said["database"], said["redis"], said["worker_and_beat"], waiting < OUTBOX_AT_MOST)
        )
    except Exception as error:
        said["error"] = type(error).__name__
        ready = False
    return JsonResponse({"ready": ready, **said}, status=200 if ready else 503)
