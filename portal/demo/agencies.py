"""The invented agencies of two invented States. Names are made up; no place on earth is meant."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Land:
    """A State, its real zone and holiday calendar, its regions and its helpline."""

    code: str
    name: str
    zone: str
    calendar: str
    languages: tuple[str, ...]
    regions: tuple[tuple[str, str], ...]
    helpline: str


@dataclass(frozen=True, slots=True)
class Agency:
    """kind, name, and its desks: (role, desk name, purposes, whom it takes)."""

    kind: str
    name: str
    desks: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...]], ...]


LANDS = (
    Land("XA", "Arvenia", "Europe/Bucharest", "RO", ("en", "ar"),
         (("XA-N", "Northmark"), ("XA-C", "Midlands"), ("XA-S", "Southshore"), ("XA-E", "Eastvale")), "080 155 010"),
    Land("XB", "Belmora", "Europe/Vienna", "AT", ("en", "ar"),
         (("XB-W", "Westreach"), ("XB-L", "Lakeland"), ("XB-H", "Highfell")), "080 155 020"),
)  # fmt: skip

WOMEN = ("women", "girls", "mothers_with_children", "boys_to_11", "pregnant")
MEN = ("men", "boys_from_12", "fathers_with_children")
ALL = ("women", "men", "girls", "boys", "children", "families", "mothers_with_children",
       "fathers_with_children", "non_binary", "disability_access")  # fmt: skip
CHILDREN = ("children", "girls", "boys")
BED = ("accommodation", "urgent_protection")


def _one(
    kind: str,
    name: str,
    role: str,
    desk: str,
    purposes: tuple[str, ...] = (),
    takes: tuple[str, ...] = (),
) -> Agency:
    return Agency(kind, name, ((role, desk, purposes, takes),))


ARVENIA = (
    _one("border_guard", "Senn Bridge Border Guard", "liaison", "Border post", ("urgent_protection",)),
    _one("border_guard", "Port of Karst Border Guard", "liaison", "Port control", ("urgent_protection",)),
    _one("police", "Central Police, Anti-Trafficking Unit", "liaison", "Duty desk", ("urgent_protection", "investigation")),
    _one("police", "Bellmark Police", "liaison", "Liaison desk", ("urgent_protection", "investigation")),
    Agency("ngo", "Lanternhouse", (
        ("caseworker", "Caseworkers", ("transfer", "psychological", "urgent_protection", "return_reintegration"), ALL),
        ("placement_officer", "Lantern Rooms", BED, WOMEN),
    )),
    _one("ngo", "Open Door Arvenia", "caseworker", "Caseworkers", ("transfer", "psychological", "legal_aid", "urgent_protection"), ALL),
    _one("shelter", "Harbour Rest", "placement_officer", "Placements", BED, (*WOMEN, "high_risk")),
    _one("shelter", "Stonegate House", "placement_officer", "Placements", BED, MEN),
    _one("shelter", "Meadow House", "placement_officer", "Placements", BED, ALL),
    _one("competent_authority", "Identification Office", "decision_maker", "Decisions", ("identification",)),
    _one("competent_authority", "Regional Identification Board", "decision_maker", "Decisions", ("identification",)),
    Agency("coordination_body", "National Coordination Office", (
        ("coordinator", "Coordination, days", (), ()), ("coordinator", "Coordination, nights", (), ()),
    )),
    _one("rapporteur_office", "Office of the National Rapporteur", "rapporteur", "Rapporteur"),
    _one("prosecution", "Prosecution Service, Section 4", "liaison", "Liaison desk", ("investigation",)),
    _one("immigration", "Residence Office", "liaison", "Liaison desk", ("residence",)),
    _one("health_provider", "Health Centre Alder", "caseworker", "Intake", ("medical", "psychological", "urgent_protection"), ALL),
    _one("legal_aid", "Lumen Legal Aid", "caseworker", "Advice", ("legal_aid", "interpretation")),
    _one("labour_inspectorate", "Labour Inspectorate", "caseworker", "Inspections", ("labour_inspection",)),
    _one("child_protection", "Child Protection Service", "caseworker", "Duty desk", ("child_protection", "transfer", "urgent_protection"), CHILDREN),
    _one("social_services", "Midlands Social Services", "caseworker", "Duty desk", ("child_protection", "transfer", "urgent_protection"), ALL),
    _one("international_organisation", "Migration Assistance Mission", "caseworker", "Assistance", ("transfer", "return_reintegration"), ALL),
    _one("hotline", "Arvenia Helpline", "caseworker", "Line"),
    _one("customs", "Customs Service", "liaison", "Control"),
    _one("data_protection_authority", "Data Protection Authority", "oversight", "Inspection"),
)  # fmt: skip

BELMORA = (
    _one("border_guard", "Highfell Pass Border Guard", "liaison", "Border post", ("urgent_protection",)),
    _one("police", "Belmora State Police", "liaison", "Duty desk", ("urgent_protection", "investigation")),
    _one("ngo", "Bridge and Hearth", "caseworker", "Caseworkers", ("transfer", "psychological", "urgent_protection"), ALL),
    _one("ngo", "Second Step", "caseworker", "Caseworkers", ("transfer", "legal_aid"), ALL),
    _one("shelter", "Lakeside Rooms", "placement_officer", "Placements", BED, ALL),
    _one("shelter", "Hill House", "placement_officer", "Placements", BED, WOMEN),
    _one("competent_authority", "Belmora Identification Panel", "decision_maker", "Decisions", ("identification",)),
    Agency("coordination_body", "Belmora Coordination Bureau", (
        ("coordinator", "Coordination, days", (), ()), ("coordinator", "Coordination, nights", (), ()),
    )),
    _one("rapporteur_office", "Belmora Rapporteur", "rapporteur", "Rapporteur"),
    _one("prosecution", "Belmora Prosecution", "liaison", "Liaison desk", ("investigation",)),
    _one("immigration", "Belmora Migration Office", "liaison", "Liaison desk", ("residence",)),
    _one("health_provider", "Lakeland Clinic", "caseworker", "Intake", ("medical", "psychological", "urgent_protection"), ALL),
    _one("legal_aid", "Belmora Legal Aid", "caseworker", "Advice", ("legal_aid",)),
    _one("labour_inspectorate", "Belmora Labour Inspection", "caseworker", "Inspections", ("labour_inspection",)),
    _one("child_protection", "Belmora Children's Office", "caseworker", "Duty desk", ("child_protection", "transfer", "urgent_protection"), CHILDREN),
    _one("social_services", "Westreach Social Services", "caseworker", "Duty desk", ("child_protection", "transfer"), ALL),
    _one("international_organisation", "Assistance Mission Belmora", "caseworker", "Assistance", ("transfer", "return_reintegration"), ALL),
    _one("hotline", "Belmora Line", "caseworker", "Line"),
    _one("customs", "Belmora Customs", "liaison", "Control"),
    _one("consulate", "Consulate of Belmora in Arvenia", "caseworker", "Consular desk", ("travel_documents",)),
    _one("consulate", "Consulate of Arvenia in Belmora", "caseworker", "Consular desk", ("travel_documents",)),
    _one("court", "Court of Westreach", "liaison", "Registry"),
    _one("court", "Court of Lakeland", "liaison", "Registry"),
    _one("intelligence_service", "Analysis Bureau", "liaison", "Analysis"),
    _one("intelligence_service", "Risk Analysis Cell", "liaison", "Analysis"),
    _one("data_protection_authority", "Belmora Data Protection", "oversight", "Inspection"),
    _one("auditor", "Court of Audit, Belmora", "oversight", "Audit"),
    _one("auditor", "Audit Chamber", "oversight", "Audit"),
)  # fmt: skip

AGENCIES = {"XA": ARVENIA, "XB": BELMORA}
"""Every kind of the domain stands here at least twice."""

GIVEN = (
    "Mira", "Dana", "Edo", "Sela", "Tarin", "Ila", "Ravi", "Noor", "Bela", "Oren", "Vesna", "Koro", "Lina", "Amal",
    "Petra", "Sami", "Yara", "Luka", "Hana", "Imre", "Zara", "Milo", "Ruta", "Ayo", "Nela", "Tomas", "Elif", "Jon",
)  # fmt: skip
FAMILY = (
    "Solen", "Aske", "Varn", "Menen", "Oslin", "Tirell", "Brandt", "Kessel", "Dorin", "Halva", "Ekman", "Fairley",
    "Rovan", "Sandis", "Lorne", "Adeyo", "Quist", "Welland", "Norren", "Castel", "Irons", "Belling", "Marsh", "Tull",
)  # fmt: skip
