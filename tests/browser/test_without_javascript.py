"""The same jobs with scripts off: the screening step by step and its sending, the accept, the way there."""

from referrals.models import Referral
from tests.support import steps


def test_screening_step_by_step_and_an_accept_without_scripts(world, as_person):
    steps.add_places(world, n=3)
    guard = as_person("border", java_script_enabled=False)
    guard.go("/screening/").press("Begin a screening")
    guard.follow("Go through it one step at a time").sees("Step 1 of")
    guard.tick("18 or over").press("Next")
    guard.tick("Injured or ill", "A safe bed is needed tonight").press("Next")
    guard.tick("Kept somewhere", "Threats, also to family", "Begging")
    guard.open("Signs with children").press("Show ", exact=False, within="details[open]")
    assert guard.page.locator("[name='a.UC01']").count() == 1
    assert guard.page.get_by_label("Kept somewhere").is_checked(), "nothing ticked is lost"
    guard.press("Next").fill("Language understood best", "Arabic, Kurdish")
    guard.page.locator("[name=consent_transfer][value=yes]").check()
    guard.page.locator("[name=consent_bed][value=yes]").check()
    guard.press("Next").sees("Whom to send it to")
    guard.page.locator("[name=bed]").first.check()
    guard.press("Send now")
    bed = Referral.objects.exclude(purpose="transfer").get()
    lead = Referral.objects.get(purpose="transfer")

    offer = lead.offers.select_related("desk").get()
    key = next(k for k, desk in world.desks.items() if desk.pk == offer.desk_id)
    worker = as_person(key, java_script_enabled=False)
    worker.go(f"/inbox/{offer.uuid}/").press("Accept, in my name").sees("Case")
    shelter = as_person("shelter", java_script_enabled=False).go("/inbox/")
    shelter.open("Decline").press("Decline and pass on").sees("Choose")
    shelter.press("Accept, in my name")
    guard.go(f"/referrals/{bed.uuid}/leave/").fill("Meeting point", "Under the clock")
    guard.fill("How, and with whom", "On foot").fill("Expected there", guard.in_hours(1))
    guard.tick("The person said yes").send()
    shelter.go(f"/inbox/{steps.offer_to(world, bed, 'shelter').uuid}/")
    shelter.follow("The person has arrived").send()
    guard.go(f"/referrals/{bed.uuid}/").sees("Arrived").sees_not("Agency shelter")
