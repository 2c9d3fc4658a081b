"""Where an arrival is answered: the floor above that knows the referral registers it."""

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from portal.core.actors import Acting

Ways = Callable[[Acting, Iterable[UUID]], Mapping[UUID, str]]

_ways: list[Ways] = []


def register_ways(ways: Ways) -> Ways:
    """``ways(actor, referral uuids) -> {uuid: address}``; registered once, when the apps are ready."""
    if ways not in _ways:
        _ways.append(ways)
    return ways


def ways_of(actor: Acting, referrals: Iterable[UUID]) -> dict[UUID, str]:
    """The address of each referral at which this desk says 'arrived'."""
    wanted = list(referrals)
    return {uuid: url for ways in _ways for uuid, url in ways(actor, wanted).items()}
