"""Her choice: places held until a named time, her yes, her no, the lapse; what is read to her."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.urls import reverse

from cases.models import Placement
from cases.selectors import held as rights
from cases.services import place_wall
from portal.core.clock import at, now
from portal.core.models import OutboxRow
from portal.core.problems import Invalid, NotOpen
from portal.deadlines.models import Clock
from portal.deadlines.services import strike_due
from referrals import selectors, services
from referrals.models import Offer, Referral
from tests.referrals.pages import browser, offer_url, press, referral_url, text_of
from tests.support import steps


@pytest.fixture
def asked(world):
    """Two shelters are asked, in the standard way: she chooses."""
    steps.add_places(world)
    steps.add_places(world, "shelter2")
    case = steps.a_case(world, "ngo")
    steps.yes(world, case, "accommodation")
    return steps.send(
        world, case, "accommodation", ["shelter", "shelter2"], urgency="standard", read_back="yes"
    )


def told(kind):
    return OutboxRow.objects.filter(topic="notice", kind=kind)


def test_the_mode_follows_urgency_and_purpose(world):
    from referrals.intake import Ask
    from referrals.services.sending import mode_of

    cells = {
        ("accommodation", "standard"): "she_chooses",
        ("urgent_protection", "standard"): "she_chooses",
        ("accommodation", "urgent"): "first_wins",
        ("accommodation", "immediate_danger"): "first_wins",
        ("medical", "standard"): "first_wins",
    }
    assert {k: mode_of(Ask(*k)).value for k in cells} == cells


def test_her_yes_makes_one_place_hers_and_frees_the_others(world, asked):
    one, other = steps.hold(world, asked, "shelter"), steps.hold(world, asked, "shelter2")
    assert set(Placement.objects.values_list("desk_id", "state")) == {
        (one.desk_id, "held"), (other.desk_id, "held"),
    }  # fmt: skip
    case = asked.cases.get()
    assert not rights(world.actor("shelter"), case), "holding a place opens nothing"
    done = steps.her_yes(world, asked, "shelter2")
    assert (done.state, done.version) == ("accepted", asked.version + 1)
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.state, other.state) == ("taken", "accepted")
    assert Placement.objects.get(desk_id=other.desk_id).state == "reserved"
    assert Placement.objects.get(desk_id=one.desk_id).state == "ended"
    assert "view_identity" in rights(world.actor("shelter2"), case)
    assert told("offer_held").count() == 2
    assert told("offer_taken").count() == 1
    assert not Clock.objects.filter(code="hold").exclude(state="stopped").exists()
    assert Clock.objects.filter(code="stalled.standard").count() == 1


def test_her_no_has_a_reason_of_its_own_that_the_desk_never_reads(world, asked):
    offer = steps.hold(world, asked)
    with pytest.raises(Invalid):
        services.her_no(
            actor=world.actor("ngo"), ref=asked.uuid, number=offer.number, reason="no_place_free"
        )
    services.her_no(
        actor=world.actor("ngo"), ref=asked.uuid, number=offer.number, reason="too_near"
    )
    offer.refresh_from_db()
    assert (offer.state, offer.her_reason) == ("refused", "too_near")
    assert not Placement.objects.exclude(state="ended").exists()
    page = text_of(browser(world, "shelter").get(offer_url(offer)))
    assert "Not chosen" in page and "near" not in page.lower()
    asked.refresh_from_db()
    assert asked.state == "sent", "the other was not answered yet"
    services.decline(
        actor=world.actor("shelter2"), ref=steps.offer_to(world, asked, "shelter2").uuid,
        reason="language",
    )  # fmt: skip
    asked.refresh_from_db()
    assert asked.state == "unplaced"


def test_a_place_is_let_go_at_the_time_the_desk_named(world, asked):
    until = now() + timedelta(hours=5)
    offer = steps.hold(world, asked, until=until)
    assert offer.held_until == until
    with at(until - timedelta(hours=2)):
        strike_due(now=now())
    assert told("offer_held").count() == 2, "half of the time: ask her now"
    with at(until + timedelta(minutes=1)):
        strike_due(now=now())
        strike_due(now=now())
    offer.refresh_from_db()
    assert (offer.state, offer.held_until) == ("lapsed", None)
    assert Placement.objects.get().state == "ended"
    assert told("hold_over").count() == 2, "both ends, once each"
    with pytest.raises(NotOpen) as late:
        steps.her_yes(world, asked)
    assert "no longer held" in late.value.detail


def test_her_yes_stands_while_the_place_is_held_though_the_worker_sleeps(world, asked):
    until = now() + timedelta(hours=3)
    steps.hold(world, asked, until=until)
    with at(until + timedelta(minutes=2)):
        assert steps.her_yes(world, asked).state == "accepted"
        strike_due(now=now())
    assert Placement.objects.get().state == "reserved"


def test_a_late_hold_brings_an_unplaced_referral_back(world):
    steps.add_places(world)
    case = steps.a_case(world, "ngo")
    steps.yes(world, case, "accommodation")
    referral = steps.send(world, case, "accommodation", urgency="standard")
    offer = steps.offer_to(world, referral, "shelter")
    with at(offer.answer_by + timedelta(hours=5)):
        strike_due(now=now())
        referral.refresh_from_db()
        assert referral.state == "unplaced"
        steps.hold(world, referral)
        referral.refresh_from_db()
        assert referral.state == "sent"
        assert steps.her_yes(world, referral).state == "accepted"


@pytest.mark.parametrize(("hours", "well"), [(1, False), (2, True), (168, True), (169, False)])
def test_a_time_outside_the_states_rule_is_refused(world, asked, hours, well):
    until = now() + timedelta(hours=hours)
    if well:
        assert steps.hold(world, asked, until=until).held_until == until
    else:
        with pytest.raises(Invalid) as refused:
            steps.hold(world, asked, until=until)
        assert refused.value.errors == {"until": "Name a time from 2 to 168 hours from now."}


def test_neither_mode_knows_the_others_answer(world, asked):
    with pytest.raises(NotOpen) as refused:
        steps.accept(world, asked)
    assert refused.value.extra["moves"] == ["hold"]
    urgent = steps.send(world, asked.cases.get(), "accommodation", urgency="urgent")
    with pytest.raises(NotOpen):
        steps.hold(world, urgent)


def test_declining_a_held_place_frees_it(world, asked):
    offer = steps.hold(world, asked)
    services.decline(actor=world.actor("shelter"), ref=offer.uuid, reason="no_place_free")
    assert Placement.objects.get().state == "ended"
    assert not Clock.objects.filter(code="hold").exclude(state="stopped").exists()


def test_withdrawing_frees_what_was_held(world, asked):
    steps.hold(world, asked)
    services.withdraw_referral(
        actor=world.actor("ngo"),
        ref=asked.uuid,
        version=None,
        why=services.Coded("no_longer_needed"),
    )
    assert not Placement.objects.exclude(state="ended").exists()
    assert set(Offer.objects.values_list("state", flat=True)) == {"withdrawn"}


def test_a_wall_takes_a_held_place_away(world, asked):
    offer = steps.hold(world, asked)
    place_wall(
        actor=world.actor("ngo"), ref=asked.cases.get().uuid, ground="allegation", reason="Named.",
        organisation=world.desks["shelter"].organisation,
    )  # fmt: skip
    offer.refresh_from_db()
    assert offer.state == "withdrawn"
    assert Placement.objects.get().state == "ended"
    assert browser(world, "shelter").get(offer_url(offer)).status_code == 404
    with pytest.raises(NotOpen):
        steps.her_yes(world, asked)


def test_a_mother_and_her_child_are_held_together_or_not_at_all(world):
    from cases.services import link_family

    steps.add_places(world, n=1)
    steps.add_places(world, "shelter2", n=2)
    mother, child = steps.a_case(world, "ngo"), steps.a_case(world, "ngo", adult=False)
    link_family(actor=world.actor("ngo"), parent=mother, children=[child])
    steps.yes(world, mother, "accommodation")
    whom = [steps.token(world, "ngo", mother, "accommodation", w) for w in ("shelter", "shelter2")]
    actor, ask = world.actor("ngo"), steps.Ask(purpose="accommodation")
    with pytest.raises(Invalid):
        services.send_referral(
            actor=actor, cases=[mother.uuid, child.uuid], ask=ask, receivers=whom
        )
    sent = services.send_referral(
        actor=actor, cases=[mother.uuid, child.uuid], ask=ask, receivers=whom[1:]
    )
    steps.hold(world, sent, "shelter2")
    assert Placement.objects.filter(state="held").count() == 2
    steps.her_yes(world, sent, "shelter2")
    assert Placement.objects.filter(state="reserved").count() == 2


def test_the_shelter_where_she_is_may_record_her_word_and_names_nobody(world):
    """She sleeps in one house; another would take her. Those with her write down what she says."""
    steps.add_places(world)
    steps.add_places(world, "shelter2")
    case = steps.a_case(world, "ngo")
    steps.yes(world, case, "accommodation")
    first = steps.send(world, case, "accommodation")
    steps.accept(world, first)
    steps.leave(world, first)
    steps.arrive(world, first)
    second = steps.send(world, case, "accommodation", ["shelter2"], urgency="standard")
    steps.hold(world, second, "shelter2")
    here = world.actor("shelter")
    with pytest.raises(Http404):
        selectors.get_referral(here, second.uuid)
    anna = browser(world, "shelter")
    page = anna.get(reverse("referrals:onward", args=[second.uuid]))
    assert "Places are held" in text_of(page) and "Agency shelter2" not in page.content.decode()
    yes = reverse("referrals:onward_move", args=[second.uuid, "her_yes"])
    asked = anna.get(yes)
    assert "Capacity 1" in text_of(asked) and "Agency shelter2" not in asked.content.decode()
    assert "Place 1" in text_of(anna.get(reverse("referrals:sheet", args=[second.uuid])))
    assert press(anna, asked, yes, number="1").status_code == 303
    second.refresh_from_db()
    assert second.state == "accepted"


def test_people_take_turns_on_the_pages(world, asked):
    dana, mira, ines = (browser(world, who) for who in ("shelter", "ngo", "shelter2"))
    offer = steps.offer_to(world, asked, "shelter")
    page = dana.get(offer_url(offer))
    assert "Here the person chooses" in text_of(page) and "Accept, in my name" not in text_of(page)
    assert press(dana, page, offer_url(offer, "hold")).status_code == 303
    assert "Held for the person" in text_of(dana.get(offer_url(offer)))
    page = mira.get(referral_url(asked))
    assert "The person says yes" in text_of(page)
    sheet = mira.get(reverse("referrals:sheet", args=[asked.uuid]))
    assert "Place 1" in text_of(sheet) and "Agency" not in text_of(sheet).split("You choose")[1]
    yes = referral_url(asked, "her_yes")
    nothing = press(mira, mira.get(yes), yes)
    assert nothing.status_code == 422 and "Choose one of the places" in text_of(nothing)
    assert press(mira, mira.get(yes), yes, number="1").status_code == 303
    closed = text_of(ines.get(offer_url(steps.offer_to(world, asked, "shelter2"))))
    assert "Taken by another" in closed and "Agency shelter " not in closed
    assert mira.get(reverse("referrals:sheet", args=[asked.uuid])).status_code == 404


def test_the_sheet_speaks_her_language_and_has_no_name_on_it(world, asked):
    steps.hold(world, asked)
    url = reverse("referrals:sheet", args=[asked.uuid])
    page = browser(world, "ngo").get(url + "?language=ar").content.decode()
    assert '<article class="paper" lang="ar" dir="rtl"' in page
    paper = page.split('<article class="paper"')[1].split("</article>")[0]
    for hidden in ("Agency", steps.CANARY, "@", "street"):
        assert hidden not in paper
    assert browser(world, "shelter").get(url).status_code == 404
    assert browser(world, "coordinator").get(url).status_code == 404


def test_what_is_sent_is_read_back_first(world):
    steps.add_places(world)
    case = steps.a_case(world, "ngo")
    steps.yes(world, case, "accommodation")
    mira = browser(world, "ngo")
    url = reverse("referrals:refer", args=[case.uuid])
    page = mira.post(url, {"step": "look", "purpose": "accommodation", "urgency": "standard"})
    shelter = [str(world.desks["shelter"].uuid)]
    unsaid = press(mira, page, url, receivers=shelter, read_back="")
    assert unsaid.status_code == 422 and "Say whether it was read back" in text_of(unsaid)
    why = press(mira, page, url, receivers=shelter, read_back="not_possible")
    assert why.status_code == 422 and "Say why it could not be read back" in text_of(why)
    assert Referral.objects.count() == 0
    sent = press(
        mira, page, url, receivers=shelter, read_back="not_possible",
        read_back_why="no_interpreter",
    )  # fmt: skip
    assert sent.status_code == 303
    found = Referral.objects.get()
    assert (found.read_back, found.read_back_why) == ("not_possible", "no_interpreter")
    assert "Nobody speaks the language now" in text_of(mira.get(referral_url(found)))


def test_the_words_to_read_aloud_are_what_the_receiver_reads(world):
    case = steps.a_case(world, "ngo")
    url = reverse("referrals:read_back", args=[case.uuid])
    mira = browser(world, "ngo")
    page = mira.get(url + "?purpose=accommodation")
    words = text_of(page)
    assert "Tigrinya" in words and "Adult" in words and "Is looked for" in words
    assert steps.CANARY not in words
    assert mira.get(url + "?purpose=holiday").status_code == 404
    assert browser(world, "ngo2").get(url + "?purpose=accommodation").status_code == 404
