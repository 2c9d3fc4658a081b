"""The moves of a referral once it is accepted: the way there, and its end. Plain rules."""

from portal.core.workflow import NOWHERE, Move
from portal.core.workflow import Party as P
from referrals.states import ReferralState as S

JOURNEY_MOVES: tuple[Move, ...] = (
    Move(
        "leave",
        sources=frozenset({S.ACCEPTED}),
        targets=(S.HANDED_OVER,),
        by=frozenset({P.SENDER, P.LEAD, P.DESK_WHERE_SHE_IS}),
        guard="hand_over_told",
        condition=(
            "meeting point, transport, expected arrival typed; her yes, or best interests of "
            "the child, or vital interest"
        ),
        effect="arrival clock starts; receiver told 'on the way'",
        deadline="arrival",
        source="NRM Handbook",
    ),
    Move(
        "turn_back",
        sources=frozenset({S.HANDED_OVER}),
        targets=(S.WITHDRAWN,),
        by=frozenset({P.SENDER, P.LEAD, P.DESK_WHERE_SHE_IS}),
        guard="coded_reason",
        condition="coded reason",
        effect="clock stops; place freed; receiver told",
        source="practice",
    ),
    Move(
        "give_back",
        sources=frozenset({S.ACCEPTED}),
        targets=(S.SENT,),
        by=frozenset({P.RECEIVER}),
        guard="coded_reason",
        condition="coded reason",
        effect=(
            "that offer given back; place freed; next candidate proposed; alarm to sender and "
            "coordinator"
        ),
        source="practice",
    ),
    Move(
        "cannot_take",
        sources=frozenset({S.HANDED_OVER}),
        targets=(S.HANDED_OVER,),
        by=frozenset({P.RECEIVER}),
        guard="coded_reason",
        condition="coded reason",
        effect=(
            "alarm at once and each 30 min to both ends, lead, coordinator; a new referral "
            "(immediate danger, same sender) goes to the next candidates; the receiver still "
            "meets her and keeps its grants until that one's leave, or turn_back"
        ),
        deadline="cannot_take",
        source="practice",
    ),
    Move(
        "arrive",
        sources=frozenset({S.ACCEPTED, S.HANDED_OVER}),
        targets=(S.ARRIVED,),
        by=frozenset({P.RECEIVER}),
        effect="place occupied; a former placement ends; sender sees 'arrived', never where",
        deadline="review",
        source="NRM Handbook",
    ),
    Move(
        "start",
        sources=frozenset({S.ACCEPTED}),
        targets=(S.ARRIVED,),
        by=frozenset({P.RECEIVER}),
        guard="does_not_move_her",
        condition="purpose without movement",
        effect="service begins",
        deadline="review",
        source="practice",
    ),
    Move(
        "review",
        sources=frozenset({S.ARRIVED}),
        targets=(S.ARRIVED,),
        by=frozenset({P.CLOCK}),
        guard="review_due",
        condition="28 days (data) since arrived or the last review",
        effect="receiver and lead asked 'still needed?'; unanswered: their administrators",
        deadline="review",
        source="good practice",
    ),
    Move(
        "stalled",
        sources=frozenset({S.ACCEPTED}),
        targets=(S.ACCEPTED,),
        by=frozenset({P.CLOCK}),
        guard="stalled_due",
        condition="not left, arrived or started within 2 h, 24 h, 72 h by urgency (data)",
        effect="alarm to both ends, lead, coordinator",
        deadline="stalled.{urgency}",
        source="practice",
    ),
    Move(
        "overdue",
        sources=frozenset({S.HANDED_OVER}),
        targets=(S.HANDED_OVER,),
        by=frozenset({P.CLOCK}),
        guard="arrival_due",
        condition="expected arrival + grace passed",
        effect="alarm to both ends, lead, coordinator, each 30 min until somebody answers",
        deadline="arrival",
        source="practice",
    ),
    Move(
        "delay",
        sources=frozenset({S.HANDED_OVER}),
        targets=(S.HANDED_OVER,),
        by=frozenset({P.SENDER, P.RECEIVER, P.LEAD}),
        guard="new_arrival_told",
        condition="new expected arrival typed",
        effect="arrival clock starts again; alarm rests",
        deadline="arrival",
        source="practice",
    ),
    Move(
        "report_missing",
        sources=frozenset({S.ACCEPTED, S.HANDED_OVER, S.ARRIVED}),
        targets=(S.MISSING,),
        by=frozenset({P.SENDER, P.RECEIVER, P.LEAD}),
        guard="told_what_is_known",
        condition="typed what is known",
        effect=(
            "missing-person clock; a child has a category of its own; police only by a person's act"
        ),
        deadline="missing",
        source="CoE Convention art. 33",
    ),
    Move(
        "missing_clock",
        sources=frozenset({S.MISSING}),
        targets=(S.MISSING,),
        by=frozenset({P.CLOCK}),
        guard="reminder_due",
        condition="each 30 min until answered",
        effect="alarm to both ends, lead, coordinator",
        deadline="missing",
        source="practice",
    ),
    Move(
        "found",
        sources=frozenset({S.MISSING}),
        targets=(
            S.ACCEPTED,
            S.HANDED_OVER,
            S.ARRIVED,
            S.WITHDRAWN,
        ),
        by=frozenset({P.SENDER, P.RECEIVER, P.LEAD}),
        effect=(
            "back to the state before, or as arrive, or as turn_back; closes the alarm with "
            "what happened"
        ),
        source="practice",
    ),
    Move(
        "close_missing",
        sources=frozenset({S.MISSING}),
        targets=(S.ENDED,),
        by=frozenset({P.COORDINATOR, P.LEAD}),
        guard="second_person",
        condition="typed what was done; second person",
        effect="clock stops; kept for follow-up",
        source="CoE Convention art. 33",
    ),
    Move(
        "end",
        sources=frozenset({S.ACCEPTED, S.ARRIVED}),
        targets=(S.ENDED,),
        by=frozenset({P.RECEIVER, P.LEAD}),
        guard="may_end",
        condition=(
            "coded reason; the lead may not end identification, investigation or "
            "child_protection; child_protection ends only with a successor or the majority "
            "review; accommodation ends only with its placement"
        ),
        effect="grants end; former_holder remains; place freed",
        source="practice",
    ),
    Move(
        "ask_transfer",
        sources=frozenset({NOWHERE}),
        targets=(S.SENT,),
        by=frozenset({P.WOULD_BE_LEAD}),
        guard="may_ask_transfer",
        condition="holds a basis on the case; no open transfer",
        effect=(
            "a referral of purpose transfer, addressed to the present lead; on acceptance the "
            "asker becomes lead and the sender of open referrals"
        ),
        source="practice",
        step=2,
    ),
)
