"""Reading cases: the actor first, always; what she may not see is what is not there."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from cases.models import Case, CaseBasis, Consent, Placement
from cases.sections import CLOSED_UNTIL_OPENED, RECORDS, Document, SectionRecord
from portal.access import grants
from portal.access.matrix import Section
from portal.audit.services import look
from portal.core.actors import Acting
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
    try:
        uuid = UUID(str(ref))
        return visible_cases(actor, codename=codename).select_related("state", "lead_desk__organisation").get(uuid=uuid)
    except (ValueError, Case.DoesNotExist):
        raise Http404 from None


def find_by_reference(actor: Acting, reference: str) -> Case:
    """One case by the reference people read to each other, or Http404."""
    try:
        return visible_cases(actor).get(ref=reference)
    except Case.DoesNotExist:
        raise Http404 from None


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


def records(actor: Acting, case: Case, section: Section, names: frozenset[str]) -> list[SectionRecord]:
    """The current records of a section that the actor may read, the lead's first."""
    how = may_read(names, section)
    if not how or section not in RECORDS:
        return []
    rows = RECORDS[section].objects.filter(case=case, current=True)
    if how == "own":
        rows = rows.filter(author_desk_id=actor.desk_id)
    found = list(rows.select_related("author_desk__organisation").order_by("written_at", "pk"))
    if section is Section.NOTES:
        found = [n for n in found if n.author_desk_id == actor.desk_id or may_read(names, Section(n.about)) == "view"]  # type: ignore[attr-defined]
        return found[::-1]
    return sorted(found, key=lambda r: (r.author_desk_id != case.lead_desk_id, r.author_desk_id != actor.desk_id))


def opened(actor: Acting, case: Case, rows: Iterable[SectionRecord]) -> list[Said]:
    """Unseal records that ``records`` allowed; the caller has recorded the look where it must."""
    key = key_of(case)
    return [
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


def open_section(actor: Acting, ref: str | UUID, section: Section, *, how: str = "page") -> tuple[Case, list[Said]]:
    """The one door to a section's content: asks, records the look, then unseals.

    A look at identity or health is an audit record that commits before anything is shown, even
    when the page fails afterwards (rule 6). Raises Http404 where nothing may be read.
    """
    case = get_case(actor, ref)
    names = held(actor, case)
    if not may_read(names, section):
        raise Http404
    rows = records(actor, case, section, names)
    if section in CLOSED_UNTIL_OPENED or "coordinator" == actor.role:
        look(actor=actor, case_id=case.pk, sections=[section], subject=str(case.uuid), how=how)
    return case, opened(actor, case, rows)


def consents(actor: Acting, case: Case, names: frozenset[str]) -> QuerySet[Consent]:
    """The consents the actor may read, newest first."""
    how = may_read(names, Section.CONSENT)
    rows = Consent.objects.filter(case=case).select_related("author_desk__organisation")
    if how == "own":
        rows = rows.filter(author_desk_id=actor.desk_id)
    return (rows if how else rows.none()).order_by("-given_at", "-pk")


def placements(actor: Acting, case: Case, names: frozenset[str]) -> QuerySet[Placement]:
    """Where she sleeps: the shelter for those whose cell shows it, the place for the shelter."""
    rows = Placement.objects.filter(case=case).select_related("desk__organisation", "place")
    if not may_read(names, Section.PLACEMENT):
        rows = rows.none()
    elif actor.role == "placement_officer":
        rows = rows.filter(desk_id=actor.desk_id)
    return rows.order_by("-reserved_at")


def running_bases(case: Case) -> QuerySet[CaseBasis]:
    """The bases that run on a case."""
    return CaseBasis.objects.filter(case=case, ended_at__isnull=True)


def desk_where_she_is(case: Case) -> int | None:
    """The desk whose accommodation or urgent protection stands in arrived, else the first reporter."""
    there = Placement.objects.filter(case=case, state="occupied").order_by("-arrived_at").first()
    return there.desk_id if there else case.reporter_desk_id
