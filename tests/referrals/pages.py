"""What the page tests share: a browser for each person, forms filled as they stand on the page."""

import re
from html.parser import HTMLParser
from typing import Any

from django.test import Client
from django.urls import reverse


def browser(world, who: str) -> Client:
    """A signed-in person's browser."""
    client = Client()
    client.force_login(world.people[who])
    return client


class _Forms(HTMLParser):
    """Every form of a page by its action: hidden fields and what is filled in."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, list[str]]]] = []
        self._area = ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = dict(attrs)
        if tag == "form":
            self.forms.append((given.get("action", ""), {}))
        elif not self.forms:
            return
        elif tag == "input" and given.get("name"):
            if given.get("type") in ("checkbox", "radio") and "checked" not in given:
                return
            self.forms[-1][1].setdefault(given["name"], []).append(given.get("value") or "")
        elif tag == "textarea" and given.get("name"):
            self._area = given["name"]
            self.forms[-1][1][self._area] = [""]

    def handle_data(self, data: str) -> None:
        if self._area:
            self.forms[-1][1][self._area] = [data.removeprefix("\n")]

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""


def form_on(page: Any, action: str) -> dict[str, list[str]]:
    """The fields of the form with this action, as a browser would send them untouched.

    Of several with the same action the last, which sends.
    """
    parser = _Forms()
    parser.feed(page.content.decode())
    found = [fields for url, fields in parser.forms if url == action]
    assert found, f"no form for {action}: {[u for u, _ in parser.forms]}"
    return {k: v for k, v in found[-1].items() if k != "csrfmiddlewaretoken"}


def press(client: Client, page: Any, action: str, **typed: Any) -> Any:
    """Fill a form of this page and send it; what is sent was read back, where the page asks."""
    asked = {"read_back": "yes"} if 'name="read_back"' in page.content.decode() else {}
    return client.post(action, {**form_on(page, action), **asked, **typed})


def text_of(page: Any) -> str:
    """The words of a page's content, without marks."""
    body = page.content.decode().split("<main")[1].split("</main")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def offer_url(offer: Any, move: str = "") -> str:
    if move:
        return reverse("referrals:offer_move", args=[offer.uuid, move])
    return reverse("referrals:offer", args=[offer.uuid])


def referral_url(referral: Any, move: str = "") -> str:
    if move:
        return reverse("referrals:referral_move", args=[referral.uuid, move])
    return reverse("referrals:referral", args=[referral.uuid])
