"""Who belongs together: each person with a case of their own, linked."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases import births
from cases.age import Birth
from cases.guardians import Guardian
from cases.models import Case
from cases.sections import ContactAndSafety, Document, Identity
from cases.selectors import family_of, linkable
from cases.services import link_family, open_case
from cases.services.opening import may_open
from cases.services.sections import today_in
from cases.vocabulary import TravelsAlone
from cases.web.cards import url
from cases.web.forms_small import ChildForm, LinkForm
from cases.web.views_writing import case_to_write
from portal.access.matrix import Section
from portal.core.actors import Acting
from portal.core.problems import NotOpen, Problem
from portal.organisations.posting import SeeOther, press_once, show_problem


@require_http_methods(["GET", "HEAD", "POST"])
def family(request: HttpRequest, ref: str) -> HttpResponse:
    """Open a case for somebody who belongs to this person, or link cases that are there."""
    actor, case, _names = case_to_write(request, ref, "edit_contact_and_safety")
    if not may_open(actor):
        raise NotOpen(_("Your desk does not open cases here."))
    offered = linkable(actor, case)
    child: Any = ChildForm()
    link: Any = LinkForm(offered=offered)
    status = 200
    if request.method == "POST":
        linking = request.POST.get("act") == "link"
        form = LinkForm(request.POST, offered=offered) if linking else ChildForm(request.POST)
        try:
            if form.is_valid():
                return (
                    _link(request, actor, case, form, offered)
                    if linking
                    else _open(request, actor, case, form)
                )
            status = 422
        except Problem as problem:
            show_problem(form, problem)
            status = problem.status
        child, link = (child, form) if linking else (form, link)
    context = {
        "case": case,
        "case_url": url("detail", case),
        "child": child,
        "link": link,
        "family": family_of(actor, case),
        "form": link if link.is_bound else child,
        "linkable": bool(offered),
    }
    return render(request, "cases/family.html", context, status=status)


def _link(
    request: HttpRequest, actor: Acting, case: Case, form: Any, offered: list[Case]
) -> HttpResponse:
    chosen = [other for other in offered if str(other.uuid) in form.cleaned_data["children"]]

    def act() -> str:
        link_family(actor=actor, parent=case, children=chosen)
        return str(case.uuid)

    press_once(request, act)
    messages.success(request, _("The cases are linked."))
    return SeeOther(url("family", case))


def _open(request: HttpRequest, actor: Acting, case: Case, form: Any) -> HttpResponse:
    typed = form.cleaned_data

    @transaction.atomic
    def act() -> str:
        beside = typed["with_parent"] and typed["age"] != "adult" and not case.treated_as_child
        opened = open_case(
            actor=actor,
            sections=_sections(case, typed, beside=beside),
            guardian=Guardian.PARENT.value if beside else Guardian.NOT_KNOWN.value,
        )
        link_family(actor=actor, parent=case, children=[opened])
        return str(opened.uuid)

    press_once(request, act)
    messages.success(request, _("The case is open and linked."))
    return SeeOther(url("family", case))


def _sections(case: Case, typed: dict[str, Any], *, beside: bool) -> dict[Section, Document]:
    """Only what is told; the languages are those of the family."""
    today = today_in(case)
    if typed["age_years"] is not None:
        birth = Birth.about(typed["age_years"], today)
    else:
        birth = {"child": Birth.child_seen, "adult": Birth.adult_seen}.get(
            typed["age"], lambda _day: Birth.unknown()
        )(today)
    alone = TravelsAlone.WITH_PARENT.value if beside else ""
    return {
        Section.IDENTITY: Identity(
            given_names=typed["given_names"], gender=typed["gender"], birth=births.to_dict(birth)
        ),
        Section.CONTACT_AND_SAFETY: ContactAndSafety(
            languages=tuple(case.languages), travels_alone=alone
        ),
    }
