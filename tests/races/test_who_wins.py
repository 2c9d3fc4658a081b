"""Two at once, with connections of their own: one wins, the other hears it plainly, nothing doubles."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from cases import placements
from cases.models import Case, CaseDeskGrant, Consent, Placement
from cases.sections import Health, HealthRecord
from cases.services import open_case, withdraw_consent, write_section
from portal.access.matrix import Section
from portal.audit.models import Entry
from portal.core.clock import now
from portal.core.idempotency import fingerprint, once
from portal.core.models import OutboxRow
from portal.core.problems import NotOpen, Stale
from referrals import services
from referrals.models import Offer
from tests.support import steps
from tests.support.threads import together
from tests.support.world import make_world

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.serial]
TIMES = 4
"""Each race is run several times: who is first is not ours to say."""


@pytest.fixture
def land(transactional_db):
    """A world whose two shelters have places."""
    made = make_world()
    for shelter in ("shelter", "shelter2"):
        steps.add_places(made, shelter, TIMES * 2)
    return made


def her_case(land):
    case = steps.a_case(land, "ngo")
    steps.yes(land, case, "accommodation", ["shelter"])
    return case


def answer(land, who, offer):
    actor = land.actor(who)
    return lambda: services.accept(actor=actor, ref=offer.uuid)


def one_winner(answers, loses=NotOpen):
    """The winner's answer and the loser's refusal; any other exception fails the test."""
    kinds = sorted(type(a).__name__ for a in answers)
    losers = [a for a in answers if isinstance(a, loses)]
    assert len(losers) == len(answers) - 1, f"{kinds}: {[str(a) for a in answers]}"
    return next(a for a in answers if a not in losers), losers


def test_two_colleagues_accept_the_same_offer(land):
    for _ in range(TIMES):
        referral = steps.send(land, her_case(land), "accommodation")
        offer = steps.offer_to(land, referral, "shelter")
        answers = together(answer(land, "shelter", offer), answer(land, "shelter_b", offer))
        _won, [lost] = one_winner(answers)
        assert "accepted this already" in lost.detail
        assert Placement.objects.filter(referral_uuid=referral.uuid).count() == 1
        assert Entry.objects.filter(verb="referral.accept", subject=str(referral.uuid)).count() == 1
        assert OutboxRow.objects.filter(kind="accepted", key__contains=str(referral.uuid)).count() <= 1  # fmt: skip


def test_two_shelters_accept_the_same_referral(land):
    for _ in range(TIMES):
        referral = steps.send(land, her_case(land), "accommodation", ["shelter", "shelter2"])
        offers = [steps.offer_to(land, referral, who) for who in ("shelter", "shelter2")]
        answers = together(answer(land, "shelter", offers[0]), answer(land, "shelter2", offers[1]))
        won, [lost] = one_winner(answers)
        assert "Taken by another" in lost.detail
        assert "Agency" not in f"{lost.detail}{lost.errors}{lost.extra}"
        states = set(Offer.objects.filter(referral=referral).values_list("state", flat=True))
        assert states == {"accepted", "taken"}
        place = Placement.objects.get(referral_uuid=referral.uuid)
        assert place.desk_id == won.desk_id
        holders = CaseDeskGrant.objects.filter(permission__codename="view_identity", content_object=place.case)  # fmt: skip
        assert set(holders.values_list("group", flat=True)) == {
            land.desks["ngo"].group_id, won.desk.group_id,
        }  # fmt: skip


def test_the_last_place_is_given_once(land):
    """Two referrals, one bed: the second hears that none is free, never a broken constraint."""
    shelter = land.actor("shelter")
    for place in placements.my_places(shelter)[1:]:
        placements.set_usable(actor=shelter, place=place.uuid, usable=False, version=1)
    for _ in range(TIMES):
        referrals = [steps.send(land, her_case(land), "accommodation") for _ in range(2)]
        offers = [steps.offer_to(land, r, "shelter") for r in referrals]
        answers = together(answer(land, "shelter", offers[0]), answer(land, "shelter_b", offers[1]))
        _won, [lost] = one_winner(answers)
        assert "Places free: 0" in lost.detail
        assert Placement.objects.filter(state__in=("reserved", "occupied")).count() == 1
        for referral in referrals:
            services.withdraw_referral(
                actor=land.actor("ngo"), ref=referral.uuid, version=None, why=services.Coded("no_longer_needed")
            )  # fmt: skip


def test_the_database_itself_books_no_place_twice(land):
    """Whatever the code does: a partial unique index on the live reservation."""
    place = placements.my_places(land.actor("shelter"))[0]
    cases = [steps.a_case(land, "ngo") for _ in range(2)]

    def book(case):
        def act():
            with transaction.atomic():
                return Placement.objects.create(
                    case=case, place=place, desk=place.desk, referral_uuid=uuid4(), reserved_at=now()
                )  # fmt: skip

        return act

    one_winner(together(*(book(case) for case in cases)), IntegrityError)
    assert Placement.objects.filter(place=place).count() == 1


def test_two_colleagues_write_the_same_section(land):
    case = steps.a_case(land, "ngo")
    write_section(
        actor=land.actor("ngo"), ref=case.uuid, section=Section.HEALTH, document=Health(account="")
    )
    for version in range(1, TIMES + 1):
        acts = [
            lambda who=who: write_section(
                actor=land.actor(who), ref=case.uuid, section=Section.HEALTH, version=version,  # noqa: B023
                document=Health(account=who),
            )
            for who in ("ngo", "ngo_b")
        ]  # fmt: skip
        won, [lost] = one_winner(together(*acts), Stale)
        assert won.version == version + 1 == lost.extra["version"]
        assert lost.extra["theirs"]["account"] in ("ngo", "ngo_b")
        assert HealthRecord.objects.filter(case=case, current=True).count() == 1


def test_she_takes_her_consent_back_while_somebody_accepts(land):
    """Whoever is first: afterwards no right stands that the consent carried."""
    for _ in range(TIMES):
        case = steps.a_case(land, "ngo")
        yes = steps.yes(land, case, "accommodation", ["shelter"])
        offer = steps.offer_to(land, steps.send(land, case, "accommodation"), "shelter")
        ngo = land.actor("ngo")
        answers = together(
            answer(land, "shelter", offer),
            lambda n=ngo, c=case, y=yes: withdraw_consent(actor=n, ref=c.uuid, consent=y.uuid, version=1),
        )  # fmt: skip
        assert isinstance(answers[1], Consent)
        assert isinstance(answers[0], Offer | NotOpen), answers[0]
        shelter = CaseDeskGrant.objects.filter(content_object=case, group=land.desks["shelter"].group)  # fmt: skip
        held = set(shelter.values_list("permission__codename", flat=True))
        assert not held & {"view_identity", "view_health", "view_needs_and_assistance"}


def test_two_colleagues_claim_the_same_offer(land):
    for _ in range(TIMES):
        offer = steps.offer_to(land, steps.send(land, her_case(land), "accommodation"), "shelter")
        acts = [
            lambda who=who: services.claim(actor=land.actor(who), ref=offer.uuid, version=None)  # noqa: B023
            for who in ("shelter", "shelter_b")
        ]
        won, _lost = one_winner(together(*acts))
        offer.refresh_from_db()
        assert offer.claimed_by_id == won.claimed_by_id
        assert Entry.objects.filter(verb="offer.claim", subject=str(offer.uuid)).count() == 1


def test_the_same_post_twice_at_once_opens_one_case(land):
    actor = land.actor("ngo")

    def post(key):
        def act():
            case = open_case(actor=actor, sections=steps.sections())
            return 201, case.ref

        return lambda: once(client=actor.client, key=key, print_=fingerprint("/cases/", {}), act=act)  # fmt: skip

    for n in range(1, TIMES + 1):
        first, second = together(post(f"k{n}"), post(f"k{n}"))
        assert (first.status, first.reference) == (second.status, second.reference)
        assert sorted((first.repeated, second.repeated)) == [False, True]
        assert Case.objects.count() == n


def test_a_place_that_another_commit_took_is_passed_over(land):
    """The first look at free places may be older than the other's commit: the second look decides."""
    shelter, case = land.actor("shelter"), her_case(land)
    first = placements.my_places(shelter)[0]
    referral = steps.send(land, case, "accommodation")
    other = steps.a_case(land, "ngo")
    Placement.objects.create(
        case=other, place=first, desk=first.desk, referral_uuid=uuid4(), reserved_at=now()
    )
    blind = placements.Place.objects.filter(desk_id=shelter.desk_id, usable=True).order_by("pk")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(placements, "free_places", lambda desk_id: blind.all())
        steps.accept(land, referral)
    assert Placement.objects.get(referral_uuid=referral.uuid).place_id != first.pk
