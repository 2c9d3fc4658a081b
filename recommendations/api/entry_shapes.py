"""Shapes of entries: measures, instruments, trainings and all the other kinds, by one pattern."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from portal.core.shapes import Code, Moment, Shape, Text, page_of
from recommendations.api.base import list_of
from recommendations.rules.entries.catalogue import KINDS
from recommendations.rules.entries.kinds import Part
from recommendations.rules.stages import Stage

Chars = serializers.CharField
KIND_CODES = list(KINDS)


@extend_schema_field({"type": "object", "additionalProperties": True})
class Document(serializers.DictField):
    """The fields of a kind by their names; ``kinds/`` says which there are and what each holds."""

    child = serializers.JSONField(allow_null=True)


class FieldRow(Shape):
    """A field of a kind: what it holds, whether it is needed, its codes."""

    name = Chars()
    type = Chars()
    label = Chars()  # type: ignore[assignment]
    needed = serializers.BooleanField()
    codes = serializers.ListField(child=Chars())
    below = Chars(allow_blank=True)


class KindRow(Shape):
    """A kind of entry with its fields."""

    code = Chars()
    part = Code(Part)
    label = Chars()  # type: ignore[assignment]
    published_at_once = serializers.BooleanField()
    holds = serializers.ListField(child=FieldRow())


class EntryRow(Shape):
    """What is published of an entry."""

    uuid = serializers.UUIDField()
    kind = Chars()
    code = Chars()
    state = Chars()
    organisation = Chars()
    edition = serializers.IntegerField()
    withdrawn = serializers.BooleanField()
    published_at = Moment()
    document = Document()


class OwnEntry(Shape):
    """An entry as those see it who write or publish it."""

    uuid = serializers.UUIDField()
    kind = Chars()
    code = Chars()
    state = Chars()
    organisation = Chars()
    stage = Code(Stage)
    returned_because = Chars(allow_blank=True)
    version = serializers.IntegerField()
    document = Document()


class NewEntry(Shape):
    """A new draft. Without a code it gets the next number of its kind."""

    kind = Code(KIND_CODES)
    code = Text(max_length=40)
    document = Document()


class EntryWords(Shape):
    """The fields of a draft, all of them."""

    document = Document()


class NewTable(Shape):
    """A table of entries of one kind, as CSV in base64."""

    kind = Code(KIND_CODES)
    content = serializers.CharField(max_length=3_000_000)
    dry_run = serializers.BooleanField(default=True)
    only_good = serializers.BooleanField(default=False)


class WrongRow(Shape):
    """A row that cannot be taken."""

    line = serializers.IntegerField()
    field = Chars(allow_blank=True)
    remedy = Chars()


class TableReport(Shape):
    """read = created + changed + unchanged + refused."""

    read = serializers.IntegerField()
    created = serializers.IntegerField()
    changed = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    refused = serializers.IntegerField()
    left_out = serializers.ListField(child=Chars())
    wrong = WrongRow(many=True)


class ElementRow(Shape):
    """An element of the offence in one State's law, with the articles of the yardsticks."""

    state = Chars()
    element = Chars()
    covered = Chars(allow_blank=True)
    article = Chars(allow_blank=True)
    palermo = Chars(allow_blank=True)
    coe_197 = Chars(allow_blank=True)


class PlanRow(Shape):
    """A State's plan in figures, one row for each currency."""

    state = Chars()
    currency = Chars(allow_blank=True)
    measures = serializers.IntegerField()
    overdue = serializers.IntegerField()
    without_budget = serializers.IntegerField()
    planned = Chars()
    spent = Chars()
    travel = Chars()


KindList = list_of(KindRow, "KindList")
EntryPage = list_of(EntryRow, "EntryPage", paged=True)
EntryHistory = list_of(EntryRow, "EntryHistory")
ElementList = list_of(ElementRow, "ElementList")
PlanList = list_of(PlanRow, "PlanList")
OwnEntryPage = page_of(OwnEntry, "OwnEntryPage")
