"""The coordinator: an alarm is taken, others are asked in its place, glass is broken and judged by another."""

from cases.models import BreakGlass
from referrals import services
from referrals.models import Referral
from tests.support import steps

VITAL = {"who": "border", "vital_interest": True, "vital_reason": "Hurt, at the gate."}
WHY = "The child with him may be in the hands of those who brought them."


def test_alarm_reassign_break_glass_and_review(world, as_person):
    for shelter in ("shelter", "shelter2"):
        steps.add_places(world, shelter)
    case = steps.a_case(world, "border")
    lead = steps.send(world, case, "transfer", ["ngo"], **VITAL)
    bed = steps.send(world, case, "urgent_protection", ["shelter"], **VITAL)
    steps.accept(world, lead, "ngo")
    services.decline(
        actor=world.actor("shelter"), ref=steps.offer_to(world, bed, "shelter").uuid, reason="no_place_free"
    )  # fmt: skip

    ines = as_person("coordinator").checked().go("/board/").checked()
    ines.sees("No receiver left", "Nobody has taken it").sees_not("Agency shelter", steps.CANARY)
    ines.press("I have it", exact=False).checked().sees("Taken by you")
    pavel = as_person("coordinator_b").go("/board/").checked().sees("Taken by Person coordinator")

    ines.follow("No receiver left").checked().follow("Write to both ends").checked()
    ines.page.locator("textarea").fill("Who is with him now?")
    ines.press("Write to both ends").checked()
    ines.go(f"/referrals/{bed.uuid}/reassign/").checked().sees("Capacity").sees_not(
        "Agency shelter"
    )
    ines.page.locator("[name=receivers]").first.check()
    ines.page.locator("textarea[name=reason]").fill("Nobody is left to ask.")
    ines.press("Offer to those chosen").checked()
    fresh = Referral.objects.get(replaces=bed)
    steps.accept(world, fresh, "shelter2")
    as_person("ngo").go("/").checked().go(f"/referrals/{fresh.uuid}/").checked().sees(
        "Agency shelter2"
    )

    ines.go(f"/cases/{case.uuid}/").checked().sees_not(steps.CANARY)
    ines.follow("Open by break-glass").checked()
    ines.press("Open for 60 minutes").checked()  # without a reason: refused, and said where
    assert not BreakGlass.objects.exists()
    ines.fill("What danger, and what will you do with what you see?", WHY)
    ines.press("Open for 60 minutes").checked()
    ines.sees("minutes")
    ines.go("/cases/reviews/").checked().sees_not("To review")

    review = BreakGlass.objects.get()
    pavel.go("/cases/reviews/").checked().sees("Person coordinator").follow(case.ref).checked()
    pavel.sees(WHY).tick("Yes: somebody's safety depended on it").press(
        "Record the finding"
    ).checked()
    review.refresh_from_db()
    assert review.finding == "justified"
    as_person("oversight").checked().go("/oversight/").checked()
