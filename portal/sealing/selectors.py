"""Which sealed rows are worth opening for a name."""

from collections.abc import Collection
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Sum, Value, When

from portal.sealing.blind_index import ENOUGH, WEIGHT, Token
from portal.sealing.models import BlindToken

AT_MOST = 200


def likely(
    rows: QuerySet[BlindToken], asked: Collection[Token], *, subject: str, limit: int = AT_MOST
) -> list[Any]:
    """Values of ``subject`` (a column of ``rows``) that share enough tokens, the likeliest first.

    ``rows`` is a queryset of the owner's token table, **already narrowed to what the asker may
    open**: what comes back tells that something is there. Only integers reach the database.
    """
    if not asked:
        return []
    hit = Q()
    for key_id in sorted({token.key_id for token in asked}):
        values = sorted(t.value for t in asked if t.key_id == key_id)
        hit |= Q(index_key=key_id, token__in=values)
    weights = [
        When(token__gte=kind << 16, token__lt=(kind + 1) << 16, then=Value(weight))
        for kind, weight in WEIGHT.items()
    ]
    score = Sum(Case(*weights, default=Value(0), output_field=IntegerField()))
    found = rows.filter(hit).order_by().values(subject).annotate(score=score)
    best = found.filter(score__gte=ENOUGH).order_by("-score", subject)[:limit]
    return [row[subject] for row in best]
