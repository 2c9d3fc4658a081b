"""A section's document in words: one fact for each field that says something."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import births
from cases.age import Birth, Precision, SaidBy, age_range
from cases.indicators import ROWS
from cases.nationalities import citizenship_name
from cases.palermo import Act, Exploitation, Means
from cases.sections import (
    ContactAndSafety,
    Document,
    Health,
    Identity,
    Immigration,
    Needs,
    Note,
    Proceedings,
    Screening,
)
from cases.vocabulary import (
    Accessibility,
    CareLevel,
    Communication,
    Danger,
    DangerSign,
    Gender,
    Interpreter,
    Need,
    Offence,
    SafetyAlert,
    TravelsAlone,
    Wish,
)
from cases.web.times import day
from cases.words import coded
from portal.access.vocabulary import Coded
from portal.organisations.languages import language_name

Fact = dict[str, Any]
Names = Callable[[str, int], str]
"""('region' or 'organisation', id) -> how this reader may hear it called."""


def fact(name: str, term: str, value: object, note: str = "") -> Fact:
    """One line: the document's field, its heading, its words."""
    return {"name": name, "term": term, "value": value, "note": note}


def labels(codes: type[Coded], found: Iterable[str]) -> str:
    """Several codes in words."""
    return _(", ").join(coded(codes.choices(), str(code)) for code in found)


def isolated(value: str) -> str:
    """A number or an address that stays whole inside right-to-left text."""
    return f"\u2066{value}\u2069" if value else ""


def birth_in_words(birth: Birth, today: date) -> tuple[str, str]:
    """What is known of a birth, and the age that follows today."""
    low, high = age_range(birth, today)
    age = ""
    if low is not None and high is not None and high < 120:
        age = (
            ngettext("%(n)d year old", "%(n)d years old", low) % {"n": low}
            if low == high
            else _("%(low)d to %(high)d years old") % {"low": low, "high": high}
        )
    if birth.said_by is not SaidBy.NOT_SAID:
        said = _("Said by: %(who)s") % {"who": _(birth.said_by.label)}
        age = f"{age}. {said}" if age else said
    return _born(birth), age


def _born(birth: Birth) -> str:
    first, last = birth.earliest, birth.latest
    if birth.precision is Precision.EXACT and first:
        return day(first)
    if birth.precision is Precision.MONTH and first:
        return f"{first.month:02d} {first.year}"
    if birth.precision is Precision.YEAR and first:
        return str(first.year)
    if birth.precision is Precision.RANGE and first and last:
        return _("Between %(first)s and %(last)s") % {
            "first": day(first),
            "last": day(last),
        }
    if birth.as_of is not None:
        return _("%(what)s, on %(day)s") % {"what": _aged(birth), "day": day(birth.as_of)}
    return _("Not known")


def _aged(birth: Birth) -> str:
    low, high = birth.age_low or 0, birth.age_high or 0
    if birth.precision is Precision.ABOUT:
        return _("About %(age)d") % {"age": high - 3}
    if high >= 120:
        return _("%(low)d or older") % {"low": low}
    if low == 0:
        return _("Under %(age)d") % {"age": high + 1}
    return _("%(low)d to %(high)d") % {"low": low, "high": high}


def _identity(doc: Identity, names: Names, today: date) -> list[Fact]:
    born, age = birth_in_words(births.from_dict(doc.birth), today) if doc.birth else ("", "")
    return [
        fact("given_names", _("Given names"), doc.given_names),
        fact("family_name", _("Family name"), doc.family_name),
        fact("other_names", _("Other names"), doc.other_names),
        fact("birth", _("Birth"), born, age),
        fact("gender", _("Gender"), coded(Gender.choices(), doc.gender)),
        fact(
            "citizenships", _("Citizenships"), _(", ").join(map(citizenship_name, doc.citizenships))
        ),
        fact("document_numbers", _("Papers"), doc.document_numbers),
        fact("said_by", _("Said by"), coded(SaidBy.choices(), doc.said_by)),
    ]


def _unsafe(one: Mapping[str, str]) -> Fact:
    """A way that reaches somebody else now: shown so that nobody tries it from an older paper."""
    kinds = {"phone": _("Old telephone"), "email": _("Old e-mail"), "address": _("Old address")}
    since = date_format(date.fromisoformat(one["since"]), "DATE_FORMAT")
    warned = _("Unsafe since %(day)s: never use it") % {"day": since}
    return fact("unsafe", kinds.get(one["kind"], one["kind"]), isolated(one["value"]), warned)


def _contact(doc: ContactAndSafety, names: Names, today: date) -> list[Fact]:
    regions = _(", ").join(names("region", pk) for pk in doc.no_go_regions)
    organisations = _(", ").join(
        dict.fromkeys(names("organisation", pk) for pk in doc.no_go_organisations)
    )
    more = doc.extra
    return [
        fact("safe_contact", _("Safe way"), doc.safe_contact),
        fact("never", _("Never"), doc.never),
        fact("warnings", _("Warnings"), labels(SafetyAlert, doc.warnings)),
        fact("phone", _("Telephone"), isolated(doc.phone)),
        fact("email", _("E-mail"), isolated(doc.email)),
        fact("address", _("Address"), doc.address),
        *(_unsafe(one) for one in doc.unsafe),
        fact("danger", _("Danger"), coded(Danger.choices(), doc.danger)),
        fact("extra", _("Signs of danger"), labels(DangerSign, more.get("danger_signs", ()))),
        fact("danger_account", _("What it is"), doc.danger_account),
        fact("languages", _("Languages"), _(", ").join(map(language_name, doc.languages))),
        fact("interpreter", _("Interpreter"), coded(Interpreter.choices(), doc.interpreter)),
        fact("extra", _("How to speak"), labels(Communication, more.get("communication", ()))),
        fact("accessibility", _("Must offer"), labels(Accessibility, doc.accessibility)),
        fact("travels_alone", _("With whom"), coded(TravelsAlone.choices(), doc.travels_alone)),
        fact("extra", _("Wishes"), labels(Wish, more.get("wishes", ()))),
        fact("wishes", _("In words"), doc.wishes),
        fact("no_go_regions", _("Not in"), regions),
        fact("no_go_organisations", _("Not to"), organisations),
        fact("no_go_account", _("Why not"), doc.no_go_account),
    ]


def _screening(doc: Screening, names: Names, today: date) -> list[Fact]:
    yes = [
        c
        for c, said in doc.answers.items()
        if isinstance(said, dict) and said.get("answer") == "yes"
    ]
    signs = [
        _(ROWS[c].label)
        for c in yes
        if c in ROWS and not ROWS[c].code.startswith(("act.", "means.", "purpose."))
    ]
    return [
        fact("acts", _("Act"), labels(Act, doc.acts)),
        fact("means", _("Means"), labels(Means, doc.means)),
        fact("purposes", _("Purpose"), labels(Exploitation, doc.purposes)),
        fact("answers", _("Signs"), _("; ").join(signs)),
        fact("account", _("In their words"), doc.account),
        fact("seen_at", _("Where it was seen"), doc.seen_at),
    ]


def _immigration(doc: Immigration, names: Names, today: date) -> list[Fact]:
    return [
        fact("status", _("Status"), doc.status),
        fact("papers_held_by", _("Papers held by"), doc.papers_held_by),
        fact("permit_until", _("Permitted until"), doc.permit_until),
        fact("account", _("More"), doc.account),
    ]


def _needs(doc: Needs, names: Names, today: date) -> list[Fact]:
    return [
        fact("needs", _("Needs"), labels(Need, doc.needs)),
        fact("care_level", _("Care"), coded(CareLevel.choices(), doc.care_level)),
        fact("plan", _("Plan"), doc.plan),
        fact("running", _("Running"), doc.running),
    ]


def _health(doc: Health, names: Names, today: date) -> list[Fact]:
    return [
        fact("urgent", _("Cannot wait"), doc.urgent),
        fact("conditions", _("Conditions"), doc.conditions),
        fact("medication", _("Medicine"), doc.medication),
        fact("pregnancy", _("Pregnancy"), doc.pregnancy),
        fact("account", _("More"), doc.account),
    ]


def _proceedings(doc: Proceedings, names: Names, today: date) -> list[Fact]:
    return [
        fact("file_number", _("File number"), isolated(doc.file_number)),
        fact("offences", _("Offences"), labels(Offence, doc.offences)),
        fact("article", _("Article"), doc.article),
        fact("authority", _("Who conducts them"), doc.authority),
        fact("court", _("Court"), doc.court),
        fact("next_hearing", _("Next hearing"), doc.next_hearing),
        fact("account", _("More"), doc.account),
    ]


def _note(doc: Note, names: Names, today: date) -> list[Fact]:
    return [fact("text", _("Note"), doc.text)]


_OF: dict[type[Document], Callable[[Any, Names, date], list[Fact]]] = {
    Identity: _identity,
    ContactAndSafety: _contact,
    Screening: _screening,
    Immigration: _immigration,
    Needs: _needs,
    Health: _health,
    Proceedings: _proceedings,
    Note: _note,
}


def facts_of(document: Document, names: Names, today: date) -> list[Fact]:
    """The fields of a document that say something."""
    return [f for f in _OF[type(document)](document, names, today) if f["value"]]


def field_in_words(document: Document, name: str, names: Names, today: date) -> tuple[str, str]:
    """(heading, words) of one field of the document, for two texts beside each other."""
    found = [f for f in _OF[type(document)](document, names, today) if f["name"] == name]
    heading = found[0]["term"] if found else _("Further details")
    said = [
        str(f["value"]) if len(found) == 1 else f"{f['term']}: {f['value']}"
        for f in found
        if f["value"]
    ]
    note = found[0]["note"] if len(found) == 1 else ""
    words = _("; ").join(said) or _("Nothing")
    return heading, f"{words} ({note})" if note and said else words
