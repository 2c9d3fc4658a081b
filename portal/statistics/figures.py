"""The interface of live figures: codes that stay, one function each that answers for a State.

Whoever owns the facts registers the function when the apps are ready (``register_figure``); whoever
cites a figure asks by its code (``ask_figure``). A code that nobody answers says so.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from portal.statistics.disclosure import Share


def gettext_noop(text: str) -> str:
    """Mark an English label for translation at the edge."""
    return text


@dataclass(frozen=True, slots=True)
class Figure:
    """What a code stands for."""

    code: str
    label: str
    unit: str


FIGURES: Mapping[str, Figure] = {
    one.code: one
    for one in (
        Figure(
            "median_hours_referral_to_bed",
            gettext_noop("Median hours from referral to a safe bed"), "hours",
        ),
        Figure(
            "share_assisted_not_testifying",
            gettext_noop("Share of assisted persons who do not testify"), "percent",
        ),
        Figure("negatives_reviewed", gettext_noop("Negative decisions reviewed"), "percent"),
        Figure("training_coverage", gettext_noop("Training coverage"), "percent"),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """A figure of a State at a moment; ``withheld`` says why there is no value."""

    code: str
    unit: str
    value: Decimal | None
    as_of: datetime
    withheld: str = ""


NOBODY = "not_answered"
Ask = Callable[[int], Share]
_ANSWERS: dict[str, Ask] = {}


def register_figure(code: str, answer: Ask) -> None:
    """Say who answers a code; ``answer`` takes a State's id. Raises KeyError for an unknown code."""
    _ANSWERS[FIGURES[code].code] = answer


def ask_figure(code: str, state_id: int, as_of: datetime) -> Answer:
    """What the portal answers now. Raises KeyError for an unknown code."""
    figure = FIGURES[code]
    answer = _ANSWERS.get(code)
    if answer is None:
        return Answer(code, figure.unit, None, as_of, NOBODY)
    found = answer(state_id)
    return Answer(code, figure.unit, found.value, as_of, found.withheld)
