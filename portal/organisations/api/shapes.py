"""The shapes of an organisation as its administrator holds it. No case stands in them."""

from rest_framework import serializers

from portal.access.matrix import Kind, Purpose, Role
from portal.core.shapes import Code, Codes, Judged, Moment, Shape, Text, page_of
from portal.organisations.offered import Accessibility, Takes


class DeskRow(Shape):
    """A desk: one role, and how many work there."""

    uuid = serializers.UUIDField()
    name = serializers.CharField()
    role = Code(Role)
    people = serializers.IntegerField()
    takes_referrals = serializers.BooleanField()
    confirmed_on = serializers.DateField(allow_null=True)


class OrganisationDetail(Shape):
    """The organisation and its open desks, those of which it may open another."""

    uuid = serializers.UUIDField()
    name = serializers.CharField()
    kind = Code(Kind)
    state = serializers.CharField()
    desks = DeskRow(many=True)
    roles = serializers.ListField(child=Code(Role), help_text="Roles a desk here may have.")
    in_the_way = serializers.ListField(
        child=serializers.CharField(), help_text="Why it cannot be closed now; empty where it can."
    )


class NewDesk(Shape):
    """A desk to be opened."""

    role = Judged(Role)
    name = Text(required=True, allow_blank=True, max_length=200)


class MemberRow(Shape):
    """A person at a desk of the organisation."""

    uuid = serializers.UUIDField(help_text="Of this membership, not of the person.")
    name = serializers.CharField()
    email = serializers.CharField()
    desk = serializers.UUIDField()
    role = Code(Role)
    since = Moment()


class InHand(Shape):
    """What is in a person's hands at the desk: numbers alone."""

    offers = serializers.IntegerField()
    drafts = serializers.IntegerField()
    imports = serializers.IntegerField()
    alarms = serializers.IntegerField()


class MemberDetail(MemberRow):
    """With what is in her hands, and who may take it over."""

    in_hand = InHand()
    colleagues = serializers.ListField(child=serializers.UUIDField())
    cases_without_her = serializers.IntegerField(
        help_text="Open cases that this desk leads, where nobody else works there; else 0."
    )


class NewSeat(Shape):
    """Another desk for a member."""

    desk = serializers.UUIDField()


class SeatAnswer(Shape):
    """The membership that was made; or, for yourself, the wish that waits for a second person."""

    membership = serializers.UUIDField(allow_null=True)
    request = serializers.UUIDField(allow_null=True)


class Leaving(Shape):
    """Who takes over; that the last one of a leading desk leaves is understood."""

    successor = serializers.UUIDField(required=False, allow_null=True, default=None)
    understood = serializers.BooleanField(required=False, default=False)


class InvitationRow(Shape):
    """An invitation that nobody has used or taken back."""

    uuid = serializers.UUIDField()
    email = serializers.CharField()
    desk = serializers.UUIDField()
    sent_at = Moment()
    expires_at = Moment()
    works = serializers.BooleanField()


class NewInvitation(Shape):
    """Whom to invite. The answer is the same whether or not the address is known elsewhere."""

    email = Text(required=True, allow_blank=True, max_length=254)
    desk = serializers.UUIDField()
    language = Text(max_length=8)


class RequestRow(Shape):
    """Somebody asks for a desk for herself."""

    uuid = serializers.UUIDField()
    name = serializers.CharField()
    organisation = serializers.CharField()
    desk = serializers.CharField()
    role = Code(Role)
    asked_at = Moment()


class Word(Shape):
    """Yes or no."""

    agreed = serializers.BooleanField()


class NameAgain(Shape):
    """The organisation's name, typed again."""

    name = Text(required=True, allow_blank=True, max_length=200)


class ProfileShape(Shape):
    """What a desk offers, whole. `duty` has seven entries from Monday, or none; `places` says how many
    there are, by whom they take. An address stands nowhere."""

    purposes = Codes(Purpose, judged=True)
    takes = Codes(Takes, judged=True)
    languages = serializers.ListField(
        child=Text(required=True, max_length=8), required=False, default=list, max_length=60
    )
    accessibility = Codes(Accessibility, judged=True)
    regions = serializers.ListField(
        child=Text(required=True, max_length=16), required=False, default=list, max_length=100,
        help_text="Codes of the State's regions.",
    )  # fmt: skip
    hours = Text(max_length=200)
    at_night = serializers.BooleanField(required=False, default=False)
    accepting = serializers.BooleanField(required=False, default=True)
    duty = serializers.ListField(
        child=serializers.ListField(
            child=Text(required=True, max_length=5), min_length=2, max_length=2, allow_null=True
        ),
        required=False, default=list, max_length=7,
    )  # fmt: skip
    places = serializers.DictField(
        child=serializers.IntegerField(min_value=0, max_value=9_999), required=False, default=dict
    )
    accreditation = Text(max_length=200)
    accredited_until = serializers.DateField(required=False, allow_null=True, default=None)


class ProfileDetail(ProfileShape):
    """With the day somebody last confirmed it."""

    version = serializers.IntegerField()
    confirmed_on = serializers.DateField(allow_null=True)
    offers = serializers.ListField(
        child=Code(Purpose), help_text="Purposes that a desk of this kind can offer at all."
    )


MemberPage = page_of(MemberRow, "MemberPage")
InvitationPage = page_of(InvitationRow, "InvitationPage")
RequestPage = page_of(RequestRow, "JoinRequestPage")
