"""Shapes of bringing a list of recommendations in."""

from rest_framework import serializers

from portal.core.shapes import Judged, Shape, Text
from recommendations.rules.kinds import SourceKind

Chars = serializers.CharField


class SourceShape(Shape):
    """The document a list comes from."""

    code = Text(required=True, max_length=40)
    kind = Judged(SourceKind, required=False, default="other")
    title = Text(max_length=300)
    publisher = Text(max_length=200)
    year = serializers.IntegerField(required=False, allow_null=True, default=None)
    citation = Text(max_length=1_000)
    licence = Text(max_length=500)
    address = Text(max_length=500)


class NewImport(Shape):
    """A list in base64, and how it is to be read."""

    source = SourceShape()  # type: ignore[assignment]
    content = Text(required=True, max_length=14_000_000)
    columns = serializers.DictField(child=Text(max_length=40), required=False, default=dict)
    only = serializers.DictField(child=Text(max_length=100), required=False, default=dict)
    encoding = Text(max_length=40)
    delimiter = Text(max_length=1)
    dry_run = serializers.BooleanField(required=False, default=True)
    only_good = serializers.BooleanField(required=False, default=False)


class RowToMend(Shape):
    """A row that was not taken: row, field, remedy."""

    row = serializers.IntegerField()
    field = Chars(allow_blank=True)
    value = Chars(allow_blank=True)
    what = Chars()
    remedy = Chars()


class ImportReport(Shape):
    """What came of a list."""

    read = serializers.IntegerField()
    created = serializers.IntegerField()
    updated = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    refused = serializers.IntegerField()
    left_out = serializers.IntegerField()
    unknown = serializers.ListField(child=Chars())
    encoding = Chars(allow_blank=True)
    delimiter = Chars(allow_blank=True, trim_whitespace=False)
    rows_to_mend = RowToMend(many=True)
