"""The shape of each move: what is missing is said by the service, in the words of the pages."""

from rest_framework import serializers

from portal.core.shapes import Judged, Moment, Shape, Text
from referrals import reasons

LONGEST = 2_000
HER_WORD = ("yes", "best_interests", "vital_interest")
THEN = ("before", "arrived", "withdrawn")


class Nothing(Shape):
    """A move that needs no more than a press."""


class JourneyShape(Shape):
    """She left."""

    meeting_point = Text()
    transport = Text()
    expected_at = Moment(required=False, allow_null=True, default=None)
    her_word = Judged(HER_WORD, required=False, allow_blank=True, default="")
    note = Text()


class DelayShape(Shape):
    """Later than expected."""

    expected_at = Moment(required=False, allow_null=True, default=None)


class MissingShape(Shape):
    """She is missing."""

    how = Judged(reasons.Missing, required=False, allow_blank=True, default="")
    known = Text(max_length=LONGEST)


class FoundShape(Shape):
    """She is found."""

    what = Judged(reasons.Found)
    then = Judged(THEN)


class SearchShape(Shape):
    """What was done to find her."""

    done = Text(max_length=LONGEST)


class MeetingShape(Shape):
    """Where to meet: a public place, never your address."""

    meeting_point = Text()
    hour = Text(max_length=200)


class TakeOverShape(Shape):
    """Why a colleague's claim is taken over."""

    reason = Text(max_length=LONGEST)


class PassOnShape(Shape):
    """To the competent authority."""

    to = serializers.UUIDField()


class HoldShape(Shape):
    """Until when the place is held; without it the State's usual time."""

    until = Moment(required=False, allow_null=True, default=None)


class ChosenShape(Shape):
    """Which of the places held: the number of its answer."""

    number = serializers.IntegerField(
        required=False, allow_null=True, default=None, min_value=1, max_value=1000
    )


class NotChosenShape(ChosenShape):
    """Which of the places held she does not want, and her own reason."""

    reason = Judged(reasons.HerReason)


class HerNoShape(Shape):
    """Her own reason."""

    reason = Judged(reasons.HerReason)


def coded(codes: type, name: str) -> type[Shape]:
    """A coded reason, in words too where it is `other`."""
    fields = {
        "__doc__": "A coded reason; words where it is `other`.",
        "reason": Judged(codes),
        "words": Text(),
    }
    return type(name, (Shape,), fields)
