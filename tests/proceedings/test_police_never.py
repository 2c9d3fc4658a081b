"""A liaison never meets health, counselling, needs or shelter data, by any route (fixed line, brief).

A person of whom every section sings its own note; she has agreed to everything, and all help runs.
Every address of the portal is asked by the police, whose referral for investigation was accepted.
"""

import json
from uuid import UUID

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from cases import births, placements
from cases.age import Birth
from cases.models import Consent
from cases.proceedings import services
from cases.sections import ContactAndSafety, Health, Identity, Needs, Note, Screening
from cases.services import open_case, write_section
from portal.access.matrix import ConsentPurpose, Kind, Section
from portal.audit.models import Entry
from portal.core import outbox
from portal.core.clock import now
from portal.notifications.models import Notice
from referrals import services as moves
from tests.access.routes import ADMIN, CASE, OFFER, PROCEEDING, PUBLIC, ROUTES, SIGNED_IN
from tests.access.test_every_route import _address
from tests.support import steps

NAME, ACCOUNT = "Kanarienvogelova", "Erzählteskanarien"
HEALTH, COUNSEL, NEEDS, HOUSE, ROOM = (
    "Gesundkanarien", "Beratkanarien", "Bedarfskanarien", "Hauskanarien", "Zimmerkanarien",
)  # fmt: skip
ADDRESS, DOCTOR = "Wohnkanariengasse", "Arztkanarien"
NEVER = (
    HEALTH,
    COUNSEL,
    NEEDS,
    HOUSE,
    ROOM,
    ADDRESS,
    DOCTOR,
    "Psychological",
    "A doctor",
    "A safe place to sleep",
)


@pytest.fixture
def scene(world):
    """Led by an NGO, in a shelter, with a doctor and a counsellor; the police investigates."""
    for who, name in (("shelter", HOUSE), ("health", DOCTOR)):
        organisation = world.desks[who].organisation
        organisation.name = name
        organisation.save()
    placements.add_place(actor=world.actor("shelter"), label=ROOM)
    today = now().date()
    birth = births.to_dict(Birth.on(today.replace(year=today.year - 30, day=1)))
    ngo = world.actor("ngo")
    case = open_case(
        actor=ngo,
        sections={
            Section.IDENTITY: Identity(given_names=NAME, birth=birth, gender="woman"),
            Section.CONTACT_AND_SAFETY: ContactAndSafety(
                phone="+40700555123", address=ADDRESS, languages=("ti",), danger="likely"
            ),
            Section.SCREENING: Screening(acts=("recruitment",), account=ACCOUNT),
            Section.NEEDS_AND_ASSISTANCE: Needs(plan=NEEDS, running=COUNSEL),
        },
    )  # fmt: skip
    for purpose in ConsentPurpose:
        steps.yes(
            world, case, purpose.value, sections=tuple(s.value for s in Section),
            never_organisations=(world.desks["shelter2"].organisation_id,)
            if purpose == ConsentPurpose.INVESTIGATION else (),
        )  # fmt: skip
    write_section(actor=ngo, ref=case.uuid, section=Section.HEALTH, document=Health(account=HEALTH))
    for about in ("health", "needs_and_assistance", "identity"):
        write_section(
            actor=ngo, ref=case.uuid, section=Section.NOTES, document=Note(f"{COUNSEL} {HEALTH}"),
            about=about, new=True,
        )  # fmt: skip
    bed = steps.send(world, case, "accommodation")
    steps.accept(world, bed)
    steps.leave(world, bed)
    steps.arrive(world, bed)
    for purpose, who in (("medical", "health"), ("legal_aid", "lawyer")):
        offer = steps.accept(world, steps.send(world, case, purpose, [who]), who)
        moves.start_service(actor=world.actor(who), ref=offer.uuid)
    asked = steps.send(world, case, "investigation", ["police"])
    offer = steps.accept(world, asked, "police")
    row = services.open_proceedings(actor=world.actor("police"), ref=case.uuid)
    outbox.deliver()
    return {CASE: case, OFFER: offer, PROCEEDING: row}


def answers(world, scene):
    """Everything that every address answers to the police, each asked by GET and by POST."""
    client = Client(raise_request_exception=False)
    client.force_login(world.people["police"])
    for name, about in ROUTES.items():
        if about in (PUBLIC, ADMIN) or name in ("choose_desk",):
            continue
        things = [scene[about]] if about in scene else [] if about != SIGNED_IN else [None]
        for thing in things:
            addresses = _plain(name) if thing is None else _of(name, thing)
            for address in addresses:
                yield name, client.get(address)
                yield name, _post(client, name, address)


def _plain(name):
    try:
        return [reverse(name)]
    except NoReverseMatch:  # of a State by its code
        return [reverse(name, args=["XA"])]


def _of(name, thing):
    uuid = thing.uuid
    assert isinstance(uuid, UUID)
    found = [_address(name, uuid, thing)]
    if name in ("cases:section", "cases:section_edit"):
        keep = found[0].rsplit("/identity/", 1)
        found = [f"/{s.value}/".join(keep) for s in Section]
    return found


def _post(client, name, address):
    if "-api:" not in name:
        return client.post(address, {})
    return client.post(address, json.dumps({}), content_type="application/json", headers={"If-Match": '"1"'})  # fmt: skip


def test_no_route_tells_the_police_of_care_needs_or_the_house(world, scene):
    told, met = [], 0
    for name, answer in answers(world, scene):
        text = answer.content.decode() if not answer.streaming else b"".join(answer).decode()
        met += NAME in text
        told += [(name, answer.status_code, word) for word in NEVER if word in text]
        assert answer.status_code != 500, name
    assert told == []
    assert met >= 2  # her name is open by her consent: the search did search


def test_neither_history_nor_notices_tell_it(world, scene):
    case = scene[CASE]
    client = Client()
    client.force_login(world.people["police"])
    assert client.get(f"/cases/{case.uuid}/history/").status_code == 404
    assert client.get(f"/api/v1/cases/{case.uuid}/history/").status_code == 404
    mine = Notice.objects.filter(desk=world.desks["police"])
    assert {n.kind for n in mine} <= {"offer_open", "offer_reminder", "access_changed", "proceedings_changed"}  # fmt: skip
    looks = Entry.objects.filter(case_id=case.pk, desk_id=world.desks["police"].pk, verb="looked")
    assert {e.section for e in looks} <= {"identity"}


def test_of_her_consents_the_police_reads_its_own_alone(world, scene):
    case = scene[CASE]
    client = Client()
    client.force_login(world.people["police"])
    seen = client.get(f"/api/v1/cases/{case.uuid}/consents/").json()["results"]
    assert {row["purpose"] for row in seen} <= {"investigation", "urgent_protection", "witness_protection"}  # fmt: skip
    assert all("health" not in row["sections"] for row in seen)
    lead = Client()
    lead.force_login(world.people["ngo"])
    all_ = lead.get(f"/api/v1/cases/{case.uuid}/consents/").json()["results"]
    assert {row["purpose"] for row in all_} >= {"medical", "psychological", "accommodation"}
    assert Consent.objects.filter(case=case).count() == len(ConsentPurpose)


def test_the_address_is_where_she_sleeps_while_she_has_a_place(world, scene):
    case = scene[CASE]
    address = f"/api/v1/cases/{case.uuid}/sections/contact_and_safety/"

    def told(who):
        client = Client()
        client.force_login(world.people[who])
        return client.get(address).json()["results"][0]["document"]["address"]

    assert (told("police"), told("ngo")) == ("", ADDRESS)
    case.placements.update(state="ended")
    assert told("police") == ADDRESS  # contact, opened by her consent


def test_kinds_of_liaison_share_the_line():
    from portal.access.rules import hides_the_address, purposes_shown

    for kind in (Kind.POLICE, Kind.BORDER_GUARD, Kind.PROSECUTION, Kind.IMMIGRATION, Kind.CUSTOMS):
        shown = purposes_shown("liaison", kind)
        assert shown is not None and not shown & {"medical", "psychological", "accommodation"}
        assert hides_the_address("liaison", kind, {"view_contact_and_safety"})
    assert purposes_shown("caseworker", "ngo") is None
    assert not hides_the_address("caseworker", "ngo", set())
