"""Opening a section, and writing in it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.models import Case
from cases.sections import RECORDS, Document, SectionRecord
from cases.selectors import consents, get_case, held, may_read, opened, own_record, seen
from cases.services import write_section
from cases.services.sections import today_in
from cases.web.cards import ORDER, asks_to_open, cards, consent_standing, url
from cases.web.facts import field_in_words
from cases.web.forms_base import SectionForm
from cases.web.forms_identity import IdentityForm
from cases.web.forms_screening import ScreeningForm
from cases.web.forms_sections import (
    ContactForm,
    HealthForm,
    ImmigrationForm,
    NeedsForm,
    ProceedingsForm,
)
from cases.web.glass import glass_of
from cases.web.merging import merge, resolve
from cases.web.naming import Naming
from cases.who_sees import Circle, circle
from cases.words import GIVEN_BY, KINDS, PURPOSES, section_name, sections_listed
from portal.access.matrix import Section, never
from portal.audit.services import look
from portal.core.actors import Acting
from portal.core.problems import NotOpen, Problem, Stale
from portal.organisations.posting import SeeOther, acting, show_problem

FORMS: dict[Section, type[SectionForm]] = {
    Section.IDENTITY: IdentityForm,
    Section.CONTACT_AND_SAFETY: ContactForm,
    Section.SCREENING: ScreeningForm,
    Section.IMMIGRATION: ImmigrationForm,
    Section.NEEDS_AND_ASSISTANCE: NeedsForm,
    Section.HEALTH: HealthForm,
    Section.PROCEEDINGS: ProceedingsForm,
}


def _section(name: str) -> Section:
    if name not in set(ORDER):
        raise Http404
    return Section(name)


@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, ref: str, section: str) -> HttpResponse:
    """One section on a page of its own. What is shut opens by POST, and the look is recorded first."""
    actor, which = acting(request), _section(section)
    case, names = seen(actor, ref)
    if not (may_read(names, which) or f"edit_{which}" in names):
        raise Http404
    open_now = request.method == "POST"
    if open_now and may_read(names, which) and asks_to_open(actor, which):
        look(actor=actor, case_id=case.pk, sections=[which], subject=str(case.uuid), how="page")
    around = circle(actor, case, names)
    made, _said = cards(actor, case, names, around, only=which, open_now=open_now)
    context: dict[str, Any] = {
        "case": case,
        "card": made[0] if made else None,
        "title": section_name(which),
        "who": around.who(which),
        "glass": glass_of(actor, case),
    }
    if which is Section.CONSENT:
        context |= {
            "consents": _consents(actor, case, names, around),
            "may_record": "edit_consent" in names,
        }
        return render(request, "cases/consents.html", context)
    return render(request, "cases/section.html", context)


def _consents(
    actor: Acting, case: Case, names: frozenset[str], around: Circle
) -> list[dict[str, Any]]:
    rows = list(consents(actor, case, names)[:200])
    named = [pk for row in rows for pk in (*row.only_organisations, *row.never_organisations)]
    naming = Naming(around, (), named)

    def organisations(ids: list[int]) -> str:
        return _(", ").join(dict.fromkeys(filter(None, (naming("organisation", pk) for pk in ids))))

    shut = never(actor.role, actor.kind)

    return [
        {
            "consent": row,
            "purpose": PURPOSES.get(row.purpose, row.purpose),
            "status": dict(zip(("kind", "word"), consent_standing(row), strict=True)),
            "kinds": _(", ").join(str(KINDS.get(kind, kind)) for kind in row.recipient_kinds),
            "given_by": GIVEN_BY.get(row.given_by, ""),
            "sections": sections_listed(s for s in row.sections if s not in shut),
            "only": organisations(row.only_organisations),
            "never": organisations(row.never_organisations),
            "by": around.name(row.author_desk.organisation),
            "withdraw_url": url("consent_withdraw", case, str(row.uuid))
            if "edit_consent" in names and row.withdrawn_at is None and not row.evidence_only
            else "",
        }
        for row in rows
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def section_edit(request: HttpRequest, ref: str, section: str) -> HttpResponse:
    """The desk's own record of a section as a form; a shut one opens by a POST of its own."""
    actor, which = acting(request), _section(section)
    if which not in FORMS:
        raise Http404
    case = get_case(actor, ref)
    names = held(actor, case)
    if f"edit_{which}" not in names:
        if not may_read(names, which):
            raise Http404
        raise NotOpen(_("You may read this section; writing in it is not open to your desk."))
    writing = Writing(request, actor, case, which, circle(actor, case, names))
    if request.method == "POST" and "open" not in request.POST:
        return writing.save()
    return writing.show(opening=request.method == "POST")


class Writing:
    """One request to write one section."""

    def __init__(
        self, request: HttpRequest, actor: Acting, case: Case, section: Section, around: Circle
    ) -> None:
        self.request, self.actor, self.case, self.section, self.around = (
            request,
            actor,
            case,
            section,
            around,
        )

    def show(self, *, opening: bool) -> HttpResponse:
        """The form with what stands now, or the door of a shut section."""
        row = own_record(self.actor, self.case, self.section)
        if row is not None and asks_to_open(self.actor, self.section):
            if not opening:
                return self._answer(None, shut=True)
            self._look()
        stored = self._open(row)
        return self._answer(self._form(None, stored, row.version if row else None))

    def save(self) -> HttpResponse:
        """Keep what was typed; refused or overtaken, it comes back with nothing lost."""
        post = self.request.POST
        version = int(post["version"]) if post.get("version", "").isdecimal() else None
        stored = self._open(
            own_record(self.actor, self.case, self.section, version) if version else None
        )
        form = self._form(post, stored, version)
        if not form.is_valid():
            return self._answer(form, status=422)
        mine, undecided = resolve(form.to_document(), stored, post.getlist("clash"), post.dict())
        if undecided:
            form.add_error(None, _("Choose which of the two to keep."))
            self._look()  # what is stored stands beside hers, whatever led here
            return self._clash(form, mine, stored, post.getlist("clash"), status=422)
        try:
            self._write(mine, version)
        except Stale:
            return self._overtaken(stored, mine)
        except Problem as problem:
            show_problem(form, problem)
            return self._answer(form, status=problem.status)
        return self._done()

    def _overtaken(self, stored: Document, mine: Document) -> HttpResponse:
        """A colleague saved first: what does not clash goes in, what clashes is asked."""
        self._look()
        row = own_record(self.actor, self.case, self.section)
        theirs = self._open(row)
        merged = merge(stored, mine, theirs)
        version = row.version if row else None
        if not merged.clashes:
            self._write(merged.document, version)
            return self._done()
        form = self._form(None, theirs, version, initial=merged.document)
        return self._clash(form, merged.document, theirs, list(merged.clashes), status=409)

    def _write(self, document: Document, version: int | None) -> None:
        write_section(
            actor=self.actor,
            ref=self.case.uuid,
            section=self.section,
            document=document,
            version=version,
        )

    def _done(self) -> HttpResponse:
        messages.success(
            self.request, _("%(section)s is saved.") % {"section": section_name(self.section)}
        )
        return SeeOther(url("detail", self.case) + f"#section-{self.section}")

    def _look(self) -> None:
        if asks_to_open(self.actor, self.section):
            look(
                actor=self.actor,
                case_id=self.case.pk,
                sections=[self.section],
                subject=str(self.case.uuid),
                how="edit",
            )

    def _open(self, row: SectionRecord | None) -> Document:
        if row is None:
            return RECORDS[self.section].document()
        return opened(self.actor, self.case, [row])[0].document

    def _form(
        self, data: Any, stored: Document, version: int | None, initial: Document | None = None
    ) -> SectionForm:
        return FORMS[self.section](
            data,
            case=self.case,
            around=self.around,
            stored=stored,
            version=version,
            initial=initial,
        )

    def _clash(
        self, form: SectionForm, mine: Document, theirs: Document, names: list[str], *, status: int
    ) -> HttpResponse:
        row = own_record(self.actor, self.case, self.section)
        naming, today = Naming(self.around, [mine, theirs]), today_in(self.case)
        clashes = []
        for name in names:
            heading, said = field_in_words(theirs, name, naming, today)
            clashes.append(
                {
                    "name": name,
                    "label": heading,
                    "theirs": said,
                    "yours": field_in_words(mine, name, naming, today)[1],
                }
            )
        conflict = {
            "by": row.author_user.name if row and row.author_user else _("A colleague"),
            "organisation": row.author_desk.organisation.name if row else "",
            "at": row.written_at if row else None,
            "form": "f",
            "clashes": clashes,
        }
        return self._answer(form, conflict=conflict, status=status)

    def _answer(self, form: SectionForm | None, *, status: int = 200, **more: Any) -> HttpResponse:
        context = {
            "case": self.case,
            "form": form,
            "title": section_name(self.section),
            "who": self.around.who(self.section),
            "case_url": url("detail", self.case),
            "here": url("section_edit", self.case, self.section),
            **more,
        }
        return render(self.request, "cases/section_edit.html", context, status=status)
