"""The rows of a preview, each read from the offer, its referral and the codes of the persons."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cases.guardians import Guardian
from cases.models import Case
from cases.vocabulary import (
    Accessibility,
    CareLevel,
    Communication,
    Danger,
    Gender,
    Interpreter,
    Need,
    Takes,
    TravelsAlone,
)
from portal.access.matrix import AgeStatus, Kind, Role
from portal.access.preview import PreviewField, shows_gender
from portal.core.templatetags.words import listed, number
from portal.organisations.languages import language_name
from referrals.models import Offer
from referrals.states import Urgency
from referrals.words import AGES, KINDS, PURPOSES, label, labels, said

F = PreviewField
WORST = (Danger.IMMEDIATE, Danger.LIKELY, Danger.POSSIBLE, Danger.NOT_KNOWN, Danger.NONE_KNOWN)
ADULTS = frozenset({Takes.WOMEN, Takes.MEN, Takes.NON_BINARY})
PAIRS = (
    (Takes.GIRLS, Takes.BOYS, Takes.CHILDREN),
    (Takes.MOTHERS_WITH_CHILDREN, Takes.FATHERS_WITH_CHILDREN, Takes.FAMILIES),
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of a preview: its field, its term and its value in words."""

    field: str
    term: str
    value: str
    codes: Any = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the rows are read from."""

    offer: Offer
    persons: tuple[Case, ...]
    shelters_her: bool = False
    fields: frozenset[PreviewField] = field(default_factory=frozenset)


def title(shown: Shown) -> str:
    """What is asked for whom, from the preview's own fields: 'Legal help: adult'."""
    purpose = said(PURPOSES, shown.offer.referral.purpose)
    return _("%(purpose)s: %(who)s") % {"purpose": purpose, "who": people(shown)}


def people(shown: Shown) -> str:
    """'one adult, two children' where the number is told; else 'adult'."""
    n = Counter(str(p.age_status) for p in shown.persons)
    if F.PERSONS not in shown.fields:
        words = {
            "adult": _("adult"), "child": _("child"), "may_be_child": _("may be a child"),
            "unknown": _("age not known"),
        }  # fmt: skip
        return listed(words[a] for a in AgeStatus if n[a])
    counted = {
        "adult": ngettext("%(n)s adult", "%(n)s adults", n["adult"]),
        "child": ngettext("%(n)s child", "%(n)s children", n["child"]),
        "may_be_child": ngettext(
            "%(n)s who may be a child", "%(n)s who may be children", n["may_be_child"]
        ),
        "unknown": ngettext("%(n)s of unknown age", "%(n)s of unknown age", n["unknown"]),
    }
    return listed(counted[a] % {"n": number(n[a])} for a in AgeStatus if n[a])


def sender_name(offer: Offer, *, shelters_her: bool) -> str:
    """The sending organisation; a shelter, or a lead that also shelters her, as 'protection lead'."""
    desk = offer.referral.sender_desk
    hidden = (
        desk.organisation.kind == Kind.SHELTER
        or desk.role == Role.PLACEMENT_OFFICER
        or shelters_her
    )
    return _("Protection lead") if hidden else desk.organisation.name


def takes_only_some(takes: Iterable[str]) -> bool:
    """Whether a service takes people of some genders only, so that gender must be told."""
    told = frozenset(takes)
    if 0 < len(told & ADULTS) < len(ADULTS):
        return True
    return any((one in told) != (other in told) and both not in told for one, other, both in PAIRS)


def _moment(value: Any) -> str:
    return date_format(timezone.localtime(value), pgettext("date format", "D j M, H:i"))


def _reference(s: Shown) -> Fact:
    return Fact(F.REFERENCE, _("Reference"), s.offer.ref, s.offer.ref)


def _sender(s: Shown) -> Fact:
    name = sender_name(s.offer, shelters_her=s.shelters_her)
    return Fact(F.SENDER, _("From"), name, name)


def _purpose(s: Shown) -> Fact:
    referral = s.offer.referral
    words = _("%(purpose)s. %(urgency)s. Answer by %(when)s.") % {
        "purpose": said(PURPOSES, referral.purpose),
        "urgency": label(Urgency, referral.urgency),
        "when": _moment(s.offer.answer_by),
    }
    codes = {
        "purpose": referral.purpose,
        "urgency": referral.urgency,
        "answer_by": s.offer.answer_by,
    }
    return Fact(F.PURPOSE_URGENCY_DUE, _("Asked for"), words, codes)


def _age(s: Shown) -> Fact:
    found = [a for a in AgeStatus if any(p.age_status == a for p in s.persons)]
    return Fact(
        F.AGE_STATUS, _("Age"), listed(said(AGES, a) for a in found), [a.value for a in found]
    )


def _languages(s: Shown) -> Fact:
    codes = sorted({code for p in s.persons for code in p.languages})
    wishes = sorted({p.interpreter for p in s.persons if p.interpreter})
    words = listed(language_name(code) for code in codes) or _("Not known yet")
    wish = listed(labels(Interpreter, wishes))
    note = _("Interpreter: %(wish)s") % {"wish": wish} if wish else ""
    return Fact(
        F.LANGUAGES, _("Languages"), words, {"languages": codes, "interpreter": wishes}, note
    )


def _region(s: Shown) -> Fact:
    referral = s.offer.referral
    region = referral.region.name if referral.region else _("Any region")
    when = _moment(referral.from_when) if referral.from_when else _("now")
    words = _("%(region)s, from %(when)s") % {"region": region, "when": when}
    codes = {
        "region": referral.region.code if referral.region else "",
        "from_when": referral.from_when,
    }
    return Fact(F.REGION_FROM_WHEN, _("Where and when"), words, codes)


def _accessibility(s: Shown) -> Fact:
    codes = sorted({code for p in s.persons for code in p.accessibility})
    words = labels(Accessibility, codes) + labels(Communication, codes)
    return Fact(F.ACCESSIBILITY, _("Accessibility"), listed(words) or _("Nothing told"), codes)


def _persons(s: Shown) -> Fact:
    n, together = len(s.persons), s.offer.referral.keep_together
    words = ngettext("%(n)s person", "%(n)s persons", n) % {"n": number(n)}
    if n > 1 and together:
        words = _("%(persons)s, to be kept together") % {"persons": words}
    return Fact(F.PERSONS, _("How many"), capfirst(words), {"count": n, "keep_together": together})


def _gender(s: Shown) -> Fact | None:
    profile = getattr(s.offer.desk, "profile", None)
    if not shows_gender(
        s.offer.referral.purpose, takes_only_some(profile.takes if profile else ())
    ):
        return None
    codes = [g.value for g in Gender if any(p.gender == g for p in s.persons)]
    return Fact(F.GENDER, _("Gender"), listed(labels(Gender, codes)) or _("Not said"), codes)


def _coded(name: PreviewField, term: str, table: Any, attribute: str, s: Shown) -> Fact:
    codes = [c.value for c in table if any(getattr(p, attribute) == c for p in s.persons)]
    return Fact(name, term, listed(labels(table, codes)) or _("Not known yet"), codes)


def _danger(s: Shown) -> Fact:
    worst = next((d for d in WORST if any(p.danger == d for p in s.persons)), Danger.NOT_KNOWN)
    return Fact(F.DANGER, _("Danger"), label(Danger, worst), worst.value)


def _alone(s: Shown) -> Fact:
    fact = _coded(F.TRAVELS_ALONE, _("Travels"), TravelsAlone, "travels_alone", s)
    children = [p for p in s.persons if p.treated_as_child]
    guardians = [g for g in Guardian if g and any(p.guardian == g for p in children)]
    codes = {"travels_alone": fact.codes, "guardian": [g.value for g in guardians]}
    return Fact(fact.field, fact.term, fact.value, codes, listed(_(g.label) for g in guardians))


def _need(s: Shown) -> Fact:
    codes = sorted({code for p in s.persons for code in p.needs})
    return Fact(
        F.KIND_OF_NEED, _("Kind of need"), listed(labels(Need, codes)) or _("Not told"), codes
    )


def _conflict(s: Shown) -> Fact:
    codes = list(s.offer.referral.conflict_kinds)
    words = listed(said(KINDS, code) for code in codes) or _("None told")
    return Fact(F.CONFLICT, _("A conflict could arise with"), words, codes)


READ: dict[PreviewField, Callable[[Shown], Fact | None]] = {
    F.REFERENCE: _reference,
    F.SENDER: _sender,
    F.PURPOSE_URGENCY_DUE: _purpose,
    F.AGE_STATUS: _age,
    F.LANGUAGES: _languages,
    F.REGION_FROM_WHEN: _region,
    F.ACCESSIBILITY: _accessibility,
    F.PERSONS: _persons,
    F.GENDER: _gender,
    F.CARE_LEVEL: lambda s: _coded(F.CARE_LEVEL, _("Care"), CareLevel, "care_level", s),
    F.DANGER: _danger,
    F.TRAVELS_ALONE: _alone,
    F.KIND_OF_NEED: _need,
    F.CONFLICT: _conflict,
}
