"""A case begins: with its own key, its first records, and the basis of who made it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from cases.guardians import STANDS_BESIDE, Guardian
from cases.models import Case, CaseBasis, CaseLink
from cases.sections import Document
from cases.selectors import get_case, held
from cases.services.first_records import check_first_records
from cases.services.recompute import lock_cases, recompute
from cases.services.sections import check_text, derive_summary, store
from portal.access.matrix import Basis, Section
from portal.access.rules import may_screen, opens_own_case
from portal.audit.services import record
from portal.core.actors import Acting
from portal.core.clock import now
from portal.core.problems import Invalid, NotOpen, Stale
from portal.core.references import new_reference
from portal.deadlines.services import start, stop
from portal.organisations.models import State
from portal.organisations.selectors import state_rule
from portal.sealing.services import new_key


def may_open(actor: Acting) -> bool:
    """Whether the actor's desk may screen in its State (its row, else the house's list)."""
    if actor.state_id is None:
        return False
    rule = state_rule(actor.state_id, "screening")
    row = None if rule is None else [tuple(pair) for pair in rule.value["desks"]]
    return may_screen(actor.role, actor.kind, row)


@transaction.atomic
def open_case(
    *,
    actor: Acting,
    sections: Mapping[Section, Document],
    guardian: str = "",
    vital_interest: bool = False,
    imported: bool = False,
    running: bool = True,
) -> Case:
    """Open a case for one presumed trafficked person, in the State of the actor's desk.

    A caseworker of a kind with own cases opens her organisation's *own case* and leads it; any
    other screening desk is its first reporter, and the case is in coordination at once. Raises
    NotOpen where the desk may not screen, Invalid for content that cannot be stored.
    """
    if not (may_open(actor) or (imported and opens_own_case(actor.kind, actor.role))):
        raise NotOpen(_("Your desk does not open cases here."))
    check_first_records(actor, sections.keys(), guardian)
    for document in sections.values():
        check_text(document)
    state = State.objects.get(pk=actor.state_id)
    case = Case(
        ref=new_reference(state.code), state=state, reporter_desk_id=actor.desk_id,
        guardian=guardian, imported=imported, running=running,
        vital_interest_at=now() if vital_interest else None,
    )  # fmt: skip
    case.save()
    new_key("case", case.uuid)
    for section, document in sections.items():
        store(actor=actor, case=case, section=section, document=document, imported=imported)
    own = opens_own_case(actor.kind, actor.role)
    if own:
        case.lead_desk_id, case.lead_since = actor.desk_id, now()
    basis = Basis.LEAD if own else Basis.FIRST_REPORTER
    CaseBasis.objects.create(case=case, desk_id=actor.desk_id, basis=basis.value, since=now())
    derive_summary(case)
    record(
        actor=actor,
        verb="case.opened",
        case_id=case.pk,
        subject=str(case.uuid),
        detail={"own": own},
    )
    _begin_clocks(actor, case)
    recompute(case, told=False)
    return case


@transaction.atomic
def confirm_running(*, actor: Acting, ref: str | UUID) -> Case:
    """Say that an imported case is running: its clocks start now (policy 6). A repeat does nothing.

    Raises Http404 where the case is not the actor's to see, NotOpen where her desk does not lead it.
    """
    [case] = lock_cases([get_case(actor, ref)])
    may_write_in(actor, case)
    if case.lead_desk_id != actor.desk_id or not opens_own_case(actor.kind, actor.role):
        raise NotOpen(_("The desk that leads the case says whether it is running."))
    if not case.is_open:
        raise NotOpen(_("This case is closed."))
    if case.running:
        return case
    case.running = True
    case.version += 1
    case.save(update_fields=["running", "version"])
    record(
        actor=actor, verb="case.running", case_id=case.pk, section="summary",
        subject=str(case.uuid),
    )  # fmt: skip
    _begin_clocks(actor, case)
    recompute(case)
    return case


def _begin_clocks(actor: Acting, case: Case) -> None:
    if not case.running:
        return
    common: dict[str, Any] = {
        "actor": actor, "state": case.state, "subject_kind": "case", "subject_uuid": case.uuid,
        "case_id": case.pk, "owner_desk_id": actor.desk_id,
    }  # fmt: skip
    start(code="risk.assessment", section="contact_and_safety", **common)
    start(code="rights.information", section="envelope", **common)
    if case.treated_as_child and case.guardian not in STANDS_BESIDE:
        start(code="guardian.alarm", section="summary", **common)
        start(code="guardian.escalate", section="summary", **common)


def may_write_in(actor: Acting, case: Case) -> None:
    """Raise Http404 or NotOpen where the actor's desk does not write in this person's file."""
    names = held(actor, case)
    if "view_envelope" not in names:
        raise Http404
    if "edit_contact_and_safety" not in names:
        raise NotOpen(_("Recording this in the case is not open to your desk."))


@transaction.atomic
def link_family(*, actor: Acting, parent: Case, children: list[Case]) -> None:
    """Two persons belong together: each keeps her own case, bases, consents and clocks.

    Raises Http404 where one of them is not the actor's to see, NotOpen where she does not write in
    every one of them, Invalid for a person with herself.
    """
    locked = {case.pk: case for case in lock_cases([parent, *children])}
    for case in locked.values():
        may_write_in(actor, case)
    if any(child.pk == parent.pk for child in children):
        raise Invalid(field="children", remedy=_("Choose another person's case."))
    mother = locked[parent.pk]
    for child in children:
        made = CaseLink.objects.get_or_create(
            parent=mother, child=child, defaults={"made_by_id": actor.desk_id}
        )[1]
        if made:
            record(actor=actor, verb="family.linked", case_id=mother.pk, subject=str(child.uuid))
    mother.dependants = CaseLink.objects.filter(parent=mother).count()
    mother.save(update_fields=["dependants"])


@transaction.atomic
def record_guardian(*, actor: Acting, case: Case, guardian: str, was: str | None = None) -> None:
    """Say who stands beside a child: a parent under no suspicion, or who is appointed or asked for.

    Stops the alarm for a child with neither. ``was`` is the answer that the actor read. Raises
    Http404, NotOpen, Invalid for an unknown code, Stale where somebody answered in the meantime.
    """
    from cases.services.alarms import close_alarm

    if guardian not in {g.value for g in Guardian}:
        raise Invalid(field="guardian", remedy=_("Choose one of the answers offered."))
    [case] = lock_cases([case])
    may_write_in(actor, case)
    if was is not None and was != case.guardian and guardian != case.guardian:
        raise Stale(
            _("A colleague answered this after you read it."), field="guardian",
            remedy=_("Compare both answers and send again."), theirs=case.guardian,
        )  # fmt: skip
    case.guardian = guardian
    case.version += 1
    case.save(update_fields=["guardian", "version"])
    record(
        actor=actor,
        verb="guardian.recorded",
        case_id=case.pk,
        section="summary",
        subject=str(case.uuid),
        detail={"guardian": guardian},
    )
    if guardian in STANDS_BESIDE:
        for code in ("guardian.alarm", "guardian.escalate"):
            stop(
                actor=actor,
                subject_kind="case",
                subject_uuid=case.uuid,
                code=code,
                outcome="guardian",
            )
        close_alarm(actor=actor, case=case, kind="guardian_missing", why=guardian)
    recompute(case)
