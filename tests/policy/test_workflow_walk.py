"""Walk the portal's own tables with one referral and two offers, beside the policy's model."""

import collections
import contextlib
import io
import runpy

import pytest

from referrals.workflow import OFFER, REFERRAL
from tests.policy.tables import HERE

LIVE = {"open", "claimed", "held"}
FINAL = {"ended", "withdrawn", "gone"}
TOLD_BY_OFFERS = {"accept", "run_out", "her_yes", "she_declines", "give_back", "begin"}
NOT_AN_ANSWER = {"offer", "close_taken", "close_withdrawn", "close_given_back"}
MODES = ("first_wins", "she_chooses")


@pytest.fixture(scope="module")
def policy():
    with contextlib.redirect_stdout(io.StringIO()) as said:
        model = runpy.run_path(str(HERE / "explore.py"))
    return model | {"said": said.getvalue()}


def settle(state, offers):
    nobody_left = state == "sent" and not LIVE & set(offers)
    return (REFERRAL["run_out"].targets[0] if nobody_left else state, *offers)


def answered(offers, index, value, others=None):
    return [
        value if i == index else (others if others and offer in LIVE else offer)
        for i, offer in enumerate(offers)
    ]


def referral_steps(state, offers, step):
    for move in REFERRAL.live(step):
        if move.name in TOLD_BY_OFFERS or state not in move.sources:
            continue
        for landing in move.lands_on(state):
            after = reopened(move.name, offers)
            if after is None:
                continue
            if landing == "withdrawn" or move.name == "close_missing":
                closing = OFFER["close_withdrawn"].sources
                after = ["withdrawn" if offer in closing else offer for offer in after]
            yield settle(landing or "gone", after)


def reopened(name, offers):
    if name == "send":
        return ["open", "open"]
    if name != "offer_next":
        return list(offers)
    done = [i for i, offer in enumerate(offers) if offer not in LIVE | {"accepted"}]
    return answered(offers, done[0], "open") if done else None


def offer_steps(state, offers, mode, step):
    for index, offer in enumerate(offers):
        if offer == "accepted" and state == "accepted":
            yield settle(REFERRAL["she_declines"].targets[0], answered(offers, index, "refused"))
            yield settle(REFERRAL["give_back"].targets[0], answered(offers, index, "given_back"))
        if state in REFERRAL["accept"].sources:
            yield from answer_steps(state, offers, index, mode, step)


def answer_steps(state, offers, index, mode, step):
    offer = offers[index]
    her_yes = REFERRAL["her_yes"]
    if offer == "held" and her_yes.step <= step:
        yield settle(her_yes.targets[0], answered(offers, index, "accepted", "taken"))
    for move in OFFER.live(step):
        if move.name in NOT_AN_ANSWER or offer not in move.sources:
            continue
        if move.name == "accept":
            if mode == "first_wins":
                yield settle("accepted", answered(offers, index, "accepted", "taken"))
        elif move.name == "hold":
            if mode == "she_chooses":
                yield settle("sent", answered(offers, index, "held"))
        else:
            lands = "open" if move.name == "pass_on" else move.targets[0]
            yield settle(state, answered(offers, index, lands))


def walk(steps):
    seen, queue, graph = set(), collections.deque([("draft", "-", "-")]), {}
    while queue:
        node = queue.popleft()
        if node not in seen:
            seen.add(node)
            graph[node] = set(steps(node))
            queue.extend(graph[node])
    return graph


def ours(mode, step):
    def steps(node):
        state, *offers = node
        yield from referral_steps(state, offers, step)
        yield from offer_steps(state, offers, mode, step)

    return walk(steps)


@pytest.mark.parametrize("mode", MODES)
def test_our_walk_is_the_policys_walk(policy, mode):
    theirs = walk(lambda node: policy["steps"](node, mode))
    mine = ours(mode, step=9)
    assert mine == theirs
    assert f"{mode} {len(mine)} states, inconsistent [] dead []" in policy["said"]


@pytest.mark.parametrize(("mode", "step"), [*((mode, 9) for mode in MODES), ("first_wins", 1)])
def test_no_state_is_inconsistent_or_dead(policy, mode, step):
    graph = ours(mode, step)
    assert [node for node in graph if policy["faults"](node)] == []
    assert [
        node for node, after in graph.items() if node[0] not in FINAL and not after - {node}
    ] == []
    assert {node[0] for node in graph} >= set(REFERRAL["take_alarm"].sources) | FINAL
