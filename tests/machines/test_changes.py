"""The feed misses nothing, tells nothing twice, and only what the desk may see now (L9, L74).

Feeds stop at the transaction horizon, which spans the cluster: these tests commit for real, alone.
"""

import json
import threading
import time
from queue import Queue

import pytest
from django.db import connection, transaction

from cases.sections import Health, HealthRecord, Identity
from cases.services import open_case, place_wall, withdraw_consent, write_section
from portal.access.matrix import Section
from portal.core.problems import Malformed
from referrals import services
from referrals.changes import changes
from tests.machines.callers import machine
from tests.support import steps
from tests.support.budget import queries
from tests.support.people import canary_sections, sings
from tests.support.world import make_world

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.serial]


@pytest.fixture
def land(transactional_db):
    made = make_world()
    for shelter in ("shelter", "shelter2"):
        steps.add_places(made, shelter, 4)
    return made


def follow(actor, after="", size=3):
    """Everything there is after a marker, page by page, and the marker to come back with."""
    found = []
    while True:
        page = changes(actor, after, size)
        found += page.rows
        after = page.next
        if not page.more:
            return found, after


def kinds(rows):
    return [(row.kind, row.about) for row in rows]


def test_a_bed_is_asked_for_and_both_ends_follow(land):
    ngo, shelter = land.actor("ngo"), land.actor("shelter")
    case = steps.a_case(land, "ngo")
    steps.yes(land, case, "accommodation", ["shelter"])
    referral = steps.send(land, case, "accommodation")
    offer = steps.offer_to(land, referral, "shelter")
    theirs, mark = follow(shelter)
    assert kinds(theirs) == [("offer.offer", "offer")]
    assert (theirs[0].uuid, theirs[0].reference) == (offer.uuid, offer.ref)
    steps.accept(land, referral)
    steps.leave(land, referral)
    steps.arrive(land, referral)
    later, _mark = follow(shelter, mark)
    assert ("offer.accept", "offer") in kinds(later)
    assert ("referral.leave", "offer") in kinds(later), "of the way it hears by its offer"
    assert {row.uuid for row in later if row.about != "case"} == {offer.uuid}
    mine, _mark = follow(ngo)
    assert ("case.opened", "case") in kinds(mine)
    assert ("consent.recorded", "case") in kinds(mine)
    assert {("referral.send", "referral"), ("offer.accept", "referral"), ("referral.arrive", "referral")} <= set(kinds(mine))  # fmt: skip
    assert offer.uuid not in {row.uuid for row in mine}, (
        "the receiver's reference is the receiver's"
    )


def test_read_again_it_tells_the_same_and_each_once(land):
    case = steps.a_case(land, "ngo")
    for n in range(4):
        write_section(
            actor=land.actor("ngo"), ref=case.uuid, section=Section.IDENTITY,
            document=Identity(given_names=f"N{n}"), version=n + 1,
        )  # fmt: skip
    once_, _mark = follow(land.actor("ngo"), size=1)
    twice, mark = follow(land.actor("ngo"), size=100)
    assert once_ == twice
    assert len({row.id for row in twice}) == len(twice) >= 5
    assert follow(land.actor("ngo"), mark)[0] == []


def test_l74_a_late_commit_is_neither_missed_nor_told_twice(land):
    """One transaction stays open while others commit; a sequence number alone would pass it by."""
    ngo = land.actor("ngo")
    early, late = steps.a_case(land, "ngo"), steps.a_case(land, "ngo")
    _before, mark = follow(ngo)
    written, commit = threading.Event(), threading.Event()

    def slow():
        with transaction.atomic():
            write_section(actor=ngo, ref=early.uuid, section=Section.IDENTITY, document=Identity(given_names="E"), version=1)  # fmt: skip
            written.set()
            commit.wait(20)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert written.wait(20)
    write_section(actor=ngo, ref=late.uuid, section=Section.IDENTITY, document=Identity(given_names="L"), version=1)  # fmt: skip
    held_back, mark = follow(ngo, mark)
    assert held_back == [], "whoever told the later one now could not tell the earlier one after it"
    commit.set()
    thread.join()
    told, mark = follow(ngo, mark)
    assert [row.uuid for row in told] == [early.uuid, late.uuid], "in the order of events"
    assert follow(ngo, mark)[0] == []


@pytest.mark.slow
def test_l74_while_others_come_and_go_each_is_told_exactly_once(land):
    ngo, rounds, hands = land.actor("ngo"), 12, 3
    _nothing, mark = follow(ngo)
    made, told, stop = Queue(), [], threading.Event()

    def work(n):
        for k in range(rounds):
            with transaction.atomic():
                case = open_case(actor=ngo, sections={Section.IDENTITY: Identity(given_names=f"{n} {k}")})  # fmt: skip
                time.sleep(0.02 * ((n + k) % 4))
            made.put(case.uuid)
        connection.close()

    def read():
        at = mark
        while True:
            last = stop.is_set()
            rows, at = follow(ngo, at, size=5)
            told.extend(rows)
            if last:
                break
        connection.close()

    reader = threading.Thread(target=read)
    workers = [threading.Thread(target=work, args=(n,)) for n in range(hands)]
    reader.start()
    [w.start() for w in workers]
    [w.join() for w in workers]
    stop.set()
    reader.join()
    opened = [row.uuid for row in told if row.kind == "case.opened"]
    assert len(opened) == len(set(opened)) == rounds * hands
    assert set(opened) == {made.get() for _ in range(made.qsize())}
    assert len({row.id for row in told}) == len(told)


def test_several_persons_of_one_referral_are_one_change_wherever_the_page_ends(land):
    both = [steps.a_case(land, "ngo") for _ in range(2)]
    for case in both:
        steps.yes(land, case, "accommodation", ["shelter"])
    from referrals.intake import Ask

    services.send_referral(
        actor=land.actor("ngo"), cases=[c.uuid for c in both], ask=Ask(purpose="accommodation"),
        receivers=[steps.token(land, "ngo", both[0], "accommodation", "shelter")],
    )  # fmt: skip
    for size in (1, 2, 50):
        rows, _mark = follow(land.actor("shelter"), size=size)
        assert kinds(rows) == [("offer.offer", "offer")], "not even how many they are"
        sent = [r for r in follow(land.actor("ngo"), size=size)[0] if r.about == "referral"]
        assert len([r for r in sent if r.kind == "referral.send"]) == 1


def test_l9_what_a_desk_may_not_see_any_more_is_not_told(land):
    case = steps.a_case(land, "ngo")
    steps.yes(land, case, "legal_aid", ["ngo"])
    steps.yes(land, case, "coordination")
    referral = steps.send(land, case, "legal_aid", ["ngo2"])
    steps.accept(land, referral, "ngo2")
    rows, _mark = follow(land.actor("ngo2"))
    assert rows
    place_wall(
        actor=land.actor("ngo"), ref=case.uuid, ground="allegation", reason="Named by her.",
        organisation=land.desks["ngo2"].organisation,
    )  # fmt: skip
    assert follow(land.actor("ngo2"))[0] == [], "and what was told before is told no more"
    assert not any("wall" in row.kind for row in follow(land.actor("ngo"))[0])


def test_a_section_is_told_by_its_own_column(land):
    case = steps.a_case(land, "ngo")
    for purpose in ("accommodation", "coordination"):
        steps.yes(land, case, purpose)
    referral = steps.send(land, case, "accommodation")
    steps.accept(land, referral)
    write_section(actor=land.actor("ngo"), ref=case.uuid, section=Section.HEALTH, document=Health(urgent="A cut."))  # fmt: skip
    write_section(actor=land.actor("ngo"), ref=case.uuid, section=Section.IMMIGRATION, document=_immigration())  # fmt: skip

    def sections(who):
        rows, _mark = follow(land.actor(who))
        return {row.section for row in rows if row.kind == "section.written" and row.uuid == case.uuid}  # fmt: skip

    assert sections("ngo") >= {"health", "immigration"}
    assert sections("shelter") == {"health"}, "health by her consent, immigration never"
    assert sections("coordinator") == set()
    assert sections("police") == set()
    yes = case.consents.get(purpose="accommodation")
    withdraw_consent(actor=land.actor("ngo"), ref=case.uuid, consent=yes.uuid, version=yes.version)
    assert sections("shelter") == set(), "her no closes what was told before, too"
    assert HealthRecord.objects.filter(case=case).exists()


def _immigration():
    from cases.sections import Immigration

    return Immigration()


def test_nobody_else_hears_of_an_own_case(land):
    steps.a_case(land, "ngo")
    for who in ("ngo2", "shelter", "police", "coordinator", "oversight", "far_ngo"):
        assert follow(land.actor(who))[0] == [], who


def test_nothing_of_a_person_stands_in_the_feed(land):
    caller = machine(land, "ngo")
    open_case(actor=land.actor("ngo"), sections=canary_sections())
    answer = caller.get("changes/?limit=100")
    assert answer.status_code == 200
    assert answer.json()["results"]
    assert sings(answer.content) == []
    assert str(land.people["ngo"].name) not in answer.content.decode()
    known = {"id", "at", "kind", "about", "uuid", "reference", "section", "path"}
    assert {name for row in answer.json()["results"] for name in row} == known
    path = next(r["path"] for r in answer.json()["results"] if r["about"] == "case")
    assert caller.get(path).status_code == 200


def test_a_marker_is_this_desks_own(land):
    steps.a_case(land, "ngo")
    _rows, mark = follow(land.actor("ngo"))
    caller = machine(land, "ngo")
    assert caller.get(f"changes/?after={mark}").status_code == 200
    with pytest.raises(Malformed):
        changes(land.actor("ngo2"), mark)
    other = caller.ok("cases/?limit=1")["next"] or "AAAA"
    for bad in (other, "x", "%00", mark[:-4], "²"):
        answer = caller.get(f"changes/?after={bad}")
        assert answer.status_code == 400, bad
        assert json.loads(answer.content)["errors"][0]["field"] == "after"


def test_a_page_costs_the_same_for_twenty_cases(land):
    ngo = land.actor("ngo")
    steps.a_case(land, "ngo")
    one = len(queries(lambda: changes(ngo, "", 100)))
    for _ in range(19):
        steps.a_case(land, "ngo")
    assert len(queries(lambda: changes(ngo, "", 100))) == one <= 8
