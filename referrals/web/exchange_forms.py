"""Choosing a list, answering what it leaves open, asking for an export."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from portal.core.templatetags.words import listed
from portal.organisations.fields import Choice
from portal.organisations.posting import PostedForm
from referrals.services.exchange import Answers, too_large

KEEP = (
    ("all", lazy("All rows, or none: nothing is stored while one needs correcting")),
    ("good", lazy("Only the good rows: those to correct come in later")),
)
ENCODINGS = (
    "utf-8",
    "cp1250",
    "cp1251",
    "cp1252",
    "cp1253",
    "cp1254",
    "cp1256",
    "iso8859_2",
    "utf-16",
)
DELIMITERS = (
    (",", lazy("Comma")),
    (";", lazy("Semicolon")),
    ("\t", lazy("Tab")),
    ("|", lazy("Bar")),
)


class UploadForm(PostedForm):
    """A list, told beforehand what it may be."""

    file = forms.FileField(
        label=lazy("The list"),
        help_text=lazy("A workbook (.xlsx) or CSV, at most 25 MB and 20,000 rows."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
        error_messages={
            "required": lazy("Choose the file with the list."),
            "empty": lazy("The file is empty. Choose another."),
        },
        max_length=400,
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if getattr(file, "too_large", False):
            refused = too_large()
            raise forms.ValidationError(f"{refused.detail} {refused.errors['file']}")
        return file


class AnswersForm(PostedForm):
    """The questions of a dry run, one field each, and how the list is to be read."""

    def __init__(
        self, data: Any = None, *, report: Mapping[str, Any], answers: Answers, keep: str
    ) -> None:
        super().__init__(data)
        self.answers, self.questions = answers, list(report.get("questions", []))
        for number, question in enumerate(self.questions):
            self.fields[f"q{number}"] = _field(question)
            self.initial[f"q{number}"] = _suggested(question)
        self._add_reading(report, keep)

    def _add_reading(self, report: Mapping[str, Any], keep: str) -> None:
        sheet = report.get("sheet", {})
        self.fields["keep"] = Choice(_("Which rows come in"), KEEP, radio=True, required=True)
        headings = [c["heading"] for c in report.get("columns", []) if c["heading"]]
        self.fields["key_column"] = Choice(
            _("The column that names each row"),
            [("", _("None: the whole row does")), *((h, h) for h in dict.fromkeys(headings))],
            hint=_("With one, such as a case number, a corrected row updates its case."),
        )
        if sheet.get("hidden"):
            self.fields["include_hidden"] = forms.BooleanField(
                label=_("Take the hidden rows too"), required=False
            )
        if sheet.get("encoding") or not sheet:
            codes = dict.fromkeys((sheet.get("encoding") or "", *ENCODINGS))
            self.fields["encoding"] = Choice(
                _("Character encoding"), [("", _("As found")), *((c, c) for c in codes if c)]
            )
            self.fields["delimiter"] = Choice(
                _("Between columns"), [("", _("As found")), *DELIMITERS]
            )
        self.fields["header_row"] = forms.IntegerField(
            label=_("Row that holds the headings"), required=False, min_value=1, max_value=1000,
            widget=forms.NumberInput(attrs={"class": "w-10 num"}),
            help_text=_("Leave it empty to let it be found."),
        )  # fmt: skip
        given = self.answers
        self.initial.update(
            {
            "keep": keep, "key_column": given.key_column, "include_hidden": given.include_hidden,
            "encoding": given.encoding or "",
            "delimiter": given.delimiter or "", "header_row": given.header_row,
            }
        )  # fmt: skip

    @property
    def asked(self) -> list[Any]:
        """The questions, for the template."""
        return [self[f"q{number}"] for number in range(len(self.questions))]

    @property
    def choosing(self) -> list[Any]:
        """Which rows come in, and what names a row, for the template."""
        names = ("keep", "key_column", "include_hidden")
        return [self[name] for name in names if name in self.fields]

    @property
    def rereading(self) -> list[Any]:
        """How the file is to be read instead, for the template."""
        names = ("encoding", "delimiter", "header_row")
        return [self[name] for name in names if name in self.fields]

    def to_answers(self) -> Answers:
        """What was answered before, with what is answered now."""
        typed = self.cleaned_data
        found = replace(
            self.answers, key_column=typed["key_column"],
            include_hidden=typed.get("include_hidden", self.answers.include_hidden),
            encoding=typed.get("encoding") or None, delimiter=typed.get("delimiter") or None,
            header_row=typed.get("header_row"),
        )  # fmt: skip
        for number, question in enumerate(self.questions):
            chosen = typed.get(f"q{number}", "")
            if chosen:
                found = _answered(found, question, question["choices"][int(chosen)][0])
        return found


def _field(question: Mapping[str, Any]) -> forms.ChoiceField:
    choices = [
        (str(at), _(label) if label else answer)
        for at, (answer, label) in enumerate(question["choices"])
    ]
    return Choice(
        heading_of(question), [("", _("Not answered yet")), *choices], hint=_hint(question),
        radio=len(choices) <= 5,
    )  # fmt: skip


def heading_of(question: Mapping[str, Any]) -> str:
    """A question with the column and the word it is about."""
    about = " · ".join(filter(None, (question["column"], question["value"])))
    text = _(question["text"])
    return f"{about}: {text}" if about else text


def _hint(question: Mapping[str, Any]) -> str:
    parts = []
    if question["examples"]:
        parts.append(_("For example %(words)s.") % {"words": listed(question["examples"])})
    if question["lines"]:
        lines = listed(map(str, question["lines"]))
        parts.append(_("Rows: %(lines)s; %(n)d in all.") % {"lines": lines, "n": question["count"]})
    return " ".join(parts)


def _suggested(question: Mapping[str, Any]) -> str:
    """What is proposed stands filled in where it only confirms; a choice that changes data does not."""
    if question["kind"] not in ("header_row", "sheet", "encoding"):
        return ""
    for at, (answer, _label) in enumerate(question["choices"]):
        if answer == question["suggested"]:
            return str(at)
    return ""


def _answered(answers: Answers, question: Mapping[str, Any], answer: str) -> Answers:
    kind = question["kind"]
    if kind in ("headers", "sheet", "encoding"):
        chosen: dict[str, Any] = {kind: answer}
        return replace(answers, **chosen)
    if kind == "header_row":
        return replace(answers, header_row=answers.header_row or int(answer))
    if kind == "column":
        return replace(answers, columns=answers.columns | {question["column"]: answer})
    if kind == "dates":
        tokens = [*answers.dates.get(question["field"], []), answer]
        return replace(answers, dates=answers.dates | {question["field"]: tokens})
    if kind == "code":
        return replace(
            answers, codes=[*answers.codes, [question["field"], question["value"], answer]]
        )
    return answers


class ExportForm(PostedForm):
    """What the file is to be."""

    form = Choice(
        lazy("File"),
        (("xlsx", lazy("IOM’s workbook (.xlsx)")), ("csv", "CSV")),
        radio=True,
        required=True,
    )
    headers = Choice(
        lazy("Placed by"),
        (("names", lazy("Technical names, row 1")), ("labels", lazy("Labels, row 2"))),
        radio=True, required=True,
        hint=lazy("Over five columns IOM’s two heading rows disagree. The file says which was used."),
    )  # fmt: skip
