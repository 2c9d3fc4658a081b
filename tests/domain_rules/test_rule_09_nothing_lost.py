"""Rule 9: a change, its record and what is told of it commit together, once, or not at all.

Faults are made in the database: a trigger that refuses the record or the notice, a connection that
is cut in the middle. One line that makes this fail: in ``referrals/services/accepting.py`` take
``@transaction.atomic`` from ``accept``; in ``portal/core/idempotency.py`` run the act before the key
is written; in ``cases/services/sections.py`` compare no version. (``tests/support/mutations.py``.)
"""

import pytest
from django.db import DatabaseError, InterfaceError, connection

from cases.models import Case, CaseBasis, CaseDeskGrant, Placement
from cases.sections import Health, IdentityRecord
from cases.services import open_case, place_wall, withdraw_consent, write_section
from portal.access.matrix import Section
from portal.audit.models import Entry
from portal.core.idempotency import fingerprint, once
from portal.core.models import IdempotencyKey, OutboxRow
from portal.core.problems import Invalid, NotOpen, Stale
from portal.deadlines.models import Clock
from portal.sealing.models import WrappedKey
from referrals import services
from referrals.models import Offer, Referral
from tests.support import steps
from tests.support.database import CUT, fault
from tests.support.world import make_world

FAULTS = {
    "the record is refused": ("audit_entry", "true", "RAISE EXCEPTION 'a fault'"),
    "the notice is refused": ("core_outboxrow", "true", "RAISE EXCEPTION 'a fault'"),
    "cut at the record": ("audit_entry", "true", CUT),
    "cut at the notice": ("core_outboxrow", "true", CUT),
}
TABLES = (
    Case, CaseBasis, CaseDeskGrant, Placement, IdentityRecord, Entry, OutboxRow, Clock, WrappedKey, Referral,
    Offer,
)  # fmt: skip


def everything():
    """All rows of all tables that one move writes."""
    return {m.__name__: list(m._default_manager.order_by("pk").values()) for m in TABLES}


class Stage:
    """A case whose referral waits for an answer, its consent, and the moves made on it."""

    def __init__(self):
        self.world = make_world()
        steps.add_places(self.world)
        self.case = steps.a_case(self.world, "border", vital_interest=True)
        urgent = {"vital_interest": True, "vital_reason": "He is at the gate.", "who": "border"}
        lead = steps.send(self.world, self.case, "transfer", ["ngo"], **urgent)
        steps.accept(self.world, lead, "ngo")
        self.consent = steps.yes(self.world, self.case, "accommodation", ["shelter"])
        self.referral = steps.send(self.world, self.case, "accommodation", ["shelter", "shelter2"])
        self.offer = steps.offer_to(self.world, self.referral, "shelter")

    def send(self):
        steps.send(self.world, self.case, "accommodation", ["shelter2"])

    def accept(self):
        services.accept(actor=self.world.actor("shelter"), ref=self.offer.uuid)

    def decline(self):
        services.decline(
            actor=self.world.actor("shelter"), ref=self.offer.uuid, reason="other", words="No."
        )

    def withdraw(self):
        services.withdraw_referral(
            actor=self.world.actor("ngo"), ref=self.referral.uuid, version=None,
            why=services.Coded("no_longer_needed"),
        )  # fmt: skip

    def wall(self):
        place_wall(
            actor=self.world.actor("coordinator"), ref=self.case.uuid, ground="allegation", reason="She said so.",
            organisation=self.world.desks["shelter"].organisation,
        )  # fmt: skip


@pytest.mark.django_db(transaction=True)
@pytest.mark.serial
@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize("move", ["send", "accept", "decline", "withdraw", "wall"])
def test_a_fault_leaves_no_half_of_a_move(move, name):
    stage = Stage()
    before = everything()
    table, when, how = FAULTS[name]
    with fault(table, when, how), pytest.raises((DatabaseError, InterfaceError)):
        getattr(stage, move)()
    connection.close()
    assert everything() == before
    getattr(stage, move)()
    assert everything() != before, "after the fault the same move goes through"


@pytest.mark.django_db(transaction=True)
@pytest.mark.serial
@pytest.mark.parametrize("how", ["RAISE EXCEPTION 'a fault'", CUT])
def test_a_consent_taken_back_is_whole_or_not_at_all(how):
    """Were the grants gone and the withdrawal lost, or the reverse, nobody would know what she said."""
    stage = Stage()
    stage.accept()
    before = everything()
    act = {
        "actor": stage.world.actor("ngo"), "ref": stage.case.uuid, "consent": stage.consent.uuid,
        "version": 1,
    }  # fmt: skip
    only_the_notice = "NEW.kind = 'access_changed'"
    with (
        fault("core_outboxrow", only_the_notice, how),
        pytest.raises((DatabaseError, InterfaceError)),
    ):
        withdraw_consent(**act)
    connection.close()
    stage.consent.refresh_from_db()
    assert CaseDeskGrant.objects.filter(permission__codename="view_identity").count() == 2
    assert stage.consent.withdrawn_at is None
    assert everything() == before
    withdraw_consent(**act)
    shelter = CaseDeskGrant.objects.filter(group=stage.world.desks["shelter"].group)
    assert not shelter.filter(permission__codename="view_identity").exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.serial
def test_a_case_that_cannot_be_recorded_leaves_no_key_and_no_section():
    world = make_world()
    before = everything()
    with fault("audit_entry", "NEW.verb = 'case.opened'"), pytest.raises(DatabaseError):
        steps.a_case(world, "ngo")
    assert everything() == before


def post(world, key, body, who="ngo"):
    actor = world.actor(who)
    made = []

    def act():
        case = open_case(actor=actor, sections=steps.sections())
        made.append(case)
        return 201, case.ref

    answer = once(client=actor.client, key=key, print_=fingerprint("/cases/", body), act=act)
    return answer, made


def test_the_same_key_opens_one_case_and_answers_alike(world):
    first, made = post(world, "k1", {"a": 1})
    again, none = post(world, "k1", {"a": 1})
    assert (first.status, first.reference) == (again.status, again.reference)
    assert (again.repeated, len(made), none) == (True, 1, [])
    assert Case.objects.count() == 1


def test_the_same_key_for_another_body_is_refused(world):
    post(world, "k1", {"a": 1})
    with pytest.raises(Invalid) as problem:
        post(world, "k1", {"a": 2})
    assert "Idempotency-Key" in problem.value.errors
    assert Case.objects.count() == 1


def test_one_clients_key_is_no_others(world):
    post(world, "k1", {"a": 1})
    answer, made = post(world, "k1", {"a": 1}, "ngo2")
    assert not answer.repeated
    assert len(made) == 1


def test_a_refused_request_does_not_use_its_key_up(world):
    def act():
        raise NotOpen

    with pytest.raises(NotOpen):
        once(client="user:1", key="k1", print_="x", act=act)
    assert not IdempotencyKey.objects.exists()
    assert once(client="user:1", key="k1", print_="x", act=lambda: (201, "r")).repeated is False


def test_a_stale_writer_gets_both_texts_and_overwrites_nothing(world):
    case = steps.a_case(world, "ngo")
    ngo, colleague = world.actor("ngo"), world.actor("ngo_b")
    common = {"ref": case.uuid, "section": Section.HEALTH}
    write_section(actor=ngo, document=Health(account="first"), **common)
    write_section(actor=colleague, document=Health(account="hers"), version=1, **common)
    with pytest.raises(Stale) as problem:
        write_section(actor=ngo, document=Health(account="mine"), version=1, **common)
    assert problem.value.extra["theirs"]["account"] == "hers"
    assert problem.value.extra["version"] == 2
    with pytest.raises(Stale):
        write_section(actor=ngo, document=Health(account="mine"), **common)


@pytest.mark.parametrize("move", ["claim", "release", "decline", "accept"])
def test_a_move_on_an_older_version_is_refused(world, move):
    steps.add_places(world)
    case = steps.a_case(world, "ngo")
    steps.yes(world, case, "accommodation", ["shelter"])
    offer = steps.offer_to(world, steps.send(world, case, "accommodation"), "shelter")
    shelter = world.actor("shelter")
    services.claim(actor=shelter, ref=offer.uuid, version=1)
    if move == "claim":
        services.release(actor=shelter, ref=offer.uuid, version=2)
    more = {"reason": "no_place_free"} if move == "decline" else {}
    before = everything()
    with pytest.raises(Stale):
        getattr(services, move)(actor=shelter, ref=offer.uuid, version=1, **more)
    assert everything() == before
