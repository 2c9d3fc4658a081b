"""A police liaison: takes a referral for investigation, opens proceedings, moves them, ends them with a
reason; meets nothing of care, needs or the house. The lead reads the status line alone."""

from cases.sections import Health, Needs
from cases.services import write_section
from portal.access.matrix import Section
from tests.support import steps

CARE, PLAN = "Pflegekanarie", "Plankanarie"


def test_from_an_inquiry_asked_for_to_its_end(world, as_person):
    case = steps.a_case(world, "ngo")
    ngo = world.actor("ngo")
    write_section(actor=ngo, ref=case.uuid, section=Section.HEALTH, document=Health(account=CARE))
    write_section(
        actor=ngo, ref=case.uuid, section=Section.NEEDS_AND_ASSISTANCE, document=Needs(plan=PLAN)
    )
    steps.yes(world, case, "investigation", ["police"])
    steps.send(world, case, "investigation", ["police"])

    ivo = as_person("police").go("/proceedings/").checked().sees("Your desk has no proceedings")
    ivo.go("/inbox/").checked().press("Claim, answer later").press("Accept, in my name").checked()
    ivo.go(f"/cases/{case.uuid}/").checked().sees_not(CARE, PLAN, "Health", "Needs and assistance")
    ivo.follow("Open proceedings").checked().sees("From the referral that your desk accepted.")
    ivo.press("Open proceedings").checked().sees("Reported")

    ivo.tick("The investigation begins").press("Change the status").checked()
    ivo.sees("Under investigation").tick("The proceedings end").press("Change the status")
    ivo.sees("Choose one of the reasons offered for this stage.").checked()
    ivo.tick("Somebody is charged").press("Change the status").sees("Charged")
    ivo.tick("The trial begins").press("Change the status").sees("On trial")
    ivo.go("/proceedings/").checked().sees("On trial", case.ref)

    mira = as_person("ngo").go(f"/cases/{case.uuid}/").checked().sees("On trial")
    ivo.follow(case.ref).tick("The proceedings end").choose("Why did they end?", "Acquitted")
    ivo.press("Change the status").checked().sees("Ended: Acquitted")
    ivo.go("/proceedings/").sees("Your desk has no proceedings")
    ivo.tick("Ended").press("Show these").checked().sees("Ended: Acquitted")
    mira.go(f"/cases/{case.uuid}/").sees("Ended: Acquitted").checked()
