"""Order of events: rows carry the transaction that wrote them, readers stop at the horizon.

A sequence number is taken before commit; a reader that follows ``id > last`` misses rows that
commit late. Rows below ``pg_snapshot_xmin`` can have no late sibling, so feeds and seals read
those only, ordered by (xid, id).
"""

from typing import Any

from django.db import connection, models
from django.db.models import Func


class CurrentTransaction(Func):
    function = "pg_current_xact_id"
    template = "%(function)s()"


class Horizon(Func):
    """The oldest transaction that may still commit."""

    template = "pg_snapshot_xmin(pg_current_snapshot())"


class XidField(models.Field):  # type: ignore[type-arg]
    """A 64-bit transaction id (``xid8``), read as int, set by the database itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("db_default", CurrentTransaction())
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    def db_type(self, connection: Any) -> str:
        return "xid8"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> int | None:
        return None if value is None else int(value)

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return str(value) if isinstance(value, int) else value


def below_horizon(queryset: models.QuerySet[Any], field: str = "xid") -> models.QuerySet[Any]:
    """Only rows that no late commit can precede, in the order (xid, id)."""
    rows = queryset.annotate(_horizon=Horizon(output_field=XidField()))
    return rows.filter(**{f"{field}__lt": models.F("_horizon")}).order_by(field, "pk")


def horizon_now() -> int:
    """The oldest transaction that may still commit: whatever is below it has its last row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text")
        return int(cursor.fetchone()[0])
