"""Break-glass: one person, one case, 60 minutes, a typed reason; told, recorded, reviewed by another."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.utils import timezone

from cases.models import BreakGlass
from cases.selectors import get_case, held, open_section
from cases.services import break_glass, close_glass, place_wall, review_glass
from cases.services.break_glass import for_review, reason_of, reviewer, to_review
from portal.access.grants import BREAK_GLASS_CODENAMES
from portal.access.matrix import Section
from portal.audit.models import Entry
from portal.core import clock
from portal.core.models import OutboxRow
from portal.core.problems import Invalid, NotOpen
from portal.deadlines.models import Clock
from portal.deadlines.services import strike_due
from tests.support import steps

WHY = "She texted that he stands before her door."
MORE = frozenset({"view_identity", "view_contact_and_safety", "view_screening", "view_placement"})


def opened(world, who="coordinator", why=WHY, **more):
    return break_glass(actor=world.actor(who), ref=world.case.uuid, reason=why, **more)


@pytest.fixture
def shared(world):
    """A border guard's case, led by an NGO: in coordination."""
    world.case = steps.a_case(world, "border")
    bed = steps.send(
        world,
        world.case,
        "transfer",
        ["ngo"],
        who="border",
        vital_interest=True,
        vital_reason="Hurt.",
    )
    steps.accept(world, bed, "ngo")
    return world


def told(kind):
    return [
        to["desk_id"]
        for row in OutboxRow.objects.filter(topic="notice", kind=kind).order_by("pk")
        for to in row.payload["to"]
    ]


def test_it_opens_to_her_alone_and_ends_by_itself_after_sixty_minutes(shared):
    world, now = shared, timezone.now()
    coordinator = world.actor("coordinator")
    assert held(coordinator, world.case) == {"view_envelope", "view_summary"}
    with clock.at(now):
        opened(world)
        assert held(coordinator, world.case) == BREAK_GLASS_CODENAMES | {
            "view_envelope",
            "view_summary",
        }
        assert held(coordinator, world.case) - {"view_envelope", "view_summary"} == MORE
        assert not held(world.actor("coordinator_b"), world.case) & MORE
    with clock.at(now + timedelta(minutes=59, seconds=59)):
        assert held(coordinator, world.case) & MORE == MORE
    with clock.at(now + timedelta(minutes=60)):
        assert not held(coordinator, world.case) & MORE
        with pytest.raises(Http404):
            open_section(coordinator, world.case.uuid, Section.IDENTITY)
    with clock.at(now + timedelta(minutes=61)):
        strike_due(now=clock.now())
    ended = Entry.objects.get(verb="glass.closed", case_id=world.case.pk)
    assert ended.detail == {"why": "time"} and ended.role == "clock"
    assert not Clock.objects.filter(code="break_glass.session").exclude(state="stopped").exists()


def test_it_can_be_closed_before_its_time(shared):
    world = shared
    opened(world)
    close_glass(actor=world.actor("coordinator"), ref=world.case.uuid)
    assert not held(world.actor("coordinator"), world.case) & MORE
    assert Entry.objects.get(verb="glass.closed").detail == {"why": "closed"}


def test_a_renewal_needs_a_new_reason_and_24_hours_are_the_most(shared):
    world, now = shared, timezone.now()
    with clock.at(now):
        opened(world)
        with pytest.raises(Invalid) as same:
            opened(world)
        assert "reason" in same.value.errors
    for n in range(1, 24):
        with clock.at(now + timedelta(minutes=59 * n)):
            opened(world, why=f"{WHY} Still there, {n}.")
    assert BreakGlass.objects.filter(closed_at__isnull=True).count() == 1
    with clock.at(now + timedelta(minutes=59 * 24)), pytest.raises(NotOpen):
        opened(world, why=f"{WHY} A day later.")


@pytest.mark.parametrize("why", ["", "   ", "urgent"])
def test_a_reason_is_a_sentence(shared, why):
    with pytest.raises(Invalid) as found:
        opened(shared, why=why)
    assert "reason" in found.value.errors
    assert not BreakGlass.objects.exists()


@pytest.mark.parametrize(
    "who", ["ngo", "border", "shelter", "oversight", "rapporteur", "ngo_admin", "far_coordinator"]
)
def test_nobody_but_a_coordinator_of_the_state_breaks_it(shared, who):
    with pytest.raises(Http404):
        opened(shared, who)


def test_an_own_case_is_never_opened_by_it(world):
    world.case = steps.a_case(world, "ngo")
    with pytest.raises(Http404):
        opened(world)
    assert not BreakGlass.objects.exists()


def test_a_case_that_left_without_coordination_is_not_there(world):
    world.case = steps.a_case(world, "ngo")
    steps.yes(world, world.case, "legal_aid")
    steps.send(world, world.case, "legal_aid", ["lawyer"])
    with pytest.raises(Http404):
        opened(world)


def test_lead_and_its_administrator_are_told_at_once_and_another_is_asked_to_review(shared):
    world = shared
    row = opened(world)
    assert set(told("break_glass_opened")) == {world.desks["ngo"].pk, world.desks["ngo_admin"].pk}
    assert told("break_glass_review") == [row.review_desk_id]
    due = Clock.objects.get(code="break_glass.review")
    assert due.owner_desk_id == row.review_desk_id and due.rule.length == 5


def test_oversight_is_told_where_the_lead_is_accused_or_there_is_none(shared):
    world = shared
    opened(world, lead_accused=True)
    assert told("break_glass_opened") == [world.desks["oversight"].pk]
    OutboxRow.objects.all().delete()
    world.case = steps.a_case(world, "border")
    opened(world)
    assert told("break_glass_opened") == [world.desks["oversight"].pk]


def test_nobody_reviews_her_own(shared):
    world = shared
    row = opened(world)
    me, colleague = world.actor("coordinator"), world.actor("coordinator_b")
    assert list(to_review(me)) == [] and list(to_review(colleague)) == [row]
    with pytest.raises(Http404):
        review_glass(actor=me, uuid=row.uuid, finding="justified")
    assert reason_of(for_review(colleague, row.uuid)) == WHY
    with pytest.raises(Invalid):
        review_glass(actor=colleague, uuid=row.uuid, finding="fine")
    review_glass(actor=colleague, uuid=row.uuid, finding="not_justified")
    row.refresh_from_db()
    assert (row.finding, row.reviewed_by) == ("not_justified", world.people["coordinator_b"])
    with pytest.raises(Http404):
        review_glass(actor=colleague, uuid=row.uuid, finding="justified")
    assert Clock.objects.get(code="break_glass.review").outcome == "not_justified"


def test_without_another_coordinator_oversight_reviews(shared):
    world = shared
    world.people["coordinator_b"].memberships.update(until=timezone.now())
    row = opened(world)
    assert row.review_desk == world.desks["oversight"]
    assert list(to_review(world.actor("oversight"))) == [row]


def test_a_walled_colleague_does_not_review(shared):
    world = shared
    place_wall(
        actor=world.actor("ngo"), ref=world.case.uuid, ground="personal_tie", reason="His cousin.",
        user=world.people["coordinator_b"],
    )  # fmt: skip
    assert reviewer(world.actor("coordinator"), world.case) == world.desks["oversight"].pk


def test_every_section_that_is_opened_is_recorded_with_her_name(shared):
    world = shared
    opened(world)
    coordinator = world.actor("coordinator")
    for section in (Section.IDENTITY, Section.SCREENING, Section.CONTACT_AND_SAFETY):
        open_section(coordinator, world.case.uuid, section)
    looks = Entry.objects.filter(verb="looked", user_id=coordinator.user_id, case_id=world.case.pk)
    assert list(looks.order_by("pk").values_list("section", flat=True)) == [
        "identity", "screening", "contact_and_safety",
    ]  # fmt: skip


def test_a_wall_stands_above_break_glass(shared):
    world = shared
    opened(world)
    place_wall(
        actor=world.actor("ngo"), ref=world.case.uuid, ground="allegation", reason="Said by her.",
        user=world.people["coordinator"],
    )  # fmt: skip
    assert held(world.actor("coordinator"), world.case) == frozenset()
    with pytest.raises(Http404):
        get_case(world.actor("coordinator"), world.case.uuid)


def test_the_reason_is_sealed(shared):
    row = opened(shared)
    assert WHY.encode() not in bytes(row.sealed_reason)
    assert WHY not in str(Entry.objects.filter(case_id=shared.case.pk).values_list("detail"))
