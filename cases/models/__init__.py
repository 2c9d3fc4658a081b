"""The tables of a case. Those that hold personal data are listed in ``cases.sections.TABLES``."""

from cases.models.access import BreakGlass, CaseBasis, CaseDeskGrant, Wall
from cases.models.alarms import Alarm
from cases.models.case import Case, CaseLink
from cases.models.consent import Consent
from cases.models.finding import FoundList
from cases.models.places import Place, Placement, ShelterLocation
from cases.models.proceeding import Proceeding, ProceedingStep
from cases.models.vacancy import PlacesAhead, VacancyLink
from cases.sections import (
    ContactRecord,
    HealthRecord,
    IdentityRecord,
    ImmigrationRecord,
    IndexToken,
    NeedsRecord,
    NoteRecord,
    ProceedingsRecord,
    ScreeningRecord,
)

__all__ = [
    "Alarm",
    "BreakGlass",
    "Case",
    "CaseBasis",
    "CaseDeskGrant",
    "CaseLink",
    "Consent",
    "ContactRecord",
    "FoundList",
    "HealthRecord",
    "IdentityRecord",
    "ImmigrationRecord",
    "IndexToken",
    "NeedsRecord",
    "NoteRecord",
    "Place",
    "Placement",
    "PlacesAhead",
    "Proceeding",
    "ProceedingStep",
    "ProceedingsRecord",
    "ScreeningRecord",
    "ShelterLocation",
    "VacancyLink",
    "Wall",
]
