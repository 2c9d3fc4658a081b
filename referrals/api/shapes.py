"""The shapes of a referral: what is asked, answered, sent on the way; an offer as its receiver sees it."""

from rest_framework import serializers

from cases.api.safety_shapes import ExpectedShape
from cases.vacancy import How
from cases.vocabulary import Takes
from portal.access.matrix import Kind, Purpose
from portal.access.preview import PreviewField
from portal.core.shapes import Code, Codes, Judged, Moment, Shape, Text, page_of
from referrals.reasons import NotReadBack, ReadBack
from referrals.states import Mode, OfferState, ReferralState, Urgency

LONGEST = 2_000


def receivers() -> serializers.ListField:
    """Tokens of `candidates`."""
    return serializers.ListField(
        child=Text(required=True, max_length=64), max_length=50,
        help_text="Tokens of `candidates`: desks, or nameless capacities.",
    )  # fmt: skip


class CaseRef(Shape):
    """A person's case that your desk sees."""

    uuid = serializers.UUIDField()
    reference = serializers.CharField()


class VacancyShape(Shape):
    """Places free, as of when and by whose word, whether that is fresh, and what is expected."""

    free = serializers.IntegerField()
    as_of = Moment(allow_null=True)
    confirmed_how = Code(
        How, help_text="The house itself: on its page, by an e-mail's link, by its system."
    )
    fresh = serializers.BooleanField(
        help_text="Confirmed within the State's number of hours (rule `vacancy.fresh`)."
    )
    ahead = ExpectedShape(many=True)


class CandidateShape(Shape):
    """One desk that can be asked, or a nameless capacity."""

    token = serializers.CharField()
    name = serializers.CharField(allow_blank=True, help_text="Empty for a nameless capacity.")
    number = serializers.IntegerField(allow_null=True, help_text="The number of a capacity.")
    kind = Code(Kind)
    region = serializers.CharField(allow_blank=True)
    takes = serializers.ListField(child=Code(Takes))
    languages = serializers.ListField(child=serializers.CharField())
    places = VacancyShape(allow_null=True)
    confirmed_on = serializers.DateField(allow_null=True)
    why = serializers.ListField(child=serializers.CharField())
    doubts = serializers.ListField(child=serializers.CharField())
    left_out = serializers.CharField(allow_blank=True)
    yes_missing = serializers.BooleanField(help_text="No consent or other ground covers it yet.")


class CandidatesShape(Shape):
    """Whom one can ask: proposed, left out, and who fits but for the person's own no."""

    proposed = CandidateShape(many=True)
    left_out = CandidateShape(many=True)
    against_her_no = CandidateShape(many=True)
    lead_needed = serializers.BooleanField()


class RegionRef(Shape):
    """A region."""

    code = serializers.CharField()
    name = serializers.CharField()


class ReferralRow(Shape):
    """A referral in a list."""

    uuid = serializers.UUIDField()
    reference = serializers.CharField()
    purpose = Code(Purpose)
    urgency = Code(Urgency)
    state = Code(ReferralState)
    region = RegionRef(allow_null=True)
    sent_at = Moment()
    cases = CaseRef(many=True)


class AnswerShape(Shape):
    """One receiver's answer; a nameless shelter is a number."""

    name = serializers.CharField(allow_blank=True)
    number = serializers.IntegerField(help_text="By which the person chooses among places held.")
    capacity = serializers.IntegerField(allow_null=True)
    state = Code(OfferState)
    held_until = Moment(allow_null=True)
    answer_by = Moment()
    reason = serializers.CharField(allow_blank=True)
    words = serializers.CharField(allow_blank=True)
    her_reason = serializers.CharField(allow_blank=True)


class HandoverShape(Shape):
    """Where and how they meet; never the shelter's address."""

    meeting_point = serializers.CharField(allow_blank=True)
    hour = serializers.CharField(allow_blank=True)
    transport = serializers.CharField(allow_blank=True)
    note = serializers.CharField(allow_blank=True)
    expected_at = Moment(allow_null=True)


class AlarmShape(Shape):
    """An open alarm."""

    uuid = serializers.UUIDField()
    kind = serializers.CharField()
    opened_at = Moment()
    taken = serializers.BooleanField()
    rests_until = Moment(allow_null=True)
    case = CaseRef(allow_null=True)


class ReferralShape(ReferralRow):
    """A referral from the asking side: every answer, the way there, what may be done now."""

    sender = serializers.CharField()
    mode = Code(Mode)
    read_back = Code(ReadBack, allow_blank=True)
    read_back_why = Code(NotReadBack, allow_blank=True)
    keep_together = serializers.BooleanField()
    vital_interest = serializers.BooleanField()
    from_when = Moment(allow_null=True)
    accepted_at = Moment(allow_null=True)
    left_at = Moment(allow_null=True)
    expected_at = Moment(allow_null=True)
    arrived_at = Moment(allow_null=True)
    ended_at = Moment(allow_null=True)
    reason = serializers.CharField(allow_blank=True)
    answers = AnswerShape(many=True)
    handover = HandoverShape(allow_null=True)
    alarms = AlarmShape(many=True)
    moves = serializers.ListField(child=serializers.CharField())


class NewReferral(Shape):
    """Ask one or several receivers, for one purpose, for persons who stay together."""

    cases = serializers.ListField(child=Text(required=True, max_length=64), max_length=20)
    purpose = Judged(Purpose)
    urgency = Judged(Urgency, required=False, default=Urgency.STANDARD.value)
    region = Text(max_length=16)
    from_when = Moment(required=False, allow_null=True, default=None)
    keep_together = serializers.BooleanField(required=False, default=True)
    conflict_kinds = Codes(Kind, judged=True)
    vital_interest = serializers.BooleanField(required=False, default=False)
    vital_reason = Text()
    receivers = receivers()
    against_wishes = Text(max_length=LONGEST)
    read_back = Judged(ReadBack, required=False, allow_blank=True, default="")
    read_back_why = Judged(NotReadBack, required=False, allow_blank=True, default="")


class Further(Shape):
    """Ask further receivers."""

    receivers = receivers()
    against_wishes = Text(max_length=LONGEST)


class Reassigned(Shape):
    """Take it out of their hands, and ask others at once."""

    receivers = receivers()
    reason = Text(required=True, allow_blank=True, max_length=LONGEST)


class OpenedForHer(Reassigned):
    """For a child with neither parent nor guardian, or a case without lead."""

    case = Text(required=True, max_length=64)
    purpose = Judged(Purpose)
    urgency = Code(Urgency, required=False, default=Urgency.URGENT.value)


class FactShape(Shape):
    """One row of a preview: a field of the policy, in words and as codes."""

    field = Code(PreviewField)
    term = serializers.CharField()
    value = serializers.CharField(allow_blank=True)
    note = serializers.CharField(allow_blank=True)
    codes = serializers.JSONField(allow_null=True)


class OfferRow(Shape):
    """An offer in the inbox: what the preview tells, and nobody's name."""

    uuid = serializers.UUIDField()
    reference = serializers.CharField()
    state = Code(OfferState)
    purpose = Code(Purpose)
    answer_by = Moment()
    claimed_by = serializers.CharField(allow_blank=True)
    preview = FactShape(many=True)


class OfferShape(OfferRow):
    """One offer; after accepting, the cases that it opened and the way there."""

    mode = Code(Mode)
    held_until = Moment(allow_null=True)

    referral_state = Code(ReferralState, allow_null=True)
    expected_at = Moment(allow_null=True)
    cases = CaseRef(many=True)
    handover = HandoverShape(allow_null=True)
    alarms = AlarmShape(many=True)
    moves = serializers.ListField(child=serializers.CharField())


class DraftRow(Shape):
    """A screening that is still typed."""

    uuid = serializers.UUIDField()
    version = serializers.IntegerField()
    author = serializers.CharField(allow_blank=True)
    begun_at = Moment()
    touched_at = Moment()


def typed_field() -> serializers.DictField:
    """The fields of the screening form, each with what was typed."""
    values = serializers.ListField(child=Text(required=True, allow_blank=True), max_length=200)
    return serializers.DictField(
        child=values,
        help_text="The screening form's fields by name, each a list of what was typed.",
    )


class DraftShape(DraftRow):
    """What was typed, what it shows, and what cannot be read yet."""

    typed = typed_field()
    shows = serializers.CharField(allow_blank=True)
    unread = serializers.DictField(child=serializers.CharField())


class TypedShape(Shape):
    """What was typed: the whole of it."""

    typed = typed_field()


class DraftCandidates(Shape):
    """Who may lead, and which beds there are, for what the draft tells."""

    lead = CandidateShape(many=True)
    bed = CandidateShape(many=True)


class SentShape(Shape):
    """What a screening became."""

    case = CaseRef(allow_null=True)
    referrals = ReferralRow(many=True)


ReferralPage = page_of(ReferralRow, "ReferralPage")
InboxPage = page_of(OfferRow, "OfferPage")
DraftPage = page_of(DraftRow, "DraftPage")
AlarmPage = page_of(AlarmShape, "AlarmPage")
