"""How many queries something takes, with one row and with twenty; and by which way they go."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext


def queries(call: Callable[[], Any]) -> list[str]:
    """The statements of one call; savepoints are none."""
    with CaptureQueriesContext(connection) as seen:
        call()
    found = [q["sql"] for q in seen.captured_queries]
    return [q for q in found if not q.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK"))]


def at_one_and_at_twenty(make: Callable[[], Any], call: Callable[[], Any]) -> tuple[int, int]:
    """The number of queries of ``call`` after ``make`` was called once, and twenty times."""
    make()
    one = len(queries(call))
    for _ in range(19):
        make()
    return one, len(queries(call))


def plan(rows: QuerySet[Any]) -> list[dict[str, Any]]:
    """The nodes of the plan of a query, as PostgreSQL really carried it out."""
    told = rows.explain(format="json", analyze=True)
    return list(_nodes(json.loads(told)[0]["Plan"]))


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for inner in node.get("Plans", ()):
        yield from _nodes(inner)
