"""Days as an address names them. Pure."""

from datetime import UTC, date, datetime, time, timedelta


def end_of_day(text: str) -> datetime | None:
    """The end of a day such as 2026-03-31, in UTC; None for none. Raises ValueError."""
    if not text:
        return None
    try:
        return datetime.combine(date.fromisoformat(text), time(), tzinfo=UTC) + timedelta(days=1)
    except OverflowError:
        raise ValueError(text) from None
