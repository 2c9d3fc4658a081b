"""The moves of a referral until somebody takes it (referral_moves.csv). Plain rules."""

from portal.core.workflow import NOWHERE, SAME, Move
from portal.core.workflow import Party as P
from referrals.states import ReferralState as S

ASKING_MOVES: tuple[Move, ...] = (
    Move(
        "begin",
        sources=frozenset({NOWHERE}),
        targets=(S.DRAFT,),
        by=frozenset({P.SENDER}),
        guard="may_send",
        condition="may send (README 6)",
        effect="a draft under its own key",
        deadline="draft.expiry",
        source="practice",
    ),
    Move(
        "save",
        sources=frozenset({S.DRAFT}),
        targets=(S.DRAFT,),
        by=frozenset({P.SENDER}),
        effect="keeps what was typed; version + 1; sealed with the draft's own key",
        deadline="draft.expiry",
        source="practice",
    ),
    Move(
        "discard",
        sources=frozenset({S.DRAFT}),
        targets=(NOWHERE,),
        by=frozenset({P.SENDER}),
        guard="nothing_sent",
        condition="nothing was sent from it",
        effect="deleted with its personal data; audited without them",
        source="GDPR art. 5",
    ),
    Move(
        "expire",
        sources=frozenset({S.DRAFT}),
        targets=(NOWHERE,),
        by=frozenset({P.CLOCK}),
        guard="untouched",
        condition="untouched for the State's number of days; warned 3 days before",
        effect="as discard",
        deadline="draft.expiry",
        source="GDPR art. 5",
    ),
    Move(
        "send",
        sources=frozenset({S.DRAFT}),
        targets=(S.SENT,),
        by=frozenset({P.SENDER}),
        guard="may_go_out",
        condition=(
            "a lead, or a desk that may lead among the receivers of a protective referral of "
            "the case, sent before or with it and not closed; for each case a consent that "
            "covers purpose and recipient; or a child, for the purposes of README 4; or vital "
            "interest with typed reason; receivers serve the case's State and are not in her "
            "no-go"
        ),
        effect="offers open; answer clock starts; preview opens; notices",
        deadline="answer.{urgency}",
        source="NRM Handbook; WHO 2003 rules 5-6",
    ),
    Move(
        "offer_next",
        sources=frozenset({S.SENT, S.UNPLACED}),
        targets=(S.SENT,),
        by=frozenset({P.SENDER, P.LEAD}),
        guard="may_go_out",
        condition="as send",
        effect="further offers open",
        deadline="answer.{urgency}",
        source="NRM Handbook",
    ),
    Move(
        "accept",
        sources=frozenset({S.SENT, S.UNPLACED}),
        targets=(S.ACCEPTED,),
        by=frozenset({P.RECEIVER}),
        guard="may_accept",
        condition="as accept in offer_moves",
        effect="grants of the purpose; other offers close as taken; sender told 'accepted'",
        deadline="stalled.{urgency}",
        source="NRM Handbook",
    ),
    Move(
        "run_out",
        sources=frozenset({S.SENT}),
        targets=(S.UNPLACED,),
        follows=(
            "decline",
            "lapse",
            "her_no",
            "she_declines",
            "let_go",
            "give_back",
        ),
        guard="nobody_left",
        condition="no offer open, claimed or held",
        effect="alarm 'no receiver left' to sender and coordinator, each 2 h until taken",
        deadline="unplaced",
        source="practice",
    ),
    Move(
        "take_alarm",
        sources=frozenset({S.UNPLACED, S.ACCEPTED, S.HANDED_OVER, S.MISSING}),
        targets=(SAME,),
        by=frozenset({P.COORDINATOR, P.SENDER, P.RECEIVER, P.LEAD}),
        effect="named on the alarm; it rests for 1 h",
        source="practice",
    ),
    Move(
        "reassign",
        sources=frozenset({S.SENT, S.UNPLACED}),
        targets=(S.WITHDRAWN,),
        by=frozenset({P.COORDINATOR}),
        guard="may_reassign",
        condition=(
            "case in coordination; no offer held; answer time past half, or unplaced; typed "
            "reason; as send"
        ),
        effect=(
            "a new referral is sent, whose sender stays the lead or first reporter; candidates "
            "show fit or not, without reasons"
        ),
        deadline="answer.{urgency}",
        source="NRM Handbook",
    ),
    Move(
        "open_by_coordinator",
        sources=frozenset({NOWHERE}),
        targets=(S.SENT,),
        by=frozenset({P.COORDINATOR}),
        guard="may_open_for_her",
        condition=(
            "case in coordination; a child with neither parent nor guardian, or a case without "
            "lead (its typed reason stands in for consent until the new lead has asked her, 72 "
            "h)"
        ),
        effect="as send, for child_protection or transfer only",
        deadline="answer.{urgency}",
        source="CoE Convention art. 10",
    ),
    Move(
        "her_yes",
        sources=frozenset({S.SENT}),
        targets=(S.ACCEPTED,),
        by=frozenset({P.SENDER, P.LEAD, P.DESK_WHERE_SHE_IS}),
        guard="an_offer_is_held",
        condition="an offer held; mode she_chooses",
        effect=("that offer becomes accepted; the other places are freed; those desks are told"),
        deadline="stalled.{urgency}",
        source="WHO 2003 rule 7",
        step=2,
    ),
    Move(
        "she_declines",
        sources=frozenset({S.ACCEPTED}),
        targets=(S.SENT,),
        by=frozenset({P.SENDER, P.LEAD, P.DESK_WHERE_SHE_IS}),
        guard="her_reason",
        condition="her own coded reason",
        effect=(
            "that offer refused; place freed; next candidate proposed; receiver told 'not "
            "chosen' without the reason"
        ),
        source="WHO 2003 rule 7",
    ),
    Move(
        "withdraw",
        sources=frozenset({S.SENT, S.UNPLACED, S.ACCEPTED, S.MISSING}),
        targets=(S.WITHDRAWN,),
        by=frozenset({P.SENDER, P.LEAD}),
        guard="coded_reason",
        condition="coded reason",
        effect="grants end; place freed; receivers told",
        source="practice",
    ),
)
