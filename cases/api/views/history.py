"""The record of a case: who looked or changed, when, which section."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from cases.api import examples
from cases.api.safety_shapes import HistoryPage
from cases.models import Case
from cases.selectors import get_case, held, overseen
from cases.who_sees import Circle, circle
from portal.access.matrix import Section
from portal.audit.selectors import HistoryRow, history
from portal.core.api import size_sent
from portal.core.schema import PAGING, example
from portal.core.shapes import told
from portal.machines.selectors import names_of
from portal.organisations.actors import Actor
from portal.organisations.desk_view import DeskView
from portal.organisations.models import Organisation, User

WORDS_ONLY = frozenset({"kind", "why", "how", "reason", "purpose", "state", "ground", "guardian",
                        "danger", "language", "basis", "finding"})  # fmt: skip
"""The codes of an entry that say nothing of a desk, a person or another case."""


def sections_of(names: frozenset[str]) -> list[str]:
    """The sections whose entries this reader sees, and entries of no section."""
    return ["", *(s.value for s in Section if f"view_{s}" in names)]


def lines(rows: Iterable[HistoryRow], around: Circle) -> list[dict[str, Any]]:
    """Entries by the names that the reader may hear; a shelter's people have none."""
    found = list(rows)
    houses = Organisation.objects.in_bulk([r.organisation_id for r in found if r.organisation_id])
    people: dict[int | str, str] = {}
    for user in User.objects.filter(pk__in=[r.user_id for r in found if r.user_id]):
        people[user.pk] = user.name
    people |= names_of({r.client for r in found if r.client})
    return [_line(row, around, houses, people) for row in found]


def _line(
    row: HistoryRow,
    around: Circle,
    houses: Mapping[int, Organisation],
    people: Mapping[int | str, str],
) -> dict[str, Any]:
    house = houses.get(row.organisation_id or 0)
    named = house is not None and around.may_name(house)
    ours = house is not None and house.pk == around.actor.organisation_id
    tells = named and (ours or around.actor.role == "oversight")
    person = people.get(row.user_id or row.client, "")
    detail = {k: str(v) for k, v in (row.detail or {}).items() if k in WORDS_ONLY}
    return {
        "at": row.at, "organisation": around.name(house) if house else "",
        "person": person if tells else "", "role": row.role,
        "section": row.section, "verb": row.verb, "detail": detail,
    }  # fmt: skip


def reader(actor: Actor, ref: str) -> tuple[Case, frozenset[str], list[str] | None]:
    """The case, what the reader holds, and the sections she hears of; None is every section,
    without content. Raises Http404."""
    if actor.role == "oversight":
        return overseen(actor, ref), frozenset(), None
    case = get_case(actor, ref)
    names = held(actor, case)
    if "view_history" not in names:
        raise Http404
    return case, names, sections_of(names)


class History(DeskView):
    """The record of one case."""

    @extend_schema(
        operation_id="cases_history", tags=["cases"], summary="Who looked or changed",
        parameters=PAGING, responses=HistoryPage,
        examples=[example("A page", {"results": [examples.HISTORY], "next": ""})],
    )  # fmt: skip
    def get(self, request: Request, ref: str) -> Response:
        """Entries of the sections you view. Oversight reads every section's, without content."""
        case, names, sections = reader(self.actor, ref)
        found = history(
            case.pk, sections, request.query_params.get("after", ""), size=size_sent(request),
            status_only=sections is None,
        )  # fmt: skip
        around = circle(self.actor, case, names)
        return Response(
            told(HistoryPage, {"results": lines(found.rows, around), "next": found.next})
        )
