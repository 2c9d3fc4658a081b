"""The register in a browser: every person's job, checked by axe; without an account, and without JavaScript."""

import pytest
from playwright.sync_api import Page

from portal.core.clock import now
from recommendations import reference
from recommendations.models import Statement, Submission
from tests.browser.person import DESK, checked
from tests.recommendations import scenes

SMALL = {"width": 320, "height": 700}
YEAR = str(now().year)
OPEN = ("", "matrix/", "matrix/PRT/governments/?state=XA", "states/", "states/XA/", "states/XA/?differ=1", "sources/",
        "items/dcaf-2007/PRT-2/", "?approach=ORI&words=work")  # fmt: skip


@pytest.fixture
def register(world, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    reference.load()
    one = scenes.assigned(world)
    scenes.assigned(world, "PRT-1")
    last = scenes.a_period(world, int(YEAR) - 1)
    scenes.published(world, one, last, level="full")
    scenes.assessed(world, one, last, "partial")
    scenes.a_period(world)
    return world


def test_a_focal_point_reports_and_a_validator_publishes(register, as_person):
    focal = as_person("focal").go("/").checked().sees("reports are due")
    focal.follow("PRT-2", nth=0).checked().sees("Begun with what you said last")
    focal.tick("Partial", exact=True).fill("What does this rest on?", "Two of three regions.")
    focal.press("Save the draft").checked().sees("Saved. Nobody else sees it yet.")
    focal.open("Add a file, a link or a live figure")
    focal.fill("Or a link", "https://example.org/order").press("Add it").checked().sees(
        "https://example.org/order"
    )
    focal.press("Send it to be published").sees("Sent.")
    validator = as_person("validator").go("/").checked().sees("One text waits for your word")
    validator.follow("PRT-2").checked().sees("Two of three regions.")
    validator.press("Publish").sees("Nothing waits for your word")
    assert Statement.objects.filter(voice="self", level="partial").count() == 1


def test_many_reports_in_a_table_the_wrong_one_is_named(register, as_person):
    focal = as_person("focal").go("/recommendations/work/table/").checked()
    focal.page.get_by_label("PRT-1: Level", exact=True).last.select_option("partial")
    focal.page.get_by_label("PRT-1: What it rests on", exact=True).last.fill("<b>Bold</b>")
    focal.press("Save these drafts").checked().sees("PRT-1: Write plain words")
    focal.page.get_by_label("PRT-1: What it rests on", exact=True).last.fill("Plain.")
    focal.press("Save these drafts").checked().sees("saved.")
    assert Submission.objects.filter(justification="Plain.").exists()


def test_a_rapporteur_assesses_and_follows_a_recommendation_through_the_years(register, as_person):
    her = (
        as_person("rapporteur")
        .go("/recommendations/assessments/")
        .checked()
        .sees("still to be assessed")
    )
    her.page.locator("tr", has_text="PRT-2").get_by_role("link", name="Write").click()
    her.checked().sees("PRT-2")
    her.tick("In preparation", exact=True).fill("What does this rest on?", "A draft only.")
    her.press("Publish this assessment").checked().sees(YEAR, str(int(YEAR) - 1), "1 step below")
    her.go("/recommendations/states/XA/?differ=1").checked().sees(
        "They differ on 1 recommendation."
    )


def test_civil_society_comments_and_a_moderator_decides(register, as_person):
    ngo = as_person("ngo").go("/recommendations/comments/").checked()
    ngo.page.locator("tr", has_text="PRT-2").get_by_role("link", name="Write").click()
    ngo.checked().tick("Not started", exact=True).fill(
        "What does this rest on?", "We saw none of it."
    )
    ngo.press("Send it to be published").sees("Sent.")
    moderator = (
        as_person("moderator")
        .go("/")
        .checked()
        .follow("PRT-2")
        .checked()
        .sees("We saw none of it.")
    )
    moderator.press("Publish")
    ngo.go("/recommendations/items/dcaf-2007/PRT-2/").checked().sees("Civil society", "Not started")


def test_a_validator_sets_tasks_periods_and_brings_a_list_in(register, as_person, tmp_path):
    her = as_person("validator").go("/recommendations/periods/").checked()
    her.press("Open it").checked().sees("This field is required.")
    her.go("/recommendations/imports/").checked()
    file = tmp_path / "plan.csv"
    file.write_text("Text,State\nTrain inspectors.,Arvenia\nNothing.,Atlantis\n")
    her.page.locator("[type=file]").set_input_files(file)
    her.fill("Short name", "plan-xa").choose("Kind", "National action plan").fill(
        "Title of the document", "Plan"
    )
    her.press("Read the list").checked().sees("1 of 2 rows can be taken", "no State of this name")
    her.tick("Take only the good rows").press("Take these rows").checked().sees(
        "1 recommendation written."
    )
    her.follow("See them in the register").checked().sees("Train inspectors.")


def test_open_pages_without_an_account_light_dark_small_and_right_to_left(
    register, chrome, live_server
):
    said: list[str] = []
    for locale in ("en", "ar"):
        context = chrome.new_context(viewport=SMALL, reduced_motion="reduce", locale=locale)
        page: Page = context.new_page()
        page.on(
            "console",
            lambda message: said.append(message.text) if message.type == "error" else None,
        )
        for path in OPEN:
            for theme, size in (("light", DESK), ("dark", SMALL)):
                page.set_viewport_size(size)
                page.emulate_media(color_scheme=theme)
                assert page.goto(f"{live_server.url}/recommendations/{path}").status == 200, path
                checked(page)
        context.close()
    assert said == []


def test_without_javascript(register, chrome, live_server):
    context = chrome.new_context(viewport=SMALL, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/recommendations/")
    page.get_by_label("Approach").select_option("ORI")
    page.get_by_role("button", name="Show these").click()
    assert page.locator("tbody tr").count() == 4
    page.get_by_role("link", name="ORI-2").click()
    assert page.locator("h1").count() == 1
    context.close()


def test_a_focal_point_writes_a_measure_and_everybody_reads_it(register, as_person):
    focal = as_person("focal").go("/recommendations/own/").checked()
    focal.follow("Measure", exact=True).checked()
    focal.fill("What is to be done", "A night shelter in the port town")
    focal.press("Save the draft").checked().sees("This is needed.")
    focal.fill("Who leads", "Coordination Office").fill("Due on", f"{int(YEAR) + 1}-06-30")
    focal.fill("Planned (optional)", "120000").fill("Currency (optional)", "EUR")
    focal.press("Send it to be published").checked().sees("Sent.", "Waits for publication")
    validator = as_person("validator").go("/recommendations/own/").checked()
    validator.follow("A night shelter in the port town").checked().press("Publish")
    validator.go("/recommendations/states/XA/plan/").checked().sees("120,000", "EUR", "Versions")
    validator.follow("A night shelter in the port town").checked().sees("Edition 1")


def test_a_rapporteur_assesses_a_standard_out_of_a_list_that_a_validator_brought(
    register, as_person, tmp_path
):
    file = tmp_path / "standards.csv"
    file.write_text("code,title,source\nS-1,A place within a day,Handbook (invented)\n,,x\n")
    validator = as_person("validator").go("/recommendations/own/table/standard/").checked()
    validator.page.locator("[type=file]").set_input_files(file)
    validator.press("Read it").checked().sees("2 rows: 1 new", "1 to mend")
    validator.page.locator("[type=file]").set_input_files(file)
    validator.tick("Take only the good rows").press("Take its rows").sees("1 draft written.")
    validator.follow("A place within a day").checked().press("Publish it").sees("Published.")
    her = as_person("rapporteur").go("/recommendations/own/new/standard_check/").checked()
    her.choose("Standard", "S-1 A place within a day").choose("Met?", "Partly met")
    her.fill("Assessed on", f"{YEAR}-10-01").press("Publish it").sees("Published.")
    her.go("/recommendations/states/XA/standards/").checked().sees("Partly met")


def test_parts_and_laws_compared_light_dark_and_small(register, chrome, live_server):
    scenes.entry_out(register)
    scenes.entry_out(register, title="Late", due_on="2020-01-01", level="not_started")
    scenes.law_of(register, {"consent": "yes", "abuse": "yes", "child": "no"})
    scenes.law_of(
        register, {"consent": "no", "abuse": "partly"}, who="far_focal", by="far_validator"
    )
    scenes.entry_out(
        register, "training", {"title": "Signs", "topic": ["recognition"], "for_whom": ["police"]}
    )
    scenes.entry_out(register, "session", {"training": "T-1", "on": "2026-03-01", "force": "police",
                                           "region": "North", "attended": 12, "staff": 60})  # fmt: skip
    for locale, theme, size in (("en", "light", DESK), ("ar", "dark", SMALL)):
        context = chrome.new_context(
            viewport=size, reduced_motion="reduce", locale=locale, color_scheme=theme
        )
        page: Page = context.new_page()
        for path in ("states/XA/plan/", "states/XA/law/", "states/XA/capacity/", "states/XA/practice/",
                     "law/?one=XA&other=XB"):  # fmt: skip
            assert page.goto(f"{live_server.url}/recommendations/{path}").status == 200, path
            checked(page)
        context.close()
