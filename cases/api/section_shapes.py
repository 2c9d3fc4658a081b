"""What stands in each section, field by field; the same shape is read and written."""

from rest_framework import serializers

from cases.age import SaidBy
from cases.api.fields import BirthShape, Citizenship, Day, Language, languages
from cases.indicators import Answer, SeenBy
from cases.palermo import Act, Exploitation, Means, Outcome
from cases.vocabulary import (
    Accessibility,
    CareLevel,
    Communication,
    Danger,
    DangerSign,
    Gender,
    Interpreter,
    Need,
    Offence,
    OldContact,
    SafetyAlert,
    TravelsAlone,
    Wish,
)
from portal.access.matrix import Section
from portal.core.shapes import Code, Codes, Shape, Text, Uuids

__all__ = ["SECTION_SHAPES", "Language"]
BLANK = {"required": False, "allow_blank": True, "default": ""}


class IdentityShape(Shape):
    """Who she is. Every name is optional: one name is a whole name."""

    given_names = Text()
    family_name = Text()
    other_names = Text()
    birth = BirthShape(required=False, allow_null=True, default=None)
    gender = Code(Gender, **BLANK)
    citizenships = serializers.ListField(
        child=Citizenship(), required=False, default=list, max_length=10
    )
    document_numbers = Text()
    said_by = Code(SaidBy, **BLANK)


class UnsafeShape(Shape):
    """A way that reached her and reaches somebody else now."""

    kind = Code(("phone", "email", "address"))
    value = Text(max_length=20_000)
    since = serializers.DateField()


class ContactShape(Shape):
    """How to reach her without harm, what she wishes, where she must not be sent."""

    phone = Text()
    email = Text()
    address = Text()
    old_contact = Code(
        OldContact, **BLANK,
        help_text="Asked when telephone, e-mail or address is changed or removed; never told back.",
    )  # fmt: skip
    unsafe = UnsafeShape(many=True, required=False, default=())
    safe_contact = Text()
    never = Text()
    warnings = Codes(SafetyAlert)
    danger = Code(Danger, **BLANK)
    danger_signs = Codes(DangerSign)
    danger_account = Text()
    languages = languages()
    interpreter = Code(Interpreter, **BLANK)
    communication = Codes(Communication)
    accessibility = Codes(Accessibility)
    wish_codes = Codes(Wish)
    wishes = Text()
    no_go_regions = serializers.ListField(
        child=Text(required=True, max_length=16), required=False, default=list, max_length=100,
        help_text="Codes of the State's regions.",
    )  # fmt: skip
    no_go_organisations = Uuids(help_text="Organisations by their uuid.")
    no_go_account = Text()
    travels_alone = Code(TravelsAlone, **BLANK)


class SignShape(Shape):
    """What was answered to one row, and how it is known."""

    answer = Code(Answer)
    source = Code(SeenBy, **BLANK)  # type: ignore[assignment]


class ScreeningShape(Shape):
    """What was seen and heard. `outcome` is worked out, never a verdict."""

    acts = Codes(Act)
    means = Codes(Means)
    purposes = Codes(Exploitation)
    answers = serializers.DictField(
        child=SignShape(), required=False, default=dict,
        help_text="By the code of a sign or indicator.",
    )  # fmt: skip
    account = Text()
    seen_at = Text()
    outcome = Code(Outcome, read_only=True, allow_blank=True)


class ImmigrationShape(Shape):
    """Her papers and her stay."""

    status = Text()
    papers_held_by = Text()
    permit_until = Day()
    account = Text()


class NeedsShape(Shape):
    """What she needs, what is agreed, what runs."""

    needs = Codes(Need)
    care_level = Code(CareLevel, **BLANK)
    plan = Text()
    running = Text()


class HealthShape(Shape):
    """Only what help needs. Never seen by police."""

    urgent = Text()
    conditions = Text()
    medication = Text()
    pregnancy = Text()
    account = Text()


class ProceedingsShape(Shape):
    """What an investigating desk writes of its own proceedings. No suspect, place or vehicle."""

    file_number = Text(max_length=80)
    offences = Codes(Offence)
    article = Text()
    authority = Text()
    court = Text()
    next_hearing = Text()
    account = Text()


class NoteShape(Shape):
    """A note; it belongs to a section."""

    text = Text(required=True, allow_blank=False)


SECTION_SHAPES: dict[Section, type[Shape]] = {
    Section.IDENTITY: IdentityShape,
    Section.CONTACT_AND_SAFETY: ContactShape,
    Section.SCREENING: ScreeningShape,
    Section.IMMIGRATION: ImmigrationShape,
    Section.NEEDS_AND_ASSISTANCE: NeedsShape,
    Section.HEALTH: HealthShape,
    Section.PROCEEDINGS: ProceedingsShape,
}
