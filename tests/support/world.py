"""Two invented States, their agencies, desks and people: plain rows; all else is made by services."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone

from portal.deadlines import reference
from portal.organisations.actors import Actor, actor_of
from portal.organisations.models import (
    Desk,
    Membership,
    Organisation,
    Region,
    ServiceProfile,
    State,
    User,
)

EVERYBODY = [
    "women",
    "men",
    "girls",
    "boys",
    "children",
    "families",
    "mothers_with_children",
    "non_binary",
]
LAND = (
    # key, kind, role, purposes, takes
    ("border", "border_guard", "liaison", [], []),
    ("police", "police", "liaison", ["urgent_protection", "investigation"], []),
    ("ngo", "ngo", "caseworker", ["transfer", "psychological", "urgent_protection"], EVERYBODY),
    ("ngo2", "ngo", "caseworker", ["transfer", "legal_aid"], EVERYBODY),
    ("shelter", "shelter", "placement_officer", ["accommodation", "urgent_protection"], EVERYBODY),
    ("shelter2", "shelter", "placement_officer", ["accommodation", "urgent_protection"], EVERYBODY),
    ("authority", "competent_authority", "decision_maker", ["identification"], []),
    ("authority2", "competent_authority", "decision_maker", ["identification"], []),
    ("health", "health_provider", "caseworker", ["medical", "psychological"], EVERYBODY),
    ("lawyer", "legal_aid", "caseworker", ["legal_aid"], []),
    ("child", "child_protection", "caseworker", ["child_protection", "transfer"], EVERYBODY),
    ("coordinator", "coordination_body", "coordinator", [], []),
    ("oversight", "data_protection_authority", "oversight", [], []),
    ("rapporteur", "rapporteur_office", "rapporteur", [], []),
    ("focal", "labour_inspectorate", "focal_point", [], []),
    ("validator", "coordination_body", "validator", [], []),
    ("moderator", "rapporteur_office", "moderator", [], []),
)
ALSO_FAR = ("ngo", "shelter", "coordinator", "rapporteur", "focal", "validator", "moderator")


@dataclass
class World:
    """``desks[key]``, ``actors[key]``, ``people[key]`` (each desk has two: key and key + '_b')."""

    state: State
    other_state: State
    region: Region
    desks: dict[str, Desk] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)

    def actor(self, key: str) -> Actor:
        """The actor of a person: 'ngo', or her colleague 'ngo_b'."""
        desk = Desk.objects.select_related("organisation").get(
            pk=self.desks[key.removesuffix("_b")].pk
        )
        return actor_of(desk, self.people[key].pk)


def make_desk(organisation: Organisation, role: str, name: str = "") -> Desk:
    """A desk with the group that is the key of its grants."""
    group = Group.objects.create(name=f"{organisation.pk}:{role}:{name}")
    return Desk.objects.create(organisation=organisation, role=role, name=name or role, group=group)


def make_person(key: str, desk: Desk) -> User:
    """Somebody who works at a desk."""
    user = User.objects.create(email=f"{key}@example.org", name=f"Person {key}")
    user.set_password("practice-makes-safe")
    user.save()
    Membership.objects.create(user=user, desk=desk)
    return user


def _agency(
    world: World,
    state: State,
    key: str,
    kind: str,
    role: str,
    purposes: list[str],
    takes: list[str],
) -> None:
    organisation = Organisation.objects.create(state=state, kind=kind, name=f"Agency {key}")
    desk = make_desk(organisation, role, f"{key} desk")
    world.desks[key] = desk
    for name in (key, f"{key}_b"):
        world.people[name] = make_person(name, desk)
    admin = make_desk(organisation, "organisation_admin", f"{key} administration")
    world.desks[f"{key}_admin"] = admin
    world.people[f"{key}_admin"] = make_person(f"{key}_admin", admin)
    if purposes:
        profile = ServiceProfile.objects.create(
            desk=desk, purposes=purposes, takes=takes, languages=["en", "ti", "ro"],
            accessibility=["step_free"], confirmed_on=timezone.now().date(),
        )  # fmt: skip
        profile.regions.set([world.region])


def make_world(**more: Any) -> World:
    """Arvenia with all kinds of desks, and Belmora with an NGO, a shelter and a coordinator."""
    reference.load()
    state = State.objects.create(
        code="XA", name="Arvenia", zone="Europe/Bucharest", calendar="RO", languages=["en"]
    )
    other = State.objects.create(
        code="XB", name="Belmora", zone="Europe/Vienna", calendar="AT", languages=["en"]
    )
    region = Region.objects.create(state=state, code="XA-N", name="North Arvenia")
    Region.objects.create(state=state, code="XA-S", name="South Arvenia")
    world = World(state, other, region)
    for key, kind, role, purposes, takes in LAND:
        _agency(world, state, key, kind, role, purposes, takes)
    for key, kind, role, purposes, takes in LAND:
        if key in ALSO_FAR:
            _agency(world, other, f"far_{key}", kind, role, purposes, takes)
    return world
