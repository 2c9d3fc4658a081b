"""Ask before referring, and for missing information afterwards: one short question, one answer.

No identity goes out: what the asking side of a case writes is checked against her names. Two who
answer at once: the first counts. A clock whose rule lets it stand stands while missing information
is asked for (an answer clock never does).
"""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from cases.models import Case
from cases.selectors import get_case
from cases.services import lock_cases
from cases.telltale import Tells, telltale
from portal.access.matrix import Purpose
from portal.core.actors import Acting
from portal.core.clock import now
from portal.core.problems import Invalid, NotOpen
from portal.core.references import new_reference
from portal.core.workflow import MoveRefused
from portal.deadlines.services import start
from portal.organisations.models import Desk
from portal.sealing.documents import seal
from portal.sealing.services import new_key, open_key
from referrals import selectors
from referrals.intake import Ask
from referrals.models import Offer, Question
from referrals.question_moves import QUESTION
from referrals.routing_facts import PLACES, candidates, reachable
from referrals.selectors.questions import (
    TABLE,
    get_question,
    question_parties,
    words_of_question,
)
from referrals.services.asking import purposes_open
from referrals.services.moving import moved_on
from referrals.services.questioning import land, note_question, tell_of_question
from referrals.services.standing import let_stand
from referrals.states import About, OfferState, QuestionState

LONGEST = 500
MOST_OPEN = 10
ASKS = (OfferState.OPEN.value, OfferState.CLAIMED.value, OfferState.ACCEPTED.value)


@transaction.atomic
def ask_before(
    *, actor: Acting, case: str | UUID, purpose: str, receiver: str, text: str, region: str = ""
) -> Question:
    """Ask one possible receiver something short, before anything is sent.

    ``receiver`` is a token of ``routing_facts.candidates``. Raises Http404, NotOpen where this desk
    does not send for the purpose, Invalid naming field and remedy.
    """
    found = get_case(actor, case)
    [row] = lock_cases([found])
    if purpose not in set(Purpose):
        raise Invalid(field="purpose", remedy=_("Choose one of the purposes offered."))
    if Purpose(purpose) not in purposes_open(actor, row):
        raise NotOpen(
            _("The lead of this case sends referrals for this purpose. Propose it to the lead.")
        )
    ask = Ask(purpose=purpose, region=region)
    desk = _reachable(actor, row, ask, receiver)
    running = Question.objects.filter(case=row, asker_desk_id=actor.desk_id)
    if running.filter(state=QuestionState.OPEN.value).count() >= MOST_OPEN:
        raise NotOpen(_("Enough was asked: wait for the answers, or close some."))
    if running.filter(desk=desk, purpose=purpose, state=QuestionState.OPEN.value).exists():
        raise NotOpen(_("Your desk has asked them already; their answer is not there yet."))
    said = _clean(text, "text", [row])
    return _put(actor, row, desk, purpose=purpose, text=said, number=_number(actor, row, ask, desk))


def _reachable(actor: Acting, case: Case, ask: Ask, receiver: str) -> Desk:
    try:
        return reachable(actor, [case], ask, [receiver])[0]
    except Invalid as refused:
        remedy = refused.errors.get("receivers", "")
        raise Invalid(refused.detail, field="receiver", remedy=remedy) from None


def _number(actor: Acting, case: Case, ask: Ask, desk: Desk) -> int | None:
    """The number of a capacity that stays nameless to who asks."""
    if ask.purpose not in PLACES:
        return None
    proposed, left = candidates(actor, [case], ask)
    return next((c.number for c in (*proposed, *left) if c.fit.desk_id == desk.pk), None)


@transaction.atomic
def ask_missing(*, actor: Acting, offer: str | UUID, text: str) -> Question:
    """A receiver asks the sender for what is missing; its own pausable clocks stand meanwhile.

    Raises Http404, NotOpen, Invalid.
    """
    found = selectors.get_offer(actor, offer)
    cases = lock_cases(selectors.cases_of(found.referral))
    row = Offer.objects.select_for_update().select_related("referral").get(pk=found.pk)
    if row.desk_id != actor.desk_id:
        raise Http404
    if row.state not in ASKS or not cases:
        raise NotOpen(_("Nothing can be asked about this any more."))
    if Question.objects.filter(offer=row, state=QuestionState.OPEN.value).exists():
        raise NotOpen(_("Your question is not answered yet."))
    said = _clean(text, "text", [])
    question = _put(
        actor,
        cases[0],
        row.referral.sender_desk,
        purpose=row.referral.purpose,
        text=said,
        offer=row,
    )
    question.clocks = let_stand(actor=actor, question=question, cases=cases)
    question.save(update_fields=["clocks"])
    return question


def _put(
    actor: Acting,
    case: Case,
    desk: Desk,
    *,
    purpose: str,
    text: str,
    number: int | None = None,
    offer: Offer | None = None,
) -> Question:
    question = Question(
        ref=new_reference("Q"), jurisdiction_id=case.state_id, purpose=purpose, case=case, offer=offer,
        about=(About.MISSING if offer else About.BEFORE).value, asker_desk_id=actor.desk_id,
        asked_by_id=actor.user_id, desk=desk, number=number, asked_at=now(), answer_by=now(),
    )  # fmt: skip
    clock = start(
        actor=actor, code="question.answer", state=case.state, subject_kind="question",
        subject_uuid=question.uuid, owner_desk_id=desk.pk,
    )  # fmt: skip
    question.answer_by = clock.due_at
    new_key("question", question.uuid)
    _seal(question, {"text": text})
    question.save()
    note_question(actor, question, "asked")
    tell_of_question(question, "question_asked", desk.pk)
    return question


@transaction.atomic
def answer(*, actor: Acting, ref: str | UUID, text: str, version: int | None = None) -> Question:
    """Answer once; who asked is told, the clock that stood runs on. Raises Http404, NotOpen, Stale, Invalid.

    Words that go to a desk without her identity are checked against her names; the answer of a
    desk that does not know her is not: a refusal would tell it whether it guessed.
    """
    question = _step(actor, ref, "answer", version)
    offer = question.offer
    checked = selectors.cases_of(offer.referral) if offer is not None else []
    said = _clean(text, "answer", checked)
    _seal(question, {**words_of_question(question), "answer": said})
    question.answered_at, question.answered_by_id = now(), actor.user_id
    land(actor, question, QuestionState.ANSWERED, "answered")
    tell_of_question(question, "question_answered", question.asker_desk_id)
    return question


@transaction.atomic
def close(*, actor: Acting, ref: str | UUID, version: int | None = None) -> Question:
    """Nothing more is asked here. Raises Http404, NotOpen, Stale."""
    question = _step(actor, ref, "close", version)
    was_open = question.state == QuestionState.OPEN
    question.closed_at = now()
    land(actor, question, QuestionState.CLOSED, "closed")
    if was_open:
        tell_of_question(question, "question_closed", question.desk_id)
    return question


def _step(actor: Acting, ref: str | UUID, name: str, version: int | None) -> Question:
    """Lock a question and find the move, or refuse it with those that are open."""
    found = get_question(actor, ref)
    rows = Question.objects.select_for_update(of=("self",)).select_related(
        "case", "jurisdiction", "offer__referral"
    )
    question = rows.get(pk=found.pk)
    try:
        QUESTION.find(name, question.state, question_parties(actor, question))
    except MoveRefused as refused:
        words = {
            QuestionState.ANSWERED.value: _("This is answered already."),
            QuestionState.REFERRED.value: _("A referral came of it: nothing more to do here."),
            QuestionState.CLOSED.value: _("This was closed. Nothing for you to do."),
        }
        raise NotOpen(
            words.get(question.state, _("This step is not open now.")), field="move",
            remedy=_("Choose one of the steps that are offered."), moves=list(refused.open_moves),
        ) from None  # fmt: skip
    if version is not None and question.version != version:
        raise moved_on()
    return question


def _clean(text: str, field: str, cases: Sequence[Case]) -> str:
    """The words, short and without identity. Raises Invalid naming field and remedy."""
    said = text.strip()
    if not said:
        raise Invalid(field=field, remedy=_("Write a short sentence."))
    if len(said) > LONGEST:
        raise Invalid(field=field, remedy=_("Shorten this to 500 characters."))
    found = telltale(said, cases) if cases else None
    if found is not None:
        what, word = found
        remedy = {
            Tells.NAME: _("Take out ‘%(word)s’: it tells who the person is. Say ‘the person’."),
            Tells.REFERENCE: _("Take out ‘%(word)s’: a reference leads to the person."),
            Tells.NUMBER: _("Take out ‘%(word)s’: a number leads to the person."),
            Tells.MAIL: _("Take out ‘%(word)s’: an address leads to the person."),
        }[what]
        raise Invalid(field=field, remedy=remedy % {"word": word})
    return said


def _seal(question: Question, document: dict[str, str]) -> None:
    question.words_version += 1
    question.sealed = seal(
        key=open_key("question", question.uuid), table=TABLE, case_id=0, record=question.uuid,
        version=question.words_version, document=document,
    )  # fmt: skip
