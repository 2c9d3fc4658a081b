"""What is printed and read to a person: in her language, whatever language the pages are in."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_bidi


def sheet_language(request: HttpRequest, spoken: Iterable[str]) -> str:
    """The language asked for; else the person's, where sheets speak it; else the reader's."""
    offered = [code for code, _name in settings.SHEET_LANGUAGES]
    wanted = (request.GET.get("language", ""), *spoken, get_language() or "")
    return next((code for code in wanted if code in offered), settings.LANGUAGE_CODE)


def sheet(language: str) -> dict[str, Any]:
    """What the template of a sheet needs; called with the sheet's language in force."""
    return {
        "language": language,
        "dir": "rtl" if get_language_bidi() else "ltr",
        "languages": [
            {"code": code, "name": name, "here": code == language}
            for code, name in settings.SHEET_LANGUAGES
        ],
    }
