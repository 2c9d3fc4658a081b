"""What a screening tells, and what follows from it: the sections of a case, whom routing meets,
what act, means and purpose show. Pure: codes and words come in, today comes in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from cases import births
from cases.age import Birth, Precision, status_on
from cases.guardians import Guardian
from cases.indicators import ROWS, SCREENING_GROUPS, Answer, elements_of
from cases.palermo import Assessment, Element, assess
from cases.sections import ContactAndSafety, Document, Identity, Needs, Screening
from cases.vocabulary import Danger, DangerSign, TravelsAlone
from portal.access.vocabulary import AgeStatus, Purpose, Section
from referrals.routing import Person
from referrals.states import Urgency

MOST_CHILDREN = 11
TICKED_AGE = {"adult": AgeStatus.ADULT, "child": AgeStatus.CHILD, "unsure": AgeStatus.MAY_BE_CHILD}
_NOW = frozenset({DangerSign.CONTROLLER_NEAR, DangerSign.HURT_OR_ILL, DangerSign.MAY_HARM_HERSELF})
_LOOKED_FOR = frozenset({DangerSign.THREATENED, DangerSign.PHONE_WATCHED})


@dataclass(frozen=True, slots=True)
class Child:
    """A child who is with the person: a case of its own, carried by the same referral."""

    name: str = ""
    age: int | None = None
    gender: str = ""
    parent: bool = False

    def birth(self, today: date) -> Birth:
        """As told: an age in years, else 'under 18' and no more."""
        return (
            Birth.child_seen(today) if self.age is None else Birth.aged(self.age, self.age, today)
        )


@dataclass(frozen=True, slots=True)
class Told:
    """A screening as told, read and checked: codes of ``cases.vocabulary``, words as typed."""

    age: str = ""
    birth: Birth | None = None
    given_names: str = ""
    family_name: str = ""
    other_names: str = ""
    gender: str = ""
    danger: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    how_known: str = ""
    account: str = ""
    languages: tuple[str, ...] = ()
    interpreter: str = ""
    communication: tuple[str, ...] = ()
    accessibility: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    care_level: str = ""
    wishes: tuple[str, ...] = ()
    wish_words: str = ""
    no_go: tuple[int, ...] = ()
    no_go_account: str = ""
    phone: str = ""
    safe_contact: str = ""
    never: str = ""
    warnings: tuple[str, ...] = ()
    travels_alone: str = ""
    dependants: int | None = None
    children: tuple[Child, ...] = ()
    bed_tonight: bool = False
    consents: Mapping[str, str] = field(default_factory=dict)
    interpreter_used: bool = False


def birth_of(told: Told, today: date) -> tuple[Birth, bool]:
    """The birth to keep, and whether tick and telling do not agree.

    They disagree: it is kept as unknown, so that the person counts as a child until age is
    settled (CoE Convention art. 10(3)); what was told is kept beside it.
    """
    ticked = TICKED_AGE.get(told.age)
    if told.birth is None or told.birth.precision is Precision.UNKNOWN:
        seen = {AgeStatus.ADULT: Birth.adult_seen, AgeStatus.CHILD: Birth.child_seen}
        return (seen[ticked](today) if ticked in seen else Birth.unknown()), False
    found = status_on(told.birth, today)
    agree = ticked is None or ticked is found or found is AgeStatus.MAY_BE_CHILD
    return (told.birth, False) if agree else (Birth.unknown(), True)


def age_of(told: Told, today: date) -> AgeStatus:
    """Adult, child or may be a child, as the case will say."""
    return status_on(birth_of(told, today)[0], today)


def danger_of(signs: tuple[str, ...]) -> Danger:
    """How great the danger is, from what was ticked; nothing ticked is 'not known', never 'none'."""
    found = set(signs)
    if found & _NOW:
        return Danger.IMMEDIATE
    if found & _LOOKED_FOR:
        return Danger.LIKELY
    return Danger.POSSIBLE if found else Danger.NOT_KNOWN


def urgency_of(told: Told) -> Urgency:
    """How urgent it is, proposed: danger now, then a bed tonight or being looked for."""
    danger = danger_of(told.danger)
    if danger is Danger.IMMEDIATE:
        return Urgency.IMMEDIATE_DANGER
    return Urgency.URGENT if told.bed_tonight or danger is Danger.LIKELY else Urgency.STANDARD


def bed_purpose(told: Told) -> Purpose:
    """Danger now asks for urgent protection; else a bed is accommodation."""
    now = danger_of(told.danger) is Danger.IMMEDIATE
    return Purpose.URGENT_PROTECTION if now else Purpose.ACCOMMODATION


def shown_by(told: Told, today: date) -> Assessment:
    """What act, means and purpose show, from ticked rows and from signs answered with yes."""
    yes = [code for code, answer in told.answers.items() if answer == Answer.YES]
    acts, means, purposes = elements_of([*told.rows, *yes])
    return assess(acts, means, purposes, age_of(told, today))


def ticked_labels(told: Told) -> dict[Element, list[str]]:
    """The words of the rows ticked, element by element."""
    found: dict[Element, list[str]] = {element: [] for element in Element}
    for group in SCREENING_GROUPS:
        if group.element is not None:
            found[group.element] += [row.label for row in group.rows if row.code in told.rows]
    return found


def sections_of(told: Told, today: date) -> dict[Section, Document]:
    """The first records of the case; needs only where something was told."""
    birth, doubt = birth_of(told, today)
    extra: dict[str, Any] = {}
    if doubt and told.birth is not None:
        extra["told_birth"] = births.to_dict(told.birth)
    found: dict[Section, Document] = {
        Section.IDENTITY: Identity(
            given_names=told.given_names, family_name=told.family_name, other_names=told.other_names,
            birth=births.to_dict(birth), gender=told.gender, said_by=birth.said_by.value, extra=extra,
        ),
        Section.CONTACT_AND_SAFETY: _contact(told, told.travels_alone),
        Section.SCREENING: _screening(told, today),
    }  # fmt: skip
    if told.needs or told.care_level:
        found[Section.NEEDS_AND_ASSISTANCE] = Needs(needs=told.needs, care_level=told.care_level)
    return found


def _contact(told: Told, travels_alone: str) -> ContactAndSafety:
    extra = {
        "danger_signs": list(told.danger), "wishes": list(told.wishes), "dependants": told.dependants,
        "communication": list(told.communication), "children_here": len(told.children),
    }  # fmt: skip
    return ContactAndSafety(
        phone=told.phone, safe_contact=told.safe_contact, never=told.never, warnings=told.warnings,
        danger=danger_of(told.danger).value, languages=told.languages, interpreter=told.interpreter,
        accessibility=told.accessibility, wishes=told.wish_words, no_go_regions=told.no_go,
        no_go_account=told.no_go_account, travels_alone=travels_alone,
        extra={key: value for key, value in extra.items() if value},
    )  # fmt: skip


def _screening(told: Told, today: date) -> Screening:
    shown = shown_by(told, today)
    answers = {code: {"answer": Answer.YES.value, "source": told.how_known} for code in told.rows}
    answers |= {
        code: {"answer": said, "source": told.how_known} for code, said in told.answers.items()
    }
    yes = [code for code, said in answers.items() if said["answer"] == Answer.YES]
    acts, means, purposes = elements_of(yes)
    return Screening(
        acts=tuple(sorted(acts)), means=tuple(sorted(means)), purposes=tuple(sorted(purposes)),
        answers=answers, account=told.account, outcome=shown.outcome.value,
    )  # fmt: skip


def child_sections(told: Told, child: Child, today: date) -> dict[Section, Document]:
    """The first records of a child who is with the person: nothing of the person's own account."""
    return {
        Section.IDENTITY: Identity(
            given_names=child.name, birth=births.to_dict(child.birth(today)), gender=child.gender
        ),
        Section.CONTACT_AND_SAFETY: ContactAndSafety(
            danger=danger_of(told.danger).value, languages=told.languages, no_go_regions=told.no_go,
            travels_alone=(TravelsAlone.WITH_PARENT if child.parent else TravelsAlone.WITH_OTHER_ADULT).value,
        ),
    }  # fmt: skip


def guardian_of(told: Told) -> str:
    """Who stands beside a person who may be a child, as far as the screening tells."""
    asked = told.travels_alone == TravelsAlone.ALONE_GUARDIAN_ASKED
    return Guardian.ASKED.value if asked else Guardian.NOT_KNOWN.value


def child_guardian(told: Told, child: Child, today: date) -> str:
    """A parent with the child, under no suspicion and grown up herself; else nobody is known."""
    stands = child.parent and age_of(told, today) is AgeStatus.ADULT
    return Guardian.PARENT.value if stands else Guardian.NOT_KNOWN.value


def persons_of(told: Told, today: date) -> tuple[Person, ...]:
    """What routing may know before the cases exist: the person, and each child with her."""
    plain = Person(
        age=AgeStatus.UNKNOWN, languages=frozenset(told.languages),
        danger=danger_of(told.danger).value, no_go_regions=frozenset(told.no_go),
    )  # fmt: skip
    main = replace(
        plain, age=age_of(told, today), gender=told.gender, accessibility=frozenset(told.accessibility),
        with_parent=told.travels_alone == TravelsAlone.WITH_PARENT,
    )  # fmt: skip
    children = [
        replace(plain, age=status_on(c.birth(today), today), gender=c.gender, with_parent=True)
        for c in told.children
    ]
    return (main, *children)


def known_row(code: str) -> bool:
    """Whether a sign or a row of this code exists."""
    return code in ROWS
