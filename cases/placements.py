"""Places of a shelter: reserved by the database itself, occupied, freed; counters are derived."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from cases.models import Case, Place, Placement, ShelterLocation
from cases.models.places import LIVE, ONLY_HELD
from cases.vacancy import FRESH, How
from portal.audit.services import record
from portal.core.actors import Acting
from portal.core.clock import now
from portal.core.problems import Invalid, NotOpen, Stale
from portal.deadlines.services import start
from portal.organisations.models import Desk
from portal.sealing.documents import seal, unseal
from portal.sealing.services import KeyGone, new_key, open_key


def _busy() -> Exists:
    return Exists(Placement.objects.filter(place=OuterRef("pk"), state__in=LIVE))


def free_places(desk_id: int) -> QuerySet[Place]:
    """The places of a desk that nobody holds, in a stable order."""
    return Place.objects.filter(~_busy(), desk_id=desk_id, usable=True).order_by("pk")


def _lock_free(desk_id: int, needed: int) -> list[Place]:
    """Lock free places; who reserves holds the place's lock, so that a second look is final.

    The first look may be older than another's commit; a place that turns out to be taken stays
    locked and is passed over.
    """
    passed: set[int] = set()
    while True:
        rows = free_places(desk_id).exclude(pk__in=passed).select_for_update(skip_locked=True)
        locked = list(rows[:needed])
        taken = Placement.objects.filter(place__in=locked, state__in=LIVE)
        busy = set(taken.values_list("place_id", flat=True))
        if not busy:
            return locked
        passed |= busy


def reserve(
    *,
    actor: Acting,
    cases: Sequence[Case],
    desk: Desk,
    referral_uuid: UUID,
    state: str = "reserved",
) -> list[Placement]:
    """A place for each person, or none: 'keep together' is all or nothing.

    ``state`` is 'held' where she still chooses among several.

    The caller holds the locks of case, referral and offer; places are locked last. Raises NotOpen
    where too few are free, with how many there are.
    """
    places = _lock_free(desk.pk, len(cases))
    if len(places) < len(cases):
        raise NotOpen(
            _("Places free: %(free)d, needed: %(needed)d.")
            % {"free": len(places), "needed": len(cases)},
            field="place",
            remedy=_("Confirm a place as free first, or decline with 'no place free'."),
        )
    found = []
    for case, place in zip(cases, places, strict=True):
        row = Placement(
            case=case, place=place, desk=desk, referral_uuid=referral_uuid, reserved_at=now(),
            state=state,
        )  # fmt: skip
        row.save()
        record(
            actor=actor,
            verb=f"place.{state}",
            case_id=case.pk,
            section="placement",
            subject=str(row.uuid),
        )
        found.append(row)
    return found


def occupy(*, actor: Acting, referral_uuid: UUID) -> int:
    """She arrived: reserved places are occupied, a former placement of hers ends."""
    rows = list(
        Placement.objects.select_for_update().filter(referral_uuid=referral_uuid, state="reserved")
    )
    for row in rows:
        former = Placement.objects.filter(case_id=row.case_id, state="occupied").exclude(pk=row.pk)
        former.update(state="ended", ended_at=now(), ended_why="moved_on")
        row.state, row.arrived_at = "occupied", now()
        row.save(update_fields=["state", "arrived_at"])
        record(
            actor=actor,
            verb="place.occupied",
            case_id=row.case_id,
            section="placement",
            subject=str(row.uuid),
        )
    return len(rows)


def make_hers(*, actor: Acting, referral_uuid: UUID, desk_id: int) -> int:
    """She chose: what this desk held for her is reserved; the rest is for the caller to free."""
    rows = Placement.objects.select_for_update().filter(
        referral_uuid=referral_uuid, desk_id=desk_id, state="held"
    )
    found = list(rows.order_by("pk"))
    for row in found:
        row.state = "reserved"
        row.save(update_fields=["state"])
        record(
            actor=actor, verb="place.reserved", case_id=row.case_id, section="placement",
            subject=str(row.uuid),
        )  # fmt: skip
    return len(found)


def free(*, actor: Acting, referral_uuid: UUID, why: str, desk_id: int | None = None) -> int:
    """Free what a referral had, of one desk where named; returns how many places became free."""
    rows = Placement.objects.select_for_update().filter(referral_uuid=referral_uuid, state__in=LIVE)
    rows = rows.filter(desk_id=desk_id) if desk_id is not None else rows
    freed = 0
    for row in list(rows):
        ended_why = ONLY_HELD if row.state == "held" else why
        row.state, row.ended_at, row.ended_why = "ended", now(), ended_why
        row.save(update_fields=["state", "ended_at", "ended_why"])
        record(
            actor=actor,
            verb="place.freed",
            case_id=row.case_id,
            section="placement",
            subject=str(row.uuid),
            detail={"why": why},
        )
        freed += 1
    return freed


def my_places(actor: Acting) -> QuerySet[Place]:
    """The shelter's own places, with who is in them left to ``my_placements``."""
    rows = (
        Place.objects.filter(desk_id=actor.desk_id)
        if actor.role == "placement_officer"
        else Place.objects.none()
    )
    return rows.annotate(busy=_busy()).order_by("label", "pk")


def my_placements(actor: Acting) -> QuerySet[Placement]:
    """Who holds a place of this desk now."""
    rows = Placement.objects.filter(desk_id=actor.desk_id, state__in=LIVE)
    return rows.select_related("case", "place").order_by("state", "reserved_at")


@transaction.atomic
def add_place(*, actor: Acting, label: str, takes: Sequence[str] = ()) -> Place:
    """A shelter adds a place under its own name for it. Raises Invalid, NotOpen."""
    _only_shelter(actor)
    label = label.strip()
    if not label or len(label) > 60:
        raise Invalid(
            field="label", remedy=_("Give the place a short name of up to 60 characters.")
        )
    if Place.objects.filter(desk_id=actor.desk_id, label=label).exists():
        raise Invalid(field="label", remedy=_("A place of this name exists; choose another name."))
    place = Place.objects.create(
        desk_id=actor.desk_id, label=label, takes=list(takes), confirmed_at=now(),
        confirmed_by_id=actor.user_id, confirmed_how=how_of(actor).value,
    )  # fmt: skip
    record(actor=actor, verb="place.added", subject=str(place.uuid))
    asks_from_now(actor)
    return place


@transaction.atomic
def set_usable(*, actor: Acting, place: UUID, usable: bool, version: int) -> Place:
    """Take a place out of use, or back. Raises Http404, Stale, NotOpen while somebody holds it."""
    _only_shelter(actor)
    row = Place.objects.select_for_update().filter(desk_id=actor.desk_id, uuid=place).first()
    if row is None:
        raise Http404
    if row.version != version:
        raise Stale(_("A colleague changed this place."), field="version", remedy=_("Look again."))
    if not usable and Placement.objects.filter(place=row, state__in=LIVE).exists():
        raise NotOpen(_("Somebody holds this place: end that placement first."))
    row.usable, row.confirmed_at, row.version = usable, now(), row.version + 1
    row.confirmed_by_id, row.confirmed_how = actor.user_id, how_of(actor).value
    row.save()
    record(actor=actor, verb="place.usable" if usable else "place.closed", subject=str(row.uuid))
    return row


def asks_from_now(actor: Acting) -> None:
    """The clock that asks again whether the figures are right: it runs for a desk with places."""
    desk = Desk.objects.select_related("organisation__state").get(pk=actor.desk_id or 0)
    start(
        actor=actor, code=FRESH, state=desk.organisation.state, subject_kind="desk",
        subject_uuid=desk.uuid, owner_desk_id=desk.pk,
    )  # fmt: skip


def how_of(actor: Acting) -> How:
    """A person on the page, or the desk's own system."""
    return How.PAGE if actor.user_id else How.SYSTEM


def _only_shelter(actor: Acting) -> None:
    if actor.role != "placement_officer":
        raise Http404


@transaction.atomic
def set_location(
    *, actor: Acting, address: str, directions: str, version: int | None = None
) -> ShelterLocation:
    """Keep where the shelter is, sealed under its own key: nobody else ever opens it (rule 7).

    ``version`` is the one she read; raises Stale with their text where a colleague saved first.
    """
    _only_shelter(actor)
    if len(address) > 500 or len(directions) > 2000:
        raise Invalid(field="address", remedy=_("Shorten the address."))
    row = ShelterLocation.objects.select_for_update().filter(desk_id=actor.desk_id).first()
    row = row or ShelterLocation(desk_id=actor.desk_id, version=0)
    if version is not None and version != row.version:
        raise Stale(
            _("A colleague changed the address while you were writing."),
            field="version", remedy=_("Compare both, then save again."), theirs=my_location(actor),
        )  # fmt: skip
    try:
        key = open_key("shelter", row.uuid)
    except KeyGone:
        key = new_key("shelter", row.uuid)
    row.version += 1
    row.changed_at = now()
    row.sealed = seal(
        key=key, table=ShelterLocation._meta.db_table, case_id=0, record=row.uuid, version=row.version,
        document={"address": address, "directions": directions},
    )  # fmt: skip
    row.save()
    record(actor=actor, verb="location.written", subject=str(row.uuid))
    return row


@transaction.atomic
def my_location(actor: Acting) -> dict[str, Any]:
    """The shelter's own address, for its own desk alone; the look is recorded."""
    _only_shelter(actor)
    row = ShelterLocation.objects.filter(desk_id=actor.desk_id).first()
    if row is None:
        return {"address": "", "directions": "", "version": 0}
    record(actor=actor, verb="location.read", subject=str(row.uuid))
    document = unseal(
        key=open_key("shelter", row.uuid), table=ShelterLocation._meta.db_table, case_id=0,
        record=row.uuid, version=row.version, sealed=row.sealed,
    )  # fmt: skip
    return {**document, "version": row.version}
