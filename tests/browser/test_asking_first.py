"""Three at their browsers, taking turns: figures, a question first, its answer, a refusal, the board."""

import os
from datetime import timedelta
from pathlib import Path

from cases.models import VacancyLink
from cases.services.vacancy import ask_to_confirm, token_of
from cases.vacancy import FRESH
from portal.core.clock import now
from portal.deadlines.models import Clock
from referrals.models import Question
from tests.browser.person import DESK, PHONE
from tests.support import steps

WIDTHS = (("wide", DESK), ("phone", PHONE), ("narrow", {"width": 320, "height": 640}))


def looked_at(person, name):
    """Checked at three widths, in light and dark; kept as pictures where PICTURES names a folder."""
    folder = os.environ.get("PICTURES", "")
    for scheme in ("light", "dark"):
        person.page.emulate_media(color_scheme=scheme)
        for width, size in WIDTHS:
            person.page.set_viewport_size(size)
            person.checked()
            if folder:
                path = Path(folder) / f"{name}-{width}-{scheme}.png"
                person.page.screenshot(path=path, full_page=True)
    person.page.emulate_media(color_scheme="light")
    person.page.set_viewport_size(DESK)
    return person


def test_figures_a_question_its_answer_a_refusal_and_what_the_coordinator_reads(world, as_person):
    steps.add_places(world)
    case = steps.a_case(world, "border")
    steps.yes(world, case, "transfer", ["ngo"], who="border")
    steps.accept(world, steps.send(world, case, "transfer", to=("ngo",), who="border"), "ngo")
    steps.yes(world, case, "accommodation", ["shelter"])

    dana = as_person("shelter").go("/placements/")
    dana.open("Say what will be free")
    day = (now() + timedelta(days=4)).date().isoformat()
    dana.fill("From which day", day).fill("How many places will be free then", "2")
    dana.press("Save for that day").sees("Take back")
    looked_at(dana, "placements")

    mira = as_person("ngo").go(f"/cases/{case.uuid}/ask/?purpose=accommodation")
    mira.tick("Agency shelter").fill("Your question", f"Is {steps.CANARY} known to you?")
    mira.press("Send the question").sees(f"Take out ‘{steps.CANARY}’")
    looked_at(mira, "ask-refused")
    mira.fill("Your question", "Is there a room without stairs?").press("Send the question")
    mira.sees("Is there a room without stairs?")
    looked_at(mira, "question-asked")
    question = Question.objects.get()

    dana.go("/").sees(question.ref).go("/questions/").sees("One question waits for your answer")
    looked_at(dana, "questions")
    dana.go(f"/questions/{question.uuid}/").fill("Your answer", "Yes, on the ground floor.")
    looked_at(dana, "question-answer")
    dana.press("Send the answer").sees("Yes, on the ground floor.")

    mira.go(f"/questions/{question.uuid}/").sees("Yes, on the ground floor.")
    looked_at(mira, "question-answered")
    mira.follow("Choose whom to refer to").sees("Agency shelter", "confirmed by the house")
    looked_at(mira, "refer")
    referral = steps.send(world, case, "accommodation")
    mira.go(f"/questions/{question.uuid}/").sees("A referral came of it")

    offer = steps.offer_to(world, referral, "shelter")
    dana.go(f"/inbox/{offer.uuid}/").follow("Something is missing? Ask the sender")
    looked_at(dana, "missing")
    dana.fill("What do you need to know?", "Can the person climb stairs?")
    dana.press("Send the question").sees("Can the person climb stairs?")
    dana.go(f"/inbox/{offer.uuid}/").open("Decline").tick("No place free")
    dana.press("Decline and pass on")

    cora = as_person("coordinator").go("/board/").follow("What could not be met")
    cora.sees("No place free", "No receiver left").sees_not("Agency shelter", case.ref)
    looked_at(cora, "unmet")


def test_the_link_of_the_letter_without_signing_in(world, as_person, live_server):
    steps.add_places(world)
    clock = Clock.objects.get(code=FRESH, subject_uuid=world.desks["shelter"].uuid, stopped_at=None)
    link = ask_to_confirm(clock=clock, once="browser")
    somebody = as_person("health")  # whoever opens it: the link asks for nobody
    somebody.context.clear_cookies()
    somebody.go(f"/vacancy/{token_of(link)}/").sees("Are your figures still right?")
    looked_at(somebody, "link")
    assert VacancyLink.objects.get().used_at is None
    somebody.press("Yes, they are right as of now").sees("These figures are confirmed")
    looked_at(somebody, "link-used")
