"""The service profile: what a desk offers, to whom, where, when; and that somebody looked at it.

A shelter's address is no part of it: that is the shelter's own secret, on a page of its own.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from portal.audit.services import record
from portal.core.actors import Acting
from portal.core.clock import now
from portal.core.problems import Invalid, NotOpen, Stale
from portal.organisations.duty import kept, read_week
from portal.organisations.languages import known_language
from portal.organisations.models import Desk, Region, ServiceProfile
from portal.organisations.offered import Accessibility, Takes
from portal.organisations.roles import purposes_of
from portal.organisations.selectors_members import profile_of
from portal.organisations.services.seats import lock_desk

MOST_PLACES = 9_999


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything a service says of itself, whole. ``regions`` by code, ``places`` by whom they take."""

    purposes: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    accessibility: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    hours: str = ""
    at_night: bool = False
    accepting: bool = True
    duty: list[list[str] | None] = field(default_factory=list)
    places: Mapping[str, int] = field(default_factory=dict)
    accreditation: str = ""
    accredited_until: date | None = None


@transaction.atomic
def save_profile(
    *, actor: Acting, desk: str | UUID, profile: Profile, version: int
) -> ServiceProfile:
    """Keep what a desk of the organisation offers; saving it confirms it as of today.

    Raises Http404; Stale where a colleague saved first; Invalid naming each field.
    """
    place, _found = profile_of(actor, desk)
    lock_desk(place)
    row = _row(place)
    if row.version != version:
        raise Stale(
            _("A colleague changed this entry after you read it."), field="version",
            remedy=_("Read it again, then send your change with the new version."),
            version=row.version,
        )  # fmt: skip
    if errors := _errors(place, profile):
        raise Invalid(_("Some answers need a change."), errors=errors)
    for name in ("purposes", "takes", "languages", "accessibility"):
        setattr(row, name, list(dict.fromkeys(getattr(profile, name))))
    for name in ("hours", "at_night", "accepting", "accreditation", "accredited_until"):
        setattr(row, name, getattr(profile, name))
    row.duty = kept(read_week(profile.duty))
    row.places = {code: n for code, n in profile.places.items() if n}
    _confirm(row, actor, place)
    row.regions.set(Region.objects.filter(code__in=profile.regions))
    record(
        actor=actor, verb="profile.saved", subject=str(place.uuid), detail={"version": row.version}
    )
    return row


def _row(desk: Desk) -> ServiceProfile:
    found = ServiceProfile.objects.select_for_update(no_key=True).filter(desk=desk).first()
    return found or ServiceProfile(desk=desk, version=0)


def _confirm(row: ServiceProfile, actor: Acting, desk: Desk) -> None:
    row.confirmed_on = now().astimezone(ZoneInfo(desk.organisation.state.zone)).date()
    row.confirmed_by_id = actor.user_id
    row.version += 1
    row.save()


@transaction.atomic
def confirm_profile(*, actor: Acting, desk: str | UUID, version: int) -> ServiceProfile:
    """Somebody looked: the entry is right as of today. Raises Http404, NotOpen where there is none, Stale."""
    place, _found = profile_of(actor, desk)
    lock_desk(place)
    row = _row(place)
    if row.pk is None:
        raise NotOpen(_("There is no entry yet: write what this desk offers first."))
    if row.version != version:
        raise Stale(
            _("A colleague changed this entry after you read it."), field="version",
            remedy=_("Read it again, then confirm it."), version=row.version,
        )  # fmt: skip
    _confirm(row, actor, place)
    record(
        actor=actor, verb="profile.confirmed", subject=str(place.uuid),
        detail={"version": row.version},
    )  # fmt: skip
    return row


def _errors(desk: Desk, profile: Profile) -> dict[str, str]:
    found = {}
    lists: dict[str, Collection[str]] = {
        "purposes": {p.value for p in purposes_of(desk.role, desk.organisation.kind)},
        "takes": set(Takes),
        "accessibility": set(Accessibility),
        "regions": set(_regions(desk)),
    }
    for name, known in lists.items():
        if not set(getattr(profile, name)) <= set(known):
            found[name] = _("Choose from the answers offered.")
    if not all(known_language(code) for code in profile.languages):
        found["languages"] = _("Use a code of ISO 639, such as en or ti.")
    for name, most in (("hours", 120), ("accreditation", 160)):
        found |= _text_error(name, getattr(profile, name), most)
    try:
        read_week(profile.duty)
    except ValueError:
        found["duty"] = _("Write each time as 08:00; leave both empty for a day off.")
    if not set(profile.places) <= set(Takes):
        found["places"] = _("Choose from the answers offered.")
    elif any(not 0 <= n <= MOST_PLACES for n in profile.places.values()):
        found["places"] = _("Write a number from 0 to 9,999.")
    return found


def _text_error(name: str, text: str, most: int) -> dict[str, str]:
    if len(text) > most:
        return {name: _("Shorten this to %(n)d characters.") % {"n": most}}
    if any(ord(c) < 32 or 0xD800 <= ord(c) < 0xE000 for c in text):
        return {name: _("Take out the characters that cannot be read.")}
    return {}


def _regions(desk: Desk) -> list[str]:
    """Regions of the organisation's State, and of those it serves."""
    organisation = desk.organisation
    states = [organisation.state_id, *organisation.serves.values_list("pk", flat=True)]
    return list(Region.objects.filter(state_id__in=states).values_list("code", flat=True))
