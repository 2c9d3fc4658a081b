"""The words of access: roles, kinds, sections, bases, purposes. Plain; re-exported by matrix."""

from enum import StrEnum


def gettext_noop(text: str) -> str:
    """Mark an English label for translation; the edge translates it, the rules never do."""
    return text


class Coded(StrEnum):
    """A code with its English label: `NO_PLACE = "no_place", gettext_noop("No place free")`."""

    label: str

    def __new__(cls, code: str, label: str = "") -> "Coded":
        """Make the member a string equal to its code, and hang the label on it."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Pairs of code and English label, in the order they are written."""
        return [(member.value, member.label) for member in cls]


class Role(StrEnum):
    """What a desk does. A desk is one role of one organisation."""

    CASEWORKER = "caseworker"
    LIAISON = "liaison"
    PLACEMENT_OFFICER = "placement_officer"
    DECISION_MAKER = "decision_maker"
    COORDINATOR = "coordinator"
    OVERSIGHT = "oversight"
    ORGANISATION_ADMIN = "organisation_admin"
    RAPPORTEUR = "rapporteur"
    FOCAL_POINT = "focal_point"
    VALIDATOR = "validator"
    MODERATOR = "moderator"
    SIGNAL_DESK = "signal_desk"
    DRIVER = "driver"
    REGIONAL_COORDINATOR = "regional_coordinator"


class Kind(StrEnum):
    """What an organisation is."""

    POLICE = "police"
    BORDER_GUARD = "border_guard"
    NGO = "ngo"
    SHELTER = "shelter"
    COMPETENT_AUTHORITY = "competent_authority"
    COORDINATION_BODY = "coordination_body"
    RAPPORTEUR_OFFICE = "rapporteur_office"
    PROSECUTION = "prosecution"
    IMMIGRATION = "immigration"
    HEALTH_PROVIDER = "health_provider"
    LEGAL_AID = "legal_aid"
    LABOUR_INSPECTORATE = "labour_inspectorate"
    CONSULATE = "consulate"
    INTERNATIONAL_ORGANISATION = "international_organisation"
    CHILD_PROTECTION = "child_protection"
    SOCIAL_SERVICES = "social_services"
    CUSTOMS = "customs"
    COURT = "court"
    HOTLINE = "hotline"
    INTELLIGENCE_SERVICE = "intelligence_service"
    DATA_PROTECTION_AUTHORITY = "data_protection_authority"
    AUDITOR = "auditor"


class Section(StrEnum):
    """The sixteen parts of a case, in the order of the policy table."""

    ENVELOPE = "envelope"
    SUMMARY = "summary"
    IDENTITY = "identity"
    CONTACT_AND_SAFETY = "contact_and_safety"
    SCREENING = "screening"
    IMMIGRATION = "immigration"
    NEEDS_AND_ASSISTANCE = "needs_and_assistance"
    HEALTH = "health"
    PROCEEDINGS = "proceedings"
    INTELLIGENCE = "intelligence"
    PLACEMENT = "placement"
    DOCUMENTS = "documents"
    NOTES = "notes"
    CONSENT = "consent"
    DECISIONS = "decisions"
    HISTORY = "history"


class Basis(StrEnum):
    """Why a desk holds something of a case: the rows of access.csv, in its order."""

    LEAD = "lead"
    FIRST_REPORTER = "first_reporter"
    FIRST_REPORTER_AFTER = "first_reporter_after"
    PREVIEW = "preview"
    ACCOMMODATION = "accommodation"
    URGENT_PROTECTION_SHELTER = "urgent_protection_shelter"
    URGENT_PROTECTION_CARE = "urgent_protection_care"
    URGENT_PROTECTION_POLICE = "urgent_protection_police"
    IDENTIFICATION = "identification"
    MEDICAL = "medical"
    PSYCHOLOGICAL = "psychological"
    LEGAL_AID = "legal_aid"
    INTERPRETATION = "interpretation"
    CHILD_PROTECTION = "child_protection"
    INVESTIGATION = "investigation"
    OWN_INVESTIGATION = "own_investigation"
    WITNESS_PROTECTION = "witness_protection"
    LABOUR_INSPECTION = "labour_inspection"
    RESIDENCE = "residence"
    TRAVEL_DOCUMENTS = "travel_documents"
    RETURN_REINTEGRATION = "return_reintegration"
    FAMILY_TRACING = "family_tracing"
    EMPLOYMENT_EDUCATION = "employment_education"
    FORMER_HOLDER = "former_holder"
    COORDINATION = "coordination"
    ALARM = "alarm"
    BREAK_GLASS = "break_glass"
    CONFERENCE = "conference"
    OVERSIGHT = "oversight"
    HERSELF = "herself"
    ADMINISTRATION = "administration"
    RAPPORTEUR = "rapporteur"


class Cell(StrEnum):
    """What one basis gives on one section (policy/README.md, 'Who may see and do')."""

    NOTHING = "-"
    V = "V"
    E = "E"
    VC = "Vc"
    EC = "Ec"
    VO = "Vo"
    EO = "Eo"
    VS = "Vs"

    @property
    def asks_consent(self) -> bool:
        """True where the cell opens only while a consent covers it."""
        return self in (Cell.VC, Cell.EC)


class Verb(StrEnum):
    """The four verbs of a codename: `view_identity`, `edit_`, `own_`, `status_`."""

    VIEW = "view"
    EDIT = "edit"
    OWN = "own"
    STATUS = "status"


class Purpose(StrEnum):
    """What a referral is for."""

    IDENTIFICATION = "identification"
    ACCOMMODATION = "accommodation"
    URGENT_PROTECTION = "urgent_protection"
    MEDICAL = "medical"
    PSYCHOLOGICAL = "psychological"
    LEGAL_AID = "legal_aid"
    INTERPRETATION = "interpretation"
    CHILD_PROTECTION = "child_protection"
    INVESTIGATION = "investigation"
    LABOUR_INSPECTION = "labour_inspection"
    RESIDENCE = "residence"
    RETURN_REINTEGRATION = "return_reintegration"
    FAMILY_TRACING = "family_tracing"
    EMPLOYMENT_EDUCATION = "employment_education"
    WITNESS_PROTECTION = "witness_protection"
    TRANSFER = "transfer"
    TRAVEL_DOCUMENTS = "travel_documents"

    @property
    def moves_the_person(self) -> bool:
        """True where she leaves and arrives; the others start."""
        return self in MOVING_PURPOSES


class ConsentPurpose(StrEnum):
    """What a consent may name: every purpose of a referral, and four more (README 5)."""

    LEAD = "lead"
    COORDINATION = "coordination"
    CONFERENCE = "conference"
    STATISTICS = "statistics"
    IDENTIFICATION = "identification"
    ACCOMMODATION = "accommodation"
    URGENT_PROTECTION = "urgent_protection"
    MEDICAL = "medical"
    PSYCHOLOGICAL = "psychological"
    LEGAL_AID = "legal_aid"
    INTERPRETATION = "interpretation"
    CHILD_PROTECTION = "child_protection"
    INVESTIGATION = "investigation"
    LABOUR_INSPECTION = "labour_inspection"
    RESIDENCE = "residence"
    RETURN_REINTEGRATION = "return_reintegration"
    FAMILY_TRACING = "family_tracing"
    EMPLOYMENT_EDUCATION = "employment_education"
    WITNESS_PROTECTION = "witness_protection"
    TRANSFER = "transfer"
    TRAVEL_DOCUMENTS = "travel_documents"


class AgeStatus(StrEnum):
    """What is known of her age on a day. All but ADULT are protected as a child."""

    ADULT = "adult"
    CHILD = "child"
    MAY_BE_CHILD = "may_be_child"
    UNKNOWN = "unknown"

    @property
    def treated_as_child(self) -> bool:
        """CoE Convention art. 10(3): in doubt, a child."""
        return self is not AgeStatus.ADULT


MOVING_PURPOSES = frozenset(
    {Purpose.ACCOMMODATION, Purpose.URGENT_PROTECTION, Purpose.RETURN_REINTEGRATION}
)
PLACE_PURPOSES = frozenset({Purpose.ACCOMMODATION, Purpose.URGENT_PROTECTION})
PROTECTIVE_PURPOSES = frozenset(
    {Purpose.TRANSFER, Purpose.URGENT_PROTECTION, Purpose.CHILD_PROTECTION}
)
CHILD_PURPOSES = frozenset(
    {
        Purpose.IDENTIFICATION,
        Purpose.ACCOMMODATION,
        Purpose.URGENT_PROTECTION,
        Purpose.MEDICAL,
        Purpose.PSYCHOLOGICAL,
        Purpose.LEGAL_AID,
        Purpose.INTERPRETATION,
        Purpose.CHILD_PROTECTION,
    }
)
"""Where no consent is needed for a child (README 4); the transfer to a first lead comes beside."""

OWN_CASE_KINDS = frozenset(
    {
        Kind.NGO,
        Kind.SHELTER,
        Kind.LEGAL_AID,
        Kind.HEALTH_PROVIDER,
        Kind.INTERNATIONAL_ORGANISATION,
        Kind.SOCIAL_SERVICES,
        Kind.CHILD_PROTECTION,
        Kind.HOTLINE,
    }
)
"""Organisations with cases that nobody else knows of until they leave (README 7)."""

LEAD_KINDS = frozenset(
    {
        Kind.NGO,
        Kind.SHELTER,
        Kind.SOCIAL_SERVICES,
        Kind.CHILD_PROTECTION,
        Kind.INTERNATIONAL_ORGANISATION,
    }
)
LEAD_OF_OWN_KINDS = frozenset({Kind.LEGAL_AID, Kind.HEALTH_PROVIDER, Kind.HOTLINE})
"""These lead only cases that they opened as their own."""

LIAISON_KINDS = frozenset(
    {
        Kind.POLICE,
        Kind.BORDER_GUARD,
        Kind.PROSECUTION,
        Kind.IMMIGRATION,
        Kind.CUSTOMS,
        Kind.COURT,
        Kind.INTELLIGENCE_SERVICE,
    }
)
