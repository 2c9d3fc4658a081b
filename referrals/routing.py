"""Whom one can ask, and why: a desk fits, fits with doubts, or is left out, each in words. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from cases.vocabulary import Danger, Gender, Takes
from portal.access.vocabulary import AgeStatus, gettext_noop


@dataclass(frozen=True, slots=True)
class Offered:
    """What a desk says of itself, as routing needs it."""

    desk_id: int
    organisation_id: int
    takes: frozenset[str]
    languages: frozenset[str]
    accessibility: frozenset[str]
    regions: frozenset[int]
    accepting: bool
    free: int | None
    holds_basis: bool
    serves: bool
    walled: bool = False
    asked_before: bool = False
    fresh: bool = True
    ahead: tuple[tuple[date, int], ...] = ()

    def enough(self, persons: int, wanted: date | None) -> bool:
        """Whether a place for each is free now, or said to be free by the day she is to come."""
        return self.free is None or self.free >= persons or self.by_then(wanted) >= persons

    def by_then(self, wanted: date | None) -> int:
        """What the desk expects to have free on a day: its latest word for a day up to that one."""
        told = [n for day, n in self.ahead if wanted is not None and day <= wanted]
        return told[-1] if told else 0


@dataclass(frozen=True, slots=True)
class Person:
    """What routing may know of one person: codes only."""

    age: AgeStatus
    gender: str = ""
    languages: frozenset[str] = frozenset()
    accessibility: frozenset[str] = frozenset()
    danger: str = ""
    with_parent: bool = False
    no_go_regions: frozenset[int] = frozenset()
    no_go_organisations: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Fit:
    """One candidate: proposed or left out, with every reason. ``order`` sorts the best first."""

    desk_id: int
    proposed: bool
    why: tuple[str, ...]
    doubts: tuple[str, ...]
    left_out: str
    order: tuple[int, int, int, int]


NOT_AVAILABLE = gettext_noop("Not available now")
HER_NO_REGION = gettext_noop("In a region the person does not want")
HER_NO_ORGANISATION = gettext_noop("An organisation the person does not want")
DOES_NOT_TAKE = gettext_noop("Outside whom they take")
NOT_THIS_REGION = gettext_noop("Outside their region")
SPEAKS = gettext_noop("Speaks the language")
HAS_PLACE = gettext_noop("Has a place free")
TAKES_HER = gettext_noop("Takes this group")
SAME_REGION = gettext_noop("Works in the region asked for")
NO_LANGUAGE = gettext_noop("Nobody speaks the language: plan an interpreter")
NOT_CONFIRMED = gettext_noop("Places not confirmed: ask")
EXPECTED = gettext_noop("Places expected by then, none free now: ask")
PLACES_UNKNOWN = gettext_noop("Places not told: ask")
NOT_ACCESSIBLE = gettext_noop("Accessibility not told: ask")
ASKED_BEFORE = gettext_noop("Was asked before")
GENDER_NOT_TOLD = gettext_noop("Takes only some, and the gender is not told: ask")


def takes(offered: Collection[str], person: Person) -> bool:
    """Whether whom they take covers this person; who says nothing takes everybody."""
    said = set(offered)
    if not said:
        return True
    if person.age is not AgeStatus.ADULT:
        if person.with_parent:
            return bool(
                said & {Takes.MOTHERS_WITH_CHILDREN, Takes.FATHERS_WITH_CHILDREN, Takes.FAMILIES}
            )
        girl = person.gender in (Gender.WOMAN, "") and Takes.GIRLS in said
        boy = person.gender == Gender.MAN and bool(said & {Takes.BOYS, Takes.BOYS_FROM_12})
        return Takes.CHILDREN in said or girl or boy
    wanted = {Gender.WOMAN: Takes.WOMEN, Gender.MAN: Takes.MEN, Gender.NON_BINARY: Takes.NON_BINARY}
    code = wanted.get(Gender(person.gender)) if person.gender in set(Gender) else None
    return code is None or code in said


def takes_only_some(offered: Collection[str], person: Person) -> bool:
    """Whether it hangs on a gender that nobody told: neither fits nor is left out."""
    told = person.gender in {Gender.WOMAN, Gender.MAN, Gender.NON_BINARY}
    if told or not offered or (person.age is not AgeStatus.ADULT and person.with_parent):
        return False
    said = set(offered)
    if person.age is not AgeStatus.ADULT:
        return Takes.CHILDREN not in said and not {Takes.GIRLS, Takes.BOYS} <= said
    return not {Takes.WOMEN, Takes.MEN} <= said


def _left_out(
    offered: Offered,
    persons: Collection[Person],
    region: int | None,
    places: bool,
    wanted: date | None,
) -> str:
    """The first reason that rules a desk out; her own no-go comes before everything else.

    Walled, closed and full read alike, and after what its profile tells anybody: so nothing here
    tells a wall (policy 9).
    """
    if any(offered.organisation_id in p.no_go_organisations for p in persons):
        return HER_NO_ORGANISATION
    if offered.regions and any(offered.regions <= p.no_go_regions for p in persons):
        return HER_NO_REGION
    if region is not None and offered.regions and region not in offered.regions:
        return NOT_THIS_REGION
    if not all(takes(offered.takes, p) for p in persons):
        return DOES_NOT_TAKE
    full = places and not offered.enough(len(persons), wanted)
    closed = not offered.accepting or not offered.serves or not offered.holds_basis
    return NOT_AVAILABLE if offered.walled or closed or full else ""


def fit(
    offered: Offered,
    persons: Collection[Person],
    *,
    region: int | None = None,
    places: bool = False,
    wanted: date | None = None,
) -> Fit:
    """Weigh one desk for these persons: why it is proposed, what is doubtful, or why it is left out.

    ``places`` is true for purposes that take places, ``wanted`` the day she is to come where one was
    named. Figures that nobody confirmed in time rank last. Source: WHO 2003 rules 3 and 7; README 12.
    """
    if left_out := _left_out(offered, persons, region, places, wanted):
        return Fit(offered.desk_id, False, (), (), left_out, (1, 0, 0, 0))
    why, doubts = _about_places(offered, places, len(persons))
    languages = frozenset().union(*(p.languages for p in persons)) if persons else frozenset()
    if languages and languages & offered.languages:
        why.insert(0, SPEAKS)
    elif languages:
        doubts.insert(0, NO_LANGUAGE)
    hangs = any(takes_only_some(offered.takes, p) for p in persons)
    if offered.takes:
        (doubts if hangs else why).append(GENDER_NOT_TOLD if hangs else TAKES_HER)
    if region is not None and region in offered.regions:
        why.append(SAME_REGION)
    needed = frozenset().union(*(p.accessibility for p in persons)) if persons else frozenset()
    if needed - offered.accessibility:
        doubts.append(NOT_ACCESSIBLE)
    if offered.asked_before:
        doubts.append(ASKED_BEFORE)
    danger = any(p.danger in (Danger.LIKELY, Danger.IMMEDIATE) for p in persons)
    if danger and Takes.HIGH_RISK in offered.takes:
        why.append(gettext_noop("Takes people who are looked for"))
    stale = int(places and offered.free is not None and not offered.fresh)
    order = (0, stale, len(doubts) - len(why), -(offered.free or 0))
    return Fit(offered.desk_id, True, tuple(why), tuple(doubts), "", order)


def _about_places(offered: Offered, places: bool, persons: int) -> tuple[list[str], list[str]]:
    """What speaks for it and what is doubtful, of places."""
    if not places:
        return [], []
    if offered.free is None:
        return [], [PLACES_UNKNOWN]
    if not offered.fresh:
        return [], [NOT_CONFIRMED]
    return ([HAS_PLACE], []) if offered.free >= persons else ([], [EXPECTED])
