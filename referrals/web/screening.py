"""The four-minute screening: begin, type, see what it shows, send. Views only parse and answer."""

from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.access.rules import opens_own_case
from portal.core.idempotency import fingerprint, once
from portal.core.problems import Invalid, Stale
from portal.core.templatetags.words import shown
from portal.deadlines.selectors import live
from referrals import selectors, services
from referrals.models import Draft
from referrals.screening_form.parts import GROUPS
from referrals.screening_form.reading import form_for
from referrals.screening_form.typed import ALL, STEPS, in_scope, typed_of
from referrals.web import screening_page as page
from referrals.web.screening_answers import show_clash, show_page, show_send, show_too_much
from referrals.web.screening_saving import (
    Clash,
    SeeOther,
    save,
    scope_of,
    screener,
    version_of,
)

# ---------- Begin, resume, discard


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Begin a screening, or go on with one of the desk's drafts."""
    actor = screener(request)
    if request.method == "POST":
        key = request.POST.get("idempotency_key", "")
        answer = once(
            client=actor.client, key=key, print_=fingerprint("screening", actor.desk_id),
            act=lambda: (303, str(services.begin_draft(actor=actor).uuid)),
        )  # fmt: skip
        return SeeOther(reverse("referrals:screening_form", args=[answer.reference]))
    drafts = list(selectors.drafts(actor)[:50])
    clocks = {
        c.subject_uuid: c for c in live("draft", [d.uuid for d in drafts], code="draft.expiry")
    }
    rows = [
        {"draft": d, "until": d.touched_at + (clocks[d.uuid].due_at - clocks[d.uuid].started_at)}
        for d in drafts if d.uuid in clocks
    ]  # fmt: skip
    context = {
        "rows": rows,
        "idempotency_key": uuid4(),
        "owns": opens_own_case(actor.kind, actor.role),
    }
    return render(request, "referrals/screening/start.html", context)


@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, ref: str) -> HttpResponse:
    """Delete a draft with what was typed, after saying what that means."""
    actor = screener(request)
    if request.method == "POST":
        services.discard_draft(actor=actor, ref=ref)
        messages.success(request, _("The draft is deleted."))
        return SeeOther(reverse("referrals:screening"))
    draft = selectors.get_draft(actor, ref)
    effects = [
        {
            "text": _("What was typed is destroyed, with the key it was sealed with."),
            "sign": "close",
        },
        {"text": _("The record keeps that there was a draft, not what it said."), "sign": "lock"},
    ]
    context = {"draft": draft, "effects": effects}
    return render(request, "referrals/screening/discard.html", context)


# ---------- Type


@require_http_methods(["GET", "POST"])
def form_page(request: HttpRequest, ref: str) -> HttpResponse:
    """The whole form on one page, or one step of it: both save to the same draft."""
    actor = screener(request)
    if request.method == "GET":
        draft = selectors.get_draft(actor, ref)
        form = form_for(actor, typed_of(services.content_of(draft)))
        step = request.GET.get("step", "")
        if step == "send":
            return show_send(request, draft, form)
        form.told()
        form.hush()
        return show_page(request, draft, form, step if step in STEPS else "")
    scope, do = scope_of(request), request.POST.get("do", "save")
    try:
        draft, typed = save(request, actor, ref, scope, do)
    except Clash as clash:
        return show_clash(request, actor, clash, scope)
    except Invalid as problem:
        return show_too_much(request, actor, ref, scope, problem)
    form = form_for(actor, typed)
    wrong = [name for name in form.errors if scope == ALL or in_scope(name, scope)]
    if wrong and scope == "send":
        return show_send(request, draft, form)
    if wrong and do in ("save", "next", "review"):
        return show_page(request, draft, form, "" if scope == ALL else scope, status=422)
    return SeeOther(_after(draft, scope, do))


def _after(draft: Draft, scope: str, do: str) -> str:
    """Where a saved page leads: the next step, the page itself, or what is sent to whom."""
    url = reverse("referrals:screening_form", args=[draft.uuid])
    at = STEPS.index(scope) if scope in STEPS else None
    if do == "review" or (do == "next" and at is not None and at + 2 >= len(STEPS)):
        return f"{url}?step=send"
    if at is None:
        return url + {"open": "#more", "add_child": "#children", "drop_child": "#children"}.get(
            do.split(":")[0], ""
        )
    move = {"next": 1, "back": -1}.get(do, 0)
    return f"{url}?step={STEPS[max(0, at + move)]}"


@require_POST
def autosave(request: HttpRequest, ref: str) -> HttpResponse:
    """What is typed, kept; answers with what the ticks show now. Half a date is kept as typed."""
    actor, scope = screener(request), scope_of(request)
    draft = selectors.get_draft(actor, ref)
    if version_of(request) != draft.version:
        return _taken(draft)
    try:
        draft, typed = save(request, actor, ref, scope)
    except (Clash, Stale):
        return _taken(selectors.get_draft(actor, ref))
    form = form_for(actor, typed)
    form.told()
    context = {"draft": draft, "form": form, "result": page.result(form)}
    response = render(request, "referrals/screening/saved.html", context)
    return _stamped(response, draft)


def _taken(draft: Draft) -> HttpResponse:
    """A colleague saved after she opened it: pressing 'Save' compares both texts."""
    return _stamped(HttpResponse(_("Somebody else saved this draft."), status=409), draft)


def _stamped(response: HttpResponse, draft: Draft) -> HttpResponse:
    """When it was saved, in the State's zone, for the line beside the form."""
    response.headers["X-Saved-At"] = shown(timezone.localtime(draft.touched_at), "time")
    return response


@require_GET
def group(request: HttpRequest, ref: str, code: str) -> HttpResponse:
    """The rows of a group that is opened: none is answered yet."""
    actor = screener(request)
    draft = selectors.get_draft(actor, ref)
    if code not in GROUPS:
        raise Http404
    form = form_for(actor, {"open": [code]})
    form.told()
    form.hush()
    found = next((g for g in page.sign_groups(form) if g["code"] == code), None)
    if found is None:
        raise Http404
    return render(request, "referrals/screening/_signs.html", {"group": found, "draft": draft})
