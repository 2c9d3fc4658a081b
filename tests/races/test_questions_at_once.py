"""Two who answer one question at once, a referral at once with an answer, a link pressed twice."""

from datetime import timedelta

import pytest
from django.db import transaction

from cases.models import PlacesAhead, VacancyLink
from cases.services.vacancy import (
    Answer,
    ask_to_confirm,
    confirm_by_link,
    confirm_places,
    set_ahead,
    token_of,
)
from cases.vacancy import FRESH
from portal.audit.models import Entry
from portal.core.clock import now
from portal.core.problems import NotOpen
from portal.deadlines.models import Clock
from referrals import selectors, services
from referrals.intake import Ask
from referrals.models import Question
from tests.support import steps
from tests.support.threads import together
from tests.support.world import make_world

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.serial]
TIMES = 3


@pytest.fixture
def land(transactional_db):
    made = make_world()
    steps.add_places(made, "shelter", TIMES * 2)
    return made


def asked(land):
    case = steps.a_case(land, "ngo")
    steps.yes(land, case, "accommodation", ["shelter"])
    question = services.ask_before(
        actor=land.actor("ngo"), case=case.uuid, purpose="accommodation", text="Is there a lift?",
        receiver=steps.token(land, "ngo", case, "accommodation", "shelter"),
    )  # fmt: skip
    return case, question


def says(land, who, question, text):
    actor = land.actor(who)
    return lambda: services.answer_question(actor=actor, ref=question.uuid, text=text)


def test_two_colleagues_answer_at_once(land):
    for _ in range(TIMES):
        _case, question = asked(land)
        told = together(
            says(land, "shelter", question, "Yes."), says(land, "shelter_b", question, "No.")
        )
        kinds = sorted(type(answer).__name__ for answer in told)
        assert kinds == ["NotOpen", "Question"], told
        kept = Question.objects.get(pk=question.pk)
        won = next(a for a in told if isinstance(a, Question))
        assert kept.answered_by_id == won.answered_by_id
        assert selectors.words_of_question(kept)["answer"] in ("Yes.", "No.")
        rows = Entry.objects.filter(subject=str(question.uuid), verb="question.answered")
        assert rows.count() == 1


def test_an_answer_at_once_with_the_close(land):
    for _ in range(TIMES):
        _case, question = asked(land)
        ngo = land.actor("ngo")
        told = together(
            says(land, "shelter", question, "Yes."),
            lambda ngo=ngo, q=question: services.close_question(actor=ngo, ref=q.uuid),
        )
        assert {type(a) for a in told} <= {Question, NotOpen}, told
        assert Question.objects.get(pk=question.pk).state == "closed"


def test_an_answer_at_once_with_the_referral(land):
    """Either the answer came first and became a referral, or it stands as answered: never lost."""
    for _ in range(TIMES):
        case, question = asked(land)
        ngo, token = land.actor("ngo"), steps.token(land, "ngo", case, "accommodation", "shelter")
        ask = Ask(purpose="accommodation", urgency="urgent")
        told = together(
            says(land, "shelter", question, "Yes."),
            lambda ngo=ngo, c=case, a=ask, t=token: services.send_referral(
                actor=ngo, cases=[c.uuid], ask=a, receivers=[t]
            ),
        )
        assert not [a for a in told if isinstance(a, Exception)], told
        kept = Question.objects.get(pk=question.pk)
        assert kept.state in ("answered", "referred")
        assert selectors.words_of_question(kept)["answer"] == "Yes."


def link_of(land):
    clock = Clock.objects.get(code=FRESH, subject_uuid=land.desks["shelter"].uuid, stopped_at=None)
    with transaction.atomic():
        return ask_to_confirm(clock=clock, once=str(VacancyLink.objects.count()))


def test_a_link_pressed_twice_at_once_confirms_once(land):
    for n in range(1, TIMES + 1):
        token = token_of(link_of(land))
        press = lambda token=token: confirm_by_link(token=token, seen=TIMES * 2)  # noqa: E731
        told = together(press, press)
        assert {a.answer for a in told} == {Answer.USED}, told
        assert Entry.objects.filter(verb="places.confirmed").count() == n


def test_a_link_at_once_with_the_page_and_two_words_for_one_day(land):
    for _ in range(TIMES):
        token, shelter = token_of(link_of(land)), land.actor("shelter")
        told = together(
            lambda token=token: confirm_by_link(token=token, seen=TIMES * 2),
            lambda shelter=shelter: confirm_places(actor=shelter),
        )
        assert not [a for a in told if isinstance(a, Exception)], told
        live = Clock.objects.filter(code=FRESH, stopped_at=None)
        assert live.filter(subject_uuid=land.desks["shelter"].uuid).count() == 1
    day = now().date() + timedelta(days=3)
    ours, theirs = land.actor("shelter"), land.actor("shelter_b")
    told = together(
        lambda: set_ahead(actor=ours, from_day=day, free=2),
        lambda: set_ahead(actor=theirs, from_day=day, free=3),
    )
    assert not [a for a in told if isinstance(a, Exception)], told
    assert PlacesAhead.objects.filter(from_day=day).count() == 1
