"""Ask before referring: a short question without identity, one answer, then referred or closed."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.urls import reverse

from cases.services import place_wall
from portal.audit.models import Entry
from portal.core import outbox
from portal.core.clock import at, now
from portal.core.problems import Invalid, NotOpen, Stale
from portal.deadlines.models import Clock
from portal.deadlines.services import start, strike_due
from portal.notifications.models import Notice
from referrals import selectors, services
from referrals.models import Question
from tests.referrals.pages import browser, press, text_of
from tests.support import steps

HOUR = timedelta(hours=1)
ASKS = "Is there a room without stairs? The person cannot climb."


def ask(world, case, to="shelter", who="ngo", text=ASKS, purpose="accommodation"):
    return services.ask_before(
        actor=world.actor(who), case=case.uuid, purpose=purpose, text=text,
        receiver=steps.token(world, who, case, purpose, to),
    )  # fmt: skip


def reply(world, question, who="shelter", text="Yes, on the ground floor.", **more):
    return services.answer_question(actor=world.actor(who), ref=question.uuid, text=text, **more)


def heard(world, kind):
    outbox.deliver()
    return sorted(
        Notice.objects.filter(kind=kind, withdrawn_at=None).values_list("desk__name", flat=True)
    )


@pytest.fixture
def case(world):
    steps.add_places(world)
    return steps.a_case(world, "ngo")


def test_who_is_asked_reads_the_words_and_nothing_of_the_person(world, case):
    question = ask(world, case)
    client = browser(world, "shelter")
    url = reverse("referrals:question", args=[question.uuid])
    page = client.get(url)
    body = page.content.decode()
    assert ASKS in text_of(page)
    for hidden in (case.ref, str(case.uuid), steps.CANARY):
        assert hidden not in body
    told = client.get(f"/api/v1/questions/{question.uuid}/").json()
    assert (told["case"], told["mine"], told["moves"]) == (None, False, ["answer"])
    assert told["other_side"] == "Agency ngo"
    assert heard(world, "question_asked") == ["shelter desk", "shelter desk"]
    assert bytes(Question.objects.get().sealed).find(b"stairs") == -1, "sealed"
    assert question.ref in text_of(client.get(reverse("home")))


@pytest.mark.parametrize(
    "text",
    [
        f"Do you know {steps.CANARY}?",
        f"Do you know {steps.CANARY.upper()}, please?",
        "Do you know Kanarienvogelowa?",
        "Call +40 700 555 123 first.",
        "Write to mira@agency.example first.",
    ],
)
def test_no_identity_goes_out(world, case, text):
    with pytest.raises(Invalid) as refused:
        ask(world, case, text=text)
    assert list(refused.value.errors) == ["text"]
    assert "Take out" in refused.value.errors["text"]
    assert not Question.objects.exists()


def test_a_reference_does_not_go_out_either(world, case):
    with pytest.raises(Invalid) as refused:
        ask(world, case, text=f"It is about {case.ref.lower()}.")
    assert "a reference leads to the person" in refused.value.errors["text"]
    assert ask(world, case, text="A woman of about 30 with two small children, from Friday?")


def test_the_page_keeps_what_was_typed_and_says_what_to_take_out(world, case):
    client, url = browser(world, "ngo"), reverse("referrals:ask_before", args=[case.uuid])
    page = client.get(f"{url}?purpose=accommodation")
    token = steps.token(world, "ngo", case, "accommodation", "shelter")
    wrong = press(client, page, url, receiver=token, text=f"Is {steps.CANARY} known to you?")
    assert wrong.status_code == 422
    assert f"Take out ‘{steps.CANARY}’" in text_of(wrong)
    assert f"Is {steps.CANARY} known to you?" in wrong.content.decode()
    for text, remedy in (("", "Write a short sentence."), ("x" * 501, "Shorten this to 500")):
        answer = press(client, page, url, receiver=token, text=text)
        assert (answer.status_code, remedy in text_of(answer)) == (422, True)
    assert press(client, page, url, receiver="", text=ASKS).status_code == 422
    sent = [press(client, page, url, receiver=token, text=ASKS) for _ in range(2)]
    assert {a.status_code for a in sent} == {303}
    assert Question.objects.count() == 1, "pressed twice, asked once (L42)"


def test_open_answered_closed(world, case):
    question = ask(world, case)
    with pytest.raises(Http404):
        services.close_question(actor=world.actor("shelter2"), ref=question.uuid)
    with pytest.raises(NotOpen):
        services.close_question(actor=world.actor("shelter"), ref=question.uuid)
    with pytest.raises(NotOpen):
        reply(world, question, "ngo")
    with pytest.raises(Stale):
        reply(world, question, version=99)
    done = reply(world, question)
    assert (done.state, selectors.words_of_question(done)["answer"]) == ("answered", "Yes, on the ground floor.")  # fmt: skip
    with pytest.raises(NotOpen) as again:
        reply(world, question)
    assert again.value.detail == "This is answered already."
    assert heard(world, "question_answered") == ["ngo desk", "ngo desk"]
    assert services.close_question(actor=world.actor("ngo"), ref=question.uuid).state == "closed"
    verbs = Entry.objects.filter(subject=str(question.uuid)).order_by("pk")
    assert [v for v in verbs.values_list("verb", flat=True) if v.startswith("question")] == [
        "question.asked", "question.answered", "question.closed",
    ]  # fmt: skip


def test_a_referral_to_that_desk_ends_it_as_referred(world, case):
    question, other = ask(world, case), ask(world, case, "health", purpose="psychological")
    reply(world, question)
    page = browser(world, "ngo").get(reverse("referrals:question", args=[question.uuid]))
    assert "Choose whom to refer to" in text_of(page)
    steps.yes(world, case, "accommodation", ["shelter"])
    referral = steps.send(world, case, "accommodation")
    question.refresh_from_db()
    other.refresh_from_db()
    assert (question.state, question.referral) == ("referred", referral)
    assert other.state == "open", "another purpose, not answered"


def test_a_shelter_stays_nameless_to_who_may_not_know_it(world):
    steps.add_places(world)
    case = steps.a_case(world, "border")
    question = ask(world, case, "shelter", who="border")
    page = browser(world, "border").get(reverse("referrals:question", args=[question.uuid]))
    listed = browser(world, "border").get(reverse("referrals:questions"))
    for shown in (page, listed):
        assert "Agency shelter" not in shown.content.decode()
        assert "Capacity" in text_of(shown)


def test_a_wall_takes_it_away_as_if_it_had_never_been(world, case):
    question = ask(world, case)
    outbox.deliver()
    place_wall(actor=world.actor("ngo"), ref=case.uuid, ground="allegation", reason="Why.",
               organisation=world.desks["shelter"].organisation)  # fmt: skip
    client = browser(world, "shelter")
    url = reverse("referrals:question", args=[question.uuid])
    assert client.get(url).status_code == 404
    assert client.post(reverse("referrals:question_answer", args=[question.uuid]), {"answer": "Yes"}).status_code == 404  # fmt: skip
    assert "Nobody has asked your desk." in text_of(client.get(reverse("referrals:questions")))
    assert client.get("/api/v1/questions/").json()["results"] == []
    assert question.ref not in text_of(client.get(reverse("notifications:list")))
    question.refresh_from_db()
    assert question.state == "closed"


def test_half_time_reminds_and_the_end_tells_who_asked(world, case):
    question = ask(world, case)
    with at(now() + 13 * HOUR):
        strike_due(now())
        assert len(heard(world, "question_asked")) == 4, "asked, and once more at half time"
    with at(now() + 25 * HOUR):
        strike_due(now())
        assert heard(world, "question_unanswered") == ["ngo desk", "ngo desk"]
        assert reply(world, question).state == "answered", "late is better than never"


def decided(world):
    """A case with the authority, whose decision clock may stand."""
    case = steps.a_case(world, "ngo")
    steps.yes(world, case, "identification", ["competent_authority"])
    referral = steps.send(world, case, "identification", to=("authority",))
    offer = steps.accept(world, referral, "authority")
    clock = start(
        actor=world.actor("authority"), code="reasonable_grounds", state=world.state,
        subject_kind="case", subject_uuid=case.uuid, case_id=case.pk, section="decisions",
        owner_desk_id=world.desks["authority"].pk,
    )  # fmt: skip
    return case, offer, clock


def test_missing_information_lets_a_clock_stand_whose_rule_lets_it(world):
    _case, offer, clock = decided(world)
    authority = world.actor("authority")
    question = services.ask_missing(
        actor=authority, offer=offer.uuid, text="Which day did it begin?"
    )
    clock.refresh_from_db()
    assert (clock.state, question.clocks) == ("paused", [clock.uuid])
    others = Clock.objects.exclude(pk=clock.pk).filter(stopped_at=None)
    assert not others.filter(state="paused").exists(), "nothing else stands"
    before = clock.due_at
    page = browser(world, "authority").get(reverse("referrals:question", args=[question.uuid]))
    assert "Your clock stands still" in text_of(page)
    with at(now() + 72 * HOUR):
        with pytest.raises(Invalid):
            reply(world, question, "ngo", f"{steps.CANARY} said it was in May.")
        reply(world, question, "ngo", "In the first days of May.")
    clock.refresh_from_db()
    assert clock.state == "running"
    assert clock.due_at > before, "the days that stood are not counted"


def test_an_answer_clock_never_stands_and_closing_lets_a_clock_run(world, case):
    steps.yes(world, case, "accommodation", ["shelter"])
    offer = steps.offer_to(world, steps.send(world, case, "accommodation"), "shelter")
    question = services.ask_missing(actor=world.actor("shelter"), offer=offer.uuid, text="Stairs?")
    assert question.clocks == []
    assert Clock.objects.get(subject_uuid=offer.uuid).state == "running"
    with pytest.raises(NotOpen):
        services.ask_missing(actor=world.actor("shelter"), offer=offer.uuid, text="And pets?")
    asked = browser(world, "ngo").get(f"/api/v1/questions/{question.uuid}/").json()
    assert (asked["other_side"], asked["case"]) == ("A receiver of the referral", None)
    _case, other, clock = decided(world)
    question = services.ask_missing(actor=world.actor("authority"), offer=other.uuid, text="When?")
    services.close_question(actor=world.actor("authority"), ref=question.uuid)
    clock.refresh_from_db()
    assert clock.state == "running"


def test_who_did_not_get_the_offer_cannot_ask_about_it(world, case):
    steps.yes(world, case, "accommodation", ["shelter"])
    offer = steps.offer_to(world, steps.send(world, case, "accommodation"), "shelter")
    for who in ("shelter2", "ngo", "shelter_admin", "coordinator"):
        client = browser(world, who)
        assert client.get(reverse("referrals:ask_missing", args=[offer.uuid])).status_code == 404
        body = {"text": "Why?"}
        answer = client.post(
            f"/api/v1/inbox/{offer.uuid}/questions/", body, content_type="application/json"
        )
        assert answer.status_code == 404


def test_the_api_asks_answers_and_closes(world, case):
    ngo, shelter = browser(world, "ngo"), browser(world, "shelter")
    body = {
        "case": str(case.uuid), "purpose": "accommodation", "text": ASKS,
        "receiver": steps.token(world, "ngo", case, "accommodation", "shelter"),
    }  # fmt: skip
    send = lambda more: ngo.post("/api/v1/questions/", body | more, content_type="application/json", headers={"Idempotency-Key": "one"})  # noqa: E731  # fmt: skip
    first, second = send({}), send({})
    assert (first.status_code, first.json()["uuid"]) == (201, second.json()["uuid"])
    assert send({"text": "Another?"}).status_code == 422, "the same key, another body"
    url = f"/api/v1/questions/{first.json()['uuid']}/"
    bad = ngo.post("/api/v1/questions/", body | {"text": steps.CANARY}, content_type="application/json", headers={"Idempotency-Key": "two"})  # fmt: skip
    assert bad.status_code == 409, "asked already, and not answered yet"
    etag = shelter.get(url).headers["ETag"]
    give = lambda tag: shelter.post(f"{url}answer/", {"answer": "Yes."}, content_type="application/json", headers={"If-Match": tag})  # noqa: E731  # fmt: skip
    done = give(etag)
    assert (done.status_code, done.json()["question_state"], done.json()["moves"]) == (
        200,
        "answered",
        [],
    )
    assert give(etag).status_code == 409
    mine = ngo.get(url)
    assert (mine.json()["answer"], mine.json()["case"]["reference"]) == ("Yes.", case.ref)
    closed = ngo.post(f"{url}close/", {}, content_type="application/json", headers={"If-Match": mine.headers["ETag"]})  # fmt: skip
    assert closed.json()["question_state"] == "closed"
    assert [
        q["question_state"] for q in ngo.get("/api/v1/questions/?box=asked").json()["results"]
    ] == ["closed"]


def test_L4_the_answer_to_a_question_of_who_left_reaches_her_desk(world, case):
    """A leaver's question is answered to the desk she asked from, not to her."""
    question = ask(world, case)
    world.people["ngo"].memberships.all().delete()
    reply(world, question)
    outbox.deliver()
    told = Notice.objects.filter(kind="question_answered").values_list("user__email", flat=True)
    assert list(told) == ["ngo_b@example.org"]
    assert selectors.get_question(world.actor("ngo_b"), question.uuid).state == "answered"
