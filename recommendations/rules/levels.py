"""The scale of the register, its three voices, and how far they lie apart. Pure."""

from collections.abc import Iterable

from portal.access.vocabulary import Coded, gettext_noop


class Level(Coded):
    """How far a recommendation is carried out."""

    NOT_STARTED = "not_started", gettext_noop("Not started")
    IN_PREPARATION = "in_preparation", gettext_noop("In preparation")
    PARTIAL = "partial", gettext_noop("Partial")
    FULL = "full", gettext_noop("Full")
    NOT_APPLICABLE = "not_applicable", gettext_noop("Not applicable")
    CANNOT_BE_DETERMINED = "cannot_be_determined", gettext_noop("Cannot be determined")


class Confidence(Coded):
    """How sure those are who state a level."""

    LOW = "low", gettext_noop("Low")
    MEDIUM = "medium", gettext_noop("Medium")
    HIGH = "high", gettext_noop("High")


class Voice(Coded):
    """Who states a level. The three are kept apart and never averaged."""

    SELF = "self", gettext_noop("Self-reported")
    RAPPORTEUR = "rapporteur", gettext_noop("Assessed by the rapporteur")
    CIVIL_SOCIETY = "civil_society", gettext_noop("Civil society")


BARS: dict[str, int | None] = {
    Level.NOT_STARTED: 0,
    Level.IN_PREPARATION: 1,
    Level.PARTIAL: 2,
    Level.FULL: 3,
    Level.NOT_APPLICABLE: None,
    Level.CANNOT_BE_DETERMINED: None,
}
"""Steps of the scale. Neither 'not applicable' nor 'cannot be determined' is a low level."""


def steps_apart(reported: str, assessed: str) -> int | None:
    """How many steps the assessment lies below (negative) or above what was reported.

    None where they cannot be compared as steps: one of them is no step of the scale.
    """
    one, other = BARS.get(reported), BARS.get(assessed)
    return None if one is None or other is None else other - one


def disagree(reported: str, assessed: str) -> bool:
    """Whether two voices state different levels; silence disagrees with nobody."""
    return bool(reported and assessed and reported != assessed)


UNDER_WAY = frozenset({Level.IN_PREPARATION, Level.PARTIAL, Level.FULL})
"""Something is being done."""


def together(levels: Iterable[str]) -> str:
    """What several who answer for one recommendation amount to: the one least far counts.

    Who says 'not applicable' is left out while another counts; where one cannot be determined and
    no step is known, nothing can be determined. Empty where nobody spoke.
    """
    said = [level for level in levels if level]
    steps = [level for level in said if BARS.get(level) is not None]
    if steps:
        return min(steps, key=lambda level: BARS[level] or 0)
    if Level.CANNOT_BE_DETERMINED in said:
        return Level.CANNOT_BE_DETERMINED.value
    return Level.NOT_APPLICABLE.value if said else ""
