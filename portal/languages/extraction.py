"""What a page or a letter says, read out of Python and of Django's templates."""

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
NO_APPS = frozenset({"tests", "var", "node_modules", "staticfiles"})
PLAIN = ("gettext", "gettext_lazy", "gettext_noop", "_", "lazy", "t")
KEYWORDS = {
    **dict.fromkeys(PLAIN),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
"""The names under which this code calls gettext; `t` and `lazy` are short ones of ours."""


def sources(root: Path = ROOT) -> Iterator[Path]:
    """Every module of every app, and every template, in a fixed order."""
    apps = sorted(p.parent for p in root.glob("*/__init__.py") if p.parent.name not in NO_APPS)
    for app in apps:
        yield from (p for p in sorted(app.rglob("*.py")) if "migrations" not in p.parts)
    for ending in ("html", "txt"):
        yield from sorted((root / "templates").rglob(f"*.{ending}"))


def read(path: Path) -> str:
    """The source as Python; of a template only what it marks for translation."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text
    return "\n".join(line.strip() for line in templatize(text, origin=str(path)).split("\n"))


def catalogue(root: Path = ROOT) -> Catalog:
    """All that is said anywhere, in English, with the files that say it."""
    found = Catalog(charset="utf-8")
    for path in sources(root):
        where = str(path.relative_to(root))
        code = io.BytesIO(read(path).encode())
        for _line, message, _comments, context in extract("python", code, keywords=KEYWORDS):
            if message:
                found.add(message, locations=[(where, 0)], context=context)
    return found
