"""The catalogues below locale/: brought up to date with the code, and compiled for gettext."""

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from portal.languages.extraction import ROOT, catalogue

WHOLE = ("fr",)
"""Languages of the pages: every entry has its words."""

SHEETS = ("ar", "uk")
"""Languages of the sheets that are read to a person: only what stands on those."""

PASSING = tuple(
    f'"{name}:'.encode()
    for name in (
        "Project-Id-Version", "Report-Msgid-Bugs-To", "POT-Creation-Date", "PO-Revision-Date",
        "Last-Translator", "Language-Team", "Generated-By",
    )
)  # fmt: skip
"""Headings that differ from run to run or tell nothing."""

Key = tuple[str, str | None]


def path_of(language: str, root: Path = ROOT) -> Path:
    """Where the words of a language are kept."""
    return root / "locale" / language / "LC_MESSAGES" / "django.po"


def key_of(message: Message) -> Key:
    """What tells one entry from another: its English, and the context that parts homonyms."""
    english = message.id if isinstance(message.id, str) else message.id[0]
    return english, message.context


def entries(known: Catalog) -> Iterator[Message]:
    """The entries without the heading."""
    return (message for message in known if message.id)


def load(language: str, root: Path = ROOT) -> Catalog:
    """The words of a language as they are written; an empty catalogue where there are none."""
    path = path_of(language, root)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language, charset="utf-8")


def said(message: Message) -> tuple[str, ...]:
    """The translation, one text for each plural form."""
    words = message.string or ""
    return (words,) if isinstance(words, str) else tuple(words)


def is_translated(message: Message) -> bool:
    """Every form has words, and nobody has to look at them again."""
    return not message.fuzzy and all(word.strip() for word in said(message))


def renewed(language: str, root: Path = ROOT, found: Catalog | None = None) -> Catalog:
    """The catalogue with the entries of today's code; words are kept, what is no more is gone."""
    kept = {key_of(m): m for m in entries(load(language, root))}
    fresh = Catalog(locale=language, charset="utf-8", project="Concord", fuzzy=False)
    for message in entries(found if found is not None else catalogue(root)):
        before = kept.get(key_of(message))
        if before is None and language in SHEETS:
            continue
        fresh.add(
            message.id,
            before.string if before is not None and _same_form(before, message) else None,
            locations=list(dict.fromkeys(message.locations)),
            context=message.context,
        )
    return fresh


def _same_form(before: Message, message: Message) -> bool:
    return isinstance(before.id, str) == isinstance(message.id, str)


def save(known: Catalog, language: str, root: Path = ROOT) -> None:
    """Write a catalogue: in the order of the English, without dates or line numbers, so that it merges."""
    known.header_comment = f"# Concord, the words of {language}. Written by `make messages`."
    written = io.BytesIO()
    write_po(
        written, known, width=0, sort_output=True, include_lineno=False, ignore_obsolete=True
    )  # fmt: skip
    lines = written.getvalue().splitlines(keepends=True)
    path = path_of(language, root)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(line for line in lines if not line.startswith(PASSING)))


def untranslated(language: str, root: Path = ROOT) -> list[str]:
    """What today's code says and the catalogue does not; for the sheets, what it leaves empty."""
    return [key_of(m)[0] for m in entries(renewed(language, root)) if not is_translated(m)]


def compile_all(root: Path = ROOT, *, only_stale: bool = False) -> list[str]:
    """Write the files that gettext reads beside each catalogue; the languages that were written."""
    done = []
    for language in (*WHOLE, *SHEETS):
        source = path_of(language, root)
        target = source.with_suffix(".mo")
        if not source.exists() or (only_stale and _is_fresh(target, source)):
            continue
        with target.open("wb") as file:
            write_mo(file, load(language, root))
        done.append(language)
    return done


def _is_fresh(target: Path, source: Path) -> bool:
    return target.exists() and target.stat().st_mtime > source.stat().st_mtime
