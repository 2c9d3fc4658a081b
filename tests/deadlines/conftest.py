"""Two States, two desks and the default set of rules."""

from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group

from portal.deadlines import reference
from portal.organisations.actors import actor_of
from portal.organisations.models import Desk, Organisation, State, User


def _desk(state: State, kind: str, role: str) -> Desk:
    name = f"{kind} {uuid4().hex[:8]}"
    organisation = Organisation.objects.create(state=state, kind=kind, name=name)
    group = Group.objects.create(name=f"desk {uuid4().hex}")
    return Desk.objects.create(organisation=organisation, role=role, name=role, group=group)


@pytest.fixture
def place(db):
    """``state``, ``desk``, ``other`` (desks), ``actor``, ``approver`` and a fresh ``subject``."""
    reference.load()
    state, _new = State.objects.get_or_create(
        code="XA", defaults={"name": "Arvenia", "zone": "Europe/Bucharest", "calendar": "RO"}
    )
    desk, other = _desk(state, "ngo", "caseworker"), _desk(state, "shelter", "placement_officer")
    people = [
        User.objects.create(email=f"{uuid4().hex}@example.org", name=f"P{i}") for i in range(2)
    ]
    return SimpleNamespace(
        state=state,
        desk=desk,
        other=other,
        actor=actor_of(desk, people[0].pk),
        approver=actor_of(other, people[1].pk),
        subject=uuid4(),
    )


@pytest.fixture
def begin(place):
    """Starts a clock for the fresh subject."""
    from portal.deadlines import services

    def start(code: str, **more):
        given = {
            "subject_kind": "offer",
            "subject_uuid": place.subject,
            "owner_desk_id": place.desk.pk,
        }
        return services.start(actor=place.actor, code=code, state=place.state, **{**given, **more})

    return start


@pytest.fixture
def heard():
    """What struck, in order: (clock id, kind, n)."""
    from portal.deadlines.signals import clock_struck

    found = []

    def listen(sender, clock, kind, n, **_more):
        found.append((clock.pk, kind, n))

    clock_struck.connect(listen, weak=False)
    yield found
    clock_struck.disconnect(listen)
