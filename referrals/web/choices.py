"""Her choice and what is read to her: the sheet of places held, the words before a referral goes."""

from collections.abc import Collection
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET

from cases.models import Case
from cases.selectors import get_case
from cases.vocabulary import Accessibility, Takes
from portal.access.preview import PreviewField, fields_for
from portal.core.clock import now
from portal.core.templatetags.concord import state_time
from portal.core.templatetags.words import listed
from portal.organisations.actors import Actor
from portal.organisations.languages import language_name
from portal.organisations.models import Desk, State
from portal.organisations.posting import acting
from portal.organisations.sheets import sheet as paper
from portal.organisations.sheets import sheet_language
from referrals import selectors
from referrals.models import Offer, Referral
from referrals.preview_facts import READ, Fact, Shown
from referrals.reasons import HerReason, NotReadBack, ReadBack
from referrals.services.asking import purposes_open
from referrals.words import PURPOSES, label, labels, said

NOT_READ = frozenset({PreviewField.REFERENCE, PreviewField.PURPOSE_URGENCY_DUE})


def name_of(actor: Actor, offer: Offer, sees: bool) -> str:
    """How the asking side speaks of an offer: by name where it may, else by number."""
    if selectors.names_shelter(actor, offer, sees):
        return str(offer.desk.organisation.name)
    return _("Capacity %(n)s") % {"n": offer.number}


def held_choices(actor: Actor, found: Referral, *, nameless: bool = False) -> list[tuple[str, str]]:
    """(number, words) of the places that are held now, for a form."""
    sees = not nameless and selectors.sees_placement(actor, selectors.cases_of(found))
    return [
        (
            str(offer.number),
            format_html(
                _("{number}: {name}, held until {until}"), number=offer.number,
                name=name_of(actor, offer, sees), until=state_time(offer.held_until, "near"),
            ),
        )
        for offer in selectors.held_offers(found).select_related("referral")
        if offer.held_until is not None
    ]  # fmt: skip


def sheet_url(found: Referral, open_names: Collection[str]) -> str:
    """Where the sheet is, while there is something to choose."""
    chooses = "her_yes" in open_names
    return reverse("referrals:sheet", args=[found.uuid]) if chooses else ""


def read_back_words(found: Referral) -> str:
    """Whether it was read back to her, and why not."""
    if not found.read_back:
        return ""
    words = label(ReadBack, found.read_back)
    why = label(NotReadBack, found.read_back_why)
    return f"{words}: {why}." if why else f"{words}."


def spoken_by(persons: Collection[Case]) -> list[str]:
    """Their languages, those understood best first."""
    return [code for case in persons for code in case.languages]


@require_GET
def sheet(request: HttpRequest, ref: str) -> HttpResponse:
    """The places that are held, by number: to read with the person, without any name or address.

    Paper gets found: whoever prints it, a house has no name on it.
    """
    actor = acting(request)
    try:
        found, back = selectors.get_referral(actor, ref), ("referral", "referral_move")
    except Http404:
        found, back = selectors.get_onward(actor, ref), ("onward", "onward_move")
    if "her_yes" not in {m.name for m in selectors.open_moves(actor, found)}:
        raise Http404
    offers = selectors.held_offers(found).select_related("desk__profile")
    language = sheet_language(request, spoken_by(selectors.cases_of(found)))
    with override(language):
        places = [_place(o) for o in offers.prefetch_related("desk__profile__regions")]
        context = {
            "referral": found,
            "purpose": said(PURPOSES, found.purpose),
            "places": places,
            "reasons": [_(r.label) for r in HerReason],
            "state": State.objects.get(pk=found.jurisdiction_id),
            **paper(language),
        }
    context |= {
        "back_url": reverse(f"referrals:{back[0]}", args=[found.uuid]),
        "yes_url": reverse(f"referrals:{back[1]}", args=[found.uuid, "her_yes"]),
    }
    return render(request, "referrals/sheet.html", context)


def _place(offer: Offer) -> dict[str, Any]:
    profile = getattr(offer.desk, "profile", None)
    facts: list[dict[str, Any]] = []
    if profile is not None:
        regions = listed(r.name for r in profile.regions.all()) or _("The whole country")
        spoken = listed(language_name(code) for code in profile.languages[:12])
        rooms = listed(labels(Accessibility, profile.accessibility))
        facts = [
            {"term": _("Where"), "value": regions},
            {"term": _("Who lives there"), "value": listed(labels(Takes, profile.takes))},
            {"term": _("Languages spoken"), "value": spoken},
            {"term": _("The house"), "value": rooms},
            {
                "term": _("Somebody is there at night"),
                "value": _("Yes") if profile.at_night else "",
            },
        ]
    until = state_time(offer.held_until, "moment") if offer.held_until else ""
    return {
        "number": offer.number,
        "until": until,
        "facts": [f for f in facts if f["value"]],
    }


@require_GET
def read_back(request: HttpRequest, ref: str) -> HttpResponse:
    """What would be sent, in her language: read aloud before it goes."""
    actor = acting(request)
    case = get_case(actor, ref)
    purposes = purposes_open(actor, case)
    purpose = request.GET.get("purpose", "")
    if not purposes or purpose not in purposes:
        raise Http404
    language = sheet_language(request, case.languages)
    with override(language):
        context = {
            "case": case,
            "purpose": said(PURPOSES, purpose),
            "extra": f"purpose={purpose}&",
            "facts": told_facts(actor, case, purpose),
            "state": case.state,
            **paper(language),
        }
    context["back_url"] = reverse("referrals:refer", args=[case.uuid]) + f"?purpose={purpose}"
    return render(request, "referrals/read_back.html", context)


def told_facts(actor: Actor, case: Case, purpose: str) -> list[Fact]:
    """The rows of the preview as they stand for this person now; nothing is sent or written."""
    desk = Desk.objects.select_related("organisation").get(pk=actor.desk_id or 0)
    referral = Referral(purpose=purpose, sender_desk=desk, jurisdiction_id=case.state_id)
    shown = Shown(
        offer=Offer(referral=referral, desk=desk, answer_by=now()),
        persons=(case,),
        fields=frozenset(fields_for(purpose)),
    )
    facts = (READ[f](shown) for f in fields_for(purpose) if f not in NOT_READ)
    return [fact for fact in facts if fact is not None]
