import pytest

from portal.core.workflow import MoveRefused, Party
from referrals.question_moves import QUESTION
from referrals.workflow import OFFER, REFERRAL, OfferState, ReferralState
from tests.policy.tables import parts, rows

PARTIES = {
    "either end": {Party.SENDER, Party.RECEIVER},
    "any member of the receiving desk": {Party.RECEIVER},
    "desk where she is": {Party.DESK_WHERE_SHE_IS},
    "would-be lead": {Party.WOULD_BE_LEAD},
}
TABLES = [("referral_moves", REFERRAL), ("offer_moves", OFFER), ("question_moves", QUESTION)]
CELLS = [(row, workflow) for name, workflow in TABLES for row in rows(name)]
IDS = [f"{name}-{row['move']}" for name, _ in TABLES for row in rows(name)]


def said_by(cell):
    parties, follows = set(), []
    for part in parts(cell):
        if part.startswith("effect of "):
            words = part.removeprefix("effect of ").replace(" (not arrived)", "")
            follows += [word.strip() for piece in words.split(", ") for word in piece.split(" or ")]
        else:
            parties |= PARTIES.get(part) or {Party(part)}
    return parties, follows


@pytest.mark.parametrize(("name", "workflow"), TABLES)
def test_the_table_has_the_same_moves_in_the_same_order(name, workflow):
    assert [move.name for move in workflow.moves] == [row["move"] for row in rows(name)]


@pytest.mark.parametrize(("row", "workflow"), CELLS, ids=IDS)
def test_every_cell_is_the_policys(row, workflow):
    move = workflow[row["move"]]
    parties, follows = said_by(row["by"])
    assert move.sources == set(parts(row["from"]))
    assert list(move.targets) == parts(row["to"])
    assert move.by == parties
    assert list(move.follows) == follows
    assert (move.condition or "-") == row["guard"]
    assert (move.effect or "-") == row["effect"]
    assert move.step == int(row["step"])
    assert move.source == row.get("source", "")


@pytest.mark.parametrize(("row", "workflow"), CELLS, ids=IDS)
def test_every_guarded_row_names_its_guard(row, workflow):
    move = workflow[row["move"]]
    asked = row["guard"] != "-"
    assert bool(move.guard) == asked


@pytest.mark.parametrize(("workflow", "states"), [(REFERRAL, ReferralState), (OFFER, OfferState)])
def test_each_state_offers_each_party_what_the_policy_allows_and_nothing_else(workflow, states):
    name = "referral_moves" if workflow is REFERRAL else "offer_moves"
    for state in [*states, "-"]:
        for party in Party:
            expected = [
                row["move"]
                for row in rows(name)
                if state in parts(row["from"])
                and party in said_by(row["by"])[0]
                and int(row["step"]) <= 2
            ]
            assert [move.name for move in workflow.open_to(state, {party})] == expected


def test_the_rows_of_step_two_are_alive():
    assert {m.name for m in REFERRAL.live()} - {m.name for m in REFERRAL.live(step=1)} == {
        "her_yes",
        "ask_transfer",
    }
    assert {m.name for m in OFFER.live()} - {m.name for m in OFFER.live(step=1)} == {
        "hold",
        "let_go",
    }
    with pytest.raises(MoveRefused):
        REFERRAL.find("her_yes", "sent", {Party.SENDER}, step=1)
    assert REFERRAL.find("her_yes", "sent", {Party.SENDER}).targets == ("accepted",)


def test_a_refused_move_says_which_are_open():
    with pytest.raises(MoveRefused) as refused:
        REFERRAL.find("arrive", "sent", {Party.SENDER})
    assert refused.value.open_moves == ("offer_next", "her_yes", "withdraw")


def test_what_follows_by_itself_asks_no_party():
    assert REFERRAL.effect_of("run_out", "sent").targets == ("unplaced",)
    with pytest.raises(MoveRefused):
        REFERRAL.effect_of("accept", "sent")
    assert [move.name for move in OFFER.moves if move.by_itself] == [
        "offer",
        "close_taken",
        "close_withdrawn",
        "close_given_back",
    ]


def test_same_and_gone_are_worked_out():
    assert REFERRAL["take_alarm"].lands_on("missing") == ("missing",)
    assert REFERRAL["discard"].lands_on("draft") == (None,)
    assert REFERRAL["send"].lands_on("draft") == ("sent",)


def test_every_state_named_exists():
    for workflow, states in ((REFERRAL, ReferralState), (OFFER, OfferState)):
        for move in workflow.moves:
            assert {*move.sources, *move.targets} <= {*states, "-", "same"}
