"""No style, script or handler inside a page: the content security policy would refuse it."""

import re

import pytest

from tests.architecture.code import ROOT, name_of

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
INLINE = re.compile(r"\sstyle\s*=|<style\b|\son[a-z]+\s*=\s*[\"']|javascript:|\|safe\b|\{% autoescape off", re.I)  # fmt: skip
SCRIPT = re.compile(r"<script\b([^>]*)>", re.I | re.S)


def test_no_template_has_anything_inline():
    assert len(TEMPLATES) > 100
    for file in TEMPLATES:
        text = file.read_text(encoding="utf-8")
        assert not INLINE.search(text), (file, INLINE.search(text))
        for attributes in SCRIPT.findall(text):
            assert "src=" in attributes or "application/json" in attributes, file


def test_every_template_says_in_its_first_line_what_it_is():
    """A comment, or the layout that it fills."""
    first = {name_of(f): f.read_text(encoding="utf-8").split("\n")[0] for f in TEMPLATES}
    known = ("{#", "{% extends", "{% comment")
    assert {n: line for n, line in first.items() if not line.startswith(known)} == {}


@pytest.mark.parametrize("kind", ["css", "js"])
def test_style_and_script_say_in_their_first_line_what_they_are(kind):
    found = {name_of(f): f.read_text(encoding="utf-8")[:2] for f in (ROOT / "static").rglob(f"*.{kind}")}  # fmt: skip
    assert {n: start for n, start in found.items() if start not in ("/*", "//")} == {}


def test_no_python_marks_text_as_safe():
    for file in (ROOT / "portal").rglob("*.py"):
        assert "mark_safe(" not in file.read_text(encoding="utf-8"), file
