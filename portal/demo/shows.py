"""How many of each story there are, and when they happened: dates are relative to today."""

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction

from portal.core.clock import at, now
from portal.core.problems import Problem
from portal.demo import stories as s
from portal.organisations.models import State
from referrals import services

Story = Callable[[s.Cast, int], None]


def _days(c: s.Cast, low: int, high: int) -> timedelta:
    return timedelta(days=c.dice.randint(low, high), hours=c.dice.randint(0, 12))


def own_only(c: s.Cast, n: int) -> None:
    """An own case that never left: nobody else knows."""
    with at(now() - _days(c, 0, 25)):
        s.own_case(c, child=n % 9 == 0)


def sheltered(c: s.Cast, n: int) -> None:
    """Went to a shelter and is there; some go on to other services."""
    start = now() - _days(c, 2, 27)
    actor, case, _ = s.to_a_bed(c, start, child=n % 7 == 0)
    for purpose in c.dice.sample(("medical", "psychological", "legal_aid", "identification"), 2):
        with at(start + timedelta(days=1)):
            s.consent(actor, case, purpose)
            referral = s.send(actor, [case], purpose)
        with at(start + timedelta(days=1, hours=6)):
            receiver, offer = s.accept(c, referral)
            services.start_service(actor=receiver, ref=offer.uuid)


def moved_on(c: s.Cast, n: int) -> None:
    """Was in a shelter and left it again: the referral has ended."""
    start = now() - _days(c, 40, 200)
    actor, case, referral = s.to_a_bed(c, start)
    with at(start + timedelta(days=c.dice.randint(10, 30))):
        reason = c.dice.choice(("completed", "person_stopped_it", "moved_to_another_service"))
        services.end_referral(actor=actor, ref=referral.uuid, why=services.Coded(reason))
    with at(now() - timedelta(days=c.dice.randint(1, 20))):
        s.assess_risk(actor=actor, ref=case.uuid, danger="none_known", account="Settled.")


def led_from_the_border(c: s.Cast, n: int) -> None:
    """A border post handed a person to a lead, then to a bed."""
    start = now() - _days(c, 1, 26)
    _guard, lead, case = s.handed_to_a_lead(c, start, child=n % 4 == 0)
    with at(start + timedelta(hours=2)):
        s.consent(lead, case, "accommodation")
        if case.treated_as_child:
            s.record_guardian(actor=lead, case=case, guardian="appointed")
        referral = s.send(lead, [case], "accommodation", urgency="urgent")
    with at(start + timedelta(hours=3)):
        shelter, offer = s.accept(c, referral)
    with at(start + timedelta(hours=4)):
        s.leave(lead, referral)
    with at(start + timedelta(hours=6)):
        services.arrive(actor=shelter, ref=offer.uuid)
    if n % 12 == 0:
        with at(now() - timedelta(hours=2)):
            s.glass(c, case)


def family(c: s.Cast, n: int) -> None:
    """A mother and her children, together."""
    start = now() - _days(c, 1, 20)
    actor, cases = s.mother_and_children(c, start, children=1 + n % 2)
    with at(start + timedelta(hours=3)):
        referral = s.send(actor, cases, "accommodation", urgency="urgent", to=2)
    with at(start + timedelta(hours=4)):
        shelter, offer = s.accept(c, referral)
    with at(start + timedelta(hours=6)):
        s.leave(actor, referral)
    with at(start + timedelta(hours=8)):
        services.arrive(actor=shelter, ref=offer.uuid)


def waiting(c: s.Cast, n: int) -> None:
    """An answer is awaited: fresh, claimed, or past half of its time."""
    urgency, ago = (("urgent", timedelta(hours=c.dice.randint(1, 14))), ("standard", timedelta(hours=c.dice.randint(1, 40))),
                    ("immediate_danger", timedelta(minutes=c.dice.randint(5, 50))))[n % 3]  # fmt: skip
    with at(now() - ago):
        actor, case = s.own_case(c, child=n % 6 == 0)
        s.consent(actor, case, "accommodation")
        s.consent(actor, case, "coordination")
        referral = s.send(actor, [case], "accommodation", urgency=urgency, to=2)
    offer = referral.offers.order_by("number").first()
    if n % 2 and offer is not None:
        with at(now() - ago / 2):
            services.claim(actor=c.receiver(offer), ref=offer.uuid, version=offer.version)


def at_the_border_now(c: s.Cast, n: int) -> None:
    """Minutes ago at a border post: sent, nobody has accepted yet."""
    with at(now() - timedelta(minutes=c.dice.randint(4, 70))):
        guard, case = s.at_the_post(c, child=n % 3 == 0)
        s.send(guard, [case], "transfer", urgency="immediate_danger", vital=True, to=2)
        s.send(guard, [case], "urgent_protection", urgency="immediate_danger", vital=True, to=2)


def accepted(c: s.Cast, n: int) -> None:
    """Accepted, not yet on the way."""
    s.to_a_bed(c, now() - timedelta(hours=6 + n % 5), arrived=False)


def on_the_way(c: s.Cast, n: int) -> None:
    """On the way; every third one is late."""
    start = now() - timedelta(hours=9)
    actor, _case, referral = s.to_a_bed(c, start, arrived=False)
    with at(now() - timedelta(hours=2, minutes=10)):
        s.leave(actor, referral, hours=1 if n % 3 == 0 else 4)


def unplaced(c: s.Cast, n: int) -> None:
    """Everybody who was asked has declined."""
    with at(now() - timedelta(hours=5 + n)):
        actor, case = s.own_case(c)
        s.consent(actor, case, "accommodation")
        s.consent(actor, case, "coordination")
        referral = s.send(actor, [case], "accommodation", urgency="urgent", to=1)
    with at(now() - timedelta(hours=1)):
        for offer in list(referral.offers.all()):
            services.decline(
                actor=c.receiver(offer),
                ref=offer.uuid,
                reason=c.dice.choice(("no_place_free", "language", "cannot_keep_her_safe")),
            )


def missing(c: s.Cast, n: int) -> None:
    """Reported missing on the way."""
    start = now() - timedelta(hours=12)
    actor, _case, referral = s.to_a_bed(c, start, arrived=False, child=n % 2 == 0)
    with at(now() - timedelta(hours=4)):
        s.leave(actor, referral)
    with at(now() - timedelta(minutes=25)):
        services.report_missing(
            actor=actor,
            ref=referral.uuid,
            version=None,
            how="did_not_arrive",
            known="Was not at the meeting point.",
        )


def withdrawn(c: s.Cast, n: int) -> None:
    """Sent, then taken back; some because she withdrew her consent."""
    start = now() - _days(c, 3, 60)
    with at(start):
        actor, case = s.own_case(c)
        s.consent(actor, case, "medical")
        referral = s.send(actor, [case], "medical")
    with at(start + timedelta(hours=4)):
        if n % 2:
            s.take_back(actor, case)
        services.withdraw_referral(
            actor=actor,
            ref=referral.uuid,
            version=None,
            why=services.Coded("person_changed_her_mind"),
        )
    with at(now() - timedelta(days=1)):
        s.assess_risk(
            actor=actor, ref=case.uuid, danger="none_known", account="At home with a friend."
        )


def child_alone(c: s.Cast, n: int) -> None:
    """A child with neither parent nor guardian, for more than a day: an alarm on the board."""
    with at(now() - timedelta(hours=27 + n)):
        guard, case = s.at_the_post(c, child=True)
        referral = s.send(guard, [case], "transfer", urgency="urgent", vital=True)
    with at(now() - timedelta(hours=25)):
        lead, offer = s.accept(c, referral)
        services.start_service(actor=lead, ref=offer.uuid)
        s.assess_risk(actor=lead, ref=case.uuid, danger="possible", account="With us for the day.")


def walled(c: s.Cast, n: int) -> None:
    """A case from which a police organisation is walled off."""
    start = now() - _days(c, 2, 15)
    actor, case, _ = s.to_a_bed(c, start)
    with at(start + timedelta(hours=10)):
        s.wall(c, actor, case)


def draft(c: s.Cast, n: int) -> None:
    """A screening somebody has begun."""
    with at(now() - timedelta(hours=c.dice.randint(1, 60))):
        actor = c.any(
            ("border_guard", "ngo", "police")[n % 3], ("liaison", "caseworker", "liaison")[n % 3]
        )
        services.begin_draft(actor=actor, content={"age": "unsure", "acts": ["recruitment"]})


SHOWS: tuple[tuple[Story, int], ...] = (
    (sheltered, 22), (led_from_the_border, 16), (family, 6), (walled, 2),
    (waiting, 12), (at_the_border_now, 6), (accepted, 5), (on_the_way, 6), (missing, 2), (unplaced, 4),
    (child_alone, 2), (moved_on, 30), (withdrawn, 12), (own_only, 72), (draft, 8),
)  # fmt: skip
"""For one State of two; about 200 cases each at full size. Who still holds a place comes first."""


def play(state: State, *, seed: int, size: float, told: Callable[[str], None]) -> None:
    """Play every story of a State; a story that the rules refuse is told and left out."""
    c = s.cast(state, seed)
    with transaction.atomic():
        s.add_places(c, 22)
    for story, count in SHOWS:
        for n in range(max(1, round(count * size))):
            try:
                with transaction.atomic():
                    story(c, n)
            except Problem as problem:
                told(
                    f"left out: {story.__name__} {n}: {problem.code} {problem.detail} {problem.errors}"
                )
