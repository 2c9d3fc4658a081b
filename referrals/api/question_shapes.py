"""The shapes of searches that found nobody, and of questions."""

from rest_framework import serializers

from portal.access.matrix import Purpose
from portal.core.shapes import Code, Judged, Moment, Shape, Text, page_of
from referrals.api.shapes import CaseRef
from referrals.reasons import Then, Unmet
from referrals.states import About, QuestionState, Urgency

SHORT = 500


class CandidateSearch(Shape):
    """Whom could one ask, for these persons?"""

    cases = serializers.ListField(child=Text(required=True, max_length=64), max_length=20)
    purpose = Judged(Purpose)
    urgency = Judged(Urgency, required=False, default=Urgency.STANDARD.value)
    region = Text(max_length=16)
    from_when = Moment(required=False, allow_null=True, default=None)


class UnmetShape(Shape):
    """A need that was not met: no person, no case, no receiver."""

    uuid = serializers.UUIDField()
    need = Code(Purpose)
    region = serializers.CharField(allow_blank=True)
    unmet_reason = Code(Unmet)
    persons = serializers.IntegerField()
    hours_waited = serializers.IntegerField()
    day = serializers.DateField()
    happened_then = Code(Then)


class NewQuestion(Shape):
    """A short question to one who could be asked, before anything is sent."""

    case = Text(required=True, max_length=64)
    purpose = Judged(Purpose)
    receiver = Text(required=True, max_length=64)
    text = Text(required=True, allow_blank=True, max_length=SHORT)


class MissingQuestion(Shape):
    """What a receiver needs to know."""

    text = Text(required=True, allow_blank=True, max_length=SHORT)


class QuestionAnswer(Shape):
    """The answer, once."""

    answer = Text(required=True, allow_blank=True, max_length=SHORT)


class QuestionRow(Shape):
    """A question in a list: who is on the other side, where it stands."""

    uuid = serializers.UUIDField()
    reference = serializers.CharField()
    question_about = Code(About)
    purpose = Code(Purpose)
    question_state = Code(QuestionState)
    mine = serializers.BooleanField(help_text="Your desk asked it; else it was asked of your desk.")
    other_side = serializers.CharField()
    asked_at = Moment()
    answer_by = Moment()
    answered_at = Moment(allow_null=True)


class QuestionShape(QuestionRow):
    """One question with its words; the case for who asked, never for who was asked."""

    version = serializers.IntegerField()
    text = serializers.CharField(allow_blank=True)
    answer = serializers.CharField(allow_blank=True)
    case = CaseRef(allow_null=True)
    moves = serializers.ListField(child=serializers.CharField())


class AnswersShape(Shape):
    """An organisation's own answers of 90 days; null where nothing was asked or answered."""

    asked = serializers.IntegerField(help_text="Answered, or due without an answer.")
    answered = serializers.IntegerField()
    in_time = serializers.IntegerField()
    rate = serializers.IntegerField(allow_null=True, help_text="In time, in whole per cent.")
    typical_minutes = serializers.IntegerField(allow_null=True, help_text="The median.")


QuestionPage = page_of(QuestionRow, "QuestionPage")
UnmetPage = page_of(UnmetShape, "UnmetPage")
