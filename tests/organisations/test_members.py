"""Members leave, join, ask: what she wrote stays, her open work goes on, her sessions end."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.test import Client

from cases.models import Case
from portal.audit.models import Entry
from portal.core import outbox
from portal.core.clock import at, now
from portal.core.problems import Invalid, NotOpen
from portal.deadlines.models import Clock
from portal.deadlines.services.striking import strike_due
from portal.notifications.models import Notice
from portal.organisations import services
from portal.organisations.models import JoinRequest, Membership
from referrals import services as moves
from referrals.models import Draft, Offer
from tests.support import steps
from tests.support.world import make_desk, make_person


def seat_of(world, who, desk=None):
    return Membership.objects.get(user=world.people[who], desk=world.desks[desk or who.removesuffix("_b")], until=None)  # fmt: skip


def remove(world, who, admin, **more):
    return services.remove_member(actor=world.actor(admin), member=seat_of(world, who).uuid, **more)


@pytest.fixture
def claimed(world):
    """An offer that the NGO's second caseworker has claimed, and a draft she has begun."""
    case = steps.a_case(world, "border", vital_interest=True)
    lead = steps.send(
        world,
        case,
        "transfer",
        ["ngo"],
        who="border",
        vital_interest=True,
        vital_reason="He waits.",
    )
    offer = steps.offer_to(world, lead, "ngo")
    moves.claim(actor=world.actor("ngo_b"), ref=offer.uuid, version=None)
    draft = moves.begin_draft(actor=world.actor("ngo_b"), content={})
    return offer, draft


def test_L3_who_left_is_out_at_the_next_click_and_her_other_desk_keeps_working(world):
    gone, both = Client(), Client()
    gone.force_login(world.people["ngo_b"])
    other = make_desk(world.desks["health"].organisation, "caseworker", "Second job")
    services.inviting.seat(actor=world.actor("health_admin"), user=world.people["ngo"], desk=other)
    both.force_login(world.people["ngo"])
    case = steps.a_case(world, "ngo")
    page = f"/cases/{case.uuid}/"
    assert gone.get(page).status_code == both.get(page).status_code == 200
    remove(world, "ngo_b", "ngo_admin")
    remove(world, "ngo", "ngo_admin", understood=True)
    assert gone.get(page).status_code == 302  # her session is over: sign in
    assert gone.get(page).headers["Location"].startswith("/sign-in/")
    assert both.get(page).status_code == 404
    assert both.get("/").status_code == 200
    assert Case.objects.get(pk=case.pk).reporter_desk == world.desks["ngo"]  # what she wrote stays


def test_L45_her_open_work_goes_back_to_the_desk_with_its_due_times(world, claimed):
    offer, draft = claimed
    due = set(Clock.objects.values_list("subject_uuid", "due_at"))
    told = services.remove_member(
        actor=world.actor("ngo_admin"), member=seat_of(world, "ngo_b").uuid
    )
    offer.refresh_from_db()
    draft.refresh_from_db()
    assert (offer.state, offer.claimed_by, draft.author) == ("open", None, None)
    assert due <= set(Clock.objects.values_list("subject_uuid", "due_at"))
    outbox.deliver()
    heard = Notice.objects.filter(kind="member_left")
    assert {n.user for n in heard} == {world.people["ngo"]}  # the desk; nothing to who left
    entry = Entry.objects.get(verb="member.left")
    assert entry.subject == str(told.uuid) and entry.detail["given"] == 2


def test_L45_or_to_a_named_successor_in_the_same_act(world, claimed):
    offer, draft = claimed
    remove(world, "ngo_b", "ngo_admin", successor=seat_of(world, "ngo").uuid)
    offer.refresh_from_db()
    draft.refresh_from_db()
    assert (offer.state, offer.claimed_by) == ("claimed", world.people["ngo"])
    assert draft.author == world.people["ngo"]
    outbox.deliver()
    assert not Notice.objects.filter(kind="member_left").exists()
    assert Notice.objects.get(kind="reassigned").user == world.people["ngo"]


def test_L45_somebody_inactive_or_of_another_desk_cannot_be_chosen(world, claimed):
    world.people["ngo"].is_active = False
    world.people["ngo"].save()
    for successor in (seat_of(world, "ngo").uuid, seat_of(world, "ngo2").uuid, "no uuid"):
        with pytest.raises(Invalid) as refused:
            remove(world, "ngo_b", "ngo_admin", successor=successor)
        assert list(refused.value.errors) == ["successor"]
    assert Membership.objects.filter(user=world.people["ngo_b"], until=None).exists()
    assert Offer.objects.get().state == "claimed" and Draft.objects.get().author is not None


def test_L4_the_answer_to_who_left_goes_to_her_desk(world, mailbox):
    case = steps.a_case(world, "ngo")
    steps.yes(world, case, "legal_aid")
    sent = steps.send(world, case, "legal_aid", ["ngo2"])
    outbox.deliver()
    remove(world, "ngo", "ngo_admin")
    mailbox.letters.clear()
    steps.accept(world, sent, "ngo2")
    outbox.deliver()
    from portal.notifications.services import send_due_mail

    send_due_mail()
    assert {n.user for n in Notice.objects.filter(kind="accepted")} == {world.people["ngo_b"]}
    assert mailbox.to(world.people["ngo"]) == []
    assert len(mailbox.to(world.people["ngo_b"])) == 1


def test_what_she_had_not_read_stays_with_the_desk(world):
    with_ = {"kind": "task", "desk": world.desks["ngo"], "created_at": now(), "link": "/"}
    alone = Notice.objects.create(key="alone", user=world.people["ngo_b"], **with_)
    shared = Notice.objects.create(key="shared", user=world.people["ngo_b"], **with_)
    Notice.objects.create(key="shared", user=world.people["ngo"], **with_)
    remove(world, "ngo_b", "ngo_admin")
    alone.refresh_from_db()
    shared.refresh_from_db()
    assert alone.user is None  # whoever of the desk comes first
    assert shared.user == world.people["ngo_b"]  # a colleague was told too


def test_the_last_one_of_a_leading_desk_is_a_warning_and_then_24_hours(world):
    case = steps.a_case(world, "ngo")
    steps.yes(world, case, "coordination")
    steps.yes(world, case, "legal_aid")
    steps.send(world, case, "legal_aid", ["ngo2"])
    remove(world, "ngo_b", "ngo_admin")
    with pytest.raises(Invalid) as refused:
        remove(world, "ngo", "ngo_admin")
    assert list(refused.value.errors) == ["understood"]
    remove(world, "ngo", "ngo_admin", understood=True)
    clock = Clock.objects.exclude(state="stopped").get(code="lead.none")
    assert clock.due_at - clock.started_at == timedelta(hours=24)
    with at(now() + timedelta(hours=24, minutes=5)):
        strike_due()
    case.refresh_from_db()
    assert case.in_coordination and case.lead_desk is None
    assert case.alarms.get().kind == "lead_missing"


def test_an_own_case_stays_with_its_organisation_and_its_administrator_hears(world):
    case = steps.a_case(world, "ngo")
    remove(world, "ngo_b", "ngo_admin")
    remove(world, "ngo", "ngo_admin", understood=True)
    with at(now() + timedelta(hours=24, minutes=5)):
        strike_due()
        outbox.deliver()
    case.refresh_from_db()
    assert case.lead_desk == world.desks["ngo"]
    told = set(Notice.objects.filter(kind="lead_missing").values_list("desk__role", flat=True))
    assert told == {"caseworker", "organisation_admin"}


def test_somebody_new_at_the_desk_stops_the_24_hours(world):
    steps.a_case(world, "ngo")
    remove(world, "ngo_b", "ngo_admin")
    remove(world, "ngo", "ngo_admin", understood=True)
    member = seat_of(world, "ngo_admin", "ngo_admin")
    other = make_person("ngo_admin_two", world.desks["ngo_admin"])
    asked = services.add_to_desk(
        actor=world.actor("ngo_admin"), member=member.uuid, desk=world.desks["ngo"].uuid
    )
    from portal.organisations.actors import actor_of

    second = actor_of(world.desks["ngo_admin"], other.pk)
    services.decide_request(actor=second, ref=asked.uuid, agreed=True)
    assert not Clock.objects.exclude(state="stopped").filter(code="lead.none").exists()


def test_the_last_administrator_stays(world):
    with pytest.raises(NotOpen):
        remove(world, "ngo_admin", "ngo_admin", successor=None)


def test_an_administrator_gives_herself_no_access(world):
    """Another administrator, or the State's coordination, says yes; never she herself."""
    own, desk = seat_of(world, "ngo_admin", "ngo_admin"), world.desks["ngo"]
    admin = world.actor("ngo_admin")
    asked = services.add_to_desk(actor=admin, member=own.uuid, desk=desk.uuid)
    assert isinstance(asked, JoinRequest)
    assert not Membership.objects.filter(user=own.user, desk=desk).exists()
    with pytest.raises(Invalid):  # nor by a letter to her own address
        services.invite(actor=admin, desk=desk.uuid, email=own.user.email.upper())
    for who in ("ngo_admin", "ngo", "ngo2_admin", "far_coordinator", "border"):
        with pytest.raises(Http404):
            services.decide_request(actor=world.actor(who), ref=asked.uuid, agreed=True)
    outbox.deliver()
    told = Notice.objects.filter(kind="join_asked").values_list("desk__role", flat=True)
    assert set(told) == {"coordinator", "organisation_admin"}
    services.decide_request(actor=world.actor("coordinator"), ref=asked.uuid, agreed=True)
    assert Membership.objects.filter(user=own.user, desk=desk, until=None).exists()
    with pytest.raises(Http404):  # decided once
        services.decide_request(actor=world.actor("coordinator_b"), ref=asked.uuid, agreed=False)


def test_a_colleague_gets_another_desk_at_once(world):
    row = services.add_to_desk(
        actor=world.actor("ngo_admin"), member=seat_of(world, "ngo").uuid,
        desk=world.desks["ngo_admin"].uuid,
    )  # fmt: skip
    assert isinstance(row, Membership) and row.user == world.people["ngo"]
    with pytest.raises(Invalid):
        services.add_to_desk(
            actor=world.actor("ngo_admin"), member=row.uuid, desk=world.desks["ngo_admin"].uuid
        )


def test_an_organisation_closes_only_when_nothing_of_it_is_left(world):
    admin, name = world.actor("ngo_admin"), world.desks["ngo"].organisation.name
    case = steps.a_case(world, "ngo")
    with pytest.raises(NotOpen) as refused:
        services.close_organisation(actor=admin, name=name)
    assert case.ref in refused.value.detail
    from cases.services import close_case

    close_case(actor=world.actor("ngo"), ref=case.uuid, reason="goals_met")
    with pytest.raises(Invalid):
        services.close_organisation(actor=admin, name="Another")
    browser = Client()
    browser.force_login(world.people["ngo"])
    services.close_organisation(actor=admin, name=f" {name.upper()} ")
    assert not Membership.objects.filter(desk__organisation_id=admin.organisation_id, until=None).exists()  # fmt: skip
    assert browser.get("/cases/").status_code == 302
    assert Case.objects.filter(pk=case.pk).exists()
    with pytest.raises(Http404):
        services.close_organisation(actor=admin, name=name)


def test_a_shelter_with_somebody_in_it_does_not_close(world):
    steps.add_places(world)
    case = steps.a_case(world, "ngo")
    steps.yes(world, case, "accommodation")
    bed = steps.send(world, case, "accommodation")
    steps.accept(world, bed)
    name = world.desks["shelter"].organisation.name
    with pytest.raises(NotOpen) as refused:
        services.close_organisation(actor=world.actor("shelter_admin"), name=name)
    assert case.ref not in refused.value.detail and bed.ref not in refused.value.detail


def test_desks_open_by_kind_and_close_when_nobody_is_there(world):
    admin = world.actor("ngo_admin")
    for role in ("liaison", "coordinator", "oversight", "decision_maker", "none such"):
        with pytest.raises(Invalid) as refused:
            services.open_desk(actor=admin, role=role, name="Desk")
        assert "role" in refused.value.errors
    desk = services.open_desk(actor=admin, role="placement_officer", name="  Lantern   Rooms ")
    assert desk.name == "Lantern Rooms"
    with pytest.raises(Invalid):
        services.open_desk(actor=admin, role="caseworker", name="lantern rooms")
    with pytest.raises(NotOpen):
        services.close_desk(actor=admin, desk=world.desks["ngo"].uuid)
    services.close_desk(actor=admin, desk=desk.uuid)
    with pytest.raises(NotOpen):
        services.close_desk(actor=admin, desk=world.desks["ngo_admin"].uuid)


def test_every_act_leaves_its_record(world, claimed):
    admin = world.actor("ngo_admin")
    services.open_desk(actor=admin, role="caseworker", name="Night line")
    services.invite(actor=admin, desk=world.desks["ngo"].uuid, email="new@agency.example")
    remove(world, "ngo_b", "ngo_admin")
    verbs = set(Entry.objects.filter(user_id=admin.user_id).values_list("verb", flat=True))
    assert {"desk.opened", "member.invited", "member.left", "offer.release"} <= verbs
    text = " ".join(str(v) for v in Entry.objects.values_list("subject", "detail"))
    assert "agency.example" not in text and "Night" not in text
