"""Somebody at a browser of her own: what she presses, reads and is refused; every page is checked."""

import os
import re
import shutil
from datetime import timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, Page

from tests.support.signing_in import code

FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--no-first-run")  # fmt: skip
PATIENCE = 30_000
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ANSWERED_WITH_A_PAGE = re.compile(r"status of (409|422)")
THE_DRAWERS = "#api-docs"  # what Swagger UI draws is not ours; the page around it is asked
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
WIDEST = """() => {
  const edge = document.documentElement.clientWidth;
  return [...document.querySelectorAll('body *')]
    .filter(e => { const r = e.getBoundingClientRect(); return r.width && (r.right > edge + 1 || r.left < -1); })
    .slice(0, 6).map(e => e.outerHTML.slice(0, 120));
}"""


def chromium() -> str:
    """The browser of this machine, or of ``CHROMIUM``."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = (shutil.which(name) for name in names)
    return os.environ.get("CHROMIUM") or next((path for path in found if path), "")


def axe_of(page: Page) -> list[str]:
    """What is inaccessible on this page, each with the first places."""
    asked = {"runOnly": {"type": "tag", "values": RULES}}
    if page.locator(THE_DRAWERS).count():
        asked["rules"] = {"landmark-no-duplicate-main": {"enabled": False}}
    answer = Axe().run(page, context={"exclude": [[THE_DRAWERS]]}, options=asked)
    return [
        f"{v['id']} ({v['impact']}): {[n['html'][:160] for n in v['nodes'][:3]]}"
        for v in answer.response["violations"]
    ]


def checked(page: Page) -> Page:
    """No violation of axe's rules, and nothing to scroll sideways."""
    where = f"{page.url} at {page.viewport_size}"
    assert (violations := axe_of(page)) == [], f"{where}: {violations}"
    assert page.evaluate(SIDEWAYS) <= 0, f"{where} scrolls sideways: {page.evaluate(WIDEST)}"
    return page


class Person:
    """A signed-in person; ``wrong`` gathers what the console said and what the server broke on."""

    def __init__(self, browser: Browser, base: str, email: str, **context: Any) -> None:
        self.base, self.email = base, email
        self.context = browser.new_context(
            **{"viewport": DESK, "reduced_motion": "reduce", **context}
        )
        self.context.set_default_timeout(PATIENCE)
        self.wrong: list[str] = []
        self.context.on("console", self._console)
        self.context.on("weberror", lambda error: self.wrong.append(f"script: {error.error}"))
        self.page = self.context.new_page()

    def _console(self, message: Any) -> None:
        if message.type not in ("error", "warning"):
            return
        page = message.page
        own = page is not None and message.location.get("url", "").startswith(self.base)
        if own and ANSWERED_WITH_A_PAGE.search(message.text):
            return
        self.wrong.append(f"{message.type}: {message.text} ({message.location.get('url')})")

    def sign_in(self, password: str = "practice-makes-safe") -> Self:
        self.go("/sign-in/")  # by the names of its fields: Django's words differ by language
        self.page.locator("[name=login]").fill(self.email)
        self.page.locator("[name=password]").fill(password)
        self._enter()
        if self.path == "/sign-in/code/":
            self.page.locator("[name=code]").fill(code())
            self._enter()
        return self

    def _enter(self) -> None:
        """Press the button below the fields: beside them stands one for passkeys."""
        with self.page.expect_navigation():
            self.page.locator("main form.panel .btn[type=submit]").click()

    def go(self, path: str) -> Self:
        """Open a page; it must be there."""
        answer = self.page.goto(self.base + path)
        assert answer is not None
        assert answer.status == 200, f"{path} answered {answer.status}"
        return self

    def checked(self) -> Self:
        checked(self.page)
        return self

    def press(self, name: str, *, exact: bool = True, within: str = "body", nth: int = 0) -> Self:
        """Press a button and wait for the page that answers."""
        button = self.page.locator(within).get_by_role("button", name=name, exact=exact).nth(nth)
        with self.page.expect_navigation():
            button.click()
        return self

    def follow(self, name: str, *, exact: bool = False, within: str = "body", nth: int = 0) -> Self:
        """Follow a link."""
        link = self.page.locator(within).get_by_role("link", name=name, exact=exact).nth(nth)
        with self.page.expect_navigation():
            link.click()
        return self

    def open(self, summary: str) -> Self:
        """Open what is folded away."""
        self.page.locator("summary", has_text=summary).first.click()
        return self

    def fill(self, label: str, text: str, *, nth: int = 0) -> Self:
        self.page.get_by_label(label, exact=True).nth(nth).fill(text)
        return self

    def choose(self, label: str, option: str) -> Self:
        self.page.get_by_label(label, exact=True).first.select_option(label=option)
        return self

    def tick(self, *labels: str, exact: bool = False) -> Self:
        """Tick boxes or choose answers by the words beside them."""
        for label in labels:
            self.page.get_by_label(label, exact=exact).first.check()
        return self

    def sees(self, *words: str) -> Self:
        """These words stand on the page, soon."""
        for text in words:
            self.page.locator("main", has_text=text).wait_for()
        return self

    def sees_not(self, *words: str) -> Self:
        page = self.page.content()
        for text in words:
            assert text not in page, f"{text!r} stands on {self.page.url}"
        return self

    def send(self) -> Self:
        """Press the one button of a page that is a form."""
        with self.page.expect_navigation():
            self.page.locator("main form .btn[type=submit]").last.click()
        return self

    def saved(self) -> Self:
        """Wait until what was typed is on the server."""
        with self.page.expect_response(lambda answer: answer.url.endswith("/save/")):
            pass
        self.page.wait_for_timeout(700)  # a later tick's own answer
        return self

    @staticmethod
    def in_hours(hours: int) -> str:
        """A moment as a field for day and time takes it, in the State's zone."""
        moment = timezone.now().astimezone(ZoneInfo("Europe/Bucharest")) + timedelta(hours=hours)
        return moment.strftime("%Y-%m-%dT%H:%M")

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.base).split("?")[0].split("#")[0]

    def leave(self) -> None:
        """Close this browser."""
        self.context.close()
