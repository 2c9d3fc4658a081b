"""The end of the screening: send it, or keep it as the organisation's own case."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.core.actors import Acting
from portal.core.idempotency import fingerprint, once
from portal.core.problems import Invalid, Problem
from referrals import services
from referrals.screening_form.reading import choices_of, form_for
from referrals.screening_form.typed import in_scope
from referrals.web.screening_answers import add_problem, show_clash, show_page, show_send
from referrals.web.screening_saving import Clash, SeeOther, save, screener


@require_POST
def send(request: HttpRequest, ref: str) -> HttpResponse:
    """One act: cases, consents, referrals; the draft is gone with its key."""
    return _finish(request, ref, keep=False)


@require_POST
def keep(request: HttpRequest, ref: str) -> HttpResponse:
    """The organisation's own case: nobody else learns of it."""
    return _finish(request, ref, keep=True)


def _finish(request: HttpRequest, ref: str, *, keep: bool) -> HttpResponse:
    actor = screener(request)

    def act() -> tuple[int, str]:
        draft, typed = save(request, actor, ref, "send")
        form = form_for(actor, typed)
        told = form.told()
        if form.errors:
            raise Invalid(errors={name: str(found[0]) for name, found in form.errors.items()})
        if keep:
            case = services.keep_screening(
                actor=actor, draft_ref=ref, version=draft.version, told=told
            )
            return 303, f"case:{case.uuid}"
        choices = choices_of(form)
        _case, sent = services.send_screening(
            actor=actor, draft_ref=ref, version=draft.version, choices=choices
        )
        return 303, f"referral:{sent[0].uuid}" if len(sent) == 1 else "sent:"

    print_ = fingerprint("screening_keep" if keep else "screening_send", ref)
    try:
        answer = once(
            client=actor.client, key=request.POST.get("idempotency_key", ""), print_=print_, act=act
        )
    except Clash as clash:
        return show_clash(request, actor, clash, "send")
    except Problem as problem:
        return _not_sent(request, actor, ref, problem)
    if not answer.repeated:
        messages.success(
            request, _("Kept as your own case.") if keep else _("Sent. The draft is gone.")
        )
    return SeeOther(_landing(answer.reference))


def _not_sent(request: HttpRequest, actor: Acting, ref: str, problem: Problem) -> HttpResponse:
    """Nothing half done: the page comes back with what was chosen, and the draft keeps it."""
    try:
        draft, typed = save(request, actor, ref, "send")
    except Clash as clash:
        return show_clash(request, actor, clash, "send")
    form = form_for(actor, typed)
    form.told()
    if form.errors and any(not in_scope(name, "send") for name in form.errors):
        return show_page(request, draft, form, "", status=422)
    errors = [
        {"id": _anchor(name), "text": remedy} for name, remedy in problem.errors.items()
    ] or [{"id": "", "text": problem.detail or problem.title}]  # fmt: skip
    add_problem(form, problem)
    return show_send(request, draft, form, status=problem.status, errors=errors)


def _anchor(name: str) -> str:
    if name.startswith("consent"):
        return "consents"
    return {"lead": "id_lead_0", "bed": "id_bed_0"}.get(name, f"id_{name}")


def _landing(reference: str) -> str:
    """What was sent, or the case that was kept; other pages build these."""
    kind, _sep, uuid = reference.partition(":")
    names = {
        "case": ("cases:detail", f"/cases/{uuid}/"),
        "referral": ("referrals:referral", f"/referrals/{uuid}/"),
        "sent": ("referrals:sent", "/referrals/"),
    }
    name, path = names[kind]
    try:
        return reverse(name, args=[uuid] if uuid else [])
    except NoReverseMatch:
        return path
