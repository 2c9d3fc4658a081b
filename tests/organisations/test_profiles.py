"""The service profile: what is offered, to whom, when; and the day somebody last looked."""

from datetime import datetime, time

import pytest
from django.http import Http404

from cases import placements
from cases.models import ShelterLocation
from portal.access.matrix import Kind, Purpose, Role
from portal.core.problems import Invalid, NotOpen, Stale
from portal.organisations import services
from portal.organisations.duty import kept, on_duty, read_week, runs
from portal.organisations.models import ServiceProfile
from portal.organisations.roles import purposes_of, roles_of
from portal.organisations.services import Profile

DAY = ["08:00", "18:00"]


def save(world, profile, who="ngo_admin", desk="ngo", version=1):
    return services.save_profile(
        actor=world.actor(who), desk=world.desks[desk].uuid, profile=profile, version=version
    )


def test_it_is_saved_whole_and_confirmed_as_of_today(world):
    told = Profile(
        purposes=("transfer",), takes=("women", "girls"), languages=("ti", "en"), regions=("XA-S",),
        accessibility=("step_free",), hours="By day", at_night=True, accepting=False,
        duty=[DAY] * 5 + [None, None], places={"women": 4, "girls": 0}, accreditation="Board, 17",
    )  # fmt: skip
    row = save(world, told)
    assert (row.version, row.confirmed_by) == (2, world.people["ngo_admin"])
    assert row.confirmed_on is not None and [r.code for r in row.regions.all()] == ["XA-S"]
    assert row.places == {"women": 4} and row.duty[0] == DAY and row.duty[6] is None
    with pytest.raises(Stale):
        save(world, told)
    assert services.confirm_profile(actor=world.actor("ngo_admin"), desk=world.desks["ngo"].uuid, version=2).version == 3  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"purposes": ("medical",)}, "purposes"),  # an NGO's desk receives none
        ({"purposes": ("nothing",)}, "purposes"),
        ({"takes": ("x",)}, "takes"),
        ({"languages": ("zzz9",)}, "languages"),
        ({"accessibility": ("x",)}, "accessibility"),
        ({"regions": ("XB-W",)}, "regions"),  # of a State it does not serve
        ({"hours": "x" * 121}, "hours"),
        ({"accreditation": "a\x00"}, "accreditation"),
        ({"duty": [DAY]}, "duty"),
        ({"duty": [["25:00", "18:00"]] + [None] * 6}, "duty"),
        ({"duty": [["8", "18"]] + [None] * 6}, "duty"),
        ({"places": {"women": -1}}, "places"),
        ({"places": {"x": 1}}, "places"),
    ],
)
def test_bad_input_is_named_by_its_field(world, wrong, field):
    with pytest.raises(Invalid) as refused:
        save(world, Profile(**wrong))
    assert list(refused.value.errors) == [field]
    assert ServiceProfile.objects.get(desk=world.desks["ngo"]).version == 1


def test_only_the_administrator_and_only_a_desk_that_takes_referrals(world):
    for who, desk in (("ngo", "ngo"), ("ngo2_admin", "ngo"), ("coordinator", "ngo"), ("border_admin", "border_admin")):  # fmt: skip
        with pytest.raises(Http404):
            save(world, Profile(), who, desk)
    with pytest.raises(NotOpen):  # nothing written yet
        services.confirm_profile(actor=world.actor("border_admin"), desk=world.desks["border"].uuid, version=0)  # fmt: skip
    assert save(world, Profile(), "border_admin", "border", version=0).version == 1


def test_the_shelters_address_is_untouched_and_never_told(world):
    placements.set_location(actor=world.actor("shelter"), address="Kanarienweg 1", directions="")
    before = list(ShelterLocation.objects.values())
    save(world, Profile(purposes=("accommodation",)), "shelter_admin", "shelter")
    assert list(ShelterLocation.objects.values()) == before
    from tests.support.pages import browser

    page = browser(world, "shelter_admin").get(
        f"/organisation/desks/{world.desks['shelter'].uuid}/"
    )
    assert page.status_code == 200 and b"Kanarienweg" not in page.content


def test_a_night_shift_runs_into_the_next_day():
    week = read_week([["20:00", "06:00"], None, ["00:00", "00:00"], None, None, None, None])
    monday = datetime(2026, 11, 23)
    told = {
        (0, 19): False, (0, 20): True, (0, 23): True, (1, 5): True, (1, 6): False, (2, 0): True,
        (2, 23): True, (3, 0): False, (6, 23): False,
    }  # fmt: skip
    for (day, hour), there in told.items():
        assert on_duty(week, monday.replace(day=23 + day, hour=hour)) is there, (day, hour)
    assert kept(week)[0] == ["20:00", "06:00"] and kept(read_week([])) == []
    days = read_week([DAY] * 5 + [None, None])
    assert runs(days) == [(0, 4, (time(8), time(18)))]


def test_roles_follow_the_kind_and_the_states_row():
    assert roles_of(Kind.POLICE) == (Role.LIAISON, Role.ORGANISATION_ADMIN, Role.FOCAL_POINT)
    assert Role.CASEWORKER in roles_of(Kind.NGO) and Role.PLACEMENT_OFFICER in roles_of(Kind.NGO)
    assert Role.DECISION_MAKER not in roles_of(Kind.NGO)
    assert Role.DECISION_MAKER in roles_of(Kind.NGO, [(Role.DECISION_MAKER, Kind.NGO)])
    for kind in Kind:
        assert Role.ORGANISATION_ADMIN in roles_of(kind)
        assert len(roles_of(kind)) >= 2
    assert Role.PLACEMENT_OFFICER not in roles_of(Kind.POLICE)
    assert purposes_of("placement_officer", "shelter") == (Purpose.ACCOMMODATION, Purpose.URGENT_PROTECTION)  # fmt: skip
    assert purposes_of("coordinator", "coordination_body") == ()
