"""Police and prosecution: receive, open, move; the lead sees the status line, nobody else more."""

from datetime import timedelta

import pytest
from django.http import Http404

from cases.models import Case, CaseBasis, Proceeding, ProceedingStep
from cases.proceedings import services
from cases.proceedings.selectors import listed, of_case
from cases.sections import Proceedings
from cases.selectors import get_case, held
from cases.services import close_case, place_wall, write_section
from portal.access.matrix import Section
from portal.audit.models import Entry
from portal.core import outbox
from portal.core.clock import now
from portal.core.problems import Invalid, NotOpen, Stale
from portal.notifications.models import Notice
from tests.support import steps
from tests.support.budget import at_one_and_at_twenty

FILE = "Aktenzeichen-Kanarien 17"


def referred(world, **more):
    """A case led by an NGO; the police has accepted a referral for investigation."""
    case = steps.a_case(world, "ngo")
    steps.yes(world, case, "investigation", **more)
    sent = steps.send(world, case, "investigation", ["police"])
    steps.accept(world, sent, "police")
    return case, sent


def reported(world):
    """The police reported it; an NGO leads."""
    case = steps.a_case(world, "police", vital_interest=True)
    vital = {"who": "police", "vital_interest": True, "vital_reason": "He waits outside."}
    steps.accept(world, steps.send(world, case, "transfer", ["ngo2"], **vital), "ngo2")
    return Case.objects.get(pk=case.pk)


def opened(world, case, who="police"):
    return services.open_proceedings(actor=world.actor(who), ref=case.uuid)


def step(world, row, name, who="police", **more):
    row.refresh_from_db()
    return services.move(
        actor=world.actor(who), ref=row.uuid, name=name, version=row.version, **more
    )


def names(world, who, case):
    actor = world.actor(who)
    return held(actor, get_case(actor, case.uuid))


def test_from_an_accepted_referral_to_a_verdict(world):
    case, _sent = referred(world)
    row = opened(world, case)
    assert (row.stage, row.own_report) == ("reported", False)
    for name, stage in (("investigate", "under_investigation"), ("charge", "charged"),
                        ("send_back", "under_investigation"), ("charge", "charged"), ("try", "tried")):  # fmt: skip
        assert step(world, row, name).stage == stage
    ended = step(world, row, "end", why="acquitted")
    assert (ended.stage, ended.ended_why, ended.version) == ("ended", "acquitted", 7)
    assert step(world, row, "reopen").ended_why == ""
    assert ProceedingStep.objects.filter(proceeding=row).count() == 8
    verbs = set(Entry.objects.filter(case_id=case.pk, section="proceedings").values_list("verb", flat=True))  # fmt: skip
    assert {"proceedings.opened", "proceedings.charge", "proceedings.end"} <= verbs


def test_from_an_own_report_until_it_ends_and_again(world):
    case = reported(world)
    assert "edit_proceedings" not in names(world, "police", case)
    row = opened(world, case)
    assert row.own_report and "edit_proceedings" in names(world, "police", case)
    assert {"view_summary", "own_screening"} <= names(world, "police", case)
    step(world, row, "end", why="no_suspect")
    after = names(world, "police", case)
    assert "edit_proceedings" not in after and "own_proceedings" in after
    assert not CaseBasis.objects.filter(
        case=case, basis="own_investigation", ended_at=None
    ).exists()
    step(world, row, "reopen")
    assert "edit_proceedings" in names(world, "police", case)


def test_who_may_not_open(world):
    own = steps.a_case(world, "ngo")
    with pytest.raises(Http404):  # nobody outside knows of it
        opened(world, own)
    border = steps.a_case(world, "border")
    for who in ("border", "ngo", "coordinator", "oversight", "ngo_admin"):
        with pytest.raises(Http404):
            opened(world, border, who)
    case, _sent = referred(world)
    opened(world, case)
    with pytest.raises(NotOpen):
        opened(world, case)  # once a desk
    assert Proceeding.objects.count() == 1


def test_a_stale_a_closed_and_a_mistyped_step(world):
    case, _sent = referred(world)
    row = opened(world, case)
    police = world.actor("police")
    with pytest.raises(Stale):
        services.move(actor=police, ref=row.uuid, name="investigate", version=9)
    with pytest.raises(NotOpen) as refused:
        services.move(actor=police, ref=row.uuid, name="try", version=1)
    assert refused.value.extra["moves"] == ["investigate", "end"]
    for more, field in (
        ({"name": "end"}, "why"),
        ({"name": "end", "why": "convicted"}, "why"),  # nobody was tried
        ({"name": "end", "why": "none such"}, "why"),
        ({"name": "investigate", "day": now().date() + timedelta(days=2)}, "day"),
        ({"name": "investigate", "day": row.since - timedelta(days=1)}, "day"),
    ):
        with pytest.raises(Invalid) as wrong:
            services.move(actor=police, ref=row.uuid, version=1, **more)
        assert list(wrong.value.errors) == [field]
    for who in ("ngo", "coordinator", "border", "police_admin"):
        with pytest.raises(Http404):
            services.move(actor=world.actor(who), ref=row.uuid, name="investigate", version=1)
    with pytest.raises(Http404):
        services.move(actor=police, ref="no uuid", name="investigate", version=1)


def test_the_lead_sees_the_status_line_and_never_the_content(world):
    case, _sent = referred(world)
    row = opened(world, case)
    write_section(
        actor=world.actor("police"), ref=case.uuid, section=Section.PROCEEDINGS,
        document=Proceedings(file_number=FILE, account=FILE),
    )  # fmt: skip
    lead = world.actor("ngo")
    mine = names(world, "ngo", case)
    assert "status_proceedings" in mine and "view_proceedings" not in mine
    assert [r.stage for r in of_case(lead, case, mine)] == ["reported"]
    from cases.selectors import open_section

    with pytest.raises(Http404):
        open_section(lead, case.uuid, Section.PROCEEDINGS)
    assert of_case(world.actor("health"), case, frozenset({"view_health"})) == []
    step(world, row, "investigate")
    outbox.deliver()
    told = Notice.objects.filter(kind="proceedings_changed").values_list("desk__name", flat=True)
    assert set(told) == {"ngo desk"}
    assert FILE not in str(list(Notice.objects.values_list("reference", "link")))


def test_a_shelter_hears_nothing_of_them(world):
    """The fixed line: placement officers never proceedings, neither the notice nor the line."""
    steps.add_places(world)
    case, _sent = referred(world)
    steps.yes(world, case, "accommodation")
    steps.accept(world, steps.send(world, case, "accommodation"))
    opened(world, case)
    outbox.deliver()
    assert of_case(world.actor("shelter"), case, names(world, "shelter", case)) == []
    assert not Notice.objects.filter(kind="proceedings_changed", desk=world.desks["shelter"]).exists()  # fmt: skip


def test_a_wall_takes_them_away_and_ends_the_pen(world):
    case, _sent = referred(world)
    row = opened(world, case)
    place_wall(
        actor=world.actor("ngo"), ref=case.uuid, ground="allegation", reason="Named by her.",
        organisation=world.desks["police"].organisation,
    )  # fmt: skip
    assert list(listed(world.actor("police"))) == []
    with pytest.raises(Http404):
        services.move(actor=world.actor("police"), ref=row.uuid, name="investigate", version=1)


def test_she_takes_back_her_consent_and_the_inquiry_goes_on_without_her_words(world):
    """Ex officio (CoE Convention art. 27): the pen stays, identity and account close."""
    from cases.services import withdraw_consent

    case = steps.a_case(world, "ngo")
    consent = steps.yes(world, case, "investigation")
    steps.accept(world, steps.send(world, case, "investigation", ["police"]), "police")
    row = opened(world, case)
    assert "view_identity" in names(world, "police", case)
    withdraw_consent(actor=world.actor("ngo"), ref=case.uuid, consent=consent.uuid, version=1)
    after = names(world, "police", case)
    assert "view_identity" not in after and "view_screening" not in after
    assert step(world, row, "investigate").stage == "under_investigation"


def test_a_case_closes_while_the_inquiry_runs_and_the_inquiry_goes_on(world):
    """Rule 1: neither track waits for the other."""
    case, _sent = referred(world)
    row = opened(world, case)
    close_case(actor=world.actor("ngo"), ref=case.uuid, reason="goals_met")
    assert step(world, row, "investigate").stage == "under_investigation"


def test_the_list_is_the_desks_own_and_its_filter_tells_nothing_else(world):
    one, _ = referred(world)
    other = reported(world)
    first, second = opened(world, one), opened(world, other)
    step(world, first, "investigate")
    police = world.actor("police")
    assert [r.pk for r in listed(police).order_by("-changed_at")] == [first.pk, second.pk]
    assert [r.pk for r in listed(police, ["reported"])] == [second.pk]
    assert list(listed(police, ["ended"])) == []
    step(world, second, "end", why="no_offence")
    assert [r.pk for r in listed(police)] == [first.pk]
    assert [r.pk for r in listed(police, ["ended"])] == [second.pk]
    for who in ("ngo", "border", "shelter", "coordinator", "police_admin"):
        assert list(listed(world.actor(who))) == []


def test_the_list_costs_the_same_for_twenty_as_for_one(world):
    from cases.web.views_proceedings import _rows

    police = world.actor("police")

    def call():
        rows = list(listed(police).order_by("-changed_at", "-uuid")[:25])
        _rows(police, rows)

    one, twenty = at_one_and_at_twenty(lambda: opened(world, steps.a_case(world, "police")), call)
    assert one == twenty == 3
