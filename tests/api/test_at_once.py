"""Two at once, in two connections: one wins, the other reads what stands now."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from cases.models import Case
from tests.api.callers import Caller
from tests.api.test_to_safety import PERSON
from tests.support import steps
from tests.support.world import make_world


def _at_once(*acts):
    def run(act):
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [f.result() for f in [pool.submit(run, act) for act in acts]]


@pytest.mark.django_db(transaction=True)
def test_two_puts_two_accepts_and_one_key():
    world = make_world()
    steps.add_places(world), steps.add_places(world, "shelter2")
    one, two = Caller(world.people["ngo"]), Caller(world.people["ngo_b"])
    made = _at_once(*[lambda: one.post("cases/", {"sections": PERSON}, key="same")] * 3)
    assert {r.status_code for r in made} == {201}
    assert Case.objects.count() == 1
    ref = made[0].json()["uuid"]

    url = f"cases/{ref}/sections/identity/"
    puts = _at_once(
        lambda: one.put(url, {"given_names": "Ada"}, version='"1"'),
        lambda: two.put(url, {"given_names": "Eva"}, version='"1"'),
    )
    assert sorted(r.status_code for r in puts) == [200, 409]
    lost = next(r for r in puts if r.status_code == 409).json()
    assert lost["theirs"]["given_names"] == one.ok(url)["results"][0]["document"]["given_names"]

    case = Case.objects.get(uuid=ref)
    steps.yes(world, case, "accommodation", ["shelter"])
    referral = steps.send(world, case, "accommodation", ["shelter", "shelter2"])
    offers = [
        (Caller(world.people[k]), steps.offer_to(world, referral, k).uuid)
        for k in ("shelter", "shelter2")
    ]
    accepts = _at_once(
        *[lambda c=c, u=u: c.post(f"inbox/{u}/moves/accept/", {}, version='"1"') for c, u in offers]
    )
    assert sorted(r.status_code for r in accepts) == [200, 409]
    second = next(r for r in accepts if r.status_code == 409)
    assert "Agency" not in second.content.decode(), "taken by another, never by whom"
