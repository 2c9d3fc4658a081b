"""The police's day by its pages and by the API: list, open, move; who is not meant gets nothing."""

import pytest
from django.test import Client

from cases.models import Proceeding
from tests.proceedings.test_services import opened, referred, reported, step
from tests.support import steps
from tests.support.pages import browser, text, values
from tests.support.world import LAND


def test_the_polices_day(world):
    case = reported(world)
    client = browser(world, "police")
    page = client.get(f"/cases/{case.uuid}/")
    assert f"/cases/{case.uuid}/proceedings/" in page.content.decode()
    asked = client.get(f"/cases/{case.uuid}/proceedings/")
    assert asked.status_code == 200 and "your own report" in text(asked)
    done = client.post(f"/cases/{case.uuid}/proceedings/", {"idempotency_key": "once"})
    assert done.status_code == 303
    again = client.post(f"/cases/{case.uuid}/proceedings/", {"idempotency_key": "once"})
    assert again.headers["Location"] == done.headers["Location"]
    page = client.get(done.headers["Location"])
    assert [c for c, _ in page.context["form"].fields["step"].choices] == ["investigate", "end"]
    told = values(page) | {"step": "investigate"}
    assert client.post(done.headers["Location"], told).status_code == 303
    stale = client.post(done.headers["Location"], told | {"step": "end", "why": "no_suspect"})
    assert stale.status_code == 409 and "Above is what stands now" in text(stale)
    page = client.get(done.headers["Location"])
    told = values(page)
    for wrong in ({"step": "end"}, {"step": ""}, {"step": "charge", "day": "31 02 2027"}):
        assert client.post(done.headers["Location"], told | wrong).status_code == 422
    assert client.post(done.headers["Location"], told | {"step": "end", "why": "no_suspect"}).status_code == 303  # fmt: skip
    shown = text(client.get("/proceedings/"))
    assert "Your desk has no proceedings" in shown or "None" in shown or case.ref not in shown
    ended = text(client.get("/proceedings/?stage=ended&stage=none"))
    assert case.ref in ended.replace(" ", "") or case.ref in ended
    assert "No suspect was found" in ended


def test_the_lead_reads_the_status_line_on_the_case_and_nothing_else(world):
    case, _sent = referred(world)
    row = opened(world, case)
    step(world, row, "investigate")
    client = browser(world, "ngo")
    page = client.get(f"/cases/{case.uuid}/")
    assert "Under investigation" in text(page) and 'id="section-proceedings"' not in page.content.decode()  # fmt: skip
    assert client.get(f"/proceedings/{row.uuid}/").status_code == 404
    assert client.get(f"/cases/{case.uuid}/proceedings/").status_code == 404
    told = client.get(f"/api/v1/cases/{case.uuid}/proceedings/").json()
    assert [(r["stage"], r["mine"]) for r in told["results"]] == [("under_investigation", False)]
    assert not told["may_open"]
    assert client.get(f"/api/v1/cases/{case.uuid}/sections/proceedings/").status_code == 404


@pytest.mark.parametrize("key", [k for k, *_ in LAND if k != "police"] + ["police_admin"])
def test_nobody_else_has_this_list(world, key):
    client = browser(world, key)
    expected = 200 if key == "prosecution" else 404
    assert client.get("/proceedings/").status_code == expected
    assert client.get("/api/v1/proceedings/").status_code == expected


def test_the_api_does_the_same(world):
    case = reported(world)
    client = Client()
    client.force_login(world.people["police"])

    def send(path, sent, **headers):
        return client.post(f"/api/v1/{path}", sent, "application/json", headers=headers)

    assert client.get(f"/api/v1/cases/{case.uuid}/proceedings/").json() == {"results": [], "may_open": True}  # fmt: skip
    made = send(f"cases/{case.uuid}/proceedings/", {}, **{"Idempotency-Key": "k"})
    again = send(f"cases/{case.uuid}/proceedings/", {}, **{"Idempotency-Key": "k"})
    assert (made.status_code, again.status_code) == (201, 201)
    ref = made.json()["uuid"]
    assert again.json()["uuid"] == ref and made.headers["ETag"] == '"1"'
    assert made.json()["open_steps"] == ["investigate", "end"]
    assert send(f"cases/{case.uuid}/proceedings/", {}).status_code == 409
    assert send(f"proceedings/{ref}/steps/investigate/", {}).status_code == 400
    moved = send(f"proceedings/{ref}/steps/investigate/", {}, **{"If-Match": '"1"'})
    assert (moved.status_code, moved.json()["stage"]) == (200, "under_investigation")
    stale = send(f"proceedings/{ref}/steps/charge/", {}, **{"If-Match": '"1"'})
    assert stale.status_code == 409
    shut = send(f"proceedings/{ref}/steps/try/", {}, **{"If-Match": '"2"'})
    assert shut.status_code == 409 and shut.json()["moves"] == ["charge", "end"]
    wrong = send(f"proceedings/{ref}/steps/end/", {"why": "convicted"}, **{"If-Match": '"2"'})
    assert wrong.status_code == 422
    wrote = client.put(
        f"/api/v1/cases/{case.uuid}/sections/proceedings/", {"file_number": "17/2026", "offences": ["trafficking"]},
        "application/json", headers={"If-Match": '"0"'},
    )  # fmt: skip
    assert wrote.status_code == 200
    [row] = client.get("/api/v1/proceedings/?stage=under_investigation").json()["results"]
    assert row["uuid"] == ref and row["reference"] == case.ref
    assert client.get("/api/v1/proceedings/?stage=x").status_code == 400
    assert Proceeding.objects.get().version == 2


def test_L74_every_proceeding_stands_on_the_pages_exactly_once(world):
    made = {str(opened(world, steps.a_case(world, "police")).uuid) for _ in range(9)}
    Proceeding.objects.update(changed_at=Proceeding.objects.first().changed_at)
    client = browser(world, "police")
    seen, after = [], ""
    while True:
        found = client.get("/api/v1/proceedings/", {"after": after, "limit": "2"}).json()
        seen += [row["uuid"] for row in found["results"]]
        after = found["next"]
        if not after:
            break
    assert sorted(seen) == sorted(made)
