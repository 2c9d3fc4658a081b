"""Kinds of the national action plan, of law, and of the referral mechanism's standards. Pure."""

from decimal import Decimal
from itertools import pairwise

from portal.access.vocabulary import Coded, gettext_noop
from recommendations.rules.access import Act
from recommendations.rules.entries.fields import Fault, Field, Type
from recommendations.rules.entries.kinds import Document, EntryKind, Part
from recommendations.rules.entries.law import Covered, Element, Instrument
from recommendations.rules.levels import Level

N = gettext_noop
T = Type


class Frequency(Coded):
    """How often an indicator is measured."""

    MONTHLY = "monthly", N("Monthly")
    QUARTERLY = "quarterly", N("Quarterly")
    HALF_YEARLY = "half_yearly", N("Twice a year")
    YEARLY = "yearly", N("Yearly")
    ONCE = "once", N("Once")


class Direction(Coded):
    """Which way is better."""

    UP = "up", N("More is better")
    DOWN = "down", N("Less is better")


class Met(Coded):
    """Whether a standard is met."""

    MET = "met", N("Met")
    PARTLY = "partly", N("Partly met")
    NOT_MET = "not_met", N("Not met")


def _measure(said: Document) -> dict[str, Fault]:
    found = in_order(said, "starts_on", "due_on")
    money = [name for name in ("budget", "spent", "travel") if said[name]]
    if money and not said["currency"]:
        found["currency"] = Fault.CURRENCY_NEEDED
    if said["travel"] and said["budget"] and Decimal(said["travel"]) > Decimal(said["budget"]):
        found["travel"] = Fault.MORE_THAN_BUDGET
    return found


def in_order(said: Document, *names: str) -> dict[str, Fault]:
    """Days that follow each other; ISO text sorts as days do."""
    days = [(name, said[name]) for name in names if said[name]]
    return {
        later: Fault.BEFORE_ITS_START
        for (_n, first), (later, second) in pairwise(days)
        if second < first
    }  # fmt: skip


def _indicator(said: Document) -> dict[str, Fault]:
    if said["baseline"] is None or said["target"] is None:
        return {}
    base, target = Decimal(said["baseline"]), Decimal(said["target"])
    if said["direction"] == Direction.DOWN:
        return {"target": Fault.ABOVE_BASELINE} if target > base else {}
    return {"target": Fault.BELOW_BASELINE} if target < base else {}


def _standard_check(said: Document) -> dict[str, Fault]:
    proved = said["evidence"] or said["note"]
    return {"evidence": Fault.PROOF_NEEDED} if said["met"] == Met.MET and not proved else {}


_OF_PLAN = {"part": Part.PLAN, "write": Act.WRITE_PLAN, "publish": Act.PUBLISH_PLAN}
_OF_LAW = {"part": Part.LAW, "write": Act.WRITE_LEGAL, "publish": Act.PUBLISH_LEGAL}

MEASURE = EntryKind(
    "measure", label=N("Measure"), plural=N("Measures"), prefix="M", check=_measure, **_OF_PLAN,  # type: ignore[arg-type]
    columns=("title", "lead", "due_on", "level", "budget", "spent", "currency"),
    fields=(
        Field("title", T.LINE, N("What is to be done"), needed=True),
        Field("text", T.WORDS, N("How")),
        Field("lead", T.LINE, N("Who leads"), needed=True, hint=N("An office, never a person.")),
        Field("partners", T.LINE, N("Partners")),
        Field("items", T.ITEMS, N("Recommendations it carries out")),
        Field("activities", T.SEVERAL, N("Activities"), offered="activity"),
        Field("starts_on", T.DAY, N("Begins on")),
        Field("due_on", T.DAY, N("Due on"), needed=True),
        Field("budget", T.AMOUNT, N("Planned")),
        Field("spent", T.AMOUNT, N("Spent")),
        Field("travel", T.AMOUNT, N("Of the plan: witnesses’ travel")),
        Field("currency", T.CURRENCY, N("Currency"), hint=N("Three letters, such as EUR.")),
        Field("level", T.ONE, N("How far it is"), options=Level),
    ),
)  # fmt: skip
INDICATOR = EntryKind(
    "indicator", label=N("Indicator"), plural=N("Indicators"), prefix="I", check=_indicator, **_OF_PLAN,  # type: ignore[arg-type]
    columns=("title", "measure", "baseline", "target", "unit", "due_on"),
    fields=(
        Field("title", T.LINE, N("What is measured"), needed=True),
        Field("measure", T.PARENT, N("Measure"), needed=True, parent="measure"),
        Field("unit", T.LINE, N("Unit"), needed=True),
        Field("direction", T.ONE, N("Which way is better"), options=Direction),
        Field("baseline", T.NUMBER, N("Baseline")),
        Field("target", T.NUMBER, N("Target"), needed=True),
        Field("frequency", T.ONE, N("Measured"), options=Frequency),
        Field("due_on", T.DAY, N("To be reached by")),
    ),
)  # fmt: skip
PROGRESS = EntryKind(
    "progress", label=N("Progress report"), plural=N("Progress reports"), prefix="R", **_OF_PLAN,  # type: ignore[arg-type]
    columns=("title", "measure", "on", "level", "value"),
    fields=(
        Field("title", T.LINE, N("What was reached"), needed=True),
        Field("measure", T.PARENT, N("Measure"), needed=True, parent="measure"),
        Field("on", T.DAY, N("As of"), needed=True),
        Field("level", T.ONE, N("How far it is"), needed=True, options=Level),
        Field("indicator", T.PARENT, N("Indicator"), parent="indicator"),
        Field("value", T.NUMBER, N("Its value")),
        Field("text", T.WORDS, N("In words")),
        Field("evidence", T.ADDRESS, N("Evidence"), hint=N("The address of a public document.")),
    ),
)  # fmt: skip
STATUS = EntryKind(
    "instrument", label=N("Instrument"), plural=N("Instruments"), prefix="L",
    check=lambda said: in_order(said, "signed_on", "ratified_on", "in_force_on"), **_OF_LAW,  # type: ignore[arg-type]
    columns=("instrument", "signed_on", "ratified_on", "in_force_on", "reservations"),
    fields=(
        Field("instrument", T.ONE, N("Instrument"), needed=True, options=Instrument),
        Field("signed_on", T.DAY, N("Signed on")),
        Field("ratified_on", T.DAY, N("Ratified or acceded to on")),
        Field("in_force_on", T.DAY, N("In force since")),
        Field("reservations", T.WORDS, N("Reservations and declarations")),
        Field("evidence", T.ADDRESS, N("Where it is published")),
    ),
)  # fmt: skip
DEFINITION = EntryKind(
    "element", label=N("Element of the offence"), plural=N("Definition check"), prefix="E", **_OF_LAW,  # type: ignore[arg-type]
    columns=("element", "covered", "article", "note"),
    fields=(
        Field("element", T.ONE, N("Element"), needed=True, options=Element),
        Field("covered", T.ONE, N("In national law"), needed=True, options=Covered),
        Field("article", T.LINE, N("Article of national law")),
        Field("note", T.WORDS, N("Remark")),
    ),
)  # fmt: skip
STANDARD = EntryKind(
    "standard", Part.STANDARDS, N("Standard"), N("Standards"), Act.IMPORT_SOURCE, Act.IMPORT_SOURCE,
    prefix="S", columns=("title", "section", "source"),
    fields=(
        Field("title", T.LINE, N("Standard"), needed=True),
        Field("text", T.WORDS, N("In full")),
        Field("section", T.LINE, N("Section")),
        Field("source", T.LINE, N("Handbook it is taken from"), needed=True),
    ),
)  # fmt: skip
STANDARD_CHECK = EntryKind(
    "standard_check", Part.STANDARDS, N("Assessment of a standard"), N("Assessments"),
    Act.ASSESS_STANDARD, Act.ASSESS_STANDARD, prefix="A", check=_standard_check,
    columns=("standard", "met", "on", "next_step"),
    fields=(
        Field("standard", T.PARENT, N("Standard"), needed=True, parent="standard"),
        Field("met", T.ONE, N("Met?"), needed=True, options=Met),
        Field("on", T.DAY, N("Assessed on"), needed=True),
        Field("evidence", T.ADDRESS, N("Evidence")),
        Field("note", T.WORDS, N("What it rests on")),
        Field("next_step", T.LINE, N("Next step")),
    ),
)  # fmt: skip
