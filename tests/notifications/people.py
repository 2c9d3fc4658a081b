"""People, desks and organisations whose names must never show up in a notice."""

from uuid import uuid4

from django.contrib.auth.models import Group

from portal.organisations.models import Desk, Membership, Organisation, User

CANARY = "Kanarie"  # in every name, place and organisation that a notice must not tell


def person(desk=None, **fields):
    user = User.objects.create(
        email=f"{uuid4().hex}@example.org", name=f"{CANARY} Person", **fields
    )
    if desk is not None:
        Membership.objects.create(user=user, desk=desk)
    return user


def make_desk(state, role="caseworker", organisation=None):
    organisation = organisation or Organisation.objects.create(
        state=state, kind="ngo", name=f"{CANARY} {uuid4().hex[:6]}"
    )
    group = Group.objects.create(name=f"desk {uuid4().hex}")
    return Desk.objects.create(
        organisation=organisation, role=role, name=f"{CANARY} desk", group=group
    )
