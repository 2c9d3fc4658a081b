"""Every move of an offer, each receiver's answer (offer_moves.csv). Plain rules."""

from portal.core.workflow import NOWHERE, Move
from portal.core.workflow import Party as P
from referrals.states import OfferState as S

OFFER_MOVES: tuple[Move, ...] = (
    Move(
        "offer",
        sources=frozenset({NOWHERE}),
        targets=(S.OPEN,),
        follows=(
            "send",
            "offer_next",
            "reassign",
            "open_by_coordinator",
            "ask_transfer",
            "cannot_take",
            "pass_on",
        ),
        effect="preview opens; notice",
        deadline="answer.{urgency}",
    ),
    Move(
        "claim",
        sources=frozenset({S.OPEN}),
        targets=(S.CLAIMED,),
        by=frozenset({P.RECEIVER}),
        effect="named on it; colleagues see who",
    ),
    Move(
        "release",
        sources=frozenset({S.CLAIMED}),
        targets=(S.OPEN,),
        by=frozenset({P.CLAIMER, P.ORGANISATION_ADMIN}),
        follows=("a membership's end",),
        effect="back to the inbox",
    ),
    Move(
        "take_over",
        sources=frozenset({S.CLAIMED}),
        targets=(S.CLAIMED,),
        by=frozenset({P.RECEIVER}),
        guard="typed_reason",
        condition="typed reason; none needed in immediate danger 15 min after the claim",
        effect="the former claimer is told",
    ),
    Move(
        "accept",
        sources=frozenset({S.OPEN, S.CLAIMED, S.LAPSED}),
        targets=(S.ACCEPTED,),
        by=frozenset({P.RECEIVER}),
        guard="may_accept",
        condition=(
            "mode first_wins; from lapsed only while the referral is sent or unplaced; where "
            "the purpose takes places, one free for every person (reserved in the same "
            "transaction)"
        ),
        effect=(
            "referral accepted; grants of the purpose; other offers taken; sender told 'accepted'"
        ),
        deadline="stalled.{urgency}",
    ),
    Move(
        "hold",
        sources=frozenset({S.OPEN, S.CLAIMED, S.LAPSED}),
        targets=(S.HELD,),
        by=frozenset({P.RECEIVER}),
        guard="may_hold",
        condition=(
            "mode she_chooses; from lapsed only while the referral is sent or unplaced (it goes"
            " back to sent); where the purpose takes places, one free for every person"
        ),
        effect="place held until a time the desk names; sender may ask her",
        deadline="hold",
        step=2,
    ),
    Move(
        "decline",
        sources=frozenset({S.OPEN, S.CLAIMED, S.HELD}),
        targets=(S.DECLINED,),
        by=frozenset({P.RECEIVER}),
        guard="may_decline",
        condition="coded reason; text where 'other'; not a competent authority",
        effect="next candidate proposed to the sender at once",
    ),
    Move(
        "pass_on",
        sources=frozenset({S.OPEN, S.CLAIMED}),
        targets=(S.DECLINED,),
        by=frozenset({P.RECEIVER}),
        guard="names_the_competent",
        condition="a competent authority; names the competent one",
        effect="an offer opens there in the same transaction; the clock runs on",
    ),
    Move(
        "her_no",
        sources=frozenset({S.HELD, S.ACCEPTED}),
        targets=(S.REFUSED,),
        by=frozenset({P.SENDER, P.LEAD, P.DESK_WHERE_SHE_IS}),
        guard="her_reason",
        condition="her own coded reason",
        effect="place freed; the desk is told 'not chosen' without the reason",
    ),
    Move(
        "let_go",
        sources=frozenset({S.HELD}),
        targets=(S.LAPSED,),
        by=frozenset({P.CLOCK}),
        guard="hold_over",
        condition="time named is over",
        effect="place freed; both told",
        deadline="hold",
        step=2,
    ),
    Move(
        "lapse",
        sources=frozenset({S.OPEN, S.CLAIMED}),
        targets=(S.LAPSED,),
        by=frozenset({P.CLOCK}),
        guard="answer_over",
        condition="answer deadline and grace passed",
        effect="sender and coordinator told; next candidate proposed",
        deadline="answer.{urgency}",
    ),
    Move(
        "close_taken",
        sources=frozenset({S.OPEN, S.CLAIMED, S.HELD}),
        targets=(S.TAKEN,),
        follows=("accept", "her_yes"),
        effect="told 'taken by another', never by whom",
    ),
    Move(
        "close_withdrawn",
        sources=frozenset({S.OPEN, S.CLAIMED, S.HELD, S.ACCEPTED}),
        targets=(S.WITHDRAWN,),
        follows=(
            "withdraw",
            "reassign",
            "turn_back",
            "found",
            "close_missing",
        ),
        effect="told; place freed",
    ),
    Move(
        "close_given_back",
        sources=frozenset({S.ACCEPTED}),
        targets=(S.GIVEN_BACK,),
        follows=("give_back",),
    ),
)
