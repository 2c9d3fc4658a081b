"""One scene that holds every kind of thing: own, shared, walled, from the border, foreign, ended."""

from types import SimpleNamespace

from cases.models import Alarm
from cases.proceedings.services import open_proceedings
from cases.sections import Note
from cases.services import break_glass, find_by_name, place_wall, write_section
from portal.access.matrix import Section
from portal.machines import services as machines
from portal.organisations import services as members
from portal.organisations.models import Membership
from referrals import services
from referrals.services import exchange
from tests.machines.callers import a_webhook
from tests.recommendations import scenes as register
from tests.support import steps
from tests.support.signing_in import a_session
from tests.support.world import World


def make_scene(world: World) -> SimpleNamespace:
    """Cases, referrals, offers, drafts, a review, a wall, an alarm and a place, by name."""
    for shelter in ("shelter", "shelter2"):
        steps.add_places(world, shelter)
    kinds = (
        "case",
        "referral",
        "offer",
        "draft",
        "review",
        "wall",
        "alarm",
        "place",
        "import",
        "export",
        "found",
        "member",
        "invitation",
        "desk",
        "wish",
        "proceeding",
        "webhook",
        "machine",
        "submission",
        "task",
        "session",
        "question",
        "entry",
    )
    s = SimpleNamespace(**{kind: {} for kind in kinds})
    s.case["own"] = steps.a_case(world, "ngo")
    s.case["foreign"] = steps.a_case(world, "far_ngo")
    _shared(world, s)
    _from_the_border(world, s)
    _reported_by_police(world, s)
    s.question["of the NGO"] = services.ask_before(
        actor=world.actor("ngo"), case=s.case["own"].uuid, purpose="psychological",
        receiver=steps.token(world, "ngo", s.case["own"], "psychological", "health"),
        text="Do you speak Tigrinya?",
    )  # fmt: skip
    s.draft["of the border"] = services.begin_draft(actor=world.actor("border"), content={})
    s.place["of the shelter"] = world.desks["shelter"].places.first()
    glass = break_glass(
        actor=world.actor("coordinator"),
        ref=s.case["shared"].uuid,
        reason="Nobody answers and she asked for help.",
    )
    s.review["of the glass"] = glass
    vars(s)["import"]["of the NGO"] = exchange.receive(
        actor=world.actor("ngo"), source=[b"prs_FirstName\nGulalai\n"]
    )
    s.found["by the NGO"] = find_by_name(actor=world.actor("ngo"), name=steps.CANARY)
    admin, desk = world.actor("ngo_admin"), world.desks["ngo"].uuid
    s.session["of the caseworker"] = a_session(world.people["ngo"])
    s.machine["of the NGO"], _ = machines.create_client(
        actor=admin, desk=desk, name="Case system", scopes=["cases:read"]
    )
    s.webhook["of the NGO"] = a_webhook(world, "ngo")
    s.export["of the NGO"] = exchange.ask_export(actor=world.actor("ngo"))
    _inside_the_ngo(world, s)
    draft = register.a_draft(world)
    s.task["of the focal point"] = draft.implementation
    s.submission["of the focal point"] = register.sent(world, draft)
    s.entry["of the focal point"] = register.entry_sent(world)
    return s


def _inside_the_ngo(world: World, s: SimpleNamespace) -> None:
    """A colleague, a desk, an invitation, and its administrator's wish for a desk of her own."""
    admin, desk = world.actor("ngo_admin"), world.desks["ngo"]
    s.desk["of the NGO"] = desk
    s.member["of the NGO"] = Membership.objects.get(desk=desk, user=world.people["ngo_b"])
    s.invitation["of the NGO"] = members.invite(
        actor=admin, desk=desk.uuid, email="somebody@agency.example"
    )
    own = Membership.objects.get(user=world.people["ngo_admin"])
    s.wish["of its administrator"] = members.add_to_desk(
        actor=admin, member=own.uuid, desk=desk.uuid
    )


def _shared(world: World, s: SimpleNamespace) -> None:
    """Led by an NGO, sheltered, once treated by a health provider, walled off from another NGO."""
    case = s.case["shared"] = steps.a_case(world, "ngo")
    for purpose in ("accommodation", "coordination", "medical", "legal_aid"):
        steps.yes(world, case, purpose)
    bed = s.referral["bed"] = steps.send(world, case, "accommodation", ["shelter", "shelter2"])
    steps.accept(world, bed, "shelter")
    steps.leave(world, bed)
    steps.arrive(world, bed)
    s.offer["accepted"] = steps.offer_to(world, bed, "shelter")
    s.offer["taken"] = steps.offer_to(world, bed, "shelter2")
    doctor = s.referral["doctor"] = steps.send(world, case, "medical", ["health"])
    offer = steps.accept(world, doctor, "health")
    services.start_service(actor=world.actor("health"), ref=offer.uuid)
    write_section(
        actor=world.actor("health"), ref=case.uuid, section=Section.NOTES, document=Note("Seen."),
        about="envelope", new=True,
    )  # fmt: skip
    services.end_referral(
        actor=world.actor("ngo"), ref=doctor.uuid, why=services.Coded("completed")
    )
    lawyer = s.referral["lawyer"] = steps.send(world, case, "legal_aid", ["ngo2"])
    steps.accept(world, lawyer, "ngo2")
    s.offer["walled"] = steps.offer_to(world, lawyer, "ngo2")
    s.wall["against an NGO"] = place_wall(
        actor=world.actor("ngo"), ref=case.uuid, ground="allegation", reason="Named in her account.",
        organisation=world.desks["ngo2"].organisation,
    )  # fmt: skip


def _reported_by_police(world: World, s: SimpleNamespace) -> None:
    """The police's own report, led by the second NGO, investigated by the police itself."""
    case = s.case["police"] = steps.a_case(world, "police", vital_interest=True)
    vital = {"who": "police", "vital_interest": True, "vital_reason": "He waits outside."}
    steps.accept(world, steps.send(world, case, "transfer", ["ngo2"], **vital), "ngo2")
    s.proceeding["of the police"] = open_proceedings(actor=world.actor("police"), ref=case.uuid)


def _from_the_border(world: World, s: SimpleNamespace) -> None:
    """Opened at a border post, led by the second NGO, nobody left to ask for a bed."""
    case = s.case["border"] = steps.a_case(world, "border", vital_interest=True)
    vital = {"who": "border", "vital_interest": True, "vital_reason": "He waits outside."}
    lead = s.referral["lead"] = steps.send(world, case, "transfer", ["ngo2"], **vital)
    steps.accept(world, lead, "ngo2")
    bed = s.referral["no bed"] = steps.send(world, case, "urgent_protection", ["shelter2"], who="ngo2",
                                            vital_interest=True, vital_reason="He waits outside.")  # fmt: skip
    services.decline(
        actor=world.actor("shelter2"),
        ref=steps.offer_to(world, bed, "shelter2").uuid,
        reason="no_place_free",
    )
    s.alarm["nobody left"] = Alarm.objects.get(case=case, kind="unplaced")
