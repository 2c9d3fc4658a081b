"""The end of a screening: one act opens the cases, records what was agreed to, sends, and destroys
the draft with its key. All of it, or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from cases.models import Case
from cases.services import Yes, link_family, open_case, record_consent
from cases.services.sections import today_in
from portal.access.consents import needs_no_consent_for_child
from portal.access.matrix import (
    Basis,
    ConsentPurpose,
    Kind,
    Purpose,
    basis_for,
    sections_asking_consent,
)
from portal.access.rules import leads_by_accepting, opens_own_case
from portal.core.actors import Acting
from portal.core.problems import Invalid, NotOpen, Stale
from portal.organisations.models import Desk, State
from portal.organisations.selectors import desks_serving
from referrals import selectors
from referrals.intake import Ask
from referrals.models import Draft, Referral
from referrals.screening import Told, child_guardian, child_sections, guardian_of, sections_of
from referrals.services.drafts import content_of, drop
from referrals.services.sending import send_referral
from referrals.states import Urgency


@dataclass(frozen=True, slots=True)
class Choices:
    """What was told, and to whom it goes: tokens of ``routing_facts.candidates_for``."""

    told: Told
    lead: tuple[str, ...] = ()
    bed: tuple[str, ...] = ()
    bed_purpose: str = Purpose.ACCOMMODATION.value
    urgency: str = Urgency.STANDARD.value
    region: str = ""
    keep_together: bool = True
    vital_reason: str = ""
    against_wishes: str = ""

    @property
    def purposes(self) -> tuple[str, ...]:
        """The purposes of the referrals that are sent: who leads comes first."""
        lead = (Purpose.TRANSFER.value,) if self.lead else ()
        return (*lead, self.bed_purpose) if self.bed else lead


@transaction.atomic
def send_screening(
    *, actor: Acting, draft_ref: str | UUID, version: int, choices: Choices
) -> tuple[Case, list[Referral]]:
    """Open the person's case and one for each child with her, record consents, send the referrals.

    A desk that cannot lead sends a transfer to one that can. Raises Http404 (also where a colleague
    sent it first), Stale with the colleague's text, Invalid naming field and remedy, NotOpen.
    """
    draft = _locked(actor, draft_ref, version)
    _check_receivers(actor, choices)
    owns = opens_own_case(actor.kind, actor.role)
    case, children = _open(actor, choices.told)
    vital = {p for p in choices.purposes if needs_vital(choices.told, case, p, led=owns)}
    _check_words(choices, vital)
    for purpose in (*choices.purposes, ConsentPurpose.COORDINATION.value):
        _consent(actor, case, children, choices.told, purpose, led=owns)
    sent = [
        _send(actor, draft, choices, [case, *children], p, vital=p in vital)
        for p in choices.purposes
    ]
    drop(actor, draft, "draft.sent")
    return case, sent


@transaction.atomic
def keep_screening(*, actor: Acting, draft_ref: str | UUID, version: int, told: Told) -> Case:
    """Keep it as the organisation's own case: nobody else learns that it exists (policy 7).

    Raises NotOpen where the desk has no own cases, else as ``send_screening``.
    """
    if not opens_own_case(actor.kind, actor.role):
        raise NotOpen(_("Your organisation has no own cases. Send it to a desk that can lead."))
    draft = _locked(actor, draft_ref, version)
    case, children = _open(actor, told)
    for purpose in (Purpose.ACCOMMODATION.value, ConsentPurpose.COORDINATION.value):
        _consent(actor, case, children, told, purpose, led=True)
    drop(actor, draft, "draft.kept")
    return case


def _locked(actor: Acting, ref: str | UUID, version: int) -> Draft:
    """The desk's draft, locked; gone where a colleague sent it first."""
    found = selectors.get_draft(actor, ref)
    draft = Draft.objects.select_for_update().filter(pk=found.pk).first()
    if draft is None:
        raise Http404
    if draft.version != version:
        raise Stale(
            _("A colleague saved this draft after you opened it."), field="version",
            remedy=_("Compare both texts, keep what is right, send again."),
            theirs=content_of(draft), version=draft.version,
        )  # fmt: skip
    return draft


def _check_receivers(actor: Acting, choices: Choices) -> None:
    if not choices.purposes:
        raise Invalid(
            field="lead", remedy=_("Choose who is asked: a desk that leads, or a bed for tonight.")
        )
    if not choices.lead and not opens_own_case(actor.kind, actor.role):
        raise Invalid(
            _("Nobody who can lead is asked yet."), field="lead",
            remedy=_("Choose an organisation that can lead. A bed alone leaves the person without one."),
        )  # fmt: skip


def _check_words(choices: Choices, vital: set[str]) -> None:
    """Her no binds; where she could not be asked, a typed reason stands in."""
    errors = {}
    for purpose in choices.purposes:
        name = f"consent_{consent_of(purpose)}"
        what = {"asked": _("A bed") if name == "consent_bed" else _("Who leads")}
        if purpose in vital and choices.told.consents.get(consent_of(purpose)) == "no":
            errors[name] = (
                _("%(asked)s: the person said no. It goes nowhere against that; leave it out.")
                % what
            )
        elif purpose in vital and not choices.vital_reason.strip():
            errors[name] = (
                _(
                    "%(asked)s: ask the person and record the answer. If life or health depends on "
                    "it and they cannot be asked, write why."
                )
                % what
            )
    if errors:
        raise Invalid(_("Some answers need a change."), errors=errors)


def consent_of(purpose: str) -> str:
    """The question that asked for a purpose: who leads, a bed, or coordination."""
    beds = (Purpose.ACCOMMODATION, Purpose.URGENT_PROTECTION)
    return "bed" if purpose in beds else purpose


def needs_vital(told: Told, case: Case, purpose: str, *, led: bool) -> bool:
    """Whether no yes was recorded for a purpose that needs one."""
    if case.treated_as_child and needs_no_consent_for_child(purpose, first_lead=not led):
        return False
    return told.consents.get(consent_of(purpose)) != "yes"


def _open(actor: Acting, told: Told) -> tuple[Case, list[Case]]:
    """A case for the person, and one of its own for each child, linked to hers."""
    today = _today(actor)
    case = open_case(actor=actor, sections=sections_of(told, today), guardian=guardian_of(told))
    children = [
        open_case(
            actor=actor, sections=child_sections(told, child, today),
            guardian=child_guardian(told, child, today),
        )
        for child in told.children
    ]  # fmt: skip
    if children:
        link_family(actor=actor, parent=case, children=children)
        case.refresh_from_db()
    return case, children


def _today(actor: Acting) -> date:
    """Today in the State of the actor's desk."""
    return today_in(Case(state=State.objects.get(pk=actor.state_id)))


def receiving_desks(state_id: int | None, purpose: str) -> list[Desk]:
    """The desks that may receive a purpose in a State; for a bed, those that keep places."""
    found = []
    for desk in desks_serving(state_id or 0, purpose):
        kind, role = desk.organisation.kind, desk.role
        if purpose == Purpose.TRANSFER:
            fits = leads_by_accepting(purpose, kind, role, has_lead=False) is not None
        else:
            fits = role == "placement_officer" and basis_for(purpose, role, kind) is not None
        found += [desk] if fits else []
    return found


def recipients(desks: Sequence[Desk]) -> tuple[str, ...]:
    """The kinds of organisation that a yes is asked for."""
    return tuple(sorted({desk.organisation.kind for desk in desks}))


def opened_by(purpose: str, desks: Sequence[Desk]) -> tuple[str, ...]:
    """The sections that a yes for this purpose opens to these desks."""
    if purpose == Purpose.TRANSFER:
        bases = {Basis.LEAD}
    else:
        bases = {b for d in desks if (b := basis_for(purpose, d.role, d.organisation.kind))}
    return tuple(section.value for section in sections_asking_consent(bases))


def _consent(
    actor: Acting, case: Case, children: Sequence[Case], told: Told, purpose: str, *, led: bool
) -> None:
    """Record the yes for one purpose; a grown-up's yes is also her child's guardian's word."""
    if told.consents.get(consent_of(purpose)) != "yes":
        return
    kinds: tuple[str, ...]
    sections: tuple[str, ...] = ()
    if purpose == ConsentPurpose.COORDINATION:
        kinds = (Kind.COORDINATION_BODY.value,)
    else:
        desks = receiving_desks(actor.state_id, purpose)
        kinds, sections = recipients(desks), opened_by(purpose, desks)
    if not kinds:
        return
    for each in (case, *children):
        exempt = each.treated_as_child and needs_no_consent_for_child(purpose, first_lead=not led)
        needless = exempt or case.treated_as_child or purpose == ConsentPurpose.COORDINATION
        if each is not case and needless:
            continue
        by_guardian = each.treated_as_child and not exempt
        record_consent(
            actor=actor, ref=each.uuid,
            yes=Yes(
                purpose=purpose, sections=sections, recipient_kinds=kinds,
                given_by="guardian" if by_guardian else "herself",
                language=(told.languages or ("",))[0], interpreter=told.interpreter_used,
            ),
        )  # fmt: skip


def _send(
    actor: Acting,
    draft: Draft,
    choices: Choices,
    cases: Sequence[Case],
    purpose: str,
    *,
    vital: bool,
) -> Referral:
    """One of the referrals; a problem of its ask is named as the form names its fields."""
    ask = Ask(
        purpose=purpose, urgency=choices.urgency,
        region=choices.region if purpose != Purpose.TRANSFER else "",
        keep_together=choices.keep_together, vital_interest=vital,
        vital_reason=choices.vital_reason if vital else "",
    )  # fmt: skip
    tokens = choices.lead if purpose == Purpose.TRANSFER else choices.bed
    try:
        return send_referral(
            actor=actor, cases=[case.uuid for case in cases], ask=ask, receivers=tokens,
            against_wishes=choices.against_wishes, key=draft.uuid,
        )  # fmt: skip
    except Invalid as problem:
        raise _named(problem, purpose) from None


def _named(problem: Invalid, purpose: str) -> Invalid:
    """The same problem with the names that the screening's page gives its fields."""
    asked = "lead" if purpose == Purpose.TRANSFER else "bed"
    names = {"receivers": asked, "consent": f"consent_{consent_of(purpose)}"}
    errors = {names.get(name, name): remedy for name, remedy in problem.errors.items()}
    if "receivers" in problem.errors and problem.detail:
        errors[asked] = f"{problem.detail.rstrip('.')}. {problem.errors['receivers']}"
    return Invalid(problem.detail, errors=errors)
