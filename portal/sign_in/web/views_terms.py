"""The terms of use and the code of conduct: accepted before any data, read at any time."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from portal.core.problems import Problem
from portal.sign_in.models import TermsText
from portal.sign_in.selectors import KINDS, in_force, terms_owed, texts_of
from portal.sign_in.services import accept
from portal.sign_in.web.onward import onward, wanted


@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: Any) -> HttpResponse:
    """Read, tick, go on. A version that came into force while she read is shown before she goes on."""
    owed = terms_owed(request.user.pk)
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            accept(user=request.user, versions=request.POST.getlist("accept"))
            return onward(request)
        except Problem as problem:
            errors = problem.errors
    if not owed and in_force().exists():
        return onward(request)
    shown = {
        "texts": [_shown(text, errors, request) for text in texts_of(owed)],
        "summary": [
            {"id": f"accept-{kind}", "text": text} for kind, text in errors.items()
        ],
        "next": wanted(request),
    }  # fmt: skip
    return render(request, "sign_in/terms.html", shown, status=422 if errors else 200)


@login_not_required
@require_safe
def read_terms(request: Any) -> HttpResponse:
    """What holds now, for anybody."""
    rows = sorted(in_force(), key=lambda row: KINDS.index(row.kind))
    shown = {"texts": [_shown(text, {}, request) for text in texts_of(rows)]}
    return render(request, "sign_in/read_terms.html", shown)


def _shown(text: TermsText, errors: dict[str, str], request: Any) -> dict[str, Any]:
    terms = text.terms
    return {
        "kind": terms.kind, "value": str(terms), "title": text.title, "language": text.language,
        "since": terms.in_force_from, "version": terms.version, "parts": parts(text.body),
        "error": errors.get(terms.kind, ""), "checked": str(terms) in request.POST.getlist("accept"),
    }  # fmt: skip


def parts(body: str) -> list[dict[str, Any]]:
    """Paragraphs of a text: '## ' begins a heading, '- ' the points of a list."""
    found: list[dict[str, Any]] = []
    for block in filter(None, (part.strip() for part in body.split("\n\n"))):
        lines = block.splitlines()
        if block.startswith("## "):
            found.append({"heading": block[3:]})
        elif all(line.startswith("- ") for line in lines):
            found.append({"points": [line[2:] for line in lines]})
        else:
            found.append({"text": block})
    return found
