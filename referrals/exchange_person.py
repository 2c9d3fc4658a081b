"""A person of a list as the sections of her case, and back. Plain rules.

What the list said stays beside the section's own fields (``extra``), field by field, so that it
goes out as it came in. What a caseworker changed since then goes out as she wrote it.
"""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import Any

import pycountry

from cases import births
from cases.age import ABOUT_MARGIN, Birth, Precision, age_range
from cases.sections import ContactAndSafety, Document, Identity, Screening
from portal.access.matrix import Section
from referrals.htcds import ImportedPerson
from referrals.htcds.birth import Birth as ListedBirth
from referrals.htcds.birth import PartialDate
from referrals.htcds.nationality import Nationalities
from referrals.htcds.record import Extra, Value
from referrals.htcds.text import clean

LIST, COLUMNS = "htcds", "columns"
GENDERS = {
    "Feminine": "woman", "Masculine": "man", "TransgenderFeminine": "woman",
    "TransgenderMasculine": "man", "NonConforming": "non_binary", "NonSpecifiedUnknown": "not_said",
}  # fmt: skip
TO_GENDER = {
    "woman": "Feminine",
    "man": "Masculine",
    "non_binary": "NonConforming",
    "not_said": "NonSpecifiedUnknown",
}
ADDRESS = (
    "prs_MailingStreet",
    "prs_MailingPostalCode",
    "prs_MailingCity",
    "prs_MailingState",
    "prs_MailingCountry",
)
CONTACT = (*ADDRESS, "prs_MailingLongitude", "prs_MailingLatitude", "prs_Email", "prs_HomePhone",
           "prs_MobilePhone", "prs_PrimaryLanguage", "prs_SecondaryLanguage")  # fmt: skip
FURTHER = "Further languages"
Sections = dict[Section, Document]


def sections_of(person: ImportedPerson) -> Sections:
    """Identity, contact and screening as the list describes them. Decides nothing."""
    parts: dict[Section, dict[str, Any]] = {s: {} for s in _KEPT}
    for name, packed in person.to_dict()["values"].items():
        parts[_place(name)][name] = packed
    identity: dict[str, Any] = {LIST: parts[Section.IDENTITY]}
    if person.extras:
        identity[COLUMNS] = dict(person.extras)
    born = person.birth
    return {
        Section.IDENTITY: Identity(
            given_names=person.given_names, family_name=person.family_name,
            birth=births.to_dict(_birth(born)) if born else {},
            gender=GENDERS.get(person.gender, ""), citizenships=person.citizenships,
            document_numbers=person.text("prs_IdentityNumber"), extra=identity,
        ),
        Section.CONTACT_AND_SAFETY: ContactAndSafety(
            phone=person.text("prs_MobilePhone") or person.text("prs_HomePhone"),
            email=person.text("prs_Email"), address=_address(person),
            languages=tuple(dict.fromkeys(_short(code) for code in person.languages)),
            extra={LIST: parts[Section.CONTACT_AND_SAFETY]},
        ),
        Section.SCREENING: Screening(
            account=person.comment, extra={LIST: parts[Section.SCREENING]}
        ),
    }  # fmt: skip


_KEPT = (Section.IDENTITY, Section.CONTACT_AND_SAFETY, Section.SCREENING)


def _place(field: str) -> Section:
    if field in CONTACT:
        return Section.CONTACT_AND_SAFETY
    return Section.IDENTITY if field.startswith("prs_") else Section.SCREENING


def _birth(listed: ListedBirth) -> Birth:
    if listed.born is not None:
        born = listed.born
        if born.as_day is not None:
            return Birth.on(born.as_day)
        return (
            Birth.in_month(born.year, born.month) if born.month is not None
            else Birth.in_year(born.year)
        )  # fmt: skip
    low, high, on = listed.low, listed.high, listed.said_on
    if low is None or high is None or on is None:
        return Birth.unknown()
    return Birth.about(low, on) if listed.approximate and low == high else Birth.aged(low, high, on)


def _listed(birth: Birth, today: date) -> ListedBirth | None:
    if birth.precision is Precision.UNKNOWN or birth.earliest is None or birth.latest is None:
        return None
    first = birth.earliest
    if birth.precision is Precision.EXACT:
        return ListedBirth(PartialDate.of(first))
    if birth.precision is Precision.MONTH:
        return ListedBirth(PartialDate(first.year, first.month))
    if birth.precision is Precision.YEAR:
        return ListedBirth(PartialDate(first.year))
    if birth.precision is Precision.ABOUT and birth.age_high is not None:
        age = birth.age_high - ABOUT_MARGIN
        return ListedBirth(low=age, high=age, said_on=birth.as_of, approximate=True)
    low, high, on = birth.age_low, birth.age_high, birth.as_of
    if low is None or high is None or on is None:
        (low, high), on = age_range(birth, today), today
    return ListedBirth(low=max(0, low or 0), high=min(120, high or 0), said_on=on)


def _address(person: ImportedPerson) -> str:
    said = {name: person.text(name) for name in ADDRESS}
    town = " ".join(filter(None, (said["prs_MailingPostalCode"], said["prs_MailingCity"])))
    lines = (said["prs_MailingStreet"], town, said["prs_MailingState"], said["prs_MailingCountry"])
    return "\n".join(filter(None, lines))


def _short(code: str) -> str:
    """A language as the portal writes it: its code of two letters where it has one."""
    found = pycountry.languages.get(alpha_3=code)
    return getattr(found, "alpha_2", None) or code


def _long(code: str) -> str:
    found = pycountry.languages.get(alpha_2=code)
    return found.alpha_3 if found else code


def merged(was: Document, new: Document, current: Document) -> tuple[Document, list[str]]:
    """(the record after a changed row, fields kept as somebody wrote them by hand).

    ``was`` and ``new`` are what the list said then and says now. What nobody touched follows the
    list; what was changed here stays.
    """
    taken: dict[str, Any] = {}
    kept = []
    old, now_, here = asdict(was), asdict(new), asdict(current)
    for name in now_:
        if name == "extra" or now_[name] == old[name] or here[name] == now_[name]:
            continue
        if here[name] == old[name]:
            taken[name] = getattr(new, name)
        else:
            kept.append(name)
    extra = {k: v for k, v in here["extra"].items() if k not in (LIST, COLUMNS)}
    return replace(current, **taken | {"extra": extra | now_["extra"]}), kept


def as_listed(documents: Mapping[Section, Document]) -> ImportedPerson:
    """What the list said of her when it was taken over last; empty for a case made here."""
    values: dict[str, Any] = {}
    extras: dict[str, Extra] = {}
    for document in documents.values():
        extra = getattr(document, "extra", {})
        values |= extra.get(LIST, {})
        extras |= extra.get(COLUMNS, {})
    return ImportedPerson.from_dict({"values": values, "extras": extras})


def person_of(documents: Mapping[Section, Document], today: date) -> ImportedPerson:
    """Her row of an export: what the list said, with what was written here since."""
    listed = as_listed(documents)
    before = sections_of(listed)
    values, extras = dict(listed.values), dict(listed.extras)
    for section, document in documents.items():
        if section not in before:
            continue
        changed = {
            name for name, value in asdict(document).items()
            if name != "extra" and value != asdict(before[section])[name]
        }  # fmt: skip
        for name in sorted(changed):
            if name in _WRITERS:
                _WRITERS[name](values, extras, getattr(document, name), today)
    return ImportedPerson(values, extras)


def _put(values: dict[str, Value], field: str, value: Value | None) -> None:
    if value is None or value == "":
        values.pop(field, None)
    else:
        values[field] = value


def _text(field: str, *gone: str) -> Any:
    def write(values: dict[str, Value], extras: Any, value: Any, today: date) -> None:
        for name in gone:
            values.pop(name, None)
        _put(values, field, clean(value))

    return write


def _write_birth(values: dict[str, Value], extras: Any, value: Any, today: date) -> None:
    _put(values, "prs_Birthdate", _listed(births.from_dict(value), today))


def _write_gender(values: dict[str, Value], extras: Any, value: Any, today: date) -> None:
    _put(values, "prs_Gender", TO_GENDER.get(value, ""))


def _write_citizenships(values: dict[str, Value], extras: Any, value: Any, today: date) -> None:
    codes = tuple(value)
    _put(values, "prs_Citizenship", Nationalities(codes, None) if codes else None)


def _write_languages(values: dict[str, Value], extras: Any, value: Any, today: date) -> None:
    codes = [_long(code) for code in value]
    _put(values, "prs_PrimaryLanguage", codes[0] if codes else "")
    _put(values, "prs_SecondaryLanguage", codes[1] if len(codes) > 1 else "")
    if codes[2:]:
        extras[FURTHER] = "; ".join(codes[2:])
    else:
        extras.pop(FURTHER, None)


_WRITERS: dict[str, Any] = {
    "given_names": _text("prs_FirstName", "prs_MiddleName"),
    "family_name": _text("prs_SecondName"),
    "birth": _write_birth,
    "gender": _write_gender,
    "citizenships": _write_citizenships,
    "document_numbers": _text("prs_IdentityNumber"),
    "phone": _text("prs_MobilePhone"),
    "email": _text("prs_Email"),
    "address": _text("prs_MailingStreet", *ADDRESS[1:]),
    "languages": _write_languages,
    "account": _text("cco_CaseComment"),
}
