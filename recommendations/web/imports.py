"""Pages of bringing a list of recommendations in: choose, read the report, answer, take."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from portal.core.problems import Invalid, Problem
from portal.organisations.posting import PostedForm, SeeOther, acting, press_once, show_problem
from recommendations.models import SourceUpload
from recommendations.rules.access import Act
from recommendations.rules.lists.columns import FIELDS
from recommendations.selectors.reach import ask_anywhere
from recommendations.services import uploads
from recommendations.services.importing import SourceSpec
from recommendations.services.listing import LIMITS, Options
from recommendations.web.shell import show
from recommendations.words import choices

FIELD_WORDS = {
    "reference": lazy("Reference"), "section": lazy("Section"), "title": lazy("Title"), "text": lazy("Text"),
    "addressees": lazy("Addressees"), "made_by": lazy("Made by"), "state": lazy("State"),
    "approach": lazy("Approach"), "activities": lazy("Activities"), "response": lazy("The State’s answer"),
    "verb": lazy("Verb"), "targets": lazy("SDG targets"), "links": lazy("Links"), "themes": lazy("Themes"),
    "cycle": lazy("Session"),
}  # fmt: skip


class SourceForm(PostedForm):
    """The list, and the document it comes from."""

    file = forms.FileField(
        label=lazy("The list"),
        help_text=lazy(
            "CSV, or OHCHR’s thematic list as text; at most 10 MB. It is only read at first."
        ),
    )
    code = forms.CharField(
        label=lazy("Short name"),
        max_length=40,
        help_text=lazy(
            "Small letters, digits and dashes, such as greta-xa-3. It stays in every address."
        ),
    )
    kind = forms.ChoiceField(label=lazy("Kind"))
    title = forms.CharField(label=lazy("Title of the document"), required=False, max_length=300)
    publisher = forms.CharField(label=lazy("Publisher"), required=False, max_length=200)
    year = forms.IntegerField(label=lazy("Year"), required=False, min_value=1900, max_value=2200)
    citation = forms.CharField(label=lazy("How it is cited"), required=False, max_length=1_000)
    licence = forms.CharField(label=lazy("Terms of use"), required=False, max_length=500)
    address = forms.CharField(label=lazy("Address of the document"), required=False, max_length=500)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [pair for pair in choices("source") if pair[0] != "paper"]

    def spec(self) -> SourceSpec:
        """The document."""
        names = ("code", "kind", "title", "publisher", "year", "citation", "licence", "address")
        return SourceSpec(**{name: self.cleaned_data[name] for name in names})


@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """Choose a list. It is read at once; nothing is written."""
    actor = acting(request)
    ask_anywhere(Act.IMPORT_SOURCE, actor)
    if request.method == "GET":
        return _choose(request, SourceForm())
    form = SourceForm(request.POST, request.FILES)
    if not form.is_valid():
        return _choose(request, form, 422)
    file = form.cleaned_data["file"]
    if file.size > LIMITS.file_bytes or file.size > settings.UPLOAD_LARGEST:
        form.add_error("file", _("At most 10 MB. Part the list into several files."))
        return _choose(request, form, 422)
    content = file.read()
    try:
        made = press_once(
            request,
            lambda: str(
                uploads.receive(
                    actor=actor,
                    content=content,
                    filename=file.name,
                    spec=form.spec(),
                    options=Options(),
                ).uuid
            ),
        )
    except Problem as problem:
        show_problem(form, problem)
        return _choose(request, form, problem.status)
    return SeeOther(reverse("recommendations:upload", args=[made.reference]))


def _choose(request: HttpRequest, form: SourceForm, status: int = 200) -> HttpResponse:
    rows = SourceUpload.objects.filter(desk_id=acting(request).desk_id or 0).order_by("-created_at")
    listed = rows.defer("content")[:10]
    return show(
        request,
        "imports",
        {"form": form, "uploads": listed, "fields": FIELD_WORDS.items()},
        status=status,
    )


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, ref: str) -> HttpResponse:
    """The report, row by row; other answers; taking all rows or the good ones."""
    actor = acting(request)
    ask_anywhere(Act.IMPORT_SOURCE, actor)
    row = uploads.get_upload(actor, ref)
    if request.method == "GET":
        return _report(request, row)
    here = reverse("recommendations:upload", args=[row.uuid])
    try:
        if request.POST.get("do") == "take":
            outcome = uploads.take_upload(
                actor=actor, ref=ref, only_good=request.POST.get("keep") == "good"
            )
            n = outcome.created + outcome.updated
            messages.success(
                request,
                ngettext("%(n)d recommendation written.", "%(n)d recommendations written.", n)
                % {"n": n},
            )
        else:
            uploads.answer(actor=actor, ref=ref, options=_answers(request, row))
    except Problem as problem:
        return _report(request, row, problem)
    return SeeOther(here)


def _answers(request: HttpRequest, row: SourceUpload) -> Options:
    """Which heading is which field, which rows are meant, in which encoding."""
    columns = {}
    for at, heading in enumerate(row.report.get("headings", [])):
        chosen = request.POST.get(f"column-{at}")
        if chosen is not None:
            columns[heading] = chosen
    heading, word = request.POST.get("only-heading", ""), request.POST.get("only-word", "").strip()
    if bool(heading) != bool(word):
        raise Invalid(field="only", remedy=_("Choose a column and say which word its rows hold."))
    return Options(
        columns=columns, only={heading: word} if word else {},
        encoding=request.POST.get("encoding", "")[:40], delimiter=request.POST.get("delimiter", "")[:1],
    )  # fmt: skip


def _sentence(pair: list[Any]) -> str:
    template, params = pair
    return _(template) % params if params else _(template)


def _report(
    request: HttpRequest, row: SourceUpload, problem: Problem | None = None
) -> HttpResponse:
    report, given = row.report, row.options
    columns = {int(at): name for at, name in report["columns"].items()}
    only = next(iter(given.get("only", {}).items()), ("", ""))
    wrong = [
        {"line": one["line"], "field": FIELD_WORDS.get(one["field"], one["field"]), "value": one["value"],
         "what": _sentence(one["what"]), "remedy": _sentence(one["remedy"])}
        for one in report["wrong"][:200]
    ]  # fmt: skip
    errors = [{"id": "", "text": text} for text in (problem.errors.values() if problem else ())]
    context = {
        "row": row,
        "report": report,
        "wrong": wrong,
        "more": max(0, len(report["wrong"]) - 200),
        "errors": errors,
        "headings": [
            {"at": at, "heading": heading, "field": columns.get(at, "")}
            for at, heading in enumerate(report["headings"])
            if columns
        ],
        "fields": [(name, FIELD_WORDS[name]) for name in FIELDS],
        "only": {"heading": only[0], "word": only[1]},
        "strip": _strip(row),
        "may_all": not report["refused"],
        "source_url": f"{reverse('recommendations:register')}?source={row.source['code']}",
    }
    return show(request, "upload", context, status=problem.status if problem else 200)


def _strip(row: SourceUpload) -> list[dict[str, Any]]:
    report = row.report
    taken = row.taken_at is not None
    return [
        {"term": _("Read"), "value": report["read"], "detail": _("rows")},
        {"term": _("Created") if taken else _("New"), "value": report["created"]},
        {"term": _("Updated") if taken else _("Changed"), "value": report["updated"]},
        {"term": _("Unchanged"), "value": report["unchanged"], "detail": _("known already")},
        {"term": _("To mend"), "value": report["refused"], "kind": "danger" if report["refused"] else ""},
    ]  # fmt: skip
