"""The paper's table and its 34 items into rows. Repeatable: what equals is left alone."""

from collections.abc import Mapping
from typing import Any

from django.db import models, transaction

from recommendations.models import (
    Activity,
    ActorType,
    Approach,
    Dominance,
    Recommendation,
    Source,
)
from recommendations.paper import source as paper
from recommendations.paper.approaches import ACTOR_TYPES, APPROACHES, SECTION
from recommendations.paper.items import ITEMS, Item
from recommendations.rules.kinds import SourceKind


@transaction.atomic
def load() -> int:
    """Write approaches, activities, actors, the paper and its items; returns how many rows changed."""
    return _actor_types() + _approaches() + _paper()


def _put(
    model: type[models.Model], found: Mapping[str, Any], values: Mapping[str, Any]
) -> tuple[Any, int]:
    """The row with these values: made, mended or left alone; and whether it was written."""
    rows: models.Manager[Any] = model._default_manager
    row = rows.filter(**found).first()
    if row is None:
        return rows.create(**found, **values), 1
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.save(update_fields=changed)
    return row, int(bool(changed))


def _actor_types() -> int:
    return sum(
        _put(ActorType, {"code": one.code}, {"name": one.name, "number": n})[1]
        for n, one in enumerate(ACTOR_TYPES, start=1)
    )


def _approaches() -> int:
    written = 0
    types = {t.code: t for t in ActorType.objects.all()}
    for number, one in enumerate(APPROACHES, start=1):
        approach, new = _put(
            Approach,
            {"code": one.code},
            {"name": one.name, "section": one.section, "number": number},
        )
        written += new
        for n, (code, name) in enumerate(one.activities, start=1):
            values = {"approach_id": approach.pk, "name": name, "section": SECTION, "number": n}
            written += _put(Activity, {"code": code}, values)[1]
        for rank, code in enumerate(one.actors, start=1):
            found = {"approach_id": approach.pk, "actor_type_id": types[code].pk}
            written += _put(Dominance, found, {"rank": rank, "section": SECTION})[1]
    return written


def _paper() -> int:
    source, written = _put(
        Source,
        {"code": paper.CODE},
        {
            "kind": SourceKind.PAPER.value, "title": paper.TITLE, "publisher": paper.PUBLISHER,
            "year": paper.YEAR, "citation": paper.CITATION, "licence": paper.LICENCE,
        },
    )  # fmt: skip
    approaches = {a.code: a.pk for a in Approach.objects.all()}
    activities = {a.code: a.pk for a in Activity.objects.all()}
    for number, item in enumerate(ITEMS, start=1):
        row, new = _put(
            Recommendation,
            {"source_id": source.pk, "code": item.code},
            _values(item, number, approaches),
        )
        wanted = {activities[code] for code in item.activities}
        if set(row.activities.values_list("pk", flat=True)) != wanted:
            row.activities.set(wanted)
            new = 1
        written += new
    return written


def _values(item: Item, number: int, approaches: Mapping[str, int]) -> dict[str, Any]:
    return {
        "number": number, "section": item.section, "title": item.title, "text": item.text,
        "addressees": item.addressees, "approach_id": approaches.get(item.approach),
        "targets": list(item.targets),
    }  # fmt: skip
