"""Reports of lists in the reader's words."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from portal.core.templatetags.words import listed
from referrals.htcds.fields import BY_NAME

USES = {
    "taken": lazy("Taken"),
    "expanded": lazy("Taken, a yes-or-no column"),
    "original": lazy("Taken, the original of an export"),
    "unknown": lazy("No field of the standard: kept word for word"),
    "row_number": lazy("Row number: not needed"),
    "empty": lazy("Empty"),
    "not_taken_over": lazy("About a suspect: not taken over"),
    "near": lazy("Not sure: see the question"),
    "duplicate": lazy("There twice: see the question"),
    "conflict": lazy("Name and label differ: see the question"),
}
RESULTS = {
    "created": ("ok", lazy("Created")),
    "updated": ("ok", lazy("Updated")),
    "unchanged": ("plain", lazy("Unchanged")),
    "refused": ("danger", lazy("To correct")),
    "aside": ("plain", lazy("Left out")),
}
FIELDS = {
    "given_names": lazy("given names"), "family_name": lazy("family name"), "birth": lazy("birth"),
    "gender": lazy("gender"), "citizenships": lazy("citizenships"), "phone": lazy("telephone"),
    "document_numbers": lazy("document numbers"), "email": lazy("e-mail"), "address": lazy("address"),
    "languages": lazy("languages"), "account": lazy("account"),
}  # fmt: skip


def sentence(pair: Iterable[Any]) -> str:
    """A stored sentence, translated and filled."""
    template, params = pair
    text = _(template) % params if params else _(template)
    text = text[:1].upper() + text[1:]
    return text if text[-1:] in ".?!…" else f"{text}."


def to_correct(lines: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Lines of the report: row, column, what it says, what is wrong, what to do."""
    return [
        {
            "line": line["line"],
            "column": line["column"] or field_label(line["field"]),
            "value": line["value"],
            "wrong": sentence(line["said"]),
            "remedy": sentence(line["remedy"]),
            "kind": _kind(line),
        }
        for line in lines
    ]


def _kind(line: Mapping[str, Any]) -> str:
    if line["code"] in ("total", "hidden"):
        return "plain"
    return "warn" if line["waits"] else "danger"


def field_label(name: str) -> str:
    """A field of the standard as its label says it."""
    return _(BY_NAME[name].label) if name in BY_NAME else name


def columns(report: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The mapping: each column, what becomes of it, and examples out of the file."""
    return [
        {
            "letter": column["letter"],
            "heading": column["heading"],
            "field": " · ".join(filter(None, (field_label(column["field"]), column["code"]))),
            "use": str(USES.get(column["use"], column["use"])),
            "examples": listed(map(str, column["examples"][:3])),
        }
        for column in report.get("columns", [])
        if column["use"] != "empty" or column["heading"]
    ]


def reading(sheet: Mapping[str, Any]) -> list[dict[str, Any]]:
    """How the file was read, for confirmation."""
    if not sheet:
        return []
    facts = [{"term": _("Headings"), "value": _("Row %(n)s") % {"n": sheet["header_row"]}}]
    if sheet["sheet"]:
        facts.append({"term": _("Sheet"), "value": sheet["sheet"]})
    if sheet["encoding"]:
        between = {";": _("semicolons"), ",": _("commas"), "\t": _("tabs")}
        used = between.get(sheet["delimiter"], sheet["delimiter"])
        facts.append({"term": _("Encoding"), "value": sheet["encoding"]})
        facts.append({"term": _("Columns parted by"), "value": used})
    if sheet["hidden"]:
        rows = listed(map(str, sheet["hidden_rows"][:12]))
        facts.append({"term": _("Hidden rows"), "value": f"{sheet['hidden']} ({rows})"})
    if sheet["merged"]:
        some = listed(sheet["merged_examples"][:4])
        value = _("%(n)d, filled down: %(some)s") % {"n": sheet["merged"], "some": some}
        facts.append({"term": _("Merged areas"), "value": value})
    return facts


def kept(names: Iterable[str]) -> str:
    """Which fields stayed as somebody wrote them here."""
    found = listed(str(FIELDS.get(name, name)) for name in names)
    return _("Kept as written here: %(fields)s") % {"fields": found} if found else ""
