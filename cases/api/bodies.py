"""What a desk is told of a case: built anew for every answer, from what it holds now."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from cases.acts import open_acts
from cases.api.documents import body_of
from cases.finding import Found
from cases.models import Case, CaseBasis, CaseLink, Consent, FoundList
from cases.models.finding import OPEN_FOR
from cases.sections import CLOSED_UNTIL_OPENED
from cases.selectors import Said, may_read, parts_of
from cases.vocabulary import Danger
from cases.who_sees import Circle, circle
from portal.access import grants
from portal.access.matrix import Kind, Role, Section, never
from portal.core.actors import Acting
from portal.deadlines.selectors import clocks, face
from portal.organisations.models import Organisation

VERBS = ("view", "own", "edit", "status")
CONTACT = ("view_contact_and_safety", "own_contact_and_safety", "edit_contact_and_safety")


def rows(actor: Acting, cases: Sequence[Case]) -> list[dict[str, Any]]:
    """The lines of a list: four queries, whatever its length."""
    ids = [case.pk for case in cases]
    held = grants.held_on(ids, actor)
    parts = parts_of(actor, ids)
    sheltering = _sheltering(ids)
    return [
        {
            **_envelope(case),
            "parts": parts.get(case.pk, []),
            "summary": _summary(
                case,
                held.get(case.pk, frozenset()),
                _lead_in_list(actor, case, held.get(case.pk, frozenset()), sheltering),
            ),
        }
        for case in cases
    ]


def found(actor: Acting, kept: FoundList, some: Sequence[Found]) -> dict[str, Any]:
    """What a search by name found, the likeliest first, each with why."""
    lines = rows(actor, [one.case for one in some])
    return {
        "uuid": kept.uuid, "until": kept.made_at + OPEN_FOR, "too_common": kept.too_common,
        "results": [{"case": line, "why": list(one.why)} for line, one in zip(lines, some, strict=True)],
    }  # fmt: skip


def _envelope(case: Case) -> dict[str, Any]:
    return {
        "uuid": case.uuid, "reference": case.ref, "state": case.state.code,
        "languages": list(case.languages), "interpreter": case.interpreter,
        "accessibility": list(case.accessibility),
    }  # fmt: skip


def _summary(case: Case, names: frozenset[str], lead: str) -> dict[str, Any] | None:
    if "view_summary" not in names:
        return None
    danger = Danger(case.danger) if case.danger in set(Danger) else Danger.NOT_KNOWN
    return {
        "lead": lead, "age_status": case.age_status, "dependants": case.dependants,
        "danger_flag": danger.flag,
    }  # fmt: skip


def _sheltering(case_ids: Iterable[int]) -> set[tuple[int, int]]:
    """(case, organisation) of every organisation that gives or gave a place."""
    found = CaseBasis.objects.filter(
        case_id__in=list(case_ids), desk__role=Role.PLACEMENT_OFFICER.value
    )
    return set(found.values_list("case_id", "desk__organisation_id"))


def _lead_in_list(
    actor: Acting, case: Case, names: frozenset[str], sheltering: set[tuple[int, int]]
) -> str:
    """As ``Circle.lead``, for many cases at once."""
    desk = case.lead_desk
    if desk is None:
        return _("Nobody yet")
    own = desk.organisation_id == actor.organisation_id
    sees = "view_placement" in names and actor.role != Role.PLACEMENT_OFFICER
    gives_places = (
        desk.organisation.kind == Kind.SHELTER or (case.pk, desk.organisation_id) in sheltering
    )
    named = own or sees or not gives_places
    return str(desk.organisation.name) if named else _("The protection lead")


def detail(actor: Acting, case: Case, names: frozenset[str]) -> dict[str, Any]:
    """One case, whole, as this desk holds it."""
    around = circle(actor, case, names)
    viewed = [s.value for s in Section if f"view_{s}" in names]
    contacts = any(name in names for name in CONTACT)
    return {
        **_envelope(case),
        "parts": parts_of(actor, [case.pk]).get(case.pk, []),
        "summary": _summary(case, names, around.lead()),
        "warnings": list(case.warnings) if contacts else [],
        "sections": _sections(names, around),
        "clocks": [_clock(clock) for clock in clocks(case.pk, viewed)],
        "family": _family(actor, case),
        "guardian": case.guardian if contacts and case.treated_as_child else None,
        "moves": open_acts(actor, case, names),
    }


def _sections(names: frozenset[str], around: Circle) -> list[dict[str, Any]]:
    found = []
    for section in Section:
        verbs = [verb for verb in VERBS if f"{verb}_{section}" in names]
        if verbs:
            recorded = section in CLOSED_UNTIL_OPENED or around.actor.role == Role.COORDINATOR
            found.append(
                {
                    "section": section.value, "verbs": verbs, "look_is_recorded": recorded,
                    "who": around.who(section),
                }
            )  # fmt: skip
    return found


def _clock(clock: Any) -> dict[str, Any]:
    shown = face(clock)
    return {
        "code": clock.code, "rule": shown.rule, "source": shown.source, "section": clock.section,
        "kind": shown.kind, "due_at": shown.due_at, "left": shown.left,
    }  # fmt: skip


def _family(actor: Acting, case: Case) -> list[dict[str, Any]]:
    """Those who belong to her, of whom the desk holds something too (policy 13)."""
    links = CaseLink.objects.filter(parent=case).values_list("child_id", flat=True)
    above = CaseLink.objects.filter(child=case).values_list("parent_id", flat=True)
    relation = dict.fromkeys(links, "child") | dict.fromkeys(above, "parent")
    seen = grants.visible(Case.objects.filter(pk__in=list(relation)), actor).order_by("pk")
    return [{"uuid": one.uuid, "reference": one.ref, "relation": relation[one.pk]} for one in seen]


def record(said: Said, around: Circle) -> dict[str, Any]:
    """One desk's record of a section, opened."""
    return {
        "record": said.record, "version": said.version, "mine": said.mine, "leads": said.leads,
        "said_by": around.name(said.desk.organisation), "written_at": said.written_at,
        "imported": said.imported, "about": said.about, "document": body_of(said.document, around),
    }  # fmt: skip


def consents(actor: Acting, found: Sequence[Consent], around: Circle) -> list[dict[str, Any]]:
    """Consents, their organisations by the names this reader may hear."""
    ids = {pk for c in found for pk in (*c.only_organisations, *c.never_organisations)}
    known = Organisation.objects.in_bulk(list(ids))
    shut = never(actor.role, actor.kind)

    def heard(pks: Iterable[int]) -> list[dict[str, Any]]:
        listed = [known[pk] for pk in pks if pk in known]
        return [
            {"uuid": o.uuid if around.may_name(o) else None, "name": around.name(o)} for o in listed
        ]

    return [
        {
            "uuid": c.uuid, "version": c.version, "purpose": c.purpose,
            "sections": [s for s in c.sections if s not in shut],
            "recipient_kinds": c.recipient_kinds, "given_by": c.given_by, "language": c.language,
            "only_organisations": heard(c.only_organisations),
            "never_organisations": heard(c.never_organisations), "interpreter": c.interpreter,
            "given_at": c.given_at, "until": c.until, "withdrawn_at": c.withdrawn_at,
            "evidence_only": c.evidence_only, "mine": c.author_desk_id == actor.desk_id,
        }
        for c in found
    ]  # fmt: skip


def reads(names: frozenset[str], section: Section) -> bool:
    """Whether anything of a section may be read."""
    return bool(may_read(names, section))
