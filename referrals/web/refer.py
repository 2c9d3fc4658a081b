"""Routing: what is asked, whom one can ask and why, and sending it to one or several."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from cases.models import Case
from cases.selectors import get_case
from portal.core.clock import now
from portal.core.problems import NotOpen, Problem
from portal.organisations.actors import Actor
from portal.organisations.models import Region
from portal.organisations.posting import SeeOther, acting, press_once, show_problem
from referrals import services
from referrals.intake import Ask
from referrals.services.asking import Routes, family_of, purposes_open, routes
from referrals.services.choosing import write_down
from referrals.services.sending import mode_of
from referrals.states import Mode, Urgency
from referrals.web.refer_forms import AskForm, OfferForm, tells_conflict
from referrals.web.route_rows import context_of, keeps_lead
from referrals.words import PURPOSES, label, said


@require_http_methods(["GET", "POST"])
def refer(request: HttpRequest, ref: str) -> HttpResponse:
    """Ask for one person, and for whoever goes along. Looking writes nothing; sending sends once."""
    actor = acting(request)
    case = get_case(actor, ref)
    purposes = purposes_open(actor, case)
    if not purposes:
        raise NotOpen(_("The lead of this case sends referrals. Propose it to the lead."))
    desk = Page(request, actor, case, family_of(actor, case), [p.value for p in purposes])
    return desk.looked() if request.method == "GET" else desk.posted()


class Page:
    """One request to the routing page."""

    def __init__(
        self,
        request: HttpRequest,
        actor: Actor,
        case: Case,
        family: list[Case],
        purposes: list[str],
    ) -> None:
        self.request, self.actor, self.case, self.family, self.purposes = (
            request,
            actor,
            case,
            family,
            purposes,
        )
        self.regions = list(
            Region.objects.filter(state_id=case.state_id).values_list("code", "name")
        )

    def ask_form(self, data: Any = None, **initial: Any) -> AskForm:
        return AskForm(
            data, purposes=self.purposes, regions=self.regions, family=self.family, initial=initial
        )

    def looked(self) -> HttpResponse:
        """The form; with a purpose in the address the candidates at once."""
        asked_for = self.request.GET.get("purpose", "")
        purpose = asked_for if asked_for in self.purposes else ""
        said_urgency = self.request.GET.get("urgency", "")
        urgency = said_urgency if said_urgency in set(Urgency) else Urgency.STANDARD.value
        form = self.ask_form(
            purpose=purpose,
            urgency=urgency,
            persons=[str(c.uuid) for c in self.family],
            keep_together=True,
        )
        if not purpose:
            return self.page(form, None, None, None)
        ask = Ask(purpose=purpose, urgency=urgency)
        return self.candidates(form, ask, [self.case, *self.family])

    def posted(self) -> HttpResponse:
        """'Show whom I can ask', or 'offer'."""
        form = self.ask_form(self.request.POST)
        if not form.is_valid():
            return self.page(form, None, None, None, status=422)
        chosen = set(form.cleaned_data.get("persons", []))
        cases = [self.case, *(c for c in self.family if str(c.uuid) in chosen)]
        sending = self.request.POST.get("step") == "send"
        offer = OfferForm(
            self.request.POST,
            tokens=self.request.POST.getlist("receivers")[:20],
            asks_read_back=sending,
        )
        ask = form.ask(offer if sending else None)
        if sending and not offer.is_valid():
            found = routes(self.actor, cases, ask)
            return self.page(form, offer, ask, found, cases=cases, status=422)
        errors = ask.errors(now(), regions=dict.fromkeys(code for code, _name in self.regions))  # type: ignore[arg-type]
        for name in ("purpose", "urgency", "region", "from_when", "conflict_kinds"):
            if name in errors:
                form.add_error(name, _(errors[name]))
        if form.errors:
            return self.page(form, None, None, None, status=422)
        if sending:
            return self.send(form, offer, ask, cases)
        return self.candidates(form, ask, cases, searched=True)

    def candidates(
        self, form: AskForm, ask: Ask, cases: Sequence[Case], *, searched: bool = False
    ) -> HttpResponse:
        """Whom one can ask; where somebody sent the search and nobody fits, it is written down."""
        found = routes(self.actor, cases, ask)
        if searched:
            write_down(self.actor, found, ask)
        return self.page(form, OfferForm(tokens=()), ask, found, cases=cases)

    def send(
        self, form: AskForm, offer: OfferForm, ask: Ask, cases: Sequence[Case]
    ) -> HttpResponse:
        receivers = self.request.POST.getlist("receivers")
        offer.is_valid()
        try:
            answer = press_once(
                self.request,
                lambda: str(
                    services.send_referral(
                        actor=self.actor,
                        cases=[c.uuid for c in cases],
                        ask=ask,
                        receivers=receivers,
                        against_wishes=offer.cleaned_data.get("against_wishes", ""),
                    ).uuid
                ),
            )
        except Problem as problem:
            show_problem(offer, problem)
            found = routes(self.actor, cases, ask)
            return self.page(form, offer, ask, found, cases=cases, status=problem.status)
        n = len(receivers)
        messages.success(
            self.request,
            ngettext("Sent to %(n)d receiver.", "Sent to %(n)d receivers.", n) % {"n": n},
        )
        return SeeOther(reverse("referrals:referral", args=[answer.reference]))

    def page(
        self,
        form: AskForm,
        offer: OfferForm | None,
        ask: Ask | None,
        found: Routes | None,
        *,
        cases: Sequence[Case] = (),
        status: int = 200,
    ) -> HttpResponse:
        """The page: what is asked, and when that is known whom one can ask."""
        context: dict[str, Any] = {
            "case": self.case,
            "ask_form": form,
            "offer_form": offer,
            "form": offer if offer and offer.errors else form,
            "url": reverse("referrals:refer", args=[self.case.uuid]),
            "ask": ask,
            "conflict": tells_conflict(ask.purpose) if ask else True,
        }
        if ask is not None and found is not None:
            chosen = self.request.POST.getlist("receivers")
            context |= context_of(ask, found, cases, chosen) | {
                "purpose": said(PURPOSES, ask.purpose),
                "urgency": label(Urgency, ask.urgency),
                "carried": list(carried(form)),
                "keeps_lead": keeps_lead(self.actor, [self.case], ask.purpose),
                "ask_url": reverse("referrals:ask_before", args=[self.case.uuid])
                + f"?purpose={ask.purpose}",
                "chooses": mode_of(ask) == Mode.SHE_CHOOSES,
                "read_back_url": reverse("referrals:read_back", args=[self.case.uuid])
                + f"?purpose={ask.purpose}",
            }
        return render(self.request, "referrals/refer.html", context, status=status)


def carried(form: AskForm) -> Any:
    """The first form's answers, as hidden fields of the second."""
    for field in form:
        value = field.value()
        values = value if isinstance(value, (list, tuple)) else [value]
        for one in values:
            if one not in (None, "", False):
                shown = field.field.widget.format_value(one) if field.name == "from_when" else one
                yield {"name": field.html_name, "value": "on" if one is True else shown}
