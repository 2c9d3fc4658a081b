"""The shapes of a journey, for the desk where the person is."""

from rest_framework import serializers

from portal.core.shapes import Code, Moment, Shape, page_of
from referrals.api.shapes import CaseRef, HandoverShape
from referrals.states import ReferralState


class HeldPlace(Shape):
    """A place that is held for her choice, by number alone."""

    number = serializers.IntegerField()
    held_until = Moment()


class OnwardRow(Shape):
    """A journey of somebody who is at your desk: no name, no purpose, no place but where they meet."""

    uuid = serializers.UUIDField()
    reference = serializers.CharField()
    state = Code(ReferralState)
    accepted_at = Moment(allow_null=True)
    left_at = Moment(allow_null=True)
    expected_at = Moment(allow_null=True)
    cases = CaseRef(many=True)


class OnwardShape(OnwardRow):
    """The journey with where and how they meet, and what your desk may do now."""

    places = HeldPlace(many=True)
    handover = HandoverShape(allow_null=True)
    moves = serializers.ListField(child=serializers.CharField())


class OnwardMoved(Shape):
    """After a move: the journey while it is one; null once it is broken off or refused."""

    onward = OnwardShape(allow_null=True)


OnwardPage = page_of(OnwardRow, "OnwardPage")
