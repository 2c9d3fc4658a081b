"""Every page of an organisation, as each role; and the whole of an administrator's day by her pages."""

import pytest
from django.urls import reverse

from portal.access.matrix import Role
from portal.organisations.models import Desk, Membership, ServiceProfile
from tests.support import steps
from tests.support.budget import at_one_and_at_twenty
from tests.support.pages import browser, text, values
from tests.support.world import LAND, make_person

PAGES = ("overview", "members", "invite", "desk_new", "close")
API = ("organisation", "members", "invitations")


@pytest.mark.parametrize("key", [k for k, *_ in LAND] + ["coordinator_b", "far_ngo"])
def test_nobody_but_an_administrator_meets_these_pages(world, key):
    client = browser(world, key)
    for name in PAGES:
        assert client.get(reverse(f"organisation:{name}")).status_code == 404, name
        assert client.post(reverse(f"organisation:{name}")).status_code in (404, 405), name
    for name in API:
        assert client.get(reverse(f"organisation-api:{name}")).status_code == 404, name
    for name in ("desks", "invitations"):
        sent = {"role": "caseworker", "name": "x", "email": "a@b.example", "desk": str(world.desks["ngo"].uuid)}  # fmt: skip
        sent = {k: sent[k] for k in (("role", "name") if name == "desks" else ("email", "desk"))}
        answer = client.post(reverse(f"organisation-api:{name}"), sent, "application/json")
        assert answer.status_code == 404, name
    there = 200 if key.startswith("coordinator") else 404
    assert client.get("/organisation/requests/").status_code == there


def test_an_administrator_sees_no_case_from_here(world):
    case = steps.a_case(world, "ngo")
    client = browser(world, "ngo_admin")
    for name in PAGES:
        page = client.get(reverse(f"organisation:{name}"))
        assert page.status_code == 200
        if name != "close":  # there the cases that stand in the way are named
            assert case.ref not in text(page)
        assert steps.CANARY not in text(page)


def test_her_day_from_the_invitation_to_the_end(world):
    client = browser(world, "ngo_admin")
    done = client.post(
        "/organisation/desks/new/", {"role": "placement_officer", "name": "Lantern Rooms"}
    )
    assert done.status_code == 303
    desk = Desk.objects.get(name="Lantern Rooms")
    member = Membership.objects.get(user=world.people["ngo_b"])
    page = client.get(f"/organisation/members/{member.uuid}/")
    assert world.people["ngo_b"].email in text(page)
    given = client.post(f"/organisation/members/{member.uuid}/", {"desk": str(desk.uuid)})
    assert given.status_code == 303
    page = client.get(f"/organisation/desks/{desk.uuid}/")
    told = values(page) | {
        "purposes": ["accommodation"], "takes": ["women"], "opens_0": ["8"], "closes_0": ["18:30"],
        "places_women": ["4"], "accreditation": ["Board, 17"], "accredited_until": ["31 12 2027"],
    }  # fmt: skip
    assert client.post(f"/organisation/desks/{desk.uuid}/", told).status_code == 303
    row = ServiceProfile.objects.get(desk=desk)
    assert row.duty[0] == ["08:00", "18:30"] and row.places == {"women": 4}
    assert row.accredited_until.isoformat() == "2027-12-31"
    stale = client.post(f"/organisation/desks/{desk.uuid}/", told | {"accreditation": ["Mine"]})
    assert stale.status_code == 409 and "Mine" in stale.content.decode()
    assert (
        client.post(f"/organisation/desks/{desk.uuid}/confirm/", {"version": "1"}).status_code
        == 303
    )
    seat = Membership.objects.get(user=world.people["ngo_b"], desk=desk)
    page = client.get(f"/organisation/members/{seat.uuid}/remove/")
    assert "Nobody is left at this desk" in text(page)
    assert client.post(f"/organisation/members/{seat.uuid}/remove/").status_code == 303
    assert client.get(f"/organisation/desks/{desk.uuid}/close/").status_code == 200
    assert client.post(f"/organisation/desks/{desk.uuid}/close/").status_code == 303
    assert "Lantern Rooms" not in text(client.get("/organisation/"))


def test_L59_errors_are_named_at_their_field_and_nothing_typed_is_lost(world):
    client = browser(world, "ngo_admin")
    desk = world.desks["ngo"]
    page = client.get(f"/organisation/desks/{desk.uuid}/")
    told = values(page) | {"accredited_until": ["31 02 2027"], "opens_0": ["25"], "hours": ["Kept"]}
    answer = client.post(f"/organisation/desks/{desk.uuid}/", told)
    shown = answer.content.decode()
    assert answer.status_code == 422 and "31 02 2027" in shown and "Kept" in shown
    assert 'aria-invalid="true"' in shown and 'href="#id_accredited_until' in shown
    told["accredited_until"] = [""]
    answer = client.post(f"/organisation/desks/{desk.uuid}/", told)
    assert answer.status_code == 422 and "08:00" in text(answer)
    invited = client.post("/organisation/members/invite/", {"email": "x", "desk": str(desk.uuid), "language": "en"})  # fmt: skip
    assert invited.status_code == 422 and 'value="x"' in invited.content.decode()


def test_the_last_one_of_a_leading_desk_is_asked_to_confirm(world):
    steps.a_case(world, "ngo")
    client = browser(world, "ngo_admin")
    one, other = Membership.objects.filter(desk=world.desks["ngo"]).order_by("pk")
    assert client.post(f"/organisation/members/{one.uuid}/remove/").status_code == 303
    address = f"/organisation/members/{other.uuid}/remove/"
    assert "24 hours" in text(client.get(address))
    assert client.post(address).status_code == 422
    assert client.post(address, {"understood": "on"}).status_code == 303


def test_a_second_person_says_yes_or_no(world):
    client, own = (
        browser(world, "ngo_admin"),
        Membership.objects.get(user=world.people["ngo_admin"]),
    )
    for answer, there in (("no", False), ("yes", True)):
        asked = client.post(
            f"/organisation/members/{own.uuid}/", {"desk": str(world.desks["ngo"].uuid)}
        )
        assert asked.status_code == 303
        assert "You have asked for the desk" in text(client.get("/organisation/"))
        office = browser(world, "coordinator")
        page = office.get("/organisation/requests/")
        assert world.people["ngo_admin"].name in text(page)
        [row] = page.context["rows"]
        assert client.post(row["url"], {"answer": "yes"}).status_code == 404
        assert office.post(row["url"], {"answer": answer}).status_code == 303
        works = Membership.objects.filter(user=own.user, desk=world.desks["ngo"], until=None)
        assert works.exists() is there


def test_lists_cost_as_many_queries_for_twenty_as_for_one(world):
    client = browser(world, "ngo_admin")
    number = iter(range(100))

    def one_more():
        make_person(f"extra{next(number)}", world.desks["ngo"])

    for address in ("/organisation/", "/organisation/members/", "/api/v1/organisation/members/"):
        one, twenty = at_one_and_at_twenty(one_more, lambda a=address: client.get(a))
        assert one == twenty <= 20, (address, one, twenty)


def test_L74_every_member_stands_on_the_pages_exactly_once(world):
    for n in range(60):
        person = make_person(f"same{n}", world.desks["ngo"])
        person.name = "Precious"
        person.save()
    client = browser(world, "ngo_admin")
    seen, after = [], ""
    while True:
        found = client.get("/api/v1/organisation/members/", {"after": after, "limit": "7"}).json()
        seen += [row["uuid"] for row in found["results"]]
        after = found["next"]
        if not after:
            break
    running = Membership.objects.filter(desk__organisation=world.desks["ngo"].organisation)
    assert len(seen) == len(set(seen)) == running.count()


def test_roles_that_a_kind_may_not_have_are_not_offered(world):
    page = browser(world, "police_admin").get("/organisation/desks/new/")
    offered = [value for value, _ in page.context["form"].fields["role"].choices]
    assert Role.LIAISON in offered and Role.CASEWORKER not in offered


def test_the_api_does_the_same_by_the_same_services(world):
    client = browser(world, "ngo_admin")
    root = "/api/v1/organisation"

    def send(path, sent, method="post", **headers):
        return getattr(client, method)(f"{root}/{path}", sent, "application/json", headers=headers)

    seen = client.get(f"{root}/").json()
    assert {d["role"] for d in seen["desks"]} == {"caseworker", "organisation_admin"}
    made = send("desks/", {"role": "caseworker", "name": "Night line"})
    desk = made.json()["uuid"]
    assert (made.status_code, made.json()["people"]) == (201, 0)
    profile = client.get(f"{root}/desks/{desk}/profile/")
    assert profile.headers["ETag"] == '"0"' and profile.json()["confirmed_on"] is None
    told = {"purposes": ["transfer"], "duty": [["08:00", "18:00"], None, None, None, None, None, None],
            "places": {"women": 2}}  # fmt: skip
    saved = send(f"desks/{desk}/profile/", told, "put", **{"If-Match": '"0"'})
    assert (saved.status_code, saved.json()["places"]) == (200, {"women": 2})
    assert send(f"desks/{desk}/profile/", told, "put", **{"If-Match": '"0"'}).status_code == 409
    assert send(f"desks/{desk}/profile/", told, "put").status_code == 400
    again = send(f"desks/{desk}/profile/confirm/", {}, **{"If-Match": '"1"'})
    assert again.status_code == 200 and again.headers["ETag"] == '"2"'
    invited = send("invitations/", {"email": "new@agency.example", "desk": desk})
    assert invited.status_code == 201 and invited.json()["works"]
    ref = invited.json()["uuid"]
    assert send(f"invitations/{ref}/send/", {}).status_code == 409
    assert send(f"invitations/{ref}/revoke/", {}).status_code == 204
    assert send(f"invitations/{ref}/revoke/", {}).status_code == 404
    member = Membership.objects.get(user=world.people["ngo_b"])
    seen = client.get(f"{root}/members/{member.uuid}/").json()
    assert seen["in_hand"] == {"offers": 0, "drafts": 0, "imports": 0, "alarms": 0}
    seat = send(f"members/{member.uuid}/desks/", {"desk": desk}).json()
    assert seat["membership"] and seat["request"] is None
    assert send(f"members/{seat['membership']}/remove/", {}).status_code == 204
    assert send(f"desks/{desk}/close/", {}).status_code == 204
    own = Membership.objects.get(user=world.people["ngo_admin"])
    asked = send(f"members/{own.uuid}/desks/", {"desk": str(world.desks["ngo"].uuid)}).json()
    assert asked["request"] and asked["membership"] is None
    office = browser(world, "coordinator")
    [row] = office.get(f"{root}/requests/").json()["results"]
    decided = office.post(f"{root}/requests/{row['uuid']}/decide/", {"agreed": True}, "application/json")  # fmt: skip
    assert decided.status_code == 204
