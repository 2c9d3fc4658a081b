"""Finding a person by name, within the cases whose identity the actor may read.

The blind index proposes rows, their records are unsealed, false hits are weeded out unseen; what is
left is one look for the record (rule 6). Nothing outside her cases changes the answer or its cost.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.http import Http404

from cases import births
from cases.models import Case, FoundList
from cases.models.finding import OPEN_FOR
from cases.sections import IdentityRecord, IndexToken
from cases.sections.identity import Identity
from cases.selectors import may_read, visible_cases
from portal.access import grants
from portal.access.matrix import Section
from portal.core.actors import Acting
from portal.core.clock import now
from portal.core.references import read_uuid
from portal.organisations.models import State
from portal.sealing.blind_index import query_tokens
from portal.sealing.documents import unseal
from portal.sealing.keys import index_keys
from portal.sealing.names import Born
from portal.sealing.selectors import AT_MOST, likely
from portal.sealing.services import open_keys
from portal.sealing.weeding import Opened, Weeded, weed

READS = ("view_identity", "own_identity")


@dataclass(frozen=True, slots=True)
class Found:
    """A case that a search named, and the codes of why."""

    case: Case
    why: tuple[str, ...]


def matches(actor: Acting, name: str, born: Born | None) -> Weeded:
    """The cases whose identity the actor may read and which agree with a name and a birth.

    ``ref`` of each match is a case's id. The caller records the look before anything is shown.
    """
    proposed = _proposed(actor, name, born)
    return weed(name, born or Born(), _opened(actor, proposed))


def _proposed(actor: Acting, name: str, born: Born | None) -> list[int]:
    """Ids of cases whose blind tokens agree well enough, among hers alone."""
    keys = [key for code in _states(actor) for key in index_keys(code)]
    asked = query_tokens(keys, name, born)
    found: dict[int, None] = {}
    for codename in READS:
        rows = grants.visible(IndexToken.objects.all(), actor, case="case_id", codename=codename)
        found |= dict.fromkeys(likely(rows, asked, subject="case_id"))
    return list(found)[:AT_MOST]


def _states(actor: Acting) -> list[str]:
    """The States whose cases the desk holds: each has an index key of its own."""
    rows = visible_cases(actor).order_by().values("state_id").distinct()
    return list(State.objects.filter(pk__in=rows).values_list("code", flat=True))


def _opened(actor: Acting, case_ids: Iterable[int]) -> list[Opened]:
    """The names and births of some cases, from the records that the actor may read."""
    held = grants.held_on(case_ids, actor)
    rows = IdentityRecord.objects.filter(case_id__in=held, current=True).select_related("case")
    rows = rows.order_by("case_id", "pk")
    readable = [row for row in rows if _may_read(actor, row, held[row.case_id])]
    keys = open_keys("case", {row.case.uuid for row in readable})
    names: dict[int, list[str]] = defaultdict(list)
    born: dict[int, Born] = {}
    for row in readable:
        if row.case.uuid not in keys:
            continue
        content = unseal(key=keys[row.case.uuid], table=row._meta.db_table, case_id=row.case_id,
                         record=row.record, version=row.version, sealed=row.sealed)  # fmt: skip
        who = Identity.from_dict(content)
        names[row.case_id] += who.names()
        told = births.born_of(births.from_dict(who.birth))
        if told is not None:
            born.setdefault(row.case_id, told)
    return [Opened(pk, some, born.get(pk, Born())) for pk, some in names.items() if some]


def _may_read(actor: Acting, row: IdentityRecord, names: frozenset[str]) -> bool:
    how = may_read(names, Section.IDENTITY)
    return how == "view" or (how == "own" and row.author_desk_id == actor.desk_id)


def found_list(actor: Acting, handle: str) -> tuple[FoundList, list[Found]]:
    """What a search found, as far as the actor may still read it; Http404 for anybody else's."""
    mine = Q(desk_id=actor.desk_id, user_id=actor.user_id, made_at__gt=now() - OPEN_FOR)
    try:
        kept = FoundList.objects.get(mine, uuid=read_uuid(handle))
    except FoundList.DoesNotExist:
        raise Http404 from None
    cases = visible_cases(actor).select_related("state", "lead_desk__organisation")
    rows = cases.in_bulk(kept.cases)
    held = grants.held_on(rows, actor)
    pairs = zip(kept.cases, kept.reasons, strict=True)
    return kept, [
        Found(rows[pk], tuple(why))
        for pk, why in pairs
        if pk in rows and may_read(held.get(pk, frozenset()), Section.IDENTITY)
    ]
