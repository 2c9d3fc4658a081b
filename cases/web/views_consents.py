"""Consent: recorded line by line, taken back on a page that says what happens at once, printed."""

import re
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe

from cases.models import Case, Consent
from cases.selectors import consents, get_case, held
from cases.services import record_consent, what_withdrawal_cuts, withdraw_consent
from cases.web.cards import url
from cases.web.forms_consent import (
    SAID_TO_HER,
    ConsentForm,
    PurposeForm,
    WithdrawForm,
    kinds_for,
    sections_for,
)
from cases.web.times import day
from cases.who_sees import Circle, circle
from cases.words import KINDS, PURPOSES, sections_listed
from portal.access.matrix import Purpose
from portal.core.actors import Acting
from portal.core.problems import NotOpen, Problem, Stale
from portal.core.templatetags.words import listed
from portal.organisations.models import Desk
from portal.organisations.posting import SeeOther, acting, as_uuid, press_once, show_problem
from portal.organisations.sheets import sheet, sheet_language

ASKED_ON_PAPER = (
    Purpose.ACCOMMODATION,
    Purpose.LEGAL_AID,
    Purpose.MEDICAL,
    Purpose.PSYCHOLOGICAL,
    Purpose.IDENTIFICATION,
    "coordination",
)


def _writable(request: HttpRequest, ref: str) -> tuple[Acting, Case, frozenset[str]]:
    actor = acting(request)
    case = get_case(actor, ref)
    names = held(actor, case)
    if "edit_consent" not in names:
        if not {"view_consent", "own_consent"} & names:
            raise Http404
        raise NotOpen(
            _("You may read the consents of this case; recording one is not open to your desk.")
        )
    return actor, case, names


@require_http_methods(["GET", "HEAD", "POST"])
def consent_new(request: HttpRequest, ref: str) -> HttpResponse:
    """First the purpose, then what belongs to it; both by POST, so that no purpose stands in an address."""
    actor, case, names = _writable(request, ref)
    first = PurposeForm(request.POST if request.method == "POST" else None)
    if not first.is_valid():
        status = 422 if first.is_bound else 200
        return render(
            request, "cases/consent_purpose.html", _context(case, form=first), status=status
        )
    purpose = first.cleaned_data["purpose"]
    around = circle(actor, case, names)
    answered = (
        "given_by" in request.POST
        or "recipient_kinds" in request.POST
        or "idempotency_key" in request.POST
    )
    form = ConsentForm(
        request.POST if answered else None, case=case, around=around, purpose=purpose
    )
    then = request.POST.get("then", "")
    context = _context(case, form=form, purpose=PURPOSES[purpose], then=then)
    if not answered:
        return render(request, "cases/consent_new.html", context)
    if not form.is_valid():
        return render(request, "cases/consent_new.html", context, status=422)
    try:
        press_once(
            request, lambda: str(record_consent(actor=actor, ref=case.uuid, yes=form.yes()).uuid)
        )
    except Problem as problem:
        show_problem(form, problem)
        return render(request, "cases/consent_new.html", context, status=problem.status)
    messages.success(request, _("The consent is recorded."))
    return SeeOther(_asking(case, purpose, then) or url("section", case, "consent"))


def _asking(case: Case, purpose: str, then: str) -> str:
    """Back to asking, with its urgency, for whoever came from there."""
    found = re.fullmatch(r"ask-([a-z_]{2,20})", then)
    if not found:
        return ""
    return f"{reverse('referrals:refer', args=[case.uuid])}?purpose={purpose}&urgency={found[1]}"


def _context(case: Case, **more: Any) -> dict[str, Any]:
    return {
        "case": case,
        "case_url": url("detail", case),
        "back_url": url("section", case, "consent"),
        **more,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def consent_withdraw(request: HttpRequest, ref: str, consent: str) -> HttpResponse:
    """What happens the moment it is confirmed, then: cut."""
    actor, case, names = _writable(request, ref)
    row = consents(actor, case, names).filter(uuid=as_uuid(consent)).first()
    if row is None:
        raise Http404
    if row.withdrawn_at is not None or row.evidence_only:
        raise NotOpen(_("This consent opens nothing: there is nothing to withdraw."))
    if request.method == "POST":
        form = WithdrawForm(request.POST)
        version = form.cleaned_data["version"] if form.is_valid() else None
        try:
            withdraw_consent(actor=actor, ref=case.uuid, consent=row.uuid, version=version or 0)
        except Stale as stale:
            form = WithdrawForm(version=row.version)
            return _confirm(request, actor, case, names, row, form, stale=stale)
        messages.warning(
            request, _("The access that this consent carried has ended. Assistance is not touched.")
        )
        return SeeOther(url("section", case, "consent"))
    return _confirm(request, actor, case, names, row, WithdrawForm(version=row.version))


def _confirm(
    request: HttpRequest,
    actor: Acting,
    case: Case,
    names: frozenset[str],
    row: Consent,
    form: WithdrawForm,
    stale: Stale | None = None,
) -> HttpResponse:
    context = _context(
        case,
        form=form,
        row=row,
        purpose=PURPOSES.get(row.purpose, row.purpose),
        effects=_effects(circle(actor, case, names), case, row),
        here=url("consent_withdraw", case, str(row.uuid)),
        given=day(row.given_at),
        stale=stale,
    )
    return render(request, "cases/consent_withdraw.html", context, status=409 if stale else 200)


def _effects(around: Circle, case: Case, row: Consent) -> list[dict[str, str]]:
    """Desk by desk what ends at once, by the names the reader may hear, and what stays."""
    cuts = _cuts(around, case, row)
    stays = [
        {
            "sign": "bell",
            "text": _("They are told that what they may see has changed, without a reason."),
        },
        {
            "sign": "case",
            "text": _(
                "What they wrote stays. What they copied before cannot be called back: tell the person so."
            ),
        },
        {"sign": "shield", "text": _("Shelter, care and every other help go on unchanged.")},
    ]
    return [*cuts, *(stays if cuts[0].get("cut") else stays[1:])]


def _cuts(around: Circle, case: Case, row: Consent) -> list[dict[str, str]]:
    if "view_consent" not in around.names:
        words = sections_listed(row.sections) or _("what it opened")
        text = _("Whoever sees more by this consent loses it: %(sections)s.") % {"sections": words}
        return [{"sign": "stop", "text": text, "cut": "yes"}]
    lost = what_withdrawal_cuts(case, row)
    desks = (
        Desk.objects.filter(pk__in=lost)
        .select_related("organisation")
        .order_by("organisation__name", "pk")
    )
    found = [
        {
            "sign": "stop",
            "cut": "yes",
            "text": _(
                "%(who)s can no longer open %(sections)s of this case. "
                "A page already open there stops at the next click."
            )
            % {"who": _who(around, desk), "sections": sections_listed(lost[desk.pk])},
        }
        for desk in desks
    ]
    return found or [
        {
            "sign": "info",
            "text": _(
                "Nobody sees anything by this consent now. It will open nothing from now on."
            ),
        }
    ]


def _who(around: Circle, desk: Desk) -> str:
    if desk.pk == around.actor.desk_id:
        return _("Your own desk")
    return desk.organisation.name if around.may_name(desk.organisation) else _("A shelter")


@require_safe
def consent_print(request: HttpRequest, ref: str) -> HttpResponse:
    """One page to read together: her decision, line by line."""
    _actor, case, _names = _writable(request, ref)
    language = sheet_language(request, case.languages)
    with override(language):
        context = _context(
            case, lines=[_line(purpose) for purpose in ASKED_ON_PAPER], state=case.state,
            **sheet(language),
        )  # fmt: skip
    return render(request, "cases/consent_print.html", context)


def _line(purpose: str) -> dict[str, str]:
    """What one purpose means, in the language in force."""
    opened = [str(SAID_TO_HER[s]) for s in sections_for(purpose) if s in SAID_TO_HER]
    return {
        "purpose": str(PURPOSES[purpose]),
        "who": listed(str(KINDS[kind]) for kind in kinds_for(purpose)[:3]),
        "what": listed(opened) or _("that there is a case, and who leads it"),
    }
