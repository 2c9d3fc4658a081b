"""A shelter: inbox, claim, a colleague takes over, accept, arrived, places; a late double answer is told."""

from cases.models import Placement
from tests.support import steps


def test_claim_take_over_accept_arrive_and_places_move_by_themselves(world, as_person):
    case = steps.a_case(world, "ngo")
    steps.yes(world, case, "accommodation", ["shelter"])
    dana = as_person("shelter").checked().go("/placements/").checked()
    for room in ("Heron, bed 1", "Heron, bed 2"):
        dana.open("Add a place").fill("Name of the place", room).press("Add this place")
    dana.checked().sees("Two places are free", "Heron, bed 2")
    dana.go("/placements/location/").checked().press("Open the address").checked()
    dana.fill("Address", "Nowhere Lane 7").press("Save the address").checked()

    referral = steps.send(world, case, "accommodation", ["shelter"], urgency="urgent")
    offer = steps.offer_to(world, referral, "shelter")
    dana.go("/").checked().go("/inbox/").checked().sees_not(steps.CANARY)
    dana.press("Claim, answer later").checked().sees("Claimed by you")
    rina = as_person("shelter_b").go("/inbox/").checked().sees("Claimed by Person shelter")
    rina.follow("Take it over").checked()
    rina.fill("Why do you take this over?", "She is off duty from six.").send().checked()
    dana.go(f"/inbox/{offer.uuid}/").checked().sees("Claimed by Person shelter_b")
    rina.press("Accept, in my name").checked().sees(case.ref)
    rina.go(f"/cases/{case.uuid}/").checked().go("/placements/").checked().sees("One place is free")

    steps.leave(world, referral)
    rina.go(f"/inbox/{offer.uuid}/").checked().follow("The person has arrived").checked()
    twin = rina.context.new_page()
    twin.goto(rina.page.url)
    rina.press("The person has arrived").checked().sees("Arrived")
    with twin.expect_navigation():
        twin.get_by_role("button", name="The person has arrived").click()
    assert "This step is not open now." in twin.content() or "arrived" in twin.content().lower()
    twin.close()
    assert Placement.objects.get().state == "occupied"
    rina.go("/placements/").checked().sees(case.ref, "One place is free")
    rina.press("Confirm places free").checked()
    rina.page.get_by_role("button", name="Take out of use").first.click()
    rina.sees("Back in use").checked()
    mira = as_person("ngo").go(f"/referrals/{referral.uuid}/").sees("Arrived").checked()
    mira.sees_not("Nowhere Lane").go(f"/cases/{case.uuid}/").checked().sees_not(
        "Nowhere Lane", "Heron"
    )
