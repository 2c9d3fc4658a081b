"""The four-minute screening: tick rows in groups, in plain words. Plain table.

Each row points to a code of the Palermo elements, so that the page can say what is shown while
somebody ticks. Hints stand only where they change what one ticks.
"""

from collections.abc import Collection
from dataclasses import dataclass

from cases.indicator_lists.ilo import ILO_INDICATORS
from cases.indicator_lists.kinds import IloGroup, SignGroup
from cases.indicator_lists.unodc import SIGNS
from cases.palermo import Act, Element, Exploitation, Means
from cases.vocabulary import DangerSign
from portal.access.vocabulary import gettext_noop


@dataclass(frozen=True, slots=True)
class TickRow:
    """One row to tick: stored code, words, hint, and the Palermo code it stands for."""

    code: str
    label: str
    hint: str = ""
    points_to: str = ""


@dataclass(frozen=True, slots=True)
class TickGroup:
    """A group of rows under one legend; `collapsed` groups open on request."""

    code: str
    legend: str
    rows: tuple[TickRow, ...]
    hint: str = ""
    element: Element | None = None
    collapsed: bool = False


DANGER = TickGroup(
    "danger",
    gettext_noop("Danger now"),
    (
        TickRow(
            DangerSign.CONTROLLER_NEAR,
            DangerSign.CONTROLLER_NEAR.label,
            gettext_noop("Keep them apart before you go on"),
        ),
        TickRow(
            DangerSign.HURT_OR_ILL,
            DangerSign.HURT_OR_ILL.label,
            gettext_noop("Call a medic first"),
        ),
        TickRow(
            DangerSign.FEARS_FOR_ANOTHER,
            DangerSign.FEARS_FOR_ANOTHER.label,
            gettext_noop("A child, a relative, others left behind"),
        ),
        TickRow(DangerSign.THREATENED, DangerSign.THREATENED.label),
        TickRow(
            DangerSign.MAY_HARM_HERSELF,
            DangerSign.MAY_HARM_HERSELF.label,
            gettext_noop("Do not leave the person alone"),
        ),
        TickRow(DangerSign.PHONE_WATCHED, DangerSign.PHONE_WATCHED.label),
    ),
)

ACTS = TickGroup(
    "act",
    gettext_noop("How the person came"),
    (
        TickRow(
            "act.recruited",
            gettext_noop("Recruited"),
            gettext_noop("Offered work, study, marriage"),
            Act.RECRUITMENT,
        ),
        TickRow(
            "act.transported",
            gettext_noop("Transported"),
            gettext_noop("Someone arranged the journey"),
            Act.TRANSPORTATION,
        ),
        TickRow(
            "act.handed_on",
            gettext_noop("Handed on"),
            gettext_noop("Passed from one person to another"),
            Act.TRANSFER,
        ),
        TickRow(
            "act.kept",
            gettext_noop("Kept somewhere"),
            gettext_noop("Locked in, or could not leave"),
            Act.HARBOURING,
        ),
        TickRow(
            "act.received",
            gettext_noop("Taken in on arrival"),
            gettext_noop("Someone was waiting"),
            Act.RECEIPT,
        ),
    ),
    gettext_noop("What was done: the act."),
    Element.ACT,
)

MEANS = TickGroup(
    "means",
    gettext_noop("How they were held"),
    (
        TickRow(
            "means.papers",
            gettext_noop("Papers held by another"),
            points_to=Means.OTHER_COERCION,
        ),
        TickRow(
            "means.debt", gettext_noop("Debt to be worked off"), points_to=Means.OTHER_COERCION
        ),
        TickRow("means.threats", gettext_noop("Threats, also to family"), points_to=Means.THREAT),
        TickRow(
            "means.force",
            gettext_noop("Force, marks of violence"),
            points_to=Means.USE_OF_FORCE,
        ),
        TickRow(
            "means.lied_to",
            gettext_noop("Lied to about the work or the life here"),
            points_to=Means.DECEPTION,
        ),
        TickRow(
            "means.false_papers",
            gettext_noop("Cheated with false contracts or papers"),
            points_to=Means.FRAUD,
        ),
        TickRow("means.abducted", gettext_noop("Taken by force"), points_to=Means.ABDUCTION),
        TickRow(
            "means.power",
            gettext_noop("Someone used their power"),
            gettext_noop("A relative, an official, an employer, a partner"),
            Means.ABUSE_OF_POWER,
        ),
        TickRow(
            "means.no_choice",
            gettext_noop("No real choice"),
            gettext_noop("Young, ill, poor, without papers, in love, dependent"),
            Means.ABUSE_OF_VULNERABILITY,
        ),
        TickRow(
            "means.sold",
            gettext_noop("Somebody was paid for the person"),
            points_to=Means.PAYMENTS_FOR_CONTROL,
        ),
    ),
    gettext_noop("The means. Not needed for a child, still worth telling."),
    Element.MEANS,
)

PURPOSES = TickGroup(
    "purpose",
    gettext_noop("What for"),
    (
        TickRow(
            "purpose.work",
            gettext_noop("Work that cannot be left"),
            gettext_noop("Farm, building, factory, ship"),
            Exploitation.FORCED_LABOUR,
        ),
        TickRow(
            "purpose.prostitution",
            gettext_noop("Prostitution for others' gain"),
            points_to=Exploitation.PROSTITUTION_OF_OTHERS,
        ),
        TickRow(
            "purpose.sexual",
            gettext_noop("Other sexual exploitation"),
            gettext_noop("Pictures, films, online"),
            Exploitation.OTHER_SEXUAL,
        ),
        TickRow("purpose.begging", gettext_noop("Begging"), points_to=Exploitation.BEGGING),
        TickRow(
            "purpose.crime",
            gettext_noop("Made to break the law"),
            gettext_noop("Drugs, theft, scam work"),
            Exploitation.CRIMINAL_ACTIVITIES,
        ),
        TickRow(
            "purpose.home", gettext_noop("Servitude in a home"), points_to=Exploitation.SERVITUDE
        ),
        TickRow(
            "purpose.owned",
            gettext_noop("Treated as somebody's property"),
            points_to=Exploitation.SLAVERY,
        ),
        TickRow(
            "purpose.bonded",
            gettext_noop("Bound by birth, debt or custom"),
            points_to=Exploitation.SIMILAR_TO_SLAVERY,
        ),
        TickRow(
            "purpose.marriage",
            gettext_noop("Forced marriage"),
            points_to=Exploitation.FORCED_MARRIAGE,
        ),
        TickRow("purpose.organs", gettext_noop("Organs"), points_to=Exploitation.ORGAN_REMOVAL),
        TickRow(
            "purpose.surrogacy",
            gettext_noop("Made to bear a child for others"),
            points_to=Exploitation.SURROGACY,
        ),
        TickRow(
            "purpose.adoption",
            gettext_noop("A child taken or sold for adoption"),
            points_to=Exploitation.ILLEGAL_ADOPTION,
        ),
    ),
    gettext_noop("The purpose, done or planned."),
    Element.PURPOSE,
)

_SIGN_GROUPS = tuple(
    TickGroup(
        f"signs.{group}",
        group.label,
        tuple(
            TickRow(sign.code, sign.label, points_to=sign.points_to)
            for sign in SIGNS
            if sign.group is group
        ),
        collapsed=True,
    )
    for group in SignGroup
)
_ILO_GROUPS = tuple(
    TickGroup(
        f"ilo.{group}",
        group.label,
        tuple(
            TickRow(indicator.code, indicator.label, points_to=indicator.points_to)
            for indicator in ILO_INDICATORS
            if indicator.group is group
        ),
        collapsed=True,
    )
    for group in IloGroup
)

SCREENING_GROUPS: tuple[TickGroup, ...] = (
    DANGER,
    ACTS,
    MEANS,
    PURPOSES,
    *_SIGN_GROUPS,
    *_ILO_GROUPS,
)

ROWS: dict[str, TickRow] = {row.code: row for group in SCREENING_GROUPS for row in group.rows}


def elements_of(ticked: Collection[str]) -> tuple[set[Act], set[Means], set[Exploitation]]:
    """The acts, means and purposes that ticked rows stand for, as `palermo.assess` takes them.

    Unknown codes raise KeyError: a form refuses them before.
    """
    codes = {ROWS[code].points_to for code in ticked} - {""}
    return (
        {Act(code) for code in codes & set(Act)},
        {Means(code) for code in codes & set(Means)},
        {Exploitation(code) for code in codes & set(Exploitation)},
    )
