"""What indicators show together: the group rule and the class rule of the ILO lists.

Shown as help to the screener, never as a verdict. 'Unknown' is never 'absent'. Plain rules.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from cases.indicator_lists.ilo import FORCED_LABOUR_SIGNS, ILO_INDICATORS, forced_labour_signs
from cases.indicator_lists.kinds import (
    About,
    IloGroup,
    Indicator,
    Profile,
    Sign,
    SignGroup,
    Strength,
)
from cases.indicator_lists.screening import (
    ROWS,
    SCREENING_GROUPS,
    TickGroup,
    TickRow,
    elements_of,
)
from cases.indicator_lists.unodc import SIGNS
from portal.access.vocabulary import Coded, gettext_noop

__all__ = [
    "FORCED_LABOUR_SIGNS",
    "ILO_INDICATORS",
    "ROWS",
    "SCREENING_GROUPS",
    "SIGNS",
    "About",
    "Answer",
    "IloGroup",
    "Indicator",
    "LabourClass",
    "Picture",
    "Presence",
    "Profile",
    "SeenBy",
    "Sign",
    "SignGroup",
    "Strength",
    "TickGroup",
    "TickRow",
    "classify",
    "elements_of",
    "forced_labour_signs",
    "group_presence",
    "group_present",
]


class Answer(Coded):
    """What was answered; an unticked row is `not_asked`, never `no`."""

    YES = "yes", gettext_noop("Yes")
    NO = "no", gettext_noop("No")
    NOT_ASKED = "not_asked", gettext_noop("Not asked")
    CANNOT_SAY = "cannot_say", gettext_noop("Cannot say")
    PREFERS_NOT = "prefers_not", gettext_noop("Prefers not to answer")


class SeenBy(Coded):
    """How it is known."""

    SHE_SAID = "she_said", gettext_noop("The person said so")
    SEEN = "seen", gettext_noop("Seen or heard")
    THIRD_PARTY = "third_party", gettext_noop("Somebody else said so")


class Presence(Coded):
    """How a group stands. Open: what was not answered could still make it present."""

    PRESENT = "present", gettext_noop("Present")
    ABSENT = "absent", gettext_noop("Not present")
    OPEN = "open", gettext_noop("Open")


class LabourClass(Coded):
    """What the groups show together; a class, not a yes or no."""

    INDICATED = "indicated", gettext_noop("Trafficking for forced labour is indicated")
    INDICATED_CHILD = "indicated_child", gettext_noop("Trafficking of a child is indicated")
    DECEIVED_AND_EXPLOITED = "deceived_and_exploited", gettext_noop("Deceived and exploited")
    EXPLOITED = "exploited", gettext_noop("Exploited")
    NO_EXPLOITATION_SHOWN = "no_exploitation_shown", gettext_noop("No exploitation shown")
    NOT_ENOUGH_INFORMATION = "not_enough_information", gettext_noop("Not enough known yet")


@dataclass(frozen=True, slots=True)
class Picture:
    """The class that is shown so far, each group's standing, and the groups still open."""

    shows: LabourClass
    groups: Mapping[IloGroup, Presence]

    @property
    def still_open(self) -> tuple[IloGroup, ...]:
        """Groups whose answers could still change the class."""
        return tuple(group for group, found in self.groups.items() if found is Presence.OPEN)


def group_present(strengths: Iterable[Strength]) -> bool:
    """Two strong; one strong and another; three medium; or two medium and one weak."""
    count = Counter(strengths)
    strong, medium, weak = (count[s] for s in (Strength.STRONG, Strength.MEDIUM, Strength.WEAK))
    if strong:
        return strong + medium + weak >= 2
    return medium >= 3 or (medium == 2 and weak >= 1)


def group_presence(group: IloGroup, profile: Profile, answers: Mapping[str, Answer]) -> Presence:
    """Present by the yes answers; absent only if no open answer could still make it present."""
    yes: list[Strength] = []
    may_be: list[Strength] = []
    for indicator in ILO_INDICATORS:
        strength = indicator.strengths.get(profile)
        answer = answers.get(indicator.code, Answer.NOT_ASKED)
        if indicator.group is not group or strength is None or answer is Answer.NO:
            continue
        may_be.append(strength)
        if answer is Answer.YES:
            yes.append(strength)
    if group_present(yes):
        return Presence.PRESENT
    return Presence.OPEN if group_present(may_be) else Presence.ABSENT


def classify(
    answers: Mapping[str, Answer], profile: Profile, *, act_known: bool = False
) -> Picture:
    """The class that the answers show. `act_known`: an act is ticked (needed for a child).

    Adults: exploitation alone, with deception, or with means at recruitment and coercion at
    destination. Children: an act and exploitation. Recruitment by deception, coercion or abuse
    of vulnerability is an act too. Source: ILO and European Commission 2009.
    """
    groups = {group: group_presence(group, profile, answers) for group in IloGroup}
    present = {group for group, found in groups.items() if found is Presence.PRESENT}
    exploitation = groups[IloGroup.EXPLOITATION]
    if exploitation is Presence.OPEN:
        shows = LabourClass.NOT_ENOUGH_INFORMATION
    elif exploitation is Presence.ABSENT:
        shows = LabourClass.NO_EXPLOITATION_SHOWN
    elif profile in (Profile.CHILD_LABOUR, Profile.CHILD_SEXUAL):
        shows = _child_class(present, act_known=act_known)
    else:
        shows = _adult_class(present)
    return Picture(shows, groups)


_RECRUITMENT = frozenset({IloGroup.DECEPTION, IloGroup.COERCION, IloGroup.VULNERABILITY})
_MEANS_AT_RECRUITMENT = _RECRUITMENT | {IloGroup.VULNERABILITY_THERE}


def _child_class(present: Collection[IloGroup], *, act_known: bool) -> LabourClass:
    acted = act_known or not _RECRUITMENT.isdisjoint(present)
    return LabourClass.INDICATED_CHILD if acted else LabourClass.EXPLOITED


def _adult_class(present: Collection[IloGroup]) -> LabourClass:
    by_means = not _MEANS_AT_RECRUITMENT.isdisjoint(present)
    if by_means and IloGroup.COERCION_THERE in present:
        return LabourClass.INDICATED
    if IloGroup.DECEPTION in present:
        return LabourClass.DECEIVED_AND_EXPLOITED
    return LabourClass.EXPLOITED
