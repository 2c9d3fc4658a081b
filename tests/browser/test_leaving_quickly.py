"""L61: the quick exit blanks the page at once, takes its place, and Back shows nothing of a case."""

import pytest

from tests.support import steps

OUT = "https://www.bbc.com/**"
ELSEWHERE = "<!doctype html><title>Weather</title><p>Rain later."


@pytest.fixture
def mira(world, as_person):
    case = steps.a_case(world, "ngo")
    person = as_person("ngo")
    person.context.route(
        OUT, lambda route: route.fulfill(body=ELSEWHERE, content_type="text/html; charset=utf-8")
    )
    return person.go("/cases/").go(f"/cases/{case.uuid}/"), case


def pressed_leave(page):
    page.get_by_role("button", name="Leave this site quickly").click()


def escaped(page):
    for _ in range(3):
        page.keyboard.press("Escape")


@pytest.mark.parametrize("way", [pressed_leave, escaped])
def test_l61_the_page_is_replaced_and_back_shows_nothing(mira, way):
    person, case = mira
    page = person.page
    assert case.ref in page.content()
    way(page)
    page.wait_for_url("https://www.bbc.com/weather")
    assert page.title() == "Weather"
    page.go_back()
    page.wait_for_load_state()
    assert case.ref not in page.content()
    assert person.path == "/sign-in/", (
        "the case's own entry was replaced; the list asks who is there"
    )
    person.wrong.clear()  # a list that asks for sign-in is no fault of the console


def test_l61_it_says_what_it_cannot_do(mira):
    person, _case = mira
    person.go("/help/").sees("Leaving quickly", "cannot")
