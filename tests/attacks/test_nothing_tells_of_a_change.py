"""Versions, times and orders follow the sections they speak of (policy 2)."""

import re

import pytest
from django.urls import reverse

from cases.sections import Needs
from cases.services import write_section
from portal.access.matrix import Section
from tests.api.callers import Caller
from tests.support import steps
from tests.support.pages import body, browser


@pytest.fixture
def led(world):
    """Two cases of a border guard, both led by an NGO, the older one first."""
    found = []
    for _n in range(2):
        case = steps.a_case(world, "border")
        ask = steps.send(
            world,
            case,
            "transfer",
            ["ngo"],
            who="border",
            vital_interest=True,
            vital_reason="Hurt.",
        )
        steps.accept(world, ask, "ngo")
        found.append(case)
    return found


def write(world, case):
    write_section(
        actor=world.actor("ngo"), ref=case.uuid, section=Section.NEEDS_AND_ASSISTANCE,
        document=Needs(plan="Tea"),
    )  # fmt: skip


@pytest.mark.parametrize("who", ["border", "coordinator"])
def test_who_does_not_see_a_section_sees_no_change_in_it(world, led, who):
    url = f"/api/v1/cases/{led[0].uuid}/"
    caller, client = Caller(world.people[who]), browser(world, who)

    def home():
        return re.findall(r"XA-[0-9A-Z]{4}-[0-9A-Z]{4}", body(client.get(reverse("home"))).decode())

    before = caller.get(url), home(), body(client.get(reverse("cases:list")))
    write(world, led[0])
    after = caller.get(url), home(), body(client.get(reverse("cases:list")))
    assert before[0].headers == after[0].headers
    assert before[0].content == after[0].content
    assert before[1:] == after[1:]
    assert "Last change" not in client.get(reverse("home")).content.decode()


def test_the_lead_sees_it_change(world, led):
    lead = Caller(world.people["ngo"])
    before = lead.get(f"cases/{led[0].uuid}/")["ETag"]
    write(world, led[0])
    assert lead.get(f"cases/{led[0].uuid}/")["ETag"] != before
    assert "Last change" in browser(world, "ngo").get(reverse("home")).content.decode()
