"""How many places are free, as of when, by whose word; what is expected; when a figure goes stale."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.db.models import Count, Q

from cases.models import Place, PlacesAhead
from portal.access.vocabulary import gettext_noop
from portal.core.actors import Acting
from portal.core.clock import now
from portal.deadlines.selectors import rule_for
from portal.organisations.models import Desk, State

FRESH = "vacancy.fresh"
"""The rule that says after how many hours a figure is stale: a row, with its source, by State."""


class How(StrEnum):
    """How somebody said that the figures are right."""

    PAGE = "page"
    LINK = "link"
    SYSTEM = "system"

    @property
    def label(self) -> str:
        return HOW[self]


HOW: Mapping[How, str] = {
    How.PAGE: gettext_noop("confirmed by the house"),
    How.LINK: gettext_noop("confirmed by the house, by e-mail"),
    How.SYSTEM: gettext_noop("confirmed by the house’s own system"),
}


@dataclass(frozen=True, slots=True)
class Vacancy:
    """Places of a desk: free now, held, taken; as of when somebody looked, how she said so, and who.

    Of several places the one that nobody looked at for longest speaks. ``by`` is a person's name:
    for her own desk alone.
    """

    free: int
    held: int
    taken: int
    as_of: datetime | None
    how: How = How.PAGE
    by: str = ""


@dataclass(frozen=True, slots=True)
class Expected:
    """'2 from Friday': how many places a shelter expects to have free from a day on."""

    from_day: date
    free: int


def vacancies(desk_ids: Sequence[int]) -> dict[int, Vacancy]:
    """Free, held and taken places of some desks, and who confirmed them, in two queries."""
    places = Place.objects.filter(desk_id__in=desk_ids, usable=True)
    counted = places.values("desk_id").annotate(
        all=Count("pk", distinct=True),
        held=Count("placements", filter=Q(placements__state__in=("held", "reserved")), distinct=True),
        taken=Count("placements", filter=Q(placements__state="occupied"), distinct=True),
    ).order_by("desk_id")  # fmt: skip
    oldest = places.order_by("desk_id", "confirmed_at", "pk").distinct("desk_id")
    said = {
        row["desk_id"]: row
        for row in oldest.values("desk_id", "confirmed_at", "confirmed_how", "confirmed_by__name")
    }
    return {
        row["desk_id"]: Vacancy(
            free=row["all"] - row["held"] - row["taken"], held=row["held"], taken=row["taken"],
            as_of=said[row["desk_id"]]["confirmed_at"], how=How(said[row["desk_id"]]["confirmed_how"]),
            by=said[row["desk_id"]]["confirmed_by__name"] or "",
        )
        for row in counted
    }  # fmt: skip


def expected(desk_ids: Sequence[int], today: date) -> dict[int, tuple[Expected, ...]]:
    """What shelters expect after today, soonest first."""
    found: dict[int, tuple[Expected, ...]] = {}
    rows = PlacesAhead.objects.filter(desk_id__in=desk_ids, from_day__gt=today)
    for row in rows.order_by("desk_id", "from_day"):
        found[row.desk_id] = (*found.get(row.desk_id, ()), Expected(row.from_day, row.free))
    return found


def fresh_for(state_id: int | None) -> timedelta:
    """How long a figure counts as fresh, by the State's rule."""
    return timedelta(hours=rule_for(FRESH, state_id, now()).length)


def zone_of(state_id: int) -> ZoneInfo:
    """The zone of a State; UTC for none."""
    zones = State.objects.filter(pk=state_id).values_list("zone", flat=True)
    return ZoneInfo(zones.first() or "UTC")


@dataclass(frozen=True, slots=True)
class Places:
    """What desks say of their places: now, expected, and how long their word counts as fresh."""

    now: dict[int, Vacancy]
    ahead: dict[int, tuple[Expected, ...]]
    lasts: timedelta

    def fresh(self, desk_id: int) -> bool:
        """Whether somebody confirmed this desk's figures in time."""
        said = self.now.get(desk_id)
        return said is not None and said.as_of is not None and now() - said.as_of <= self.lasts


def places_of(desk_ids: Sequence[int], state_id: int) -> Places:
    """What these desks say, judged by the rule of the State that asks."""
    if not desk_ids:
        return Places({}, {}, timedelta())
    today = now().astimezone(zone_of(state_id)).date()
    return Places(vacancies(desk_ids), expected(desk_ids, today), fresh_for(state_id))


@dataclass(frozen=True, slots=True)
class Figures:
    """A desk's own figures whole, as its own people read them."""

    vacancy: Vacancy
    fresh_until: datetime | None
    ahead: tuple[Expected, ...]

    @property
    def stale(self) -> bool:
        """Whether they are shown to others as 'not confirmed'."""
        return self.fresh_until is None or self.fresh_until < now()


def figures_of(actor: Acting) -> Figures:
    """The figures of the actor's own desk, by the rule of its own State."""
    desk = Desk.objects.select_related("organisation__state").get(pk=actor.desk_id or 0)
    state = desk.organisation.state
    vacancy = vacancies([desk.pk]).get(desk.pk, Vacancy(0, 0, 0, None))
    today = now().astimezone(ZoneInfo(state.zone)).date()
    until = vacancy.as_of + fresh_for(state.pk) if vacancy.as_of else None
    return Figures(vacancy, until, expected([desk.pk], today).get(desk.pk, ()))
