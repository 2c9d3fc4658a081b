"""Questions in words: who is on the other side, where it stands, until when."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.core.templatetags.concord import left_short, state_time, urgency
from portal.organisations.actors import Actor
from referrals.models import Question
from referrals.selectors.questions import other_side
from referrals.states import About, QuestionState
from referrals.words import PURPOSES, label, said

KIND = {
    QuestionState.ANSWERED: "ok",
    QuestionState.REFERRED: "plain",
    QuestionState.CLOSED: "plain",
}


def question_row(actor: Actor, question: Question) -> dict[str, Any]:
    """One line of a list, for ``components/work_row.html``."""
    mine = question.asker_desk_id == actor.desk_id
    is_open = question.state == QuestionState.OPEN
    who = (
        _("To %(who)s.") % {"who": other_side(actor, question)}
        if mine
        else _("From %(who)s.") % {"who": other_side(actor, question)}
    )
    about = label(About, question.about)
    return {
        "kind": urgency(question.answer_by) if is_open else KIND[QuestionState(question.state)],
        "title": f"{said(PURPOSES, question.purpose)}: {about}",
        "reference": question.ref,
        "meta": who,
        "left": left_short(question.answer_by) if is_open else label(QuestionState, question.state),
        "due": state_time(question.answer_by if is_open else _last(question), "near"),
        "url": reverse("referrals:question", args=[question.uuid]),
        "at": question.answer_by,
        "icon": "question",
    }


def _last(question: Question) -> Any:
    return question.closed_at or question.answered_at or question.asked_at


def facts_of(actor: Actor, question: Question) -> list[dict[str, Any]]:
    """Who, for what, when: for ``components/facts.html``."""
    mine = question.asker_desk_id == actor.desk_id
    facts: list[dict[str, Any]] = [
        {
            "term": _("Asked of") if mine else _("Asked by"),
            "value": other_side(actor, question),
        },
        {"term": _("For"), "value": said(PURPOSES, question.purpose)},
        {"term": _("Asked"), "value": state_time(question.asked_at, "near")},
    ]
    if question.state == QuestionState.OPEN:
        facts.append({"term": _("Answer by"), "value": state_time(question.answer_by, "near")})
    if question.answered_at:
        facts.append({"term": _("Answered"), "value": state_time(question.answered_at, "near")})
    if mine and question.clocks and question.state == QuestionState.OPEN:
        facts.append({"term": _("Meanwhile"), "value": _("Your clock stands still")})
    return facts
