"""What one must know before asking: who goes along, for which purposes, and where a yes is missing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from cases.models import Case, CaseBasis, CaseLink
from cases.selectors import visible_cases
from cases.services import consent_facts, state_grounds
from portal.access.consents import Recipient, ground_to_send
from portal.access.matrix import STEP, AgeStatus, Basis, Kind, Purpose
from portal.access.rules import may_send, someone_can_lead
from portal.access.vocabulary import PROTECTIVE_PURPOSES
from portal.core.actors import Acting
from portal.core.clock import now
from portal.core.workflow import ACTIVE_STEP
from portal.organisations.models import Desk
from referrals.intake import Ask
from referrals.models import Referral
from referrals.routing_facts import (
    Candidate,
    candidates_for,
    for_cases,
    may_pass_her_no,
    past_her_no,
)
from referrals.services.sending import protective_receivers

BASIS_OF = {
    Purpose.URGENT_PROTECTION: Basis.URGENT_PROTECTION_SHELTER,
    Purpose.TRANSFER: Basis.LEAD,
}


@dataclass(frozen=True, slots=True)
class Routes:
    """Whom one can ask: proposed, left out, and who would fit but for the person's own no.

    ``no_yes`` are the tokens for which no consent and no other ground stands yet.
    """

    proposed: tuple[Candidate, ...]
    left: tuple[Candidate, ...]
    but_for_her_no: tuple[Candidate, ...]
    no_yes: frozenset[str]
    lead_needed: bool
    cases: tuple[Case, ...] = ()


def live_purposes() -> tuple[Purpose, ...]:
    """The purposes that have come alive."""
    return tuple(p for p in Purpose if STEP[BASIS_OF.get(p) or Basis(p)] <= ACTIVE_STEP)


def purposes_open(actor: Acting, case: Case) -> tuple[Purpose, ...]:
    """The purposes for which the actor's desk may send this case (policy 6)."""
    rows = CaseBasis.objects.filter(case=case, desk_id=actor.desk_id, ended_at__isnull=True)
    bases = list(rows.values_list("basis", flat=True))
    led = case.lead_desk_id is not None
    return tuple(p for p in live_purposes() if case.is_open and may_send(bases, p, has_lead=led))


def family_of(actor: Acting, case: Case) -> list[Case]:
    """The persons linked to this one whom the actor sees: parents, children, brothers and sisters."""
    parents = CaseLink.objects.filter(child=case).values("parent_id")
    linked = (
        Q(parents_linked__parent=case)
        | Q(pk__in=parents)
        | Q(parents_linked__parent_id__in=parents)
    )
    rows = visible_cases(actor, codename="view_summary").filter(linked, closed_at__isnull=True)
    return list(rows.exclude(pk=case.pk).distinct().order_by("pk"))


def routes(
    actor: Acting, cases: Sequence[Case], ask: Ask, *, referral: Referral | None = None
) -> Routes:
    """Whom one can ask for these persons, with what stands in the way."""
    whom = for_cases(actor, cases)
    proposed, left = candidates_for(actor, whom, ask, referral=referral)
    past: list[Candidate] = []
    if may_pass_her_no(ask):
        shut = {c.token for c in left}
        fits, _rest = candidates_for(actor, past_her_no(whom), ask, referral=referral)
        past = [c for c in fits if c.token in shut]
    return Routes(
        proposed=tuple(proposed),
        left=tuple(left),
        but_for_her_no=tuple(past),
        no_yes=without_ground(cases, ask, [*proposed, *past]),
        lead_needed=lead_needed(cases, ask, proposed),
        cases=tuple(cases),
    )


def without_ground(cases: Sequence[Case], ask: Ask, asked: Iterable[Candidate]) -> frozenset[str]:
    """Tokens of those to whom some person may not go yet: no consent covers it, nothing replaces it."""
    found = list(asked)
    desks = Desk.objects.in_bulk([c.fit.desk_id for c in found])
    facts = [(c, consent_facts(c), state_grounds(c)) for c in cases]
    moment = now()
    missing = set()
    for one in found:
        recipient = Recipient(desks[one.fit.desk_id].organisation_id, Kind(one.kind))
        for case, consents, grounds in facts:
            if (
                ground_to_send(
                    ask.purpose,
                    recipient,
                    AgeStatus(case.age_status),
                    moment,
                    consents=consents,
                    state_grounds=grounds,
                    vital_interest_reason=ask.vital_reason if ask.vital_interest else "",
                    has_lead=case.lead_desk_id is not None,
                )
                is None
            ):
                missing.add(one.token)
    return frozenset(missing)


def lead_needed(cases: Sequence[Case], ask: Ask, proposed: Sequence[Candidate]) -> bool:
    """Nobody leads, nobody who can lead was asked, and nobody proposed here could."""
    receivers = [(c.kind, c.role) for c in proposed] if ask.purpose in PROTECTIVE_PURPOSES else []
    return not all(
        someone_can_lead(
            has_lead=case.lead_desk_id is not None,
            protective_receivers=[*receivers, *protective_receivers(case, ask, [])],
        )
        for case in cases
    )
