"""A border guard's four minutes on a phone, the caseworker who takes it, a shelter that stays nameless."""

from referrals.models import Draft, Offer, Referral
from tests.support import steps

WHY = "He waits outside and the bus leaves at ten."


def test_four_minutes_on_a_phone_and_arrived_but_never_where(world, as_person):
    steps.add_places(world, n=3)
    steps.add_places(world, "shelter2", 3)
    guard = as_person("border").checked()
    guard.go("/screening/").checked().press("Begin a screening").checked()
    draft = guard.path
    _ticks_tell_live(guard)
    guard.leave()

    guard = as_person("border").go("/screening/")
    guard.sees("Screening begun").follow("Screening begun")
    assert guard.path == draft
    _what_was_typed_is_there(guard)
    guard.tick("Under 18").saved()
    guard.page.locator("#live", has_text="not needed").wait_for()
    guard.page.locator("#result", has_text="Not needed: child rule").wait_for()
    guard.tick("Not sure, may be a child").fill(
        "If they could not be asked and life or health depends on it: why", WHY
    ).saved().checked()

    guard.press("Send").checked().sees("Whom to send it to", "What was agreed to")
    guard.sees_not("Agency shelter")
    assert guard.page.locator("[name=lead]:checked").count() == 1, "one who can lead is proposed"
    guard.page.locator("[name=lead]:checked").uncheck()
    guard.tick("Agency child")
    for capacity in guard.page.locator("[name=bed]").all():
        capacity.check()
    guard.press("Send now").checked().sees_not("Agency shelter")
    assert not Draft.objects.exists()
    lead = Referral.objects.get(purpose="transfer")
    bed = Referral.objects.exclude(pk=lead.pk).get()

    worker = as_person("child").checked().go("/inbox/").sees("Immediate danger").checked()
    worker.go(f"/inbox/{steps.offer_to(world, lead, 'child').uuid}/").checked()
    worker.press("Accept, in my name").checked()
    shelter = as_person("shelter").go("/inbox/").checked().sees_not(steps.CANARY)
    offer = steps.offer_to(world, bed, "shelter")
    shelter.go(f"/inbox/{offer.uuid}/").press("Accept, in my name").checked()
    assert Offer.objects.get(pk=offer.pk).state == "accepted"
    _the_way_there(guard, shelter, bed, offer)


def _ticks_tell_live(guard):
    guard.tick("Not sure, may be a child", "Someone in control is here or near")
    guard.tick("A safe bed is needed tonight")
    guard.page.locator("#live", has_text="Act open").wait_for()
    guard.tick("Recruited").saved()
    guard.page.locator("#live", has_text="Act yes").wait_for()
    guard.page.locator("#result", has_text="Recruited").wait_for()
    guard.page.locator("#result", has_text="Unknown age counts as a child").wait_for()
    guard.tick("18 or over").saved()
    guard.page.locator("#live", has_text="Means open").wait_for()
    guard.tick("Papers held by another", "Work that cannot be left").saved()
    guard.page.locator("#result", has_text="All elements are told.").wait_for()
    guard.tick("Not sure, may be a child").fill("Language understood best", "Tigrinya")
    guard.page.get_by_label("Language understood best").blur()
    guard.saved().checked()


def _what_was_typed_is_there(guard):
    page = guard.page
    assert page.locator("[name=language]").input_value() == "Tigrinya"
    assert page.locator("[name=age]:checked").get_attribute("value") == "unsure"
    for label in ("Recruited", "Papers held by another", "Work that cannot be left"):
        assert page.get_by_label(label).first.is_checked(), label
    assert page.get_by_label("A safe bed is needed tonight").is_checked()


def _the_way_there(guard, shelter, bed, offer):
    shelter.go(f"/inbox/{offer.uuid}/meeting/").checked()
    shelter.fill("Meeting point", "Under the station clock").fill("Hour", "Any time until 22:00")
    shelter.press("Propose this")
    guard.go(f"/referrals/{bed.uuid}/").checked().sees("Under the station clock")
    guard.follow("The person has left").checked()
    guard.fill("Meeting point", "Under the station clock")
    guard.fill("How, and with whom", "By our car, with a woman officer")
    guard.fill("Expected there", guard.in_hours(2))
    guard.page.get_by_label("Best interests of the child").check()
    guard.send().checked()
    shelter.go(f"/inbox/{offer.uuid}/").checked().sees("By our car, with a woman officer")
    shelter.follow("The person has arrived").press("The person has arrived").checked()
    guard.go(f"/referrals/{bed.uuid}/").checked().sees("Arrived").sees_not("Agency shelter")
    guard.go("/").checked().sees_not("Agency shelter")
    guard.go("/referrals/").checked().sees_not("Agency shelter")
