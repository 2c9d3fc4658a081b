"""The shapes of a case: what a desk holds of it, and what it writes beside the sections."""

from typing import Any

from rest_framework import serializers

from cases.api.fields import Language
from cases.api.section_shapes import (
    ContactShape,
    HealthShape,
    IdentityShape,
    ImmigrationShape,
    NeedsShape,
    ScreeningShape,
)
from cases.guardians import Guardian
from cases.vocabulary import Closing, Danger, Interpreter, SafetyAlert
from portal.access.matrix import AgeStatus, ConsentPurpose, Kind, Role, Section
from portal.core.shapes import Code, Codes, Judged, Moment, Shape, Text, Uuids, page_of
from portal.sealing.weeding import Why

GIVEN_BY = ("herself", "guardian")


class OrganisationShape(Shape):
    """An organisation as its reader may hear of it: nameless where she may not."""

    uuid = serializers.UUIDField(allow_null=True)
    name = serializers.CharField()


class DeskShape(Shape):
    """One desk: one role of one organisation."""

    uuid = serializers.UUIDField()
    name = serializers.CharField()
    role = Code(Role)
    organisation = OrganisationShape()
    kind = Code(Kind)
    state = serializers.CharField()


class MeShape(Shape):
    """Who calls, and at which desk."""

    name = serializers.CharField()
    desk = DeskShape()
    desks = DeskShape(many=True)


class RegionShape(Shape):
    """A region of a State."""

    code = serializers.CharField()
    name = serializers.CharField()


class StateShape(Shape):
    """A State: its regions and languages."""

    code = serializers.CharField()
    name = serializers.CharField()
    zone = serializers.CharField()
    languages = serializers.ListField(child=serializers.CharField())
    regions = RegionShape(many=True)


class SummaryShape(Shape):
    """What stands before the sections are opened, for who holds the summary."""

    lead = serializers.CharField(help_text="Who leads, in words; a shelter is never named.")
    age_status = Code(AgeStatus)
    dependants = serializers.IntegerField()
    danger_flag = serializers.BooleanField()


class CaseRow(Shape):
    """A case in a list: the envelope, and the summary where the desk holds it."""

    uuid = serializers.UUIDField()
    reference = serializers.CharField()
    state = serializers.CharField()
    languages = serializers.ListField(child=serializers.CharField())
    interpreter = Code(Interpreter, allow_blank=True)
    accessibility = serializers.ListField(child=serializers.CharField())
    parts = serializers.ListField(
        child=serializers.CharField(), help_text="Why your desk is in this case."
    )
    summary = SummaryShape(allow_null=True)


class ClockShape(Shape):
    """A running clock of a section that the desk views."""

    code = serializers.CharField()
    rule = serializers.CharField()
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment]
    section = Code(Section)
    kind = Code(("danger", "warn", "ok", "hold"))
    due_at = Moment()
    left = serializers.CharField()


class SectionLine(Shape):
    """A section the desk holds something of."""

    section = Code(Section)
    verbs = serializers.ListField(child=Code(("view", "own", "edit", "status")))
    look_is_recorded = serializers.BooleanField()
    who = serializers.ListField(child=serializers.CharField(), help_text="Who sees it.")


class RelativeShape(Shape):
    """A person who belongs to this one, where the desk sees her case too."""

    uuid = serializers.UUIDField()
    reference = serializers.CharField()
    relation = Code(("parent", "child"))


class CaseShape(CaseRow):
    """A case: what the desk holds of it, its clocks, and what it may do now."""

    warnings = serializers.ListField(child=Code(SafetyAlert))
    sections = SectionLine(many=True)
    clocks = ClockShape(many=True)
    family = RelativeShape(many=True)
    guardian = Code(Guardian, allow_null=True, allow_blank=True)
    moves = serializers.ListField(child=serializers.CharField())


class FirstRecords(Shape):
    """The first records of a case, section by section."""

    identity = IdentityShape(required=False)
    contact_and_safety = ContactShape(required=False)
    screening = ScreeningShape(required=False)
    immigration = ImmigrationShape(required=False)
    needs_and_assistance = NeedsShape(required=False)
    health = HealthShape(required=False)


class NewCase(Shape):
    """A presumed trafficked person, in the State of your desk."""

    sections = FirstRecords(required=False, default=dict)
    guardian = Judged(Guardian, required=False, allow_blank=True, default="")
    vital_interest = serializers.BooleanField(required=False, default=False)


class ConsentShape(Shape):
    """What she agreed to."""

    uuid = serializers.UUIDField()
    version = serializers.IntegerField()
    purpose = Code(ConsentPurpose)
    sections = serializers.ListField(child=Code(Section))
    recipient_kinds = serializers.ListField(child=Code(Kind))
    only_organisations = OrganisationShape(many=True)
    never_organisations = OrganisationShape(many=True)
    given_by = Code(GIVEN_BY)
    language = serializers.CharField(allow_blank=True)
    interpreter = serializers.BooleanField()
    given_at = Moment()
    until = Moment(allow_null=True)
    withdrawn_at = Moment(allow_null=True)
    evidence_only = serializers.BooleanField()
    mine = serializers.BooleanField()


class NewConsent(Shape):
    """Her yes, as it was asked for."""

    purpose = Judged(ConsentPurpose)
    sections = Codes(Section, judged=True)
    recipient_kinds = Codes(Kind, judged=True)
    only_organisations = Uuids()
    never_organisations = Uuids()
    until = Moment(required=False, allow_null=True, default=None)
    given_by = Judged(GIVEN_BY, required=False, default="herself")
    language = Language()
    interpreter = serializers.BooleanField(required=False, default=False)


class NewGuardian(Shape):
    """Who stands beside a child."""

    guardian = Judged(Guardian)
    was = Judged(Guardian, required=False, allow_null=True, allow_blank=True, default=None)


class ClosingReason(Shape):
    """Why a case is closed."""

    reason = Judged(Closing)


class NewRisk(Shape):
    """Her risk, weighed now."""

    danger = Judged(Danger)
    account = Text()
    warnings = Codes(SafetyAlert)


class NewRights(Shape):
    """Her rights were explained, in a language she understands."""

    language = Text(required=True, allow_blank=True, max_length=40)


class NewNote(Shape):
    """A note about a section that the desk reads."""

    about = Judged(Section)
    text = Text(required=True, allow_blank=False)


class NewFamily(Shape):
    """The cases of the children who belong to this person."""

    children = Uuids(required=True, min_length=1, max_length=12)


def record_shape(document: type[Shape], name: str) -> type[Shape]:
    """What stands in one section: the lead's record first, then what others said."""
    fields: dict[str, Any] = {
        "__doc__": "One desk's record; the lead's comes first, others are 'said by'.",
        "record": serializers.UUIDField(),
        "version": serializers.IntegerField(),
        "said_by": serializers.CharField(),
        "mine": serializers.BooleanField(),
        "leads": serializers.BooleanField(),
        "written_at": Moment(),
        "imported": serializers.BooleanField(),
        "about": serializers.CharField(allow_blank=True),
        "document": document(),
    }
    row = type(f"{name}Record", (Shape,), fields)
    more = {"__doc__": row.__doc__, "results": row(many=True)}
    return type(f"{name}Section", (Shape,), more)


class NewSearch(Shape):
    """A name in any alphabet and order; a year of birth where it is known."""

    name = Text(required=True, max_length=200)
    year = serializers.IntegerField(required=False, allow_null=True, default=None)


class FoundCase(Shape):
    """A case that a search named, and why: a person decides whether it is the same one."""

    case = CaseRow()
    why = serializers.ListField(child=Code(Why))


class FoundShape(Shape):
    """What a search found, the likeliest first; ``too_common`` agreed in one common name only."""

    uuid = serializers.UUIDField()
    until = Moment()
    too_common = serializers.IntegerField()
    results = FoundCase(many=True)


CasePage = page_of(CaseRow, "CasePage")
ConsentPage = page_of(ConsentShape, "ConsentPage")
