"""A browser for tests: who is signed in, what her page holds, what it says without what always differs."""

import re
from html import unescape

from django.test import Client

CSRF = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"|"X-CSRFToken": "[^"]*"')
PRINTED = re.compile(rb"Printed from Concord on [0-9A-Za-z ,:]+ by")
KEY = re.compile(rb'name="idempotency_key" value="[^"]*"')


def browser(world, who: str) -> Client:  # type: ignore[no-untyped-def]
    """Somebody of the world, signed in at her desk."""
    client = Client(raise_request_exception=True)
    client.force_login(world.people[who])
    return client


def body(response) -> bytes:  # type: ignore[no-untyped-def]
    """The page without its token, the minute it was made, and the address that was asked for."""
    path = response.request["PATH_INFO"].encode()
    return PRINTED.sub(b"", KEY.sub(b"", CSRF.sub(b"", response.content))).replace(path, b"")


def sections_on(response) -> set[str]:  # type: ignore[no-untyped-def]
    """The sections whose cards stand on a page."""
    return set(re.findall(r'id="section-(\w+)"', response.content.decode()))


def text(response) -> str:  # type: ignore[no-untyped-def]
    """What a reader reads: main, without markup."""
    main = response.content.decode().split("<main", 1)[-1].split("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def values(response) -> dict[str, list[str]]:  # type: ignore[no-untyped-def]
    """The fields of the bound or unbound form in the context, as a browser would send them back."""
    found: dict[str, list[str]] = {}
    shown = response.context["form"]
    for field in shown:
        value = field.value()
        if value is None or value is False:
            continue
        shown_value = (
            field.field.widget.format_value(value)
            if hasattr(field.field.widget, "format_value")
            else value
        )
        items = shown_value if isinstance(shown_value, list | tuple) else [shown_value]
        offered = {str(code) for code, _label in getattr(field.field, "choices", ())}
        sent = [str(item) for item in items if item not in (None, "")]
        found[field.html_name] = [item for item in sent if not offered or item in offered]
    return {name: items for name, items in found.items() if items}
