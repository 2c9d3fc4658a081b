"""The frame of the register's pages: one for strangers, one for who is signed in; tabs by role."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from portal.organisations.actors import Actor
from recommendations.rules.access import Act, reach_of
from recommendations.rules.entries.catalogue import ALL

OPEN = (
    ("register", gettext_noop("Recommendations")),
    ("matrix", gettext_noop("Approaches and actors")),
    ("states", gettext_noop("States")),
    ("law", gettext_noop("Laws compared")),
    ("sources", gettext_noop("Sources")),
)
FOR_ROLE: tuple[tuple[Act, str, str], ...] = (
    (Act.WRITE_REPORT, "work", gettext_noop("Reports due")),
    (Act.VALIDATE_REPORT, "queue", gettext_noop("To publish")),
    (Act.MODERATE, "queue", gettext_noop("To moderate")),
    (Act.SET_PERIODS, "periods", gettext_noop("Periods and tasks")),
    (Act.IMPORT_SOURCE, "imports", gettext_noop("Bring a list in")),
    (Act.ASSESS, "assessments", gettext_noop("To assess")),
    (Act.COMMENT, "comments", gettext_noop("Comment")),
)


def actor_of(request: HttpRequest) -> Actor | None:
    """Who reads: somebody at a desk, or nobody in particular."""
    found: Actor | None = getattr(request, "actor", None)
    return found


def entry_roles(actor: Actor | None) -> bool:
    """Whether this actor writes or publishes entries of some kind."""
    return any(
        reach_of(act, actor) is not None for kind in ALL for act in (kind.write, kind.publish)
    )


def tabs(request: HttpRequest) -> list[dict[str, Any]]:
    """Pages of the register that this reader may open."""
    actor = actor_of(request)
    names = list(OPEN)
    names += [(name, label) for act, name, label in FOR_ROLE if reach_of(act, actor) is not None]
    if entry_roles(actor):
        names.append(("own", gettext_noop("Plan, law, training")))
    match = request.resolver_match
    here = match.url_name if match else ""
    return [
        {"url": reverse(f"recommendations:{name}"), "label": _(label), "current": name == here}
        for name, label in names
    ]  # fmt: skip


def show(
    request: HttpRequest, page: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """Draw a page of the register in the frame that fits its reader."""
    frame = "app" if actor_of(request) is not None else "public"
    more = {"frame": f"recommendations/layout/{frame}.html", "tabs": tabs(request)}
    return render(request, f"recommendations/{page}.html", {**more, **context}, status=status)
