"""The first page of a task, for a phone at a border post: sixty kilobytes, without the fonts."""

import gzip

from referrals.services import begin_draft
from tests.browser.person import SIDEWAYS

MOST = 60 * 1024
FONTS = (".woff", ".woff2")


def test_the_first_page_of_a_task_is_light(world, as_person):
    """The page as it travels; sheets and scripts as WhiteNoise keeps them, at gzip's level 9."""
    draft = begin_draft(actor=world.actor("border"), content={})
    guard = as_person("border")
    guard.page.wait_for_load_state(
        "networkidle"
    )  # what the page before still fetches is not counted
    answers = []
    guard.page.on("response", lambda answer: answers.append(answer))
    guard.go(f"/screening/{draft.uuid}/").page.wait_for_load_state("networkidle")
    page, *pieces = [a for a in answers if not a.url.split("?")[0].endswith(FONTS)]
    assert page.headers["content-encoding"] == "gzip"
    sizes = {"page": page.request.sizes()["responseBodySize"]}
    for piece in pieces:
        sizes[piece.url.removeprefix(guard.base)] = len(gzip.compress(piece.body(), 9))
    told = sorted(sizes.items(), key=lambda one: -one[1])
    assert sum(sizes.values()) <= MOST, told
    assert "/static/bootstrap/css/bootstrap.min.css" in sizes
    assert not [url for url in sizes if "htmx" in url], "too heavy for a phone at a border post"


def test_a_tick_is_seen_in_the_colours_that_the_reader_forces(world, as_person):
    draft = begin_draft(actor=world.actor("border"), content={})
    page = as_person("border", forced_colors="active").go(f"/screening/{draft.uuid}/").page
    drawn = "e => [getComputedStyle(e).appearance, getComputedStyle(e).backgroundImage]"
    tick = page.get_by_label("Kept somewhere")
    tick.check()
    assert tick.evaluate(drawn) == ["auto", "none"], "the browser draws it, in its own colours"


def test_back_from_a_page_of_errors_is_the_draft(world, as_person):
    draft = begin_draft(actor=world.actor("border"), content={})
    guard = as_person("border").go(f"/screening/{draft.uuid}/")
    guard.page.locator("[name=language]").fill("Klingonish")
    guard.press("Send").sees("is not known")
    guard.page.locator("[name=language]").fill("Tigrinya")
    guard.press("Send").sees("Whom to send it to")
    guard.page.go_back()
    assert guard.page.locator("[name=language]").input_value() == "Tigrinya"


def test_a_long_name_of_a_file_breaks_on_a_small_page(world, as_person, tmp_path):
    listed = tmp_path / f"{'human_trafficking_' * 4}.csv"
    listed.write_text("a_very_long_technical_name_of_a_column,prs_FirstName\nx,Ana\n")
    mira = as_person("ngo", viewport={"width": 320, "height": 640}).go("/imports/")
    mira.page.locator("input[type=file]").set_input_files(listed)
    mira.press("Read the list").checked()
    assert mira.page.evaluate(SIDEWAYS) <= 0
