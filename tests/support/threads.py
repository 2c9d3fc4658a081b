"""Several people at once: each in a thread, with a connection of her own, let go together."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

PATIENCE = 30


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Do all acts at the same moment; what each returned or raised, in order.

    Only what services raise on purpose is an answer that a test expects; the test compares types,
    so that a deadlock or a broken constraint that surfaces makes it fail.
    """
    gate = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            gate.wait(PATIENCE)
            return act()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts, timeout=PATIENCE))
