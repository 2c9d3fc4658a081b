"""A person of whom every text field holds a canary: wherever one sings, personal data got out."""

from dataclasses import fields
from typing import Any

from cases import births
from cases.age import Birth
from cases.sections import (
    RECORDS,
    ContactAndSafety,
    Document,
    Identity,
    Note,
)
from portal.access.matrix import Section
from portal.core.clock import now

NAME = "Kanarienvogelova"
PHONE = "+40700555123"
ACCOUNT = "Zwitscherkeller"
CANARIES = (NAME, PHONE, ACCOUNT)
CODED: dict[str, Any] = {  # codes by nature: they may stand in clear
    "gender": "woman",
    "danger": "likely",
    "interpreter": "woman",
    "travels_alone": "alone",
    "care_level": "light",
    "said_by": "herself",
}


def filled(model: type[Document]) -> Document:
    """A document whose every free text sings; coded fields hold codes."""
    values: dict[str, Any] = {}
    for field in fields(model):
        if field.name in CODED:
            values[field.name] = CODED[field.name]
        elif field.type in (str, "str"):
            values[field.name] = f"{ACCOUNT} {NAME} {PHONE}"
        elif field.name == "extra":
            values[field.name] = {"free": f"{ACCOUNT} {NAME}"}
    return model(**values)


def canary_sections() -> dict[Section, Document]:
    """Everything that one person may have told, of all sections that a desk which helps her writes."""
    today = now().date()
    birth = births.to_dict(Birth.on(today.replace(year=today.year - 30, day=1)))
    found: dict[Section, Document] = {
        section: filled(model.document)
        for section, model in RECORDS.items()
        if section not in (Section.NOTES, Section.PROCEEDINGS)
    }
    found[Section.IDENTITY] = Identity(
        given_names=NAME, family_name=f"{NAME}-{ACCOUNT}", other_names=ACCOUNT, birth=birth,
        gender="woman", citizenships=("ER",), document_numbers=PHONE, said_by="herself",
        extra={"free": NAME},
    )  # fmt: skip
    contact = filled(ContactAndSafety)
    assert isinstance(contact, ContactAndSafety)
    found[Section.CONTACT_AND_SAFETY] = contact
    return found


def canary_note() -> Note:
    return Note(text=f"{NAME} told {ACCOUNT}, {PHONE}.")


def sings(text: str | bytes) -> list[str]:
    """The canaries that a text gives away, in any case, as text, as hexadecimal or escaped."""
    raw = text if isinstance(text, bytes) else text.encode()
    low = raw.lower()
    found = []
    for canary in CANARIES:
        plain = canary.lower().encode()
        ways = (plain, canary.encode().hex().encode(), canary.lower().encode().hex().encode())
        if any(way in low for way in ways):
            found.append(canary)
    return found
