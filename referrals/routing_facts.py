"""Whom one can ask: gathers what routing weighs, and keeps shelters nameless where they must be."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from cases.models import Case, CaseLink, Wall
from cases.vacancy import Expected, Places, Vacancy, places_of, zone_of
from portal.access import grants
from portal.access.matrix import AgeStatus, Purpose, Role, basis_for
from portal.access.rules import leads_by_accepting, opens_own_case
from portal.core.actors import Acting
from portal.core.problems import Invalid
from portal.core.templatetags.words import listed
from portal.organisations.models import Desk, Region
from portal.organisations.selectors import desks_serving
from referrals.intake import Ask
from referrals.models import Referral
from referrals.routing import Fit, Offered, Person, fit
from referrals.states import LIVE_OFFERS, Urgency

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
    confirmed_on: date | None
    fit: Fit
    kind: str = ""
    role: str = ""
    fresh: bool = True
    ahead: tuple[Expected, ...] = ()


@dataclass(frozen=True, slots=True)
class ForWhom:
    """For whom one asks: persons of one State, before their cases exist or after.

    ``key`` salts the tokens of nameless shelters: a draft's uuid, or the first case's.
    ``sees_places``: the actor may know where these persons sleep (policy 8).
    """

    state_id: int
    persons: tuple[Person, ...]
    key: UUID
    sees_places: bool
    have_leads: tuple[bool, ...]
    walls: frozenset[int] = frozenset()


def person_of(case: Case) -> Person:
    """What routing may know of a person: codes of her case, nothing sealed."""
    return Person(
        age=AgeStatus(case.age_status), gender=case.gender, languages=frozenset(case.languages),
        accessibility=frozenset(case.accessibility), danger=case.danger,
        with_parent=CaseLink.objects.filter(child=case).exists() or case.travels_alone == "with_parent",
        no_go_regions=frozenset(case.no_go_regions), no_go_organisations=frozenset(case.no_go_organisations),
    )  # fmt: skip


def sees_places(actor: Acting, cases: Sequence[Case]) -> bool:
    """Whether the actor may hear which shelter takes these persons; of one not yet made, who will
    lead it. No shelter hears of another: the winner is told to the lead alone (policy 8)."""
    if actor.role == Role.PLACEMENT_OFFICER:
        return False
    if not cases:
        return opens_own_case(actor.kind, actor.role)
    return all("view_placement" in grants.held(case.pk, actor) for case in cases)


def for_cases(actor: Acting, cases: Sequence[Case], *, key: UUID | None = None) -> ForWhom:
    """Those of these cases; ``key`` where the tokens were given out before the cases were made."""
    return ForWhom(
        state_id=cases[0].state_id, persons=tuple(person_of(case) for case in cases),
        key=key or cases[0].uuid,
        sees_places=sees_places(actor, cases), have_leads=tuple(c.lead_desk_id is not None for c in cases),
        walls=frozenset(_walled(cases)),
    )  # fmt: skip


def for_persons(actor: Acting, persons: Sequence[Person], key: UUID) -> ForWhom:
    """Persons whose cases are not made yet: what a draft tells, in the State of the actor's desk."""
    leads = opens_own_case(actor.kind, actor.role)
    return ForWhom(
        state_id=actor.state_id or 0, persons=tuple(persons), key=key, sees_places=sees_places(actor, ()),
        have_leads=(leads,) * len(persons),
    )  # fmt: skip


def stays_nameless(whom: ForWhom, purpose: str, desk: Desk) -> bool:
    """Whether this shelter is a numbered capacity to the actor (policy 8)."""
    return purpose in PLACES and desk.role == "placement_officer" and not whom.sees_places


def _walled(cases: Sequence[Case]) -> set[int]:
    rows = Wall.objects.filter(case__in=cases, lifted_at__isnull=True, organisation__isnull=False)
    return set(rows.values_list("organisation_id", flat=True))


def _offered(
    desk: Desk, actor: Acting, whom: ForWhom, ask: Ask, said: Places, asked: set[int]
) -> Offered:
    profile = desk.profile
    kind, role = desk.organisation.kind, desk.role
    if ask.purpose == Purpose.TRANSFER:
        holds = all(
            leads_by_accepting(ask.purpose, kind, role, has_lead=led) for led in whom.have_leads
        )
    else:
        holds = basis_for(ask.purpose, role, kind) is not None
    vacancy = said.now.get(desk.pk)
    return Offered(
        desk_id=desk.pk, organisation_id=desk.organisation_id, takes=frozenset(profile.takes),
        languages=frozenset(profile.languages), accessibility=frozenset(profile.accessibility),
        regions=frozenset(r.pk for r in profile.regions.all()), accepting=profile.accepting,
        free=vacancy.free if vacancy else None, holds_basis=holds and desk.pk != actor.desk_id, serves=True,
        walled=desk.organisation_id in whom.walls, asked_before=desk.pk in asked,
        fresh=said.fresh(desk.pk), ahead=tuple((a.from_day, a.free) for a in said.ahead.get(desk.pk, ())),
    )  # fmt: skip


def candidates(
    actor: Acting, cases: Sequence[Case], ask: Ask, *, referral: Referral | None = None
) -> tuple[list[Candidate], list[Candidate]]:
    """(proposed, left out), the best first, each with its reasons.

    A walled organisation reads 'not available now', as one that is closed. Desks with a live
    offer of this referral stand in neither list.
    """
    if not cases:
        return [], []
    return candidates_for(actor, for_cases(actor, cases), ask, referral=referral)


def candidates_for(
    actor: Acting, whom: ForWhom, ask: Ask, *, referral: Referral | None = None
) -> tuple[list[Candidate], list[Candidate]]:
    """As ``candidates``, also for persons whose cases are not made yet."""
    desks = list(desks_serving(whom.state_id, ask.purpose))
    live, asked = set(), set()
    if referral is not None:
        live = set(
            referral.offers.filter(state__in=[s.value for s in LIVE_OFFERS]).values_list(
                "desk_id", flat=True
            )
        )
        asked = set(referral.offers.values_list("desk_id", flat=True))
    desks = [d for d in desks if d.pk not in live]
    region = (
        Region.objects.filter(code=ask.region).values_list("pk", flat=True).first()
        if ask.region
        else None
    )
    places = ask.purpose in PLACES
    said = places_of([d.pk for d in desks] if places else [], whom.state_id)
    wanted = _day(ask, whom)
    fits = {
        d.pk: fit(
            _offered(d, actor, whom, ask, said, asked),
            whom.persons,
            region=region,
            places=places and d.role == "placement_officer",
            wanted=wanted,
        )
        for d in desks
    }
    desks.sort(key=lambda d: (fits[d.pk].order, d.pk))
    found = [
        _candidate(actor, whom, ask, d, fits[d.pk], said, n) for n, d in enumerate(desks, start=1)
    ]
    return [c for c in found if c.fit.proposed], [c for c in found if not c.fit.proposed]


def _day(ask: Ask, whom: ForWhom) -> date | None:
    """The day from which she is to come, as it reads in her State."""
    return ask.from_when.astimezone(zone_of(whom.state_id)).date() if ask.from_when else None


def _candidate(
    actor: Acting,
    whom: ForWhom,
    ask: Ask,
    desk: Desk,
    found: Fit,
    said: Places,
    number: int,
) -> Candidate:
    nameless = stays_nameless(whom, ask.purpose, desk)
    profile = desk.profile
    regions = listed(r.name for r in profile.regions.all())
    return Candidate(
        token=capacity_token(actor, whom, desk) if nameless else str(desk.uuid),
        name="" if nameless else str(desk.organisation.name), number=number if nameless else None,
        region=regions, takes=tuple(profile.takes), languages=tuple(profile.languages),
        vacancy=said.now.get(desk.pk) if found.proposed else None,
        confirmed_on=profile.confirmed_on, fit=found,
        kind=desk.organisation.kind, role=desk.role, fresh=said.fresh(desk.pk),
        ahead=said.ahead.get(desk.pk, ()) if found.proposed else (),
    )  # fmt: skip


def capacity_token(actor: Acting, whom: ForWhom, desk: Desk) -> str:
    """A name for a nameless shelter that holds for this asker and these persons only, so that
    capacities of two referrals cannot be joined."""
    return "cap-" + salted_hmac(SALT, f"{actor.desk_id}:{whom.key}:{desk.uuid}").hexdigest()[:32]


def may_pass_her_no(ask: Ask) -> bool:
    """Her no binds; in an emergency alone a typed reason says otherwise (policy 12)."""
    return ask.urgency == Urgency.IMMEDIATE_DANGER or ask.vital_interest


def past_her_no(whom: ForWhom) -> ForWhom:
    """The same persons without their no: every other reason to leave a desk out still stands."""
    free = tuple(
        replace(p, no_go_regions=frozenset(), no_go_organisations=frozenset()) for p in whom.persons
    )
    return replace(whom, persons=free)


def reachable(
    actor: Acting,
    cases: Sequence[Case],
    ask: Ask,
    receivers: Sequence[str],
    *,
    against_wishes: str = "",
    referral: Referral | None = None,
    key: UUID | None = None,
) -> list[Desk]:
    """The desks behind the receivers chosen, each of them askable now.

    Raises Invalid where one does not serve the case's State, is in her no-go without a typed
    reason, is not available, or was chosen twice too many.
    """
    chosen = list(dict.fromkeys(receivers))
    if not 1 <= len(chosen) <= MOST_RECEIVERS:
        raise Invalid(
            field="receivers", remedy=_("Choose from 1 to %(n)d receivers.") % {"n": MOST_RECEIVERS}
        )
    whom = for_cases(actor, cases, key=key)
    by_token = {
        capacity_token(actor, whom, d) if stays_nameless(whom, ask.purpose, d) else str(d.uuid): d
        for d in desks_serving(whom.state_id, ask.purpose)
    }
    if against_wishes.strip() and may_pass_her_no(ask):
        whom = past_her_no(whom)
    proposed, left = candidates_for(actor, whom, ask, referral=referral)
    fits = {c.fit.desk_id: c.fit for c in (*proposed, *left)}
    found = []
    for token in chosen:
        desk = by_token.get(token)
        if desk is None or desk.pk not in fits:
            raise Invalid(
                _("One receiver cannot be asked here."), field="receivers",
                remedy=_(
                    "Choose from the list: receivers of this State for this purpose. "
                    "Others go the cross-border way."
                ),
            )  # fmt: skip
        if reason := fits[desk.pk].left_out:
            said = "" if actor.role == Role.COORDINATOR else _(reason)  # it may be her own word
            raise Invalid(said, field="receivers", remedy=_("Choose another receiver."))
        found.append(desk)
    return found
