"""The shapes of what shuts others out or lets one person in, of the record, and of places."""

from rest_framework import serializers

from cases.services.walls import GROUNDS
from cases.vacancy import How
from cases.vocabulary import Takes
from portal.core.shapes import Code, Codes, Judged, Moment, Shape, Text, page_of


class NewWall(Shape):
    """Against one organisation, or one person by her e-mail."""

    ground = Judged(GROUNDS)
    reason = Text(required=True)
    organisation = serializers.UUIDField(required=False, allow_null=True, default=None)
    email = Text(max_length=254)


class WallShape(Shape):
    """A wall, for those who place and lift it; never for the walled party."""

    uuid = serializers.UUIDField()
    ground = Code(GROUNDS)
    organisation = serializers.BooleanField(help_text="Against an organisation, else a person.")
    placed_at = Moment()
    lift_proposed = serializers.BooleanField()
    lifted_at = Moment(allow_null=True)


class NewGlass(Shape):
    """Why this case must be opened now."""

    reason = Text(required=True, max_length=2_000)


class GlassShape(Shape):
    """An open break-glass of your own."""

    uuid = serializers.UUIDField()
    opened_at = Moment()
    until = Moment()


class HistoryRow(Shape):
    """One entry of the record: who looked or changed, when, which section."""

    at = Moment()
    organisation = serializers.CharField(allow_blank=True)
    person = serializers.CharField(allow_blank=True)
    role = serializers.CharField(allow_blank=True)
    section = serializers.CharField(allow_blank=True)
    verb = serializers.CharField(allow_blank=True)
    detail = serializers.DictField(child=serializers.CharField(allow_blank=True))


class PlacementShape(Shape):
    """Where she sleeps, as far as the desk may know it: never an address."""

    uuid = serializers.UUIDField()
    shelter = serializers.CharField()
    place = serializers.CharField(allow_blank=True)
    state = Code(("reserved", "occupied", "ended"))
    reserved_at = Moment()
    arrived_at = Moment(allow_null=True)
    ended_at = Moment(allow_null=True)


class PlaceShape(Shape):
    """One of your own places."""

    uuid = serializers.UUIDField()
    version = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]
    takes = serializers.ListField(child=Code(Takes))
    usable = serializers.BooleanField()
    busy = serializers.BooleanField()
    confirmed_at = Moment()


class NewPlace(Shape):
    """A place under your own name for it."""

    label = Text(required=True)  # type: ignore[assignment]
    takes = Codes(Takes)


class Usable(Shape):
    """Whether a place can be given away."""

    usable = serializers.BooleanField()


class GuestShape(Shape):
    """Who holds one of your places."""

    uuid = serializers.UUIDField()
    case = serializers.UUIDField()
    reference = serializers.CharField()
    place = serializers.CharField()
    state = Code(("reserved", "occupied"))
    reserved_at = Moment()


class Confirmed(Shape):
    """How many places were looked at."""

    confirmed = serializers.IntegerField()


class ExpectedShape(Shape):
    """How many places are expected to be free from a day on."""

    from_day = serializers.DateField()
    free = serializers.IntegerField()


class NewExpected(Shape):
    """'2 from Friday'; nought takes the word for that day back."""

    from_day = serializers.DateField()
    free = serializers.IntegerField(min_value=0, max_value=99)


class FiguresShape(Shape):
    """Your figures as those who ask may read them: as of when, by whose word, fresh until when."""

    free = serializers.IntegerField()
    held = serializers.IntegerField()
    taken = serializers.IntegerField()
    as_of = Moment(allow_null=True)
    confirmed_how = Code(How)
    by = serializers.CharField(allow_blank=True, help_text="Who looked; for your desk alone.")
    fresh_until = Moment(allow_null=True)
    ahead = ExpectedShape(many=True)


HistoryPage = page_of(HistoryRow, "HistoryPage")
PlacementPage = page_of(PlacementShape, "PlacementPage")
PlacePage = page_of(PlaceShape, "PlacePage")
GuestPage = page_of(GuestShape, "GuestPage")
