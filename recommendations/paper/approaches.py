"""Five approaches, 26 activities and who dominates each, in the order of the paper's table."""

from dataclasses import dataclass

from portal.access.vocabulary import gettext_noop

SECTION = "3"
ACTIVITIES_IN_ALL = 26


@dataclass(frozen=True, slots=True)
class ActorTypeRow:
    """A type of actor as the paper's table names it."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class ApproachRow:
    """An approach: its dominant actors in the table's order, its activities as (code, name)."""

    code: str
    name: str
    section: str
    actors: tuple[str, ...]
    activities: tuple[tuple[str, str], ...]


ACTOR_TYPES: tuple[ActorTypeRow, ...] = (
    ActorTypeRow("governments", gettext_noop("Governments")),
    ActorTypeRow("ngos", gettext_noop("Non-governmental organisations")),
    ActorTypeRow("ios", gettext_noop("International organisations")),
    ActorTypeRow("international_authorities", gettext_noop("International authorities")),
    ActorTypeRow("businesses", gettext_noop("Businesses")),
)

APPROACHES: tuple[ApproachRow, ...] = (
    ApproachRow("LEG", gettext_noop("Legal measures"), "4.1", ("ios", "governments", "ngos"), (
        ("LEG.criminalisation", gettext_noop("Making trafficking a crime")),
        ("LEG.harmonisation", gettext_noop("Bringing laws into line with each other")),
    )),
    ApproachRow(
        "PRO", gettext_noop("Prosecution"), "4.2", ("governments", "ios", "international_authorities"), (
        ("PRO.arrest", gettext_noop("Arresting traffickers")),
        ("PRO.zero_tolerance", gettext_noop("Zero-tolerance policies")),
        ("PRO.assets", gettext_noop("Seizing and forfeiting assets")),
        ("PRO.capacity", gettext_noop("Building capacity")),
        ("PRO.databases", gettext_noop("Creating databases")),
        ("PRO.witnesses", gettext_noop("Protecting witnesses")),
        ("PRO.borders", gettext_noop("Controlling borders")),
        ("PRO.anti_corruption", gettext_noop("Acting against corruption")),
    )),
    ApproachRow("PRT", gettext_noop("Protection"), "4.3", ("ios", "ngos", "governments", "businesses"), (
        ("PRT.identification", gettext_noop("Identifying trafficked persons")),
        ("PRT.hotline", gettext_noop("Running hotlines")),
        ("PRT.shelter", gettext_noop("Sheltering and counselling")),
        ("PRT.medical", gettext_noop("Medical and psychological support")),
        ("PRT.reintegration", gettext_noop("Reintegration")),
        ("PRT.private_sector", gettext_noop("Programmes with the private sector, for protection")),
    )),
    ApproachRow(
        "ORI", gettext_noop("Prevention in countries of origin"), "4.4", ("ios", "ngos", "governments"), (
        ("ORI.awareness", gettext_noop("Raising awareness, in countries of origin")),
        ("ORI.empowerment", gettext_noop("Empowering groups at high risk")),
        ("ORI.discrimination", gettext_noop("Acting against discrimination")),
        ("ORI.migrant_workers", gettext_noop("Assisting migrant workers")),
        ("ORI.research", gettext_noop("Researching trafficking")),
        ("ORI.development", gettext_noop("Development policy")),
    )),
    ApproachRow(
        "DES", gettext_noop("Prevention in countries of destination"), "4.5",
        ("governments", "ngos", "businesses"), (
        ("DES.migration", gettext_noop("Migration policy")),
        ("DES.awareness", gettext_noop("Raising awareness, in countries of destination")),
        ("DES.prostitution", gettext_noop("Policies on prostitution")),
        ("DES.private_sector", gettext_noop("Programmes with the private sector, against demand")),
    )),
)  # fmt: skip
