"""The shapes of proceedings: the status line, and what its own desk may do."""

from rest_framework import serializers

from cases.vocabulary import EndedWhy, Stage
from portal.core.shapes import Code, Judged, Moment, Shape, page_of


class StatusLine(Shape):
    """Where the proceedings of one desk stand, and why they ended. No content."""

    stage = Code(Stage)
    ended_why = Code(EndedWhy, allow_blank=True)
    since = serializers.DateField(help_text="The day on which they came to this stage.")
    by = serializers.CharField(help_text="Whose proceedings they are.")
    mine = serializers.BooleanField()


class ProceedingRow(StatusLine):
    """Proceedings of your own desk."""

    uuid = serializers.UUIDField()
    version = serializers.IntegerField()
    case = serializers.UUIDField()
    reference = serializers.CharField(help_text="Of the case.")
    own_report = serializers.BooleanField()
    changed_at = Moment()


class TakenStep(Shape):
    """A step that was taken."""

    stage = Code(Stage)
    ended_why = Code(EndedWhy, allow_blank=True)
    day = serializers.DateField()
    at = Moment()


class ProceedingDetail(ProceedingRow):
    """With the steps that were taken, and those that are open now."""

    steps = TakenStep(many=True)
    open_steps = serializers.ListField(child=serializers.CharField())
    reasons = serializers.ListField(
        child=Code(EndedWhy), help_text="Why they may end from where they stand."
    )


class CaseProceedings(Shape):
    """The status lines of a case, as far as your desk sees them."""

    results = StatusLine(many=True)
    may_open = serializers.BooleanField()


class Report(Shape):
    """The day of the report; without one, today."""

    day = serializers.DateField(required=False, allow_null=True, default=None)


class NextStep(Report):
    """The day of the step; why they end, where it is `end`."""

    why = Judged(EndedWhy, required=False, allow_blank=True, default="")


ProceedingPage = page_of(ProceedingRow, "ProceedingPage")
