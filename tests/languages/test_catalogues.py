"""No translation drops what the program fills in, none is half done; French keeps its typography."""

import re

import pytest

from portal.languages import catalogues
from portal.languages.extraction import catalogue

LANGUAGES = [*catalogues.WHOLE, *catalogues.SHEETS]
HOLES = re.compile(r"%\(\w+\)\d*[sd]|%%|%[sd]|\{\w*\}")
TAGS = re.compile(r"</?[a-z][^>]*>")
TIGHT = re.compile(r" [:;?!»]|« |[\w»)][;?!](?:\s|$)|\w: |\w'\w")
"""A sign that could begin a line, one without its space, an apostrophe of a typewriter."""


def written(language):
    return list(catalogues.entries(catalogues.load(language)))


def pairs(language):
    """English and translation; each further plural form against the English plural."""
    for message in written(language):
        english = [message.id] if isinstance(message.id, str) else list(message.id)
        for number, word in enumerate(catalogues.said(message)):
            yield english[min(number, len(english) - 1)], word


@pytest.mark.parametrize("signs", [HOLES, TAGS], ids=["what is filled in", "tags"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps(language, signs):
    wrong = [
        (english, word)
        for english, word in pairs(language)
        if sorted(signs.findall(english)) != sorted(signs.findall(word))
    ]
    assert wrong == []


@pytest.mark.parametrize("language", catalogues.WHOLE)
def test_every_word_of_the_code_is_translated(language):
    """Named here: run `make messages`, then write their msgstr in locale/."""
    assert catalogues.untranslated(language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_kept_that_the_code_no_longer_says(language):
    """`make messages` takes them out."""
    said = {catalogues.key_of(m) for m in catalogues.entries(catalogue())}
    assert {catalogues.key_of(m) for m in written(language)} - said == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_written_is_empty_fuzzy_or_obsolete(language):
    assert [m.id for m in written(language) if not catalogues.is_translated(m)] == []
    assert list(catalogues.load(language).obsolete) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_begins_or_ends_with_a_space_does_so_in_both(language):
    """Half sentences are put together from such."""
    edges = re.compile(r"^\s*|\s*$")
    wrong = [
        (english, word)
        for english, word in pairs(language)
        if edges.findall(english) != edges.findall(word)
    ]
    assert wrong == []


def test_french_signs_stay_with_their_words():
    assert [word for _english, word in pairs("fr") if TIGHT.search(word)] == []


def test_what_is_not_written_is_named(tmp_path):
    """`make messages` and the test of completeness say which words wait."""
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk/__init__.py").write_text("")
    (tmp_path / "desk/pages.py").write_text(
        'from django.utils.translation import gettext as _, ngettext\n'
        'A = _("A bed for %(name)s")\nB = ngettext("%(n)d bed", "%(n)d beds", 2)\n'
    )  # fmt: skip
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/page.html").write_text(
        '{% load i18n %}{% blocktranslate with n=x %}{{ n }} left{% endblocktranslate %}'
        '{% translate "Go on" as label %}{% part "crumbs" label=_("Back") %}'
    )  # fmt: skip
    waiting = ["%(n)d bed", "%(n)s left", "A bed for %(name)s", "Back", "Go on"]
    assert sorted(catalogues.untranslated("fr", tmp_path)) == waiting
    known = catalogues.renewed("fr", tmp_path)
    for message in catalogues.entries(known):
        plural = not isinstance(message.id, str)
        message.string = tuple(message.id) if plural else message.id
    catalogues.save(known, "fr", tmp_path)
    assert catalogues.untranslated("fr", tmp_path) == []
    assert catalogues.compile_all(tmp_path) == ["fr"]
    (tmp_path / "desk/pages.py").write_text("")
    catalogues.save(catalogues.renewed("fr", tmp_path), "fr", tmp_path)
    text = catalogues.path_of("fr", tmp_path).read_text()
    assert "A bed" not in text and "#~" not in text and "Date" not in text
    catalogues.save(catalogues.renewed("fr", tmp_path), "fr", tmp_path)
    assert catalogues.path_of("fr", tmp_path).read_text() == text, "the same again"
