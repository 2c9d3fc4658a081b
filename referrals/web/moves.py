"""One page for each move: what happens at once, a small form, one button."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from portal.core.problems import NotOpen, Problem, Stale
from portal.organisations.actors import Actor
from portal.organisations.posting import PostedForm, SeeOther, press_once, show_problem

Text = Promise | str
Act = Callable[[Actor, str, Mapping[str, Any]], Any]


@dataclass(frozen=True, slots=True)
class MovePage:
    """What a person reads before she makes a move, and the service that makes it."""

    name: str
    label: Text
    consequence: Text
    form: type[PostedForm]
    act: Act
    effects: tuple[tuple[str, Text], ...] = ()
    verb: Text = ""
    done: Text = ""
    icon: str = "forward"
    cuts: bool = False
    at_once: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a move is made: a referral on the asking side, an offer on the receiving side."""

    route: str
    ref: str
    version: int
    open_names: Collection[str]
    reference: str
    back_url: str
    again: Callable[..., HttpResponse]
    form_more: Mapping[str, Any] = field(default_factory=dict)

    def url(self, name: str) -> str:
        return reverse(self.route, args=[self.ref, name])


def actions(pages: Mapping[str, MovePage], place: Place) -> list[dict[str, Any]]:
    """The moves that are open now, for ``components/actions.html``: those that cut come last."""
    found = [
        {
            "label": page.label,
            "consequence": page.consequence,
            "icon": page.icon,
            "url": place.url(name),
            "cuts": page.cuts,
            "turns": page.icon in ("forward", "back"),
        }
        for name, page in pages.items()
        if name in place.open_names
    ]
    return sorted(found, key=lambda action: bool(action["cuts"]))


def make(request: HttpRequest, page: MovePage, place: Place, actor: Actor) -> HttpResponse:
    """Show the page of a move, or make the move. What is not open answers 409 with what is."""
    more = dict(place.form_more)
    if request.method != "POST":
        if page.name not in place.open_names:
            return place.again(NotOpen(_("This step is not open now.")))
        return _page(request, page, place, page.form(version=place.version, **more))
    form = page.form(request.POST, **more)
    if not form.is_valid():
        return _page(request, page, place, form, status=422)
    try:
        press_once(request, lambda: str(page.act(actor, place.ref, form.cleaned_data).uuid))
    except Stale as problem:
        return _stale(request, page, place, form, problem)
    except NotOpen as problem:
        return place.again(problem, typed=typed(form))
    except Problem as problem:
        show_problem(form, problem)
        return _page(request, page, place, form, status=problem.status)
    if page.done:
        messages.success(request, str(page.done))
    return SeeOther(place.back_url)


def _stale(
    request: HttpRequest, page: MovePage, place: Place, form: PostedForm, problem: Stale
) -> HttpResponse:
    """Somebody was quicker: her text is kept, and stands beside what is true now."""
    if page.name not in place.open_names:
        return place.again(problem, typed=typed(form))
    data: Any = form.data.copy()  # type: ignore[attr-defined]
    data["version"] = str(place.version)
    kept = page.form(data, **dict(place.form_more))
    return _page(request, page, place, kept, status=409, moved=problem)


def typed(form: PostedForm) -> list[str]:
    """What she wrote, so that nothing is lost where its form is not open any more."""
    words = (
        form.cleaned_data.get(name) for name, f in form.fields.items() if not f.widget.is_hidden
    )
    return [w for w in words if isinstance(w, str) and w.strip() and " " in w.strip()]


def _page(
    request: HttpRequest,
    page: MovePage,
    place: Place,
    form: PostedForm,
    *,
    status: int = 200,
    moved: Stale | None = None,
) -> HttpResponse:
    context = {
        "page": page,
        "form": form,
        "fields": list(form),
        "moved": moved,
        "reference": place.reference,
        "effects": [{"sign": sign, "text": text} for sign, text in page.effects],
        "calm": not page.cuts,
        "url": place.url(page.name),
        "back_url": place.back_url,
        "verb": page.verb or page.label,
    }
    return render(request, "referrals/move.html", context, status=status)


def page_of(pages: Mapping[str, MovePage], name: str) -> MovePage:
    """The page of a move; an unknown name is missing."""
    if name not in pages:
        raise Http404
    return pages[name]
