"""Reading cases: the actor first, always; what she may not see is what is not there."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from cases.models import Case, CaseBasis, CaseLink, Consent, Placement
from cases.models.places import HERS, ONLY_HELD
from cases.sections import (
    CLOSED_UNTIL_OPENED,
    RECORDS,
    ContactAndSafety,
    Document,
    SectionRecord,
)
from portal.access import grants
from portal.access.matrix import Basis, Section, held_by
from portal.access.rules import hides_the_address, purposes_shown
from portal.audit.services import look
from portal.core.actors import Acting
from portal.core.clock import now
from portal.core.references import read_uuid
from portal.organisations.models import Desk
from portal.sealing.documents import unseal
from portal.sealing.keys import DataKey
from portal.sealing.services import open_key


@dataclass(frozen=True, slots=True)
class Said:
    """One desk's record of a section, opened."""

    record: UUID
    version: int
    desk: Desk
    mine: bool
    leads: bool
    written_at: Any
    imported: bool
    document: Document
    about: str = ""


def visible_cases(actor: Acting, *, codename: str = "view_envelope") -> QuerySet[Case]:
    """The cases the actor's desk may see, unordered."""
    return grants.visible(Case.objects.all(), actor, codename=codename)


def get_case(actor: Acting, ref: str | UUID, *, codename: str = "view_envelope") -> Case:
    """One case by its uuid, or Http404: malformed, missing and hidden alike."""
    return _one(visible_cases(actor, codename=codename), ref)


def find_by_reference(actor: Acting, reference: str) -> Case:
    """One case by the reference people read to each other, or Http404."""
    try:
        return listed_cases(actor).get(ref=reference)
    except Case.DoesNotExist:
        raise Http404 from None


def administered_cases(actor: Acting) -> QuerySet[Case]:
    """The cases that desks of the administrator's own organisation lead (row `administration`).

    Their envelope is all she sees of them. A wall stands before her as before her desks.
    """
    if actor.role != "organisation_admin" or actor.organisation_id is None:
        return Case.objects.none()
    rows = Case.objects.filter(lead_desk__organisation_id=actor.organisation_id)
    return rows.filter(~grants.walled(actor, "pk"))


def listed_cases(actor: Acting) -> QuerySet[Case]:
    """What the list of cases shows: by grants, or to an administrator her organisation's."""
    return administered_cases(actor) if actor.role == "organisation_admin" else visible_cases(actor)


def seen(actor: Acting, ref: str | UUID) -> tuple[Case, frozenset[str]]:
    """One case and what the actor holds on it, or Http404; an administrator holds the envelope."""
    if actor.role != "organisation_admin":
        case = get_case(actor, ref)
        return case, held(actor, case)
    return _one(administered_cases(actor), ref), frozenset({"view_envelope"})


def overseen_cases(actor: Acting) -> QuerySet[Case]:
    """The cases whose record of looks oversight reads: of its State, known outside their organisation."""
    if not held_by(Basis.OVERSIGHT, actor.role, actor.kind):
        return Case.objects.none()
    known = Q(left_at__isnull=False) | ~Q(coordination_ground="")
    return Case.objects.filter(known, state_id=actor.state_id).filter(~grants.walled(actor, "pk"))


def overseen(actor: Acting, ref: str | UUID) -> Case:
    """One case that oversight oversees, or Http404."""
    return _one(overseen_cases(actor), ref)


def overseen_by_reference(actor: Acting, reference: str) -> Case:
    """The same by the reference that people read to each other."""
    try:
        return overseen_cases(actor).get(ref=reference)
    except Case.DoesNotExist:
        raise Http404 from None


def _one(rows: QuerySet[Case], ref: str | UUID) -> Case:
    try:
        return rows.select_related("state", "lead_desk__organisation").get(uuid=read_uuid(ref))
    except Case.DoesNotExist:
        raise Http404 from None


def parts_of(actor: Acting, case_ids: Iterable[int]) -> dict[int, list[str]]:
    """Why the actor's own desk is in each of some cases: its running bases, in one query."""
    found: dict[int, list[str]] = {}
    rows = CaseBasis.objects.filter(
        case_id__in=list(case_ids), desk_id=actor.desk_id, ended_at__isnull=True
    )
    rows = rows.filter(Q(until__isnull=True) | Q(until__gt=now()))
    for case_id, basis in rows.order_by("since").values_list("case_id", "basis"):
        found.setdefault(case_id, []).append(basis)
    return found


def held(actor: Acting, case: Case) -> frozenset[str]:
    """The codenames the actor holds on the case now."""
    return grants.held(case.pk, actor)


def key_of(case: Case) -> DataKey:
    """The case's data key."""
    return open_key("case", case.uuid)


def may_read(names: frozenset[str], section: Section) -> str:
    """'view', 'own' or '' for a section, from the codenames held."""
    if f"view_{section}" in names:
        return "view"
    return "own" if f"own_{section}" in names else ""


def records(
    actor: Acting, case: Case, section: Section, names: frozenset[str]
) -> list[SectionRecord]:
    """The current records of a section that the actor may read, the lead's first."""
    how = may_read(names, section)
    if not how or section not in RECORDS:
        return []
    rows = RECORDS[section]._default_manager.filter(case=case, current=True)
    if how == "own":
        rows = rows.filter(author_desk_id=actor.desk_id)
    found = list(rows.select_related("author_desk__organisation").order_by("written_at", "pk"))
    if section is Section.NOTES:
        return [n for n in reversed(found) if n.author_desk_id == actor.desk_id or _about(n, names)]
    return sorted(
        found,
        key=lambda r: (r.author_desk_id != case.lead_desk_id, r.author_desk_id != actor.desk_id),
    )


def _about(note: SectionRecord, names: frozenset[str]) -> bool:
    """A note belongs to a section: whoever does not view that section does not read the note."""
    return may_read(names, Section(getattr(note, "about", ""))) == "view"


def shut_in(section: Section, rows: Iterable[SectionRecord]) -> list[Section]:
    """What these records tell of sections that are shut until opened: itself, or what notes are about."""
    about = {getattr(row, "about", "") for row in rows} if section is Section.NOTES else {section}
    return [one for one in Section if one in CLOSED_UNTIL_OPENED and one in about]


def opened(actor: Acting, case: Case, rows: Iterable[SectionRecord]) -> list[Said]:
    """Unseal records that ``records`` allowed; the caller has recorded the look where it must."""
    key = key_of(case)
    found = [
        Said(
            record=row.record, version=row.version, desk=row.author_desk,
            mine=row.author_desk_id == actor.desk_id, leads=row.author_desk_id == case.lead_desk_id,
            written_at=row.written_at, imported=row.imported,
            document=row.document.from_dict(
                unseal(
                    key=key, table=row._meta.db_table, case_id=case.pk, record=row.record,
                    version=row.version, sealed=row.sealed,
                )
            ),
            about=getattr(row, "about", ""),
        )
        for row in rows
    ]  # fmt: skip
    return _without_where_she_sleeps(actor, case, found)


def _without_where_she_sleeps(actor: Acting, case: Case, found: list[Said]) -> list[Said]:
    """While she has a place, her address is left out for police and their like (fixed line)."""
    told = [
        s for s in found
        if not s.mine and isinstance(s.document, ContactAndSafety) and s.document.address
    ]  # fmt: skip
    if not told or not hides_the_address(actor.role, actor.kind, held(actor, case)):
        return found
    if not Placement.objects.filter(case=case, state__in=HERS).exists():
        return found
    return [
        replace(s, document=replace(s.document, address=""))  # type: ignore[call-arg]
        if s in told else s
        for s in found
    ]  # fmt: skip


def open_section(
    actor: Acting, ref: str | UUID, section: Section, *, how: str = "page"
) -> tuple[Case, list[Said]]:
    """The one door to a section's content: asks, records the look, then unseals.

    A look at identity or health is an audit record that commits before anything is shown, even
    when the page fails afterwards (rule 6). Raises Http404 where nothing may be read.
    """
    case = get_case(actor, ref)
    names = held(actor, case)
    if not may_read(names, section):
        raise Http404
    rows = records(actor, case, section, names)
    seen_here = [section] if actor.role == "coordinator" else shut_in(section, rows)
    look(actor=actor, case_id=case.pk, sections=seen_here, subject=str(case.uuid), how=how)
    return case, opened(actor, case, rows)


def own_record(
    actor: Acting, case: Case, section: Section, version: int | None = None
) -> SectionRecord | None:
    """The record of the actor's own desk: the current one, or an earlier version of it."""
    rows = RECORDS[section]._default_manager.filter(case=case, author_desk_id=actor.desk_id)
    rows = rows.filter(current=True) if version is None else rows.filter(version=version)
    return rows.select_related("author_user", "author_desk__organisation").order_by("pk").first()


def consents(actor: Acting, case: Case, names: frozenset[str]) -> QuerySet[Consent]:
    """The consents the actor may read, newest first."""
    how = may_read(names, Section.CONSENT)
    rows = Consent.objects.filter(case=case).select_related("author_desk__organisation")
    shown = purposes_shown(actor.role, actor.kind)
    if how == "own":
        rows = rows.filter(author_desk_id=actor.desk_id)
    elif shown is not None:
        rows = rows.filter(Q(author_desk_id=actor.desk_id) | Q(purpose__in=shown))
    return (rows if how else rows.none()).order_by("-given_at", "-pk")


def family_of(actor: Acting, case: Case) -> list[tuple[str, Case]]:
    """('child' or 'parent', case) of the linked cases that the actor sees too (policy 13)."""
    links = CaseLink.objects.filter(Q(parent=case) | Q(child=case)).order_by("made_at", "pk")
    pairs = list(links.values_list("parent_id", "child_id"))
    others = (
        visible_cases(actor)
        .filter(pk__in={pk for pair in pairs for pk in pair} - {case.pk})
        .in_bulk()
    )
    found = [
        ("child", others.get(child)) if parent == case.pk else ("parent", others.get(parent))
        for parent, child in pairs
    ]
    return [(what, other) for what, other in found if other is not None]


def linkable(actor: Acting, case: Case, *, most: int = 50) -> list[Case]:
    """Open cases in which the actor's desk writes as lead or first reporter, not linked yet; newest first."""
    mine = CaseBasis.objects.filter(
        desk_id=actor.desk_id,
        ended_at__isnull=True,
        basis__in=[Basis.LEAD.value, Basis.FIRST_REPORTER.value],
    )
    rows = visible_cases(actor, codename="edit_contact_and_safety").filter(
        pk__in=mine.values("case_id"), closed_at__isnull=True, state_id=case.state_id
    )
    rows = (
        rows.exclude(pk=case.pk)
        .exclude(parents_linked__parent=case)
        .exclude(dependants_linked__child=case)
    )
    return list(rows.order_by("-created_at", "-uuid")[:most])


def placements(actor: Acting, case: Case, names: frozenset[str]) -> QuerySet[Placement]:
    """Where she sleeps: the shelter for those whose cell shows it, the place for the shelter."""
    rows = Placement.objects.filter(case=case).select_related("desk__organisation", "place")
    if not may_read(names, Section.PLACEMENT):
        rows = rows.none()
    elif actor.role == "placement_officer":
        rows = rows.filter(desk_id=actor.desk_id)
    return rows.exclude(state="held").exclude(ended_why=ONLY_HELD).order_by("-reserved_at")


def running_bases(case: Case) -> QuerySet[CaseBasis]:
    """The bases that run on a case."""
    return CaseBasis.objects.filter(case=case, ended_at__isnull=True)
