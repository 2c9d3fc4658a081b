"""Clocks that stand while missing information is asked for: those whose rule lets them, no other."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q

from cases.models import Case
from portal.core.actors import Acting
from portal.core.problems import NotOpen
from portal.deadlines.models import PAUSED, RUNNING, Clock
from portal.deadlines.services import pause, resume
from referrals.models import Question
from referrals.states import QuestionState


def let_stand(*, actor: Acting, question: Question, cases: Sequence[Case]) -> list[UUID]:
    """Let the asking desk's own clocks of this referral stand, where their rule allows it (README,
    'Answer clocks never pause'); which ones."""
    assert question.offer is not None  # noqa: S101  (a question about missing information has one)
    subjects = [question.offer.uuid, question.offer.referral.uuid]
    rows = Clock.objects.filter(
        Q(case_id__in=[c.pk for c in cases]) | Q(subject_uuid__in=subjects),
        owner_desk_id=question.asker_desk_id, rule__pausable=True, state=RUNNING,
    )  # fmt: skip
    found = list(rows.order_by("pk"))
    for clock in found:
        pause(
            actor=actor, subject_kind=clock.subject_kind, subject_uuid=clock.subject_uuid,
            code=clock.code, question=question.ref,
        )  # fmt: skip
    return [clock.uuid for clock in found]


def let_run(*, actor: Acting, question: Question) -> int:
    """The clocks that stood for this question run on; one that another open question holds too, or
    that stopped meanwhile, does not. How many ran on."""
    if not question.clocks:
        return 0
    others = Question.objects.filter(
        clocks__overlap=question.clocks, state=QuestionState.OPEN.value
    ).exclude(pk=question.pk)
    held = {uuid for clocks in others.values_list("clocks", flat=True) for uuid in clocks}
    ran = 0
    for clock in Clock.objects.filter(uuid__in=set(question.clocks) - held, state=PAUSED):
        try:
            resume(
                actor=actor, subject_kind=clock.subject_kind, subject_uuid=clock.subject_uuid,
                code=clock.code,
            )  # fmt: skip
        except NotOpen:
            continue
        ran += 1
    return ran
