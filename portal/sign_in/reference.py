"""The terms of use and the code of conduct that come with the portal, into rows. Repeatable."""

import json
from pathlib import Path

from django.utils.dateparse import parse_datetime

from portal.sign_in.services.terms import publish

DEFAULT_SET = Path(__file__).parent / "data" / "terms.json"


def load(path: Path | str | None = None) -> int:
    """Read versions from ``path`` (those that come with the portal without); how many were new.

    A row may name its first day, ``"in_force_from": "2027-01-01T00:00Z"``; else it holds at once.
    """
    rows = json.loads(Path(path or DEFAULT_SET).read_text(encoding="utf-8"))
    return sum(_loaded(row) for row in rows)


def _loaded(row: dict[str, object]) -> bool:
    texts = {
        language: (said["title"], "\n\n".join(said["body"]))
        for language, said in dict(row["texts"]).items()  # type: ignore[call-overload]
    }
    begins = row.get("in_force_from")
    _terms, made = publish(
        kind=str(row["kind"]), version=int(str(row["version"])), texts=texts,
        in_force_from=parse_datetime(str(begins)) if begins else None,
    )  # fmt: skip
    return made
