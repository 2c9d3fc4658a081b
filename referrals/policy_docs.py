"""The moves of referral and offer as Markdown with a diagram, and all policy documents together."""

from collections.abc import Iterator

from portal.access.policy_docs import GENERATED, render_access, render_preview, table
from portal.core.workflow import ACTIVE_STEP, NOWHERE, Move, Workflow
from referrals.question_moves import QUESTION
from referrals.workflow import OFFER, REFERRAL

REFERRAL_INTRO = """\
Every move is one transaction: lock (case, referral, offer, place), check version and guard,
change, audit, outbox. A move that is not open answers 409 with those that are."""
OFFER_INTRO = """\
Each receiver's answer. The first to accept takes the referral; the other offers close in the same
transaction, and nobody is told by whom it was taken."""

QUESTION_INTRO = """\
A short question to a possible receiver, without identity; afterwards the same way for missing
information. Two answers at once: the first counts, the second hears that it is answered."""


def documents() -> dict[str, str]:
    """File name to text, for everything in `docs/policy/`."""
    return {
        "access.md": render_access(),
        "offer_moves.md": render_moves("How an offer moves", OFFER_INTRO, OFFER),
        "preview.md": render_preview(),
        "question_moves.md": render_moves("How a question moves", QUESTION_INTRO, QUESTION),
        "referral_moves.md": render_moves("How a referral moves", REFERRAL_INTRO, REFERRAL),
    }


def render_moves(title: str, intro: str, workflow: Workflow) -> str:
    """One workflow: its diagram, then every move with who, guard, effect, clock and source."""
    head = ["move", "from", "to", "by", "guard", "effect", "clock", "step", "source"]
    return f"""{GENERATED}
# {title}

{intro} Moves of a step above {ACTIVE_STEP} are held back.

```mermaid
stateDiagram-v2
{chr(10).join(_arrows(workflow))}
```

{table(head, (_row(move) for move in workflow.moves))}
"""


def _arrows(workflow: Workflow) -> Iterator[str]:
    """One arrow for each pair of states, with the names of all moves that take it."""
    names: dict[tuple[str, str], list[str]] = {}
    for move in workflow.moves:
        for source in sorted(move.sources):
            for target in move.lands_on(source):
                if target != source:
                    names.setdefault((source, target or NOWHERE), []).append(_said(move))
    for (source, target), moves in names.items():
        yield f"    {_node(source)} --> {_node(target)}: {', '.join(moves)}"


def _said(move: Move) -> str:
    return move.name if move.step <= ACTIVE_STEP else f"{move.name} (step {move.step})"


def _node(state: str) -> str:
    return "[*]" if state == NOWHERE else state


def _row(move: Move) -> list[str]:
    who = [party.replace("_", " ") for party in sorted(move.by)]
    if move.follows:
        who.append("follows from " + ", ".join(move.follows))
    return [
        f"`{move.name}`",
        ", ".join(sorted(move.sources)),
        ", ".join(move.targets),
        "; ".join(who),
        move.condition or "-",
        move.effect or "-",
        move.deadline or "-",
        str(move.step),
        move.source or "-",
    ]
