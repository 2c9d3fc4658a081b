"""What a move of a question leaves behind: its state, its clock, the record, who is told."""

from collections.abc import Sequence

from cases.models import Case
from portal.audit.services import record
from portal.core.actors import Acting
from portal.core.clock import now
from portal.deadlines.services import stop
from portal.notifications.services import tell
from portal.organisations.models import Desk
from referrals.models import Question, Referral
from referrals.question_moves import QUESTION
from referrals.services.standing import let_run
from referrals.states import About, QuestionState


def land(actor: Acting, question: Question, state: QuestionState, verb: str) -> None:
    """Set its state; its answer clock stops, what stood for it runs on."""
    question.state = state.value
    question.version += 1
    question.save()
    stop(actor=actor, subject_kind="question", subject_uuid=question.uuid, outcome=state.value)
    let_run(actor=actor, question=question)
    note_question(actor, question, verb)


def referred(
    *, actor: Acting, referral: Referral, cases: Sequence[Case], desks: Sequence[Desk]
) -> int:
    """A referral came of answered questions of the same desk, person and purpose; how many."""
    rows = Question.objects.select_for_update().filter(
        asker_desk_id=referral.sender_desk_id, case__in=cases, desk__in=desks,
        purpose=referral.purpose, about=About.BEFORE.value, state=QuestionState.ANSWERED.value,
    )  # fmt: skip
    found = list(rows.order_by("pk"))
    for question in found:
        QUESTION.effect_of("refer", question.state)
        question.referral, question.closed_at = referral, now()
        land(actor, question, QuestionState.REFERRED, "referred")
    return len(found)


def close_walled(*, actor: Acting, case: Case, desk_ids: Sequence[int]) -> int:
    """At a wall whatever was asked of the walled party, or by it, is over; it is told nothing."""
    rows = Question.objects.select_for_update().filter(case=case)
    rows = rows.filter(state__in=[QuestionState.OPEN.value, QuestionState.ANSWERED.value])
    found = [q for q in rows.order_by("pk") if {q.desk_id, q.asker_desk_id} & set(desk_ids)]
    for question in found:
        QUESTION.effect_of("close_walled", question.state)
        question.closed_at = now()
        land(actor, question, QuestionState.CLOSED, "closed")
    return len(found)


def note_question(actor: Acting, question: Question, verb: str) -> None:
    """Its row in the record of the case."""
    record(
        actor=actor, verb=f"question.{verb}", case_id=question.case_id, section="envelope",
        subject=str(question.uuid), detail={"purpose": question.purpose, "state": question.state},
    )  # fmt: skip


def tell_of_question(question: Question, kind: str, desk_id: int, *, once: str = "") -> None:
    """Tell one of the two desks: the question's own reference and a link to its page."""
    tell(
        key=f"{kind}:{question.uuid}:{once or question.state}", kind=kind, to=[{"desk_id": desk_id}],
        reference=question.ref, link=f"/questions/{question.uuid}/", subject_kind="question",
        subject_uuid=question.uuid,
    )  # fmt: skip
