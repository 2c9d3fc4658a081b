"""Saving a draft: read what a page posted, keep it over what a colleague saved meanwhile."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.utils.translation import gettext as _

from cases.services.opening import may_open
from portal.core.actors import Acting
from portal.core.problems import Stale
from referrals import selectors, services
from referrals.models import Draft
from referrals.screening import MOST_CHILDREN
from referrals.screening_form.form import ScreeningForm
from referrals.screening_form.parts import GROUPS
from referrals.screening_form.typed import (
    ALL,
    STEPS,
    Typed,
    choose,
    merge,
    pack,
    reconcile,
    typed_of,
)

TRIES = 3


class SeeOther(HttpResponseRedirect):
    """After a POST."""

    status_code = 303


class Clash(Exception):
    """Two colleagues changed the same fields: nothing is saved until one says what to keep."""

    def __init__(self, draft: Draft, theirs: dict[str, Any], mine: Typed, names: list[str]) -> None:
        super().__init__("clash")
        self.draft, self.theirs, self.mine, self.names = draft, theirs, mine, names


def screener(request: HttpRequest) -> Any:
    """The actor, where her desk may screen; for all others there is nothing here."""
    actor: Acting | None = getattr(request, "actor", None)
    if not actor or not may_open(actor):
        raise Http404
    return actor


def scope_of(request: HttpRequest) -> str:
    """Which fields the page asked: all, or one step."""
    scope = request.POST.get("scope", ALL)
    return scope if scope in STEPS else ALL


def version_of(request: HttpRequest) -> int:
    """The version she read; a broken one is none."""
    said = request.POST.get("version", "")
    return int(said) if said.isdecimal() and len(said) < 9 else 0


def save(
    request: HttpRequest, actor: Acting, ref: str, scope: str, do: str = ""
) -> tuple[Draft, Typed]:
    """Keep what was typed, over what a colleague saved meanwhile; raises Clash where both changed."""
    for _try in range(TRIES):
        draft = selectors.get_draft(actor, ref)
        kept = services.content_of(draft)
        mine = _done(merge(typed_of(kept), request.POST, scope), do)
        if version_of(request) == draft.version:
            mine, names = choose(typed_of(kept), mine, request.POST)
        else:
            mine, names = reconcile(kept, mine, read_at=version_of(request))
        if names:
            raise Clash(draft, kept, mine, names)
        content = pack(kept, mine, version=draft.version + 1, user_id=actor.user_id)
        try:
            return services.save_draft(
                actor=actor, ref=ref, content=content, version=draft.version
            ), mine
        except Stale:
            continue
    raise Stale(_("Colleagues are saving this draft at this moment. Save again."))


def _done(typed: Typed, do: str) -> Typed:
    """What a button beside 'save' changes: a group opened, a child added or taken out."""
    act, _sep, what = do.partition(":")
    count = ScreeningForm.count(typed)
    if act == "open" and what in GROUPS and what not in typed.get("open", []):
        return typed | {"open": [*typed.get("open", []), what]}
    if act == "add_child" and count < MOST_CHILDREN:
        return typed | {"children": [str(count + 1)]}
    if act == "drop_child" and what.isdecimal() and int(what) < count:
        return _without_child(typed, int(what), count)
    return typed


def _without_child(typed: Typed, gone: int, count: int) -> Typed:
    found = {name: values for name, values in typed.items() if not name.startswith("child-")}
    for i in range(count):
        for part in ("name", "age", "gender", "parent"):
            if i != gone and (values := typed.get(f"child-{i}-{part}")):
                found[f"child-{i - (i > gone)}-{part}"] = values
    return found | {"children": [str(count - 1)]}
