"""Short writing in a case: a note, rights explained, a risk assessment, the guardian."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.guardians import Guardian
from cases.models import Case
from cases.sections import ContactAndSafety, Note
from cases.selectors import get_case, held, may_read, opened, own_record
from cases.services import assess_risk, record_guardian, tell_rights, write_section
from cases.web.cards import url
from cases.web.forms_small import GuardianForm, NoteForm, RightsForm, RiskForm, note_sections
from cases.who_sees import circle
from cases.words import coded
from portal.access.matrix import Section
from portal.core.actors import Acting
from portal.core.problems import NotOpen, Problem, Stale
from portal.organisations.posting import SeeOther, acting, press_once, show_problem


def case_to_write(
    request: HttpRequest, ref: str, codename: str
) -> tuple[Acting, Case, frozenset[str]]:
    """The case where the actor's desk holds ``codename``.

    Http404 where the section is not hers to see, NotOpen where she may read it, or what her desk
    wrote, and no more: her words come back to her (L44).
    """
    actor = acting(request)
    case = get_case(actor, ref)
    names = held(actor, case)
    if codename not in names:
        if not may_read(names, Section(codename.removeprefix("edit_"))):
            raise Http404
        raise NotOpen(_("You may read this; writing it is not open to your desk."))
    return actor, case, names


def answer(
    request: HttpRequest, case: Case, form: forms.BaseForm, *, status: int = 200, **words: Any
) -> HttpResponse:
    """A short form on its page."""
    context = {"case": case, "form": form, "case_url": url("detail", case), "calm": True, **words}
    return render(request, "cases/short_form.html", context, status=status)


def _save(
    request: HttpRequest,
    case: Case,
    form: forms.BaseForm,
    act: Callable[[], Any],
    said: str,
    **words: Any,
) -> HttpResponse:
    if not form.is_valid():
        return answer(request, case, form, status=422, **words)
    try:
        act()
    except Problem as problem:
        show_problem(form, problem)
        return answer(request, case, form, status=problem.status, **words)
    messages.success(request, said)
    return SeeOther(url("detail", case))


@require_http_methods(["GET", "HEAD", "POST"])
def note_new(request: HttpRequest, ref: str) -> HttpResponse:
    """A note about one section."""
    actor, case, names = case_to_write(request, ref, "edit_notes")
    form = NoteForm(request.POST if request.method == "POST" else None, about=note_sections(names))
    words: dict[str, Any] = {
        "title": _("Add a note"),
        "verb": _("Save the note"),
        "who": circle(actor, case, names).who(Section.NOTES),
    }
    if request.method != "POST":
        return answer(request, case, form, **words)

    def act() -> None:
        typed = form.cleaned_data
        press_once(
            request,
            lambda: str(
                write_section(
                    actor=actor,
                    ref=case.uuid,
                    section=Section.NOTES,
                    document=Note(text=typed["text"]),
                    about=typed["about"],
                    new=True,
                ).uuid
            ),
        )

    return _save(request, case, form, act, _("The note is saved."), **words)


@require_http_methods(["GET", "HEAD", "POST"])
def rights(request: HttpRequest, ref: str) -> HttpResponse:
    """Rights were explained."""
    actor, case, _names = case_to_write(request, ref, "edit_contact_and_safety")
    form = RightsForm(request.POST if request.method == "POST" else None, case=case)
    words: dict[str, Any] = {
        "title": _("Rights were explained"),
        "verb": _("Record it"),
        "lead": _(
            "On the same day, in a language the person understands: what help there is, "
            "and that it does not depend on a statement."
        ),
    }
    if request.method != "POST":
        return answer(request, case, form, **words)

    def act() -> None:
        language = form.cleaned_data["language"]
        press_once(
            request, lambda: str(tell_rights(actor=actor, ref=case.uuid, language=language).uuid)
        )

    return _save(request, case, form, act, _("Recorded."), **words)


@require_http_methods(["GET", "HEAD", "POST"])
def risk(request: HttpRequest, ref: str) -> HttpResponse:
    """A risk assessment: now, and again in 30 days."""
    actor, case, names = case_to_write(request, ref, "edit_contact_and_safety")
    mine = own_record(actor, case, Section.CONTACT_AND_SAFETY)
    before = opened(actor, case, [mine])[0].document if mine else ContactAndSafety()
    shown = {
        "danger_account": getattr(before, "danger_account", ""),
        "warnings": getattr(before, "warnings", ()),
    }
    form = RiskForm(request.POST if request.method == "POST" else None, initial=shown)
    words: dict[str, Any] = {
        "title": _("Risk assessment"),
        "verb": _("Record the assessment"),
        "who": circle(actor, case, names).who(Section.CONTACT_AND_SAFETY),
        "lead": _(
            "How great is the danger today? The next look is due in 30 days, or when something changes."
        ),
    }
    if request.method != "POST":
        return answer(request, case, form, **words)

    def act() -> None:
        typed = form.cleaned_data
        press_once(
            request,
            lambda: str(
                assess_risk(
                    actor=actor,
                    ref=case.uuid,
                    danger=typed["danger"],
                    account=typed["danger_account"],
                    warnings=tuple(typed["warnings"]),
                ).uuid
            ),
        )

    return _save(request, case, form, act, _("The assessment is recorded."), **words)


@require_http_methods(["GET", "HEAD", "POST"])
def guardian(request: HttpRequest, ref: str) -> HttpResponse:
    """Who stands beside a child."""
    actor, case, names = case_to_write(request, ref, "edit_contact_and_safety")
    if not case.treated_as_child or "view_summary" not in names:
        raise Http404
    form = GuardianForm(request.POST if request.method == "POST" else None, case=case)
    words: dict[str, Any] = {
        "title": _("Guardian"),
        "verb": _("Record the guardian"),
        "lead": _(
            "A parent who is with the child and under no suspicion, else somebody appointed. "
            "With one of them the alarm is over."
        ),
    }
    if request.method != "POST":
        return answer(request, case, form, **words)
    if not form.is_valid():
        return answer(request, case, form, status=422, **words)
    typed = form.cleaned_data
    try:
        record_guardian(actor=actor, case=case, guardian=typed["guardian"], was=typed["was"])
    except Stale as stale:
        notice = _both_told(str(stale.extra["theirs"]), typed["guardian"])
        case.refresh_from_db()
        form = GuardianForm(case=case)
        form.initial["guardian"] = typed["guardian"]
        return answer(request, case, form, status=409, notice=notice, **words)
    except Problem as problem:
        show_problem(form, problem)
        return answer(request, case, form, status=problem.status, **words)
    messages.success(request, _("The guardian is recorded."))
    return SeeOther(url("detail", case))


def _both_told(theirs: str, yours: str) -> str:
    """What a colleague recorded, and what was typed here and is not saved yet."""
    return _(
        "A colleague recorded '%(theirs)s' after you opened this page. "
        "Yours, not saved yet: '%(yours)s'. Choose one and send again."
    ) % {"theirs": coded(Guardian.choices(), theirs), "yours": coded(Guardian.choices(), yours)}
