"""Whom one can ask: gathers what routing weighs, and keeps shelters nameless where they must be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from cases.models import Case, CaseLink, Wall
from cases.placements import Vacancy, vacancies
from portal.access import grants
from portal.access.matrix import AgeStatus, Purpose, basis_for
from portal.access.rules import leads_by_accepting
from portal.core.actors import Acting
from portal.core.problems import Invalid
from portal.organisations.models import Desk, Region
from portal.organisations.selectors import desks_serving
from referrals.intake import Ask
from referrals.models import Referral
from referrals.routing import HER_NO_ORGANISATION, HER_NO_REGION, Fit, Offered, Person, fit
from referrals.states import LIVE_OFFERS

PLACES = frozenset({Purpose.ACCOMMODATION.value, Purpose.URGENT_PROTECTION.value})
MOST_RECEIVERS = 10
SALT = "referrals.capacity"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One desk one may ask. ``token`` names it in a form; a nameless one has a number instead."""

    token: str
    name: str
    number: int | None
    region: str
    takes: tuple[str, ...]
    languages: tuple[str, ...]
    vacancy: Vacancy | None
    confirmed_on: datetime | None
    fit: Fit


def person_of(case: Case) -> Person:
    """What routing may know of a person: codes of her case, nothing sealed."""
    return Person(
        age=AgeStatus(case.age_status), gender=case.gender, languages=frozenset(case.languages),
        accessibility=frozenset(case.accessibility), danger=case.danger,
        with_parent=CaseLink.objects.filter(child=case).exists() or case.travels_alone == "with_parent",
        no_go_regions=frozenset(case.no_go_regions), no_go_organisations=frozenset(case.no_go_organisations),
    )  # fmt: skip


def stays_nameless(actor: Acting, cases: Sequence[Case], purpose: str, desk: Desk) -> bool:
    """Whether this shelter is a numbered capacity to the actor (policy 8)."""
    if purpose not in PLACES or desk.role != "placement_officer":
        return False
    if not cases:
        return actor.role != "caseworker"
    return not all("view_placement" in grants.held(case.pk, actor) for case in cases)


def _walled(cases: Sequence[Case]) -> set[int]:
    rows = Wall.objects.filter(case__in=cases, lifted_at__isnull=True, organisation__isnull=False)
    return set(rows.values_list("organisation_id", flat=True))


def _offered(desk: Desk, actor: Acting, cases: Sequence[Case], ask: Ask, free: dict[int, Vacancy], walls: set[int], asked: set[int]) -> Offered:
    profile = desk.profile
    kind, role = desk.organisation.kind, desk.role
    if ask.purpose == Purpose.TRANSFER:
        holds = all(leads_by_accepting(ask.purpose, kind, role, has_lead=c.lead_desk_id is not None) for c in cases)
    else:
        holds = basis_for(ask.purpose, role, kind) is not None
    vacancy = free.get(desk.pk)
    return Offered(
        desk_id=desk.pk, organisation_id=desk.organisation_id, takes=frozenset(profile.takes),
        languages=frozenset(profile.languages), accessibility=frozenset(profile.accessibility),
        regions=frozenset(r.pk for r in profile.regions.all()), accepting=profile.accepting,
        free=vacancy.free if vacancy else None, holds_basis=holds and desk.pk != actor.desk_id, serves=True,
        walled=desk.organisation_id in walls, asked_before=desk.pk in asked,
    )  # fmt: skip


def candidates(actor: Acting, cases: Sequence[Case], ask: Ask, *, referral: Referral | None = None) -> tuple[list[Candidate], list[Candidate]]:
    """(proposed, left out), the best first, each with its reasons.

    A walled organisation reads 'not available now', as one that is closed. Desks with a live
    offer of this referral stand in neither list.
    """
    if not cases:
        return [], []
    desks = list(desks_serving(cases[0].state_id, ask.purpose))
    live, asked = set(), set()
    if referral is not None:
        live = set(referral.offers.filter(state__in=[s.value for s in LIVE_OFFERS]).values_list("desk_id", flat=True))
        asked = set(referral.offers.values_list("desk_id", flat=True))
    desks = [d for d in desks if d.pk not in live]
    region = Region.objects.filter(code=ask.region).values_list("pk", flat=True).first() if ask.region else None
    places = ask.purpose in PLACES
    free = vacancies([d.pk for d in desks]) if places else {}
    walls = _walled(cases)
    persons = [person_of(case) for case in cases]
    fits = {
        d.pk: fit(_offered(d, actor, cases, ask, free, walls, asked), persons, region=region, places=places and d.role == "placement_officer")
        for d in desks
    }
    desks.sort(key=lambda d: (fits[d.pk].order, d.pk))
    found = [_candidate(actor, cases, ask, d, fits[d.pk], free.get(d.pk), n) for n, d in enumerate(desks, start=1)]
    return [c for c in found if c.fit.proposed], [c for c in found if not c.fit.proposed]


def _candidate(actor: Acting, cases: Sequence[Case], ask: Ask, desk: Desk, found: Fit, vacancy: Vacancy | None, number: int) -> Candidate:
    nameless = stays_nameless(actor, cases, ask.purpose, desk)
    profile = desk.profile
    regions = ", ".join(r.name for r in profile.regions.all())
    return Candidate(
        token=capacity_token(actor, cases, desk) if nameless else str(desk.uuid),
        name="" if nameless else str(desk.organisation.name), number=number if nameless else None,
        region=regions, takes=tuple(profile.takes), languages=tuple(profile.languages),
        vacancy=vacancy, confirmed_on=profile.confirmed_on, fit=found,
    )  # fmt: skip


def capacity_token(actor: Acting, cases: Sequence[Case], desk: Desk) -> str:
    """A name for a nameless shelter that holds for this asker and these persons only, so that
    capacities of two referrals cannot be joined."""
    return "cap-" + salted_hmac(SALT, f"{actor.desk_id}:{cases[0].uuid}:{desk.uuid}").hexdigest()[:32]


def reachable(
    actor: Acting, cases: Sequence[Case], ask: Ask, receivers: Sequence[str], *,
    against_wishes: str = "", referral: Referral | None = None,
) -> list[Desk]:
    """The desks behind the receivers chosen, each of them askable now.

    Raises Invalid where one does not serve the case's State, is in her no-go without a typed
    reason, is not available, or was chosen twice too many.
    """
    chosen = list(dict.fromkeys(receivers))
    if not 1 <= len(chosen) <= MOST_RECEIVERS:
        raise Invalid(field="receivers", remedy=_("Choose from 1 to %(n)d receivers.") % {"n": MOST_RECEIVERS})
    by_token = {
        capacity_token(actor, cases, d) if stays_nameless(actor, cases, ask.purpose, d) else str(d.uuid): d
        for d in desks_serving(cases[0].state_id, ask.purpose)
    }
    proposed, left = candidates(actor, cases, ask, referral=referral)
    fits = {c.fit.desk_id: c.fit for c in (*proposed, *left)}
    found = []
    for token in chosen:
        desk = by_token.get(token)
        if desk is None or desk.pk not in fits:
            raise Invalid(
                _("One receiver cannot be asked here."), field="receivers",
                remedy=_("Choose from the list: receivers of this State for this purpose. Others go the cross-border way."),
            )  # fmt: skip
        reason = fits[desk.pk].left_out
        if reason in (HER_NO_ORGANISATION, HER_NO_REGION) and against_wishes.strip():
            reason = ""
        if reason:
            raise Invalid(_(reason), field="receivers", remedy=_("Choose another receiver."))
        found.append(desk)
    return found
