"""Between a section's document, which holds numbers, and its body, which holds none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from cases import births
from cases.age import status_on
from cases.api.fields import birth_of
from cases.indicators import ROWS, Answer, elements_of
from cases.models import Case
from cases.palermo import Act, Exploitation, Means, assess
from cases.sections import RECORDS, ContactAndSafety, Document, Identity, Screening
from cases.who_sees import Circle
from portal.access.matrix import AgeStatus, Kind, Role, Section
from portal.core.clock import now
from portal.core.problems import Invalid
from portal.organisations.models import Organisation, Region, State

IN_EXTRA = {
    "danger_signs": "danger_signs",
    "communication": "communication",
    "wish_codes": "wishes",
}
"""Fields that the document keeps among its further codes: field to key."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a document is read against: its State, its day, and whether shelters have names here."""

    state: State
    age: AgeStatus
    names_shelters: bool

    @property
    def today(self) -> date:
        """Today in the State's zone."""
        return now().astimezone(ZoneInfo(self.state.zone)).date()


def setting_of(case: Case, around: Circle) -> Setting:
    """That of a case that is there."""
    return Setting(case.state, AgeStatus(case.age_status), around.names_shelters)


def document_of(
    section: Section, sent: Mapping[str, Any], setting: Setting, stored: Document | None = None
) -> Document:
    """What was sent as a document, on top of what no field names. Raises Invalid."""
    kind = RECORDS[section].document
    stored = stored or kind()
    known = {f.name for f in fields(kind)}
    found = {name: _kept(value) for name, value in sent.items() if name in known}
    if isinstance(stored, Identity):
        birth = birth_of(sent.get("birth"), setting.today)
        found["birth"] = births.to_dict(birth) if birth else {}
    elif isinstance(stored, ContactAndSafety):
        found |= _contact(sent, setting, stored)
    elif isinstance(stored, Screening):
        found |= _screening(sent, setting.age)
    return replace(stored, **found)


def _kept(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _contact(sent: Mapping[str, Any], setting: Setting, stored: ContactAndSafety) -> dict[str, Any]:
    extra = dict(stored.extra) | {IN_EXTRA[name]: list(sent[name]) for name in IN_EXTRA}
    return {
        "no_go_regions": _regions(sent["no_go_regions"], setting.state),
        "no_go_organisations": _organisations(sent["no_go_organisations"], setting, stored),
        "extra": {key: value for key, value in extra.items() if value not in ([], (), "")},
    }


def _regions(codes: Iterable[str], state: State) -> tuple[int, ...]:
    known = dict(Region.objects.filter(state=state).values_list("code", "pk"))
    if set(codes) - set(known):
        raise Invalid(field="no_go_regions", remedy=_("Choose from the regions of this State."))
    return tuple(known[code] for code in dict.fromkeys(codes))


def _organisations(
    uuids: Iterable[Any], setting: Setting, stored: ContactAndSafety
) -> tuple[int, ...]:
    """Named ones as sent; those the writer may not hear of stay as they were."""
    rows = Organisation.objects.filter(state=setting.state, active=True)
    unheard: list[int] = []
    if not setting.names_shelters:
        rows = rows.exclude(kind=Kind.SHELTER).exclude(desks__role=Role.PLACEMENT_OFFICER)
        named = rows.filter(pk__in=stored.no_go_organisations).values_list("pk", flat=True)
        unheard = [pk for pk in stored.no_go_organisations if pk not in set(named)]
    known = dict(rows.filter(uuid__in=list(uuids)).values_list("uuid", "pk"))
    if set(uuids) - set(known):
        raise Invalid(
            field="no_go_organisations", remedy=_("Choose from the organisations of this State.")
        )
    return (*(known[uuid] for uuid in uuids), *unheard)


def _screening(sent: Mapping[str, Any], age: AgeStatus) -> dict[str, Any]:
    answers = {code: dict(said) for code, said in sent["answers"].items()}
    if unknown := sorted(set(answers) - set(ROWS)):
        remedy = _("There is no sign of this code.")
        raise Invalid(errors={f"answers.{code[:40]}": remedy for code in unknown[:20]})
    yes = [code for code, said in answers.items() if said["answer"] == Answer.YES]
    shown = [frozenset(str(e) for e in found) for found in elements_of(yes)]
    told = [
        tuple(sorted({*sent[name], *found}))
        for name, found in zip(("acts", "means", "purposes"), shown, strict=True)
    ]
    acts, means, purposes = told
    picture = assess(
        [Act(c) for c in acts], [Means(c) for c in means], [Exploitation(c) for c in purposes], age
    )
    return {
        "acts": acts, "means": means, "purposes": purposes, "answers": answers,
        "outcome": picture.outcome.value,
    }  # fmt: skip


def age_told(sections: Mapping[Section, Any], today: date) -> AgeStatus:
    """The age that a first record tells, before there is a case."""
    identity = sections.get(Section.IDENTITY)
    return status_on(births.from_dict(identity.birth if identity else None), today)


def body_of(document: Document, around: Circle | None = None) -> dict[str, Any]:
    """A document without its numbers: regions by code, organisations by uuid, those unheard of
    left out."""
    body = document.to_dict()
    extra = body.pop("extra", {})
    if isinstance(document, Identity):
        body["birth"] = births.to_dict(births.from_dict(document.birth)) if document.birth else None
    if isinstance(document, Screening):
        body["answers"] = {code: _said(said) for code, said in document.answers.items()}
    if isinstance(document, ContactAndSafety):
        body |= {name: list(extra.get(key, ())) for name, key in IN_EXTRA.items()}
        regions = Region.objects.filter(pk__in=document.no_go_regions).order_by("code")
        body["no_go_regions"] = list(regions.values_list("code", flat=True))
        rows = Organisation.objects.filter(pk__in=document.no_go_organisations).order_by("name")
        body["no_go_organisations"] = [
            row.uuid for row in rows if around is None or around.may_name(row)
        ]
    return body


def _said(said: Any) -> dict[str, str]:
    if isinstance(said, dict):
        return {"answer": str(said.get("answer", "")), "source": str(said.get("source", "") or "")}
    return {"answer": str(said), "source": ""}
