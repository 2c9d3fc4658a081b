"""An NGO's whole job: her own case, her child, her yes, two shelters asked, one takes them, they leave."""

import pytest
from django.http import Http404

from cases.models import Case
from cases.selectors import get_case
from referrals.models import Referral
from tests.support import steps


def test_own_case_consent_two_asked_both_answers_seen_and_left(world, as_person):
    steps.add_places(world, n=3)
    steps.add_places(world, "shelter2", 3)
    mira = as_person("ngo").checked()
    case = _keeps_an_own_case(mira)
    with pytest.raises(Http404):
        get_case(world.actor("coordinator"), case.uuid)
    child = _opens_a_case_for_her_child(mira, case)
    _writes_wishes_down(mira, case)
    for one in (case, child):
        _records_a_yes(mira, one)
    referral = _asks_two(mira, case)
    assert referral.carried.count() == 2

    ana = as_person("shelter2").go("/inbox/").checked().sees_not("Liliana")
    ana.open("Decline").tick("Language").press("Decline and pass on").checked()
    dana = as_person("shelter").go("/inbox/").press("Accept, in my name").checked()
    dana.sees(case.ref, child.ref)

    mira.go(f"/referrals/{referral.uuid}/").checked().sees("Agency shelter", "Language", "Accepted")
    mira.go("/").checked().sees(case.ref)
    mira.go(f"/referrals/{referral.uuid}/leave/").checked()
    mira.fill("Meeting point", "Hall 2 of the bus station")
    mira.fill("How, and with whom", "By train, with a volunteer")
    mira.fill("Expected there", mira.in_hours(3)).tick("The person said yes").send().checked()
    dana.go("/").checked().go(f"/inbox/{steps.offer_to(world, referral, 'shelter').uuid}/")
    dana.sees("By train, with a volunteer").follow("The person has arrived").send().checked()
    mira.go(f"/referrals/{referral.uuid}/").sees("Arrived").checked()
    mira.go(f"/cases/{case.uuid}/").checked().sees("Arrived")
    mira.go(f"/cases/{case.uuid}/history/").checked().go("/cases/").checked().sees(case.ref)
    mira.go("/notifications/").checked()


def _keeps_an_own_case(mira):
    mira.go("/screening/").press("Begin a screening").checked()
    mira.tick("18 or over", "Papers held by another", "Recruited", "Work that cannot be left")
    mira.open("Who is before you").fill("Given names (optional)", "Liliana")
    mira.fill("Language understood best", "Romanian")
    mira.press("Send").checked().press("Keep as our own case").checked()
    return Case.objects.get()


def _opens_a_case_for_her_child(mira, case):
    mira.go(f"/cases/{case.uuid}/family/").checked()
    mira.fill("Name", "Iris").tick("A child").fill("About how many years?", "4")
    mira.tick("This person is the parent, is with the child")
    mira.press("Open and link the case").checked().sees("The case is open and linked.")
    return Case.objects.exclude(pk=case.pk).get()


def _writes_wishes_down(mira, case):
    mira.go(f"/cases/{case.uuid}/sections/contact_and_safety/edit/").checked()
    mira.tick("South Arvenia").fill("Why not there", "They live there who brought her.")
    mira.press("Save").checked()


def _records_a_yes(mira, one):
    mira.go(f"/cases/{one.uuid}/consents/new/").checked().tick("A safe place to sleep")
    mira.press("Next: who and what").checked()
    mira.tick("Shelter", "Name, birth, papers", "How to reach the person safely")
    mira.tick("The guardian's, for a child" if one.treated_as_child else "The person's own")
    mira.press("Record this consent").checked()


def _asks_two(mira, case):
    mira.go(f"/cases/{case.uuid}/refer/").checked()
    mira.choose("What for?", "A safe place to sleep").tick("Urgent: answer within 24 hours")
    for companion in mira.page.locator("[name=persons]").all():
        companion.check()
    mira.press("Show whom you can ask").checked().sees("Agency shelter", "Agency shelter2")
    for candidate in mira.page.locator("[name=receivers]").all():
        candidate.check()
    mira.tick("Read back, and the person said it is right")
    mira.press("Offer to those chosen").checked().sees("Sent to 2 receivers.")
    return Referral.objects.get()
