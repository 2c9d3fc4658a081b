# ruff: noqa
# fmt: off
"""Walk the referral and offer tables with one referral and two offers; say what is inconsistent or dead.

Run: python3 explore.py (beside the CSV files). A model of the tables, to compare your own workflow's walk with.
"""
import collections, csv, pathlib

HERE = pathlib.Path(__file__).parent
LIVE = {"open", "claimed", "held"}
FINAL = {"ended", "withdrawn", "gone"}


def table(name):
    with open(HERE / name, newline="") as f:
        return {row["move"]: row for row in csv.DictReader(f)}


def parts(cell):
    return [x.strip() for x in cell.split(";")]


REFERRAL, OFFER = table("referral_moves.csv"), table("offer_moves.csv")
BY_OFFER = {"accept", "run_out", "her_yes", "she_declines", "give_back", "begin"}   # told from the offer's side below


def settle(state, offers):
    """run_out follows by itself when nobody is left to answer."""
    return ("unplaced" if state == "sent" and not LIVE & set(offers) else state, *offers)


def replace(offers, i, value, rest=None):
    return [value if j == i else (rest if rest and x in LIVE else x) for j, x in enumerate(offers)]


def steps(node, mode):
    state, *offers = node
    closes = parts(OFFER["close_withdrawn"]["from"])
    for name, move in REFERRAL.items():
        if name in BY_OFFER or state not in parts(move["from"]):
            continue
        for to in parts(move["to"]):
            to, after = {"same": state, "-": "gone"}.get(to, to), list(offers)
            if name == "send":
                after = ["open", "open"]
            if name == "offer_next":
                done = [i for i, x in enumerate(after) if x not in LIVE | {"accepted"}]
                if not done:
                    continue
                after[done[0]] = "open"
            if to == "withdrawn" or name == "close_missing":
                after = ["withdrawn" if x in closes else x for x in after]
            yield settle(to, after)
    for i, x in enumerate(offers):
        if x == "accepted" and state == "accepted":
            yield settle("sent", replace(offers, i, "refused"))      # she_declines
            yield settle("sent", replace(offers, i, "given_back"))
        if state not in ("sent", "unplaced"):
            continue
        if x == "held":
            yield settle("accepted", replace(offers, i, "accepted", "taken"))   # her_yes
        for name, move in OFFER.items():
            if x not in parts(move["from"]) or name.startswith("close_") or name == "offer":
                continue
            if name == "accept":
                if mode == "first_wins":
                    yield settle("accepted", replace(offers, i, "accepted", "taken"))
            elif name == "hold":
                if mode == "she_chooses":
                    yield settle("sent", replace(offers, i, "held"))
            else:
                yield settle(state, replace(offers, i, "open" if name == "pass_on" else move["to"]))


def faults(node):
    state, *offers = node
    accepted, live = offers.count("accepted"), bool(LIVE & set(offers))
    return ((state in ("accepted", "handed_over", "arrived", "missing") and accepted != 1)
            or (state in ("sent", "unplaced", "withdrawn") and accepted)
            or (live and state not in ("sent", "draft"))
            or (state == "sent" and not live))


for mode in ("first_wins", "she_chooses"):
    seen, queue, wrong, dead = set(), collections.deque([("draft", "-", "-")]), [], []
    while queue:
        node = queue.popleft()
        if node in seen:
            continue
        seen.add(node)
        following = set(steps(node, mode))
        wrong += [node] if faults(node) else []
        dead += [node] if node[0] not in FINAL and not following - {node} else []
        queue.extend(following)
    print(mode, len(seen), "states, inconsistent", wrong, "dead", dead)
