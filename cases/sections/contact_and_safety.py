"""How to reach her without harm, what she wishes, where she must not be sent."""

from dataclasses import dataclass, field
from typing import Any

from cases.sections.base import Document, SectionRecord, constraints


@dataclass(frozen=True, slots=True)
class ContactAndSafety(Document):
    """Codes are those of ``cases.vocabulary``; the first reporter writes here too."""

    phone: str = ""
    email: str = ""
    address: str = ""
    old_contact: str = ""  # said when one of the three changes, never kept: see cases/contacts.py
    unsafe: tuple[Any, ...] = ()  # {"kind", "value", "since"}: ways that reach somebody else now
    safe_contact: str = ""
    never: str = ""
    warnings: tuple[str, ...] = ()
    danger: str = ""
    danger_account: str = ""
    languages: tuple[str, ...] = ()
    interpreter: str = ""
    accessibility: tuple[str, ...] = ()
    wishes: str = ""
    no_go_regions: tuple[int, ...] = ()
    no_go_organisations: tuple[int, ...] = ()
    no_go_account: str = ""
    travels_alone: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


class ContactRecord(SectionRecord):
    document = ContactAndSafety
    section = "contact_and_safety"

    class Meta(SectionRecord.Meta):
        abstract = False
        constraints = constraints("contact")
