"""Shapes of the register: every code is stable, every text is plain."""

from rest_framework import serializers

from portal.core.shapes import Code, Judged, Moment, Shape, Text, page_of
from recommendations.api.base import list_of
from recommendations.rules.evidence import FIGURES, EvidenceKind
from recommendations.rules.kinds import Answer, SourceKind, Urgency
from recommendations.rules.levels import Confidence, Level, Voice
from recommendations.rules.stages import Stage
from recommendations.rules.submitting import LONGEST

Chars = serializers.CharField


class Named(Shape):
    """A code and its name."""

    code = Chars()
    name = Chars()


class ActivityRow(Shape):
    """An activity, traceable to its section."""

    code = Chars()
    name = Chars()
    section = Chars()


class DominantRow(Shape):
    """A type of actor that dominates an approach, by its rank in the paper's table."""

    rank = serializers.IntegerField()
    code = Chars()
    name = Chars()


class ApproachRow(Shape):
    """One of the five approaches."""

    code = Chars()
    name = Chars()
    section = Chars()
    activities = ActivityRow(many=True)
    dominant_actors = DominantRow(many=True)


class SourceRow(Shape):
    """A document that asks for something."""

    code = Chars()
    kind = Code(SourceKind)
    title = Chars()
    publisher = Chars(allow_blank=True)
    year = serializers.IntegerField(allow_null=True)
    citation = Chars(allow_blank=True)
    licence = Chars(allow_blank=True)
    address = Chars(allow_blank=True)
    recommendations = serializers.IntegerField()


class AnswerRow(Shape):
    """What a State answered, as the source tells it."""

    country = Chars()
    answer = Code(Answer)


class RecommendationRow(Shape):
    """One thing a source asks for."""

    source = Chars()  # type: ignore[assignment]
    code = Chars()
    section = Chars(allow_blank=True)
    title = Chars()
    text = Chars()
    addressees = Chars(allow_blank=True)
    country = Chars(allow_blank=True)
    made_by = Chars(allow_blank=True)
    approach = Chars(allow_blank=True)
    activities = serializers.ListField(child=Chars())
    targets = serializers.ListField(child=Chars())
    themes = Chars(allow_blank=True)
    verb = Code(Urgency, allow_blank=True)
    answers = AnswerRow(many=True)
    citation = Chars(allow_blank=True)


class ProofRow(Shape):
    """A piece of evidence: a file of the portal, a link, or a live figure by its code."""

    uuid = serializers.UUIDField()
    kind = Code(EvidenceKind)
    title = Chars()
    address = Chars(allow_blank=True)
    figure = Chars(allow_blank=True)
    content_type = Chars(allow_blank=True)
    size = serializers.IntegerField()
    sha256 = Chars(allow_blank=True)


class StatementRow(Shape):
    """A published word: never changed; a correction is the next edition."""

    uuid = serializers.UUIDField()
    task = serializers.UUIDField()
    source = Chars()  # type: ignore[assignment]
    code = Chars()
    state = Chars()
    organisation = Chars()
    period = Chars()
    period_begins = serializers.DateField()
    period_ends = serializers.DateField()
    voice = Code(Voice)
    spoken_by = Chars()
    edition = serializers.IntegerField()
    level = Code(Level)
    confidence = Code(Confidence, allow_blank=True)
    justification = Chars()
    evidence = ProofRow(many=True)
    published_at = Moment()


class CellRow(Shape):
    """One cell of the matrix. Rank 0: the paper's table does not name this actor here."""

    approach = Chars()
    actor_type = Chars()
    rank = serializers.IntegerField()
    expected = serializers.IntegerField()
    under_way = serializers.IntegerField()
    tasks = serializers.IntegerField()
    gap = serializers.BooleanField()


class ScoreRow(Shape):
    """A recommendation in a State. A level is empty where that voice is silent; voices are never
    averaged. ``apart``: steps of the assessment above (+) or below (-) the State's word."""

    source = Chars()  # type: ignore[assignment]
    code = Chars()
    title = Chars()
    approach = Chars(allow_blank=True)
    organisations = serializers.ListField(child=Chars())
    self = Code(Level, allow_blank=True)
    rapporteur = Code(Level, allow_blank=True)
    civil_society = Code(Level, allow_blank=True)
    apart = serializers.IntegerField(allow_null=True)
    differs = serializers.BooleanField()


class StateRow(Shape):
    """A State in the register."""

    code = Chars()
    name = Chars()
    recommendations = serializers.IntegerField()
    full_self = serializers.IntegerField()
    full_rapporteur = serializers.IntegerField()
    differ = serializers.IntegerField()
    reports_overdue = serializers.IntegerField()


class PeriodRow(Shape):
    """A time to report on."""

    code = Chars()
    begins_on = serializers.DateField()
    ends_on = serializers.DateField()
    due_on = serializers.DateField()
    open = serializers.BooleanField()
    version = serializers.IntegerField()


class TaskRow(Shape):
    """Who answers for a recommendation in a State."""

    uuid = serializers.UUIDField()
    source = Chars()  # type: ignore[assignment]
    code = Chars()
    state = Chars()
    organisation = Chars()
    organisation_uuid = serializers.UUIDField()
    actor_type = Chars()
    version = serializers.IntegerField()


class DueRow(Shape):
    """A report that your organisation owes."""

    uuid = serializers.UUIDField()
    task = serializers.UUIDField()
    source = Chars()  # type: ignore[assignment]
    code = Chars()
    period = Chars()
    due_on = serializers.DateField()


class SubmissionShape(Shape):
    """Something on its way to be published."""

    uuid = serializers.UUIDField()
    task = serializers.UUIDField()
    source = Chars()  # type: ignore[assignment]
    code = Chars()
    period = Chars()
    voice = Code(Voice)
    organisation = Chars()
    level = Code(Level, allow_blank=True)
    confidence = Code(Confidence, allow_blank=True)
    justification = Chars(allow_blank=True)
    stage = Code(Stage)
    returned_because = Chars(allow_blank=True)
    moves = serializers.ListField(child=Chars())
    evidence = ProofRow(many=True)
    changed_at = Moment()
    version = serializers.IntegerField()


class Words(Shape):
    """What is said; saved as a draft."""

    level = Judged(Level, required=False, allow_blank=True, default="")
    confidence = Judged(Confidence, required=False, allow_blank=True, default="")
    justification = Text(max_length=LONGEST)


class NewSubmission(Words):
    """A new draft: of which task, in which period, with which voice."""

    task = serializers.UUIDField()
    period = Text(required=True, max_length=20)
    voice = Code(Voice)


class Reason(Shape):
    """Why it goes back, or is not published."""

    reason = Text(required=True, max_length=1_000)


class NewProof(Shape):
    """One piece: a file in base64, a link, or a figure by its code."""

    kind = Code(EvidenceKind)
    title = Text(max_length=200)
    content = Text(max_length=14_400_000)
    address = Text(max_length=500)
    figure = Judged([*FIGURES], required=False, allow_blank=True, default="")


class NewPeriod(Shape):
    """A time to report on, in your own State."""

    code = Text(required=True, max_length=20)
    begins_on = serializers.DateField()
    ends_on = serializers.DateField()
    due_on = serializers.DateField()


class NewTask(Shape):
    """Make an organisation of your State answer for a recommendation."""

    source = Text(required=True, max_length=40)  # type: ignore[assignment]
    code = Text(required=True, max_length=60)
    organisation = serializers.UUIDField()
    actor_type = Text(max_length=40)


ApproachList = list_of(ApproachRow, "ApproachList")
SourceList = list_of(SourceRow, "SourceList")
RecommendationPage = list_of(RecommendationRow, "RecommendationPage", paged=True)
StatementPage = list_of(StatementRow, "StatementPage", paged=True)
CellList = list_of(CellRow, "CellList", state=Chars(allow_blank=True))
Score = list_of(ScoreRow, "Score", state=Chars(), reports_overdue=serializers.IntegerField())
StateList = list_of(StateRow, "StateList")
PeriodList = list_of(PeriodRow, "PeriodList", state=Chars())
TaskPage = list_of(TaskRow, "TaskPage", paged=True)
DuePage = page_of(DueRow, "DuePage")
SubmissionPage = page_of(SubmissionShape, "SubmissionPage")
