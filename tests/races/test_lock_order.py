"""Case, referral, offer, place: whoever locks in another order meets a deadlock here sooner or later."""

import random
import time
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.http import Http404

from cases.models import Case, Consent, Placement
from cases.sections import Health
from cases.selectors import own_record
from cases.services import link_family, withdraw_consent, write_section
from cases.services.recompute import lock_cases
from portal.access.matrix import Section
from portal.core import outbox
from portal.core.clock import at, now
from portal.core.problems import Problem
from portal.deadlines.services import strike_due
from referrals import services
from referrals.intake import Ask
from referrals.models import Offer, Referral
from tests.support import steps
from tests.support.budget import queries
from tests.support.database import as_owner
from tests.support.threads import together
from tests.support.whole_job import OTHER, journey
from tests.support.world import make_world

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.serial, pytest.mark.slow]
SECONDS = 6
WHO = ("ngo", "ngo_b", "shelter", "shelter_b", "shelter2")


class Crowd:
    """Four who do what they may, at random, on the same three persons."""

    def __init__(self):
        self.world = make_world()
        for shelter in ("shelter", "shelter2"):
            steps.add_places(self.world, shelter, 6)
        self.cases = [steps.a_case(self.world, "ngo") for _ in range(3)]
        for case in self.cases:
            steps.yes(self.world, case, "accommodation", ["shelter"])

    def send(self, dice, who):
        some = dice.sample(self.cases, dice.randint(1, 3))
        to = dice.choice((["shelter"], ["shelter2"], ["shelter", "shelter2"]))
        tokens = [str(self.world.desks[t].uuid) for t in to]
        services.send_referral(
            actor=self.world.actor("ngo"), cases=[c.uuid for c in some], receivers=tokens,
            ask=Ask(purpose="accommodation"),
        )  # fmt: skip

    def answer(self, dice, who):
        desk = self.world.desks[who.removesuffix("_b")]
        offer = dice.choice(list(Offer.objects.filter(desk=desk)) or [None])
        move = dice.choice(
            ("claim", "release", "accept", "accept", "decline", "arrive", "give_back")
        )
        if offer is None:
            return
        more = {"decline": {"reason": "no_place_free"}, "give_back": {"why": OTHER},
                "claim": {"version": None}, "release": {"version": None}}.get(move, {})  # fmt: skip
        getattr(services, move)(actor=self.world.actor(who), ref=offer.uuid, **more)

    def move(self, dice, who):
        referral = dice.choice(list(Referral.objects.all()) or [None])
        if referral is None:
            return
        move = dice.choice(("leave", "turn_back", "withdraw_referral", "report_missing", "delay"))
        more = {
            "leave": {"journey": journey()}, "turn_back": {"why": OTHER}, "withdraw_referral": {"why": OTHER},
            "report_missing": {"how": "not_known", "known": "Nothing."},
            "delay": {"expected_at": now() + timedelta(hours=1)},
        }[move]  # fmt: skip
        getattr(services, move)(
            actor=self.world.actor("ngo"), ref=referral.uuid, version=None, **more
        )

    def write(self, dice, who):
        case, actor = dice.choice(self.cases), self.world.actor(who)
        mine = own_record(actor, case, Section.HEALTH)
        write_section(
            actor=actor, ref=case.uuid, section=Section.HEALTH, document=Health(account=who),
            version=mine.version if mine else None,
        )  # fmt: skip

    def consent(self, dice, who):
        case = dice.choice(self.cases)
        given = Consent.objects.filter(case=case, withdrawn_at__isnull=True).first()
        if given is None:
            steps.yes(self.world, case, "accommodation", ["shelter"])
            return
        withdraw_consent(
            actor=self.world.actor("ngo"), ref=case.uuid, consent=given.uuid, version=given.version
        )

    def family(self, dice, who):
        mother, *children = dice.sample(self.cases, 3)
        link_family(actor=self.world.actor("ngo"), parent=mother, children=children)

    def time_passes(self, dice, who):
        moment = now() + timedelta(hours=dice.choice((1, 3, 30, 100)))
        with at(moment):
            strike_due(moment, limit=20)
        outbox.deliver(20)

    def person(self, seed):
        """Acts until the time is over; (what was done, what was refused, what must not be)."""
        dice, until = random.Random(seed), time.monotonic() + SECONDS
        acts = (self.send, self.answer, self.answer, self.answer, self.move, self.move, self.write,
                self.consent, self.family, self.time_passes)  # fmt: skip
        done, refused, wrong = 0, 0, []
        while time.monotonic() < until:
            act = dice.choice(acts)
            try:
                act(dice, dice.choice(WHO))
                done += 1
            except (Problem, Http404):
                refused += 1
            except Exception as error:
                wrong.append(f"{act.__name__}: {type(error).__name__} {error}"[:300])
                connection.close()
        return done, refused, wrong


def deadlocks():
    return as_owner("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")[0][0]  # fmt: skip


def test_four_people_at_once_never_lock_each_other(transactional_db):
    crowd, before = Crowd(), deadlocks()
    results = together(*(lambda n=n: crowd.person(n) for n in range(4)))
    assert not [r for r in results if isinstance(r, Exception)], results
    wrong = [w for _done, _refused, found in results for w in found]
    assert wrong == []
    assert sum(done for done, _refused, _wrong in results) > 40
    as_owner("SELECT pg_stat_force_next_flush()")
    assert deadlocks() == before
    live = Placement.objects.filter(state__in=("reserved", "occupied"))
    assert live.count() == live.values("place").distinct().count()
    assert Referral.objects.filter(offers__state="accepted").count() == (
        Offer.objects.filter(state="accepted").count()
    )
    assert Case.objects.count() == 3


def test_cases_are_locked_in_the_order_of_their_ids(transactional_db):
    """However a caller names them; with the case's row alone, not those of its State or desks."""
    world = make_world()
    cases = [steps.a_case(world, "ngo") for _ in range(3)]
    with transaction.atomic():
        [locking] = queries(lambda: lock_cases([cases[2], cases[0], cases[1]]))
    assert locking.endswith('ORDER BY "cases_case"."id" ASC FOR UPDATE OF "cases_case"')
