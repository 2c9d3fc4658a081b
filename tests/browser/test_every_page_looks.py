"""Every page of every role: small and wide, light and dark, left to right and right to left, by keyboard."""

import os
from pathlib import Path

import pytest

from tests.browser.person import DESK, axe_of, checked
from tests.support.scenes import make_scene

SMALL = {"width": 320, "height": 700}
OPEN_TO_ALL = ["/", "/account/", "/help/", "/notifications/", "/notifications/choices/"]
PICTURE = Path(__file__).parents[2] / "docs/pictures/case.png"


@pytest.fixture
def scene(world):
    return make_scene(world)


def case_pages(case, *more):
    return [f"/cases/{case.uuid}/", *(f"/cases/{case.uuid}/{page}" for page in more)]


def pages_of(world, scene, who):
    """What this role opens with a link."""
    shared, border = scene.case["shared"], scene.case["border"]
    bed, bedless = scene.referral["bed"], scene.referral["no bed"]
    table = {
        "border": ["/screening/", f"/screening/{scene.draft['of the border'].uuid}/",
                   f"/screening/{scene.draft['of the border'].uuid}/discard/",
                   f"/screening/{scene.draft['of the border'].uuid}/?step=send", "/inbox/", "/referrals/",
                   "/cases/", *case_pages(border)],
        "ngo": ["/inbox/", "/referrals/", "/cases/", "/screening/", "/imports/", f"/referrals/{bed.uuid}/",
                f"/referrals/{bed.uuid}/report_missing/", *[
                    page for one in (shared, scene.case["own"]) for page in case_pages(
                        one, "history/", "refer/", "consents/new/", "notes/new/", "risk/", "rights/", "family/",
                        "walls/", "walls/new/", "close/", "sections/consent/",
                        "sections/contact_and_safety/edit/", "sections/identity/", "sections/needs_and_assistance/edit/",
                        "sections/screening/edit/", "sections/immigration/edit/", "consents/print/")]],
        "ngo2": ["/referrals/", f"/referrals/{bedless.uuid}/", f"/referrals/{bedless.uuid}/offer_next/",
                 *case_pages(border, *(["guardian/"] if border.treated_as_child else []))],
        "shelter": ["/inbox/", f"/inbox/{scene.offer['accepted'].uuid}/", "/placements/", "/placements/location/",
                    f"/inbox/{scene.offer['accepted'].uuid}/end/", "/cases/", *case_pages(shared)],
        "shelter2": ["/inbox/", f"/inbox/{scene.offer['taken'].uuid}/", "/placements/"],
        "coordinator": ["/board/", "/cases/", *case_pages(shared, "break-glass/"), *case_pages(border),
                        f"/board/referrals/{bedless.uuid}/message/", f"/referrals/{bedless.uuid}/reassign/",
                        "/cases/reviews/", "/walls/"],
        "coordinator_b": ["/cases/reviews/", f"/cases/reviews/{scene.review['of the glass'].uuid}/",
                          f"/walls/{scene.wall['against an NGO'].uuid}/lift/"],
        "oversight": ["/oversight/", "/cases/reviews/"],
        "ngo_admin": ["/cases/", "/imports/", "/notifications/failed/", "/notifications/quiet/", "/notifications/sent/",
                      "/notifications/calendar/"],
        "police": ["/proceedings/", "/proceedings/?stage=ended", *case_pages(scene.case["police"]),
                   f"/proceedings/{scene.proceeding['of the police'].uuid}/", "/notifications/quiet/",
                   "/notifications/sent/", "/notifications/calendar/"],
        "health": ["/inbox/", "/cases/", *case_pages(shared)],
        "rapporteur": [],
    }  # fmt: skip
    return [*OPEN_TO_ALL, *table[who]]


ROLES = ("border", "ngo", "ngo2", "shelter", "shelter2", "coordinator", "coordinator_b", "oversight",
         "ngo_admin", "police", "health", "rapporteur")  # fmt: skip


@pytest.mark.parametrize("who", ROLES)
def test_small_and_wide_light_and_dark(world, scene, as_person, who):
    person = as_person(who)
    wrong = [line for path in pages_of(world, scene, who) for line in look(person, who, path)]
    assert wrong == [], "\n".join(wrong)


def look(person, who, path):
    """One page in two widths and two themes: what is wrong, not only the first."""
    answer = person.page.goto(person.base + path)
    if answer is None or answer.status != 200:
        return [f"{who} {path}: {answer and answer.status}"]
    wrong = []
    for theme, size in (("light", DESK), ("dark", SMALL)):
        person.page.set_viewport_size(size)
        person.page.emulate_media(color_scheme=theme)
        try:
            checked(person.page)
        except AssertionError as told:
            wrong.append(f"{who} {theme}: {str(told).splitlines()[0]}")
    return wrong


def test_right_to_left(world, scene, as_person, settings):
    """No page is in Arabic yet, and each is ready for it."""
    settings.LANGUAGES = [*settings.LANGUAGES, ("ar", "العربية")]
    wrong = []
    for who in ("border", "ngo", "shelter", "coordinator"):
        person = as_person(who, locale="ar")
        for path in pages_of(world, scene, who):
            person.page.goto(person.base + path)
            assert person.page.evaluate("document.documentElement.dir") == "rtl", path
            for size in (DESK, SMALL):
                person.page.set_viewport_size(size)
                if person.page.evaluate("document.documentElement.scrollWidth") > size["width"]:
                    wrong.append(f"{who} {path} at {size['width']}")
        wrong += axe_of(person.page)
        person.leave()
    assert wrong == [], "\n".join(wrong)


def test_strangers_pages(chrome, live_server, world):
    context = chrome.new_context(viewport=SMALL, reduced_motion="reduce")
    page, said = context.new_page(), []
    context.on(
        "console", lambda message: said.append(message.text) if message.type == "error" else None
    )
    for path in (
        "/",
        "/sign-in/",
        "/help/",
        "/accessibility/",
        "/privacy/",
        "/api/docs/",
    ):
        for theme, size in (("light", DESK), ("dark", SMALL)):
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=theme)
            assert page.goto(live_server.url + path).status == 200, path
            checked(page)
    page.goto(live_server.url + "/cases/00000000-0000-4000-8000-000000000000/")
    assert page.url.startswith(live_server.url + "/sign-in/")
    context.close()
    assert said == []


def test_by_keyboard_alone_and_out_in_three_presses(world, scene, as_person):
    guard = as_person("border")
    page = guard.go("/screening/").page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText") == "Begin a screening":
            break
    ring = "getComputedStyle(document.activeElement).outlineStyle + getComputedStyle(document.activeElement).boxShadow"
    assert page.evaluate(ring) != "nonenone", "the focus is seen"
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("h1", has_text="Four-minute screening").count() == 1
    page.context.route("https://www.bbc.com/**", lambda route: route.fulfill(body="weather"))
    for _ in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url("https://www.bbc.com/**")
    again = guard.context.new_page()
    again.goto(guard.base + "/screening/")
    assert "/sign-in/" in again.url, "the session has ended"


def test_picture_of_a_case(world, scene, as_person, tmp_path):
    """The README's picture; PICTURES=1 puts it into docs/."""
    picture = PICTURE if os.environ.get("PICTURES") else tmp_path / "case.png"
    mira = as_person("ngo").go(f"/cases/{scene.case['shared'].uuid}/")
    mira.page.evaluate("document.fonts.ready")
    picture.parent.mkdir(parents=True, exist_ok=True)
    mira.page.screenshot(path=picture)
    assert picture.stat().st_size > 10_000
