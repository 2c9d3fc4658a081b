"""What an indicator is: code, group, words, strength by profile. Plain rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from cases.palermo import Element
from portal.access.vocabulary import Coded, gettext_noop


class Strength(StrEnum):
    """How much one indicator weighs in its group."""

    STRONG = "S"
    MEDIUM = "M"
    WEAK = "W"


class Profile(StrEnum):
    """Of whom and for what the strengths speak: four lists of the ILO."""

    ADULT_LABOUR = "adult_labour"
    CHILD_LABOUR = "child_labour"
    ADULT_SEXUAL = "adult_sexual"
    CHILD_SEXUAL = "child_sexual"


class IloGroup(Coded):
    """The six groups of the operational indicators."""

    DECEPTION = "D", gettext_noop("Deceptive recruitment")
    COERCION = "C", gettext_noop("Coercive recruitment")
    VULNERABILITY = "V", gettext_noop("Recruitment by abuse of vulnerability")
    EXPLOITATION = "E", gettext_noop("Exploitation")
    COERCION_THERE = "K", gettext_noop("Coercion at destination")
    VULNERABILITY_THERE = "W", gettext_noop("Abuse of vulnerability at destination")


class SignGroup(Coded):
    """The groups of first-sight signs (UNODC), and forced crime."""

    GENERAL = "UG", gettext_noop("Signs seen in general")
    CHILD = "UC", gettext_noop("Signs with children")
    DOMESTIC = "UD", gettext_noop("Signs in a household")
    SEXUAL = "US", gettext_noop("Signs of sexual exploitation")
    LABOUR = "UL", gettext_noop("Signs of labour exploitation")
    BEGGING = "UB", gettext_noop("Signs of begging and petty crime")
    FORCED_CRIME = "UF", gettext_noop("Signs of forced crime, such as online fraud or drugs")


class About(StrEnum):
    """Whether a sign speaks of the person or of the place around her."""

    PERSON = "person"
    SCENE = "scene"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One operational indicator. `unverified`: profiles whose strength was not read in a source."""

    code: str
    group: IloGroup
    label: str
    element: Element
    points_to: str
    strengths: Mapping[Profile, Strength] = field(default_factory=dict)
    unverified: frozenset[Profile] = frozenset()


@dataclass(frozen=True, slots=True)
class Sign:
    """One first-sight sign: a prompt to ask on. Its absence proves nothing, nor its presence."""

    code: str
    group: SignGroup
    label: str
    about: About = About.PERSON
    points_to: str = ""
    confirmed: bool = False
