"""Writes the invented States, agencies, desks and accounts, and the file that programs sign in with."""

import itertools
import json
import os
import unicodedata
from pathlib import Path
from typing import Any

from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from portal.core.clock import now
from portal.demo.agencies import AGENCIES, FAMILY, GIVEN, LANDS, Agency, Land
from portal.demo.register import DESKS
from portal.organisations.models import (
    Desk,
    Membership,
    Organisation,
    Region,
    ServiceProfile,
    State,
    StateRule,
    User,
)
from portal.sign_in import reference as terms
from portal.sign_in.selectors import in_force
from portal.sign_in.services import accept, keep_app

PASSWORD = "practice-makes-safe"  # noqa: S105  (shown in the table of demo accounts)
PEOPLE_A_DESK = {
    "coordinator": 2,
    "oversight": 2,
    "rapporteur": 1,
    "validator": 2,
    "focal_point": 1,
    "moderator": 1,
}


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "".join(c if c.isalnum() else "-" for c in plain).strip("-")


def make_land(land: Land) -> State:
    """A State with its regions and its own rows of law."""
    state = State.objects.create(
        code=land.code, name=land.name, zone=land.zone, calendar=land.calendar,
        languages=list(land.languages), helpline=land.helpline,
    )  # fmt: skip
    for code, name in land.regions:
        Region.objects.create(state=state, code=code, name=name)
    today = now().date()
    StateRule.objects.create(
        state=state, kind="mandatory_report", value={"child_in_own_case": True},
        legal_source=f"{land.name} Child Protection Act, section 14", valid_from=today.replace(year=today.year - 3),
    )  # fmt: skip
    return state


class Accounts:
    """Makes people with names that do not repeat, one hash for all (0.3 s each otherwise)."""

    def __init__(self) -> None:
        self.hash = make_password(PASSWORD)
        pairs = itertools.product(FAMILY, GIVEN)
        names = [f"{given} {family}" for family, given in pairs]
        self.names = iter(names[i * 37 % len(names)] for i in range(len(names)))
        self.rows: list[dict[str, Any]] = []

    def make(self, desk: Desk) -> User:
        """One person at a desk, and her row in the file of accounts."""
        name = next(self.names)
        organisation = desk.organisation
        first, last = name.split(" ")
        mail = f"{first}.{last}@{_slug(organisation.name)}.example".lower()
        user = User(email=mail, name=name)
        user.password = self.hash
        user.save()
        Membership.objects.create(user=user, desk=desk)
        secret = generate_totp_secret()
        keep_app(user=user, secret=secret, step=0)
        accept(user=user, versions=map(str, in_force()))
        self.rows.append(
            {
                "email": mail, "password": PASSWORD, "totp_secret": secret, "organisation": organisation.name, "kind": organisation.kind,
                "role": desk.role, "state": organisation.state.code, "name": name, "desk": desk.name,
            }
        )  # fmt: skip
        return user


def make_agency(state: State, agency: Agency, accounts: Accounts, number: int) -> None:
    """An organisation with its desks, their profiles, people, and an administrator."""
    organisation = Organisation.objects.create(
        state=state,
        kind=agency.kind,
        name=agency.name,
        phone=f"+00 555 {state.code == 'XB':d}{number:02d}",
    )
    regions = list(Region.objects.filter(state=state).order_by("code"))
    for role, name, purposes, takes in agency.desks:
        desk = _desk(organisation, role, name)
        for _ in range(PEOPLE_A_DESK.get(role, 2)):
            accounts.make(desk)
        if purposes:
            profile = ServiceProfile.objects.create(
                desk=desk, purposes=list(purposes), takes=list(takes),
                languages=["en", ("ti", "ro", "ar", "vi", "uk")[number % 5], ("fr", "es", "ru")[number % 3]],
                accessibility=["step_free", "ground_floor"] if number % 2 else ["cot_or_pram", "quiet_place"],
                hours="Day and night" if role == "placement_officer" else "Mon to Fri, 8 to 18",
                at_night=role == "placement_officer", confirmed_on=now().date(),
            )  # fmt: skip
            profile.regions.set(
                regions
                if role != "placement_officer"
                else [regions[number % len(regions)], regions[0]]
            )
    accounts.make(_desk(organisation, "organisation_admin", "Administration"))


def _desk(organisation: Organisation, role: str, name: str) -> Desk:
    group = Group.objects.create(name=f"{organisation.pk}:{role}:{name}")
    return Desk.objects.create(organisation=organisation, role=role, name=name, group=group)


def make_everybody() -> Accounts:
    """Both States with all their agencies."""
    terms.load()
    accounts = Accounts()
    for land in LANDS:
        state = make_land(land)
        for number, agency in enumerate(AGENCIES[land.code]):
            make_agency(state, agency, accounts, number)
        make_register_desks(state, accounts)
    return accounts


def make_register_desks(state: State, accounts: Accounts) -> None:
    """Desks of the register beside those of the case work, one or two people at each."""
    known = {one.name: one for one in Organisation.objects.filter(state=state)}
    for organisation, role, name in DESKS[state.code]:
        desk = _desk(known[organisation], role, name)
        for _ in range(PEOPLE_A_DESK.get(role, 1)):
            accounts.make(desk)


def write_credentials(accounts: Accounts, clients: list[dict[str, Any]]) -> Path:
    """var/demo/credentials.json: what programs sign in with; mode 0600."""
    path = Path(settings.DEMO_CREDENTIALS)
    path.parent.mkdir(parents=True, exist_ok=True)
    body = {
        "base_url": settings.BASE_URL,
        "token_path": "/oauth/token/",
        "users": accounts.rows,
        "clients": clients,
    }
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(body, file, ensure_ascii=False, indent=1)
    return path
