"""Desks with members whose details must never show up in a notice."""

from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import transaction

from portal.core import outbox
from portal.notifications import registry, services
from portal.organisations.actors import actor_of
from portal.organisations.models import State
from tests.notifications.people import CANARY, make_desk, person


@pytest.fixture
def house(db):
    """``desk`` with members ``ann`` and ``ben``, its ``admin_desk`` with ``cem``, another ``far`` desk with ``dia``."""
    state, _new = State.objects.get_or_create(
        code="XA", defaults={"name": f"{CANARY}land", "zone": "Europe/Bucharest", "calendar": "RO"}
    )
    desk, far = make_desk(state), make_desk(state)
    admin_desk = make_desk(state, "organisation_admin", desk.organisation)
    ann, ben = person(desk), person(desk)
    found = SimpleNamespace(
        state=state, desk=desk, far=far, admin_desk=admin_desk, ann=ann, ben=ben, cem=person(admin_desk),
        dia=person(far), subject=uuid4(),
    )  # fmt: skip
    found.actor = actor_of(desk, ann.pk)
    found.colleague = actor_of(desk, ben.pk)
    found.foreign = actor_of(far, found.dia.pk)
    found.admin = actor_of(admin_desk, found.cem.pk)
    return found


@pytest.fixture
def sees(monkeypatch):
    """The owner's answer to 'may they still see it?': who is in ``blind`` does not."""
    blind = set()

    def check(desk_id, user_id, subject_uuid, case_id):
        return desk_id not in blind and (desk_id, user_id) not in blind

    monkeypatch.setitem(registry.CHECKS, "thing", check)
    monkeypatch.setitem(registry.CHECKS, "other", check)
    return blind


@pytest.fixture
def tell(house, sees, db):
    """Tells ``desk`` of an event and, unless ``deliver=False``, delivers the outbox."""

    def say(kind="accepted", *, key=None, to=None, deliver=True, **more):
        given = {
            "key": key or uuid4().hex,
            "kind": kind,
            "to": to or [{"desk_id": house.desk.pk}],
            "reference": "R-3QF1-72HB",
            "link": f"/referrals/{house.subject}/",
            "subject_kind": "thing",
            "subject_uuid": house.subject,
            "case_id": 41,
        }
        with transaction.atomic():
            services.tell(**{**given, **more})
        if deliver:
            outbox.deliver()

    return say
