"""Days, numbers and lists as the reader's language writes them."""

import ast
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import translation

from portal.core.templatetags import words
from portal.deadlines import labels
from portal.languages.extraction import sources
from portal.organisations.languages import language_choices, language_name

ROOT = Path(__file__).parents[2]
EVENING = datetime(2026, 11, 24, 21, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "full", "moment"),
    [
        ("en", "Tue 24 Nov 2026, 21:40", "Tue 24 Nov, 21:40"),
        ("fr", "mar 24 nov 2026, 21:40", "mar 24 nov, 21:40"),
        ("uk", "Вт 24 лис 2026, 21:40", "Вт 24 лис, 21:40"),
    ],
)
def test_a_day_has_the_readers_names(language, full, moment):
    with translation.override(language):
        assert words.shown(EVENING, "full").casefold().replace(".", "") == full.casefold()
        assert words.shown(EVENING, "moment").casefold().replace(".", "") == moment.casefold()


def test_what_is_left_is_said_in_french():
    due = EVENING + timedelta(days=3)
    with translation.override("fr"):
        assert words.time_left(due, EVENING, dated=False) == "Encore 3 jours"
        assert words.time_left(EVENING + timedelta(days=1), EVENING, dated=False) == "Encore 1 jour"
        assert words.time_left(EVENING, EVENING + timedelta(hours=2)) == "En retard de 2\u00a0h"
        assert labels.left(timedelta(hours=-2)) == "2 heures de retard"
        assert words.shown(EVENING, "near", today=date(2026, 11, 24)) == "Aujourd’hui, 21:40"


@pytest.mark.parametrize(
    ("language", "listed"),
    [("en", "a, b, c"), ("fr", "a, b, c"), ("ar", "a، b، c"), ("uk", "a, b, c")],
)
def test_a_list_has_the_readers_comma(language, listed):
    with translation.override(language):
        assert words.listed(["a", "b", "c"]) == listed


def test_languages_are_named_and_sorted_in_the_readers_language():
    with translation.override("fr"):
        assert language_name("ti") == "tigrigna"
        names = [name for _code, name in language_choices()]
    assert names[0] == "albanais" and "ukrainien" in names


def calls(tree, name):
    """Calls of a method or function of this name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            found = node.func
            if name in (getattr(found, "attr", ""), getattr(found, "id", "")):
                yield node


def pages():
    """Modules that write what a person reads."""
    for path in sources():
        if path.suffix == ".py" and "web" in path.parts:
            yield path, ast.parse(path.read_text())


def test_no_page_joins_a_list_by_an_english_comma_or_and():
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, tree in pages()
        for node in calls(tree, "join")
        if isinstance(node.func.value, ast.Constant)
        and re.fullmatch(r", |,| and | or |; ", str(node.func.value.value))
    ]
    assert wrong == [], "portal.core.templatetags.words.listed"


def test_no_page_writes_a_day_by_hand():
    """`date_format` with a translated pattern, not strftime; a machine's form (2026-11-24) is one."""
    machine = re.compile(r"%Y-%m-%d.*|%d %m %Y|%H:%M")
    wrong = []
    for path, tree in pages():
        for node in calls(tree, "strftime"):
            if not machine.fullmatch(str(getattr(node.args[0], "value", ""))):
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    for path in (ROOT / "templates").rglob("*.html"):
        wrong += re.findall(r"\|date:['\"](?!c['\"]|Y-m-d)[^'\"]+['\"]", path.read_text())
    assert wrong == []


def test_numbers_in_sentences_follow_the_language():
    with translation.override("fr"):
        assert words.number(3) == "3"
    with translation.override("en"):
        assert words.number(3) == "three"
