"""Every move of a question before a referral, or of missing information after it. Plain rules."""

from portal.core.workflow import NOWHERE, Move, Workflow
from portal.core.workflow import Party as P
from referrals.states import QuestionState as S

QUESTION_MOVES: tuple[Move, ...] = (
    Move(
        "ask",
        sources=frozenset({NOWHERE}),
        targets=(S.OPEN,),
        by=frozenset({P.SENDER}),
        guard="no_identity",
        condition="no name, reference, number or address of the person in the words",
        effect="the one asked is told; a clock whose rule lets it stand stands",
        deadline="question.answer",
        step=2,
    ),
    Move(
        "answer",
        sources=frozenset({S.OPEN}),
        targets=(S.ANSWERED,),
        by=frozenset({P.RECEIVER}),
        guard="no_identity",
        condition="the same, where the answer goes to a desk that asked for missing information",
        effect="who asked is told; the clock that stood runs on",
        step=2,
    ),
    Move(
        "refer",
        sources=frozenset({S.ANSWERED}),
        targets=(S.REFERRED,),
        follows=("send",),
        effect="the answer stands beside the referral's sender; nothing more is asked here",
        step=2,
    ),
    Move(
        "close",
        sources=frozenset({S.OPEN, S.ANSWERED}),
        targets=(S.CLOSED,),
        by=frozenset({P.SENDER}),
        effect="the one asked is told that nothing more is to do; the clock that stood runs on",
        step=2,
    ),
    Move(
        "close_walled",
        sources=frozenset({S.OPEN, S.ANSWERED}),
        targets=(S.CLOSED,),
        follows=("a wall",),
        effect="it leaves the list of the walled party as if it had never been",
        step=2,
    ),
)
QUESTION = Workflow(QUESTION_MOVES)
