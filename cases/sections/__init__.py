"""The sections of a case: one file each, model and dataclass.

``TABLES`` lists every table of cases that holds personal data, or none, with its section; a test
fails when a model is missing from it.
"""

from cases.sections.base import Document, SectionRecord
from cases.sections.contact_and_safety import ContactAndSafety, ContactRecord
from cases.sections.health import Health, HealthRecord
from cases.sections.identity import Identity, IdentityRecord, IndexToken
from cases.sections.immigration import Immigration, ImmigrationRecord
from cases.sections.needs_and_assistance import Needs, NeedsRecord
from cases.sections.notes import Note, NoteRecord
from cases.sections.proceedings import Proceedings, ProceedingsRecord
from cases.sections.screening import Screening, ScreeningRecord
from portal.access.matrix import Section

RECORDS: dict[Section, type[SectionRecord]] = {
    Section.IDENTITY: IdentityRecord,
    Section.CONTACT_AND_SAFETY: ContactRecord,
    Section.SCREENING: ScreeningRecord,
    Section.IMMIGRATION: ImmigrationRecord,
    Section.NEEDS_AND_ASSISTANCE: NeedsRecord,
    Section.HEALTH: HealthRecord,
    Section.PROCEEDINGS: ProceedingsRecord,
    Section.NOTES: NoteRecord,
}
"""Sections whose content is a sealed document."""

CLOSED_UNTIL_OPENED = frozenset({Section.IDENTITY, Section.HEALTH})
"""Opening is an act of its own (a POST in HTML), and every look is recorded (rule 6)."""

TABLES: dict[str, Section | None] = {
    "case": Section.SUMMARY,
    "caselink": Section.SUMMARY,
    "casebasis": None,
    "casedeskgrant": None,
    "wall": None,
    "breakglass": None,
    "foundlist": None,
    "alarm": Section.ENVELOPE,
    "consent": Section.CONSENT,
    "place": None,
    "placement": Section.PLACEMENT,
    "placesahead": None,
    "vacancylink": None,
    "shelterlocation": None,
    "identityrecord": Section.IDENTITY,
    "indextoken": Section.IDENTITY,
    "contactrecord": Section.CONTACT_AND_SAFETY,
    "screeningrecord": Section.SCREENING,
    "immigrationrecord": Section.IMMIGRATION,
    "needsrecord": Section.NEEDS_AND_ASSISTANCE,
    "healthrecord": Section.HEALTH,
    "noterecord": Section.NOTES,
    "proceedingsrecord": Section.PROCEEDINGS,
    "proceeding": Section.PROCEEDINGS,
    "proceedingstep": Section.PROCEEDINGS,
}

__all__ = [
    "CLOSED_UNTIL_OPENED",
    "RECORDS",
    "TABLES",
    "ContactAndSafety",
    "ContactRecord",
    "Document",
    "Health",
    "HealthRecord",
    "Identity",
    "IdentityRecord",
    "Immigration",
    "ImmigrationRecord",
    "IndexToken",
    "Needs",
    "NeedsRecord",
    "Note",
    "NoteRecord",
    "Proceedings",
    "ProceedingsRecord",
    "Screening",
    "ScreeningRecord",
    "SectionRecord",
]
