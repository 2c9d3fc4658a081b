"""What happened to the invented persons: every step is a call of the services, at its own time."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cases import placements
from cases.models import Case
from cases.services import (
    Yes,
    assess_risk,
    break_glass,
    link_family,
    open_case,
    place_wall,
    record_consent,
    record_guardian,
    tell_rights,
    withdraw_consent,
)
from portal.access.matrix import Kind, Section
from portal.core.clock import at, now
from portal.core.problems import Problem
from portal.demo.persons import Invented, invent
from portal.organisations.actors import Actor, actor_of
from portal.organisations.models import Desk, Organisation, State
from portal.organisations.selectors import members_of
from referrals import services
from referrals.intake import Ask, Journey
from referrals.models import Offer, Referral
from referrals.routing_facts import candidates

CONSENTED = tuple(
    s.value for s in (Section.IDENTITY, Section.CONTACT_AND_SAFETY, Section.SCREENING, Section.NEEDS_AND_ASSISTANCE,
                      Section.HEALTH, Section.IMMIGRATION)
)  # fmt: skip
EVERYBODY = tuple(k.value for k in Kind)


@dataclass
class Cast:
    """Who acts in one State: actors by kind and role, and the dice."""

    state: State
    dice: random.Random
    desks: list[Desk] = field(default_factory=list)
    told: dict[str, int] = field(default_factory=dict)

    def any(self, kind: str, role: str) -> Actor:
        """Somebody of this kind and role."""
        found = [d for d in self.desks if d.organisation.kind == kind and d.role == role]
        return self.at(self.dice.choice(found))

    def at(self, desk: Desk) -> Actor:
        """Somebody who works at this desk."""
        people = list(members_of(desk.pk).values_list("user_id", flat=True).order_by("user_id"))
        return actor_of(desk, self.dice.choice(people))

    def receiver(self, offer: Offer) -> Actor:
        """Somebody at the desk that an offer went to."""
        return self.at(next(d for d in self.desks if d.pk == offer.desk_id))


def cast(state: State, seed: int) -> Cast:
    """The desks of a State, read once."""
    desks = (
        Desk.objects.filter(organisation__state=state)
        .select_related("organisation__state")
        .order_by("pk")
    )
    return Cast(state, random.Random(seed), list(desks))


def person(c: Cast, *, child: bool = False, full: bool = True) -> Invented:
    """Somebody, invented for the day."""
    return invent(c.dice, now().date(), child=child, full=full)


def own_case(c: Cast, *, child: bool = False) -> tuple[Actor, Case]:
    """A caseworker opens her organisation's own case, and does what the first day asks."""
    actor = c.any("ngo", "caseworker")
    who = person(c, child=child)
    case = open_case(actor=actor, sections=who.sections)
    tell_rights(actor=actor, ref=case.uuid, language=who.language)
    assess_risk(
        actor=actor,
        ref=case.uuid,
        danger=c.dice.choice(("none_known", "possible", "likely")),
        account="Talked it through; no sign of anybody near.",
    )
    if child:
        record_guardian(actor=actor, case=case, guardian="appointed")
    return actor, case


def at_the_post(c: Cast, *, child: bool = False) -> tuple[Actor, Case]:
    """A border guard or police officer opens a case: little is known, danger may be near."""
    actor = c.any(c.dice.choice(("border_guard", "police")), "liaison")
    who = person(c, child=child, full=False)
    case = open_case(
        actor=actor, sections=who.sections, vital_interest=True, guardian="asked" if child else ""
    )
    tell_rights(actor=actor, ref=case.uuid, language=who.language)
    return actor, case


def consent(actor: Actor, case: Case, purpose: str, days: int | None = 365) -> None:
    """She agrees to a purpose, for all who may help with it."""
    given = "guardian" if case.treated_as_child else "herself"
    until = now() + timedelta(days=days) if days else None
    record_consent(
        actor=actor, ref=case.uuid,
        yes=Yes(purpose=purpose, sections=CONSENTED, recipient_kinds=EVERYBODY, until=until, given_by=given, language="en", interpreter=True),
    )  # fmt: skip


def send(
    actor: Actor,
    cases: list[Case],
    purpose: str,
    *,
    urgency: str = "standard",
    to: int = 1,
    vital: bool = False,
) -> Referral:
    """Ask the best candidates."""
    ask = Ask(
        purpose=purpose,
        urgency=urgency,
        vital_interest=vital,
        vital_reason="Somebody in control is near." if vital else "",
    )
    proposed, _left = candidates(actor, cases, ask)
    if not proposed:
        raise Problem("nobody to ask")
    return services.send_referral(
        actor=actor,
        cases=[c.uuid for c in cases],
        ask=ask,
        receivers=[p.token for p in proposed[:to]],
    )


def accept(c: Cast, referral: Referral) -> tuple[Actor, Offer]:
    """The first receiver says yes."""
    offer = referral.offers.filter(state__in=["open", "claimed"]).order_by("number").first()
    assert offer is not None
    actor = c.receiver(offer)
    return actor, services.accept(actor=actor, ref=offer.uuid)


def leave(actor: Actor, referral: Referral, hours: float = 2) -> None:
    """She goes, with her yes."""
    child = any(case.treated_as_child for case in referral.cases.all())
    services.leave(
        actor=actor, ref=referral.uuid, version=None,
        journey=Journey("The clock at the bus station", "By car, with a driver of our own",
                        now() + timedelta(hours=hours), "best_interests" if child else "yes"),
    )  # fmt: skip


def to_a_bed(
    c: Cast, start: datetime, *, child: bool = False, arrived: bool = True
) -> tuple[Actor, Case, Referral]:
    """An own case goes to a shelter: consent, asked, accepted, left, arrived."""
    with at(start):
        actor, case = own_case(c, child=child)
        for purpose in ("accommodation", "coordination"):
            consent(actor, case, purpose)
    with at(start + timedelta(hours=3)):
        referral = send(actor, [case], "accommodation", urgency="urgent", to=2)
    with at(start + timedelta(hours=5)):
        shelter, offer = accept(c, referral)
    if arrived:
        with at(start + timedelta(hours=7)):
            leave(actor, referral)
        with at(start + timedelta(hours=9)):
            services.arrive(actor=shelter, ref=offer.uuid)
    return actor, case, referral


def handed_to_a_lead(c: Cast, start: datetime, *, child: bool = False) -> tuple[Actor, Actor, Case]:
    """A border post asks a caseworker desk to lead; she accepts."""
    with at(start):
        guard, case = at_the_post(c, child=child)
        referral = send(guard, [case], "transfer", urgency="immediate_danger", vital=True, to=2)
    with at(start + timedelta(minutes=40)):
        lead, offer = accept(c, referral)
        services.start_service(actor=lead, ref=offer.uuid)
        assess_risk(actor=lead, ref=case.uuid, danger="possible", account="Safe for tonight.")
    case.refresh_from_db()
    return guard, lead, case


def mother_and_children(c: Cast, start: datetime, children: int = 2) -> tuple[Actor, list[Case]]:
    """One referral carries a mother and her children; each keeps a case of her own."""
    with at(start):
        actor, mother = own_case(c)
        kids = [
            open_case(
                actor=actor, sections=person(c, child=True, full=False).sections, guardian="parent"
            )
            for _ in range(children)
        ]
        for kid in kids:
            tell_rights(actor=actor, ref=kid.uuid, language="en")
            assess_risk(actor=actor, ref=kid.uuid, danger="possible", account="With the mother.")
        link_family(actor=actor, parent=mother, children=kids)
        consent(actor, mother, "accommodation")
    return actor, [mother, *kids]


def add_places(c: Cast, per_shelter: int) -> None:
    """Each shelter names its places."""
    for desk in c.desks:
        if desk.role == "placement_officer":
            actor = c.at(desk)
            for n in range(1, per_shelter + 1):
                placements.add_place(actor=actor, label=f"Room {(n + 1) // 2}, bed {2 - n % 2}")
            placements.set_location(
                actor=actor, address=f"{desk.pk} Invented Lane", directions="Ring twice."
            )


def wall(c: Cast, actor: Actor, case: Case) -> None:
    """The lead walls off a police organisation after an allegation."""
    other = Organisation.objects.filter(state=c.state, kind="police").order_by("pk").last()
    place_wall(
        actor=actor,
        ref=case.uuid,
        ground="allegation",
        reason="An officer there is named in the account.",
        organisation=other,
    )


def glass(c: Cast, case: Case) -> None:
    """A coordinator opens one case by force."""
    break_glass(
        actor=c.any("coordination_body", "coordinator"),
        ref=case.uuid,
        reason="The shelter does not answer and the person has asked for help.",
    )


def take_back(actor: Actor, case: Case) -> None:
    """She takes a consent back."""
    row = case.consents.order_by("pk").first()
    if row is not None:
        withdraw_consent(actor=actor, ref=case.uuid, consent=row.uuid, version=row.version)
