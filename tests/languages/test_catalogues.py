"""Every word of the pages has its French, and no translation drops what the program fills in."""

import re

import pytest

from portal.languages import catalogues

LANGUAGES = [*catalogues.WHOLE, *catalogues.SHEETS]
HOLES = re.compile(r"%\(\w+\)(?:\d+)?[sd]|%%|%[sd]|\{\w*\}")
TAGS = re.compile(r"</?[a-z][^>]*>")


def written(language):
    return list(catalogues.entries(catalogues.load(language)))


def forms(message):
    """Pairs of the English and its translation; a plural's forms against the English plural."""
    english = [message.id] if isinstance(message.id, str) else list(message.id)
    words = catalogues.said(message)
    return [(english[min(i, len(english) - 1)], word) for i, word in enumerate(words)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_filled_in_stands_in_the_translation_too(language):
    wrong = [
        (english, word)
        for message in written(language)
        for english, word in forms(message)
        if word and sorted(HOLES.findall(english)) != sorted(HOLES.findall(word))
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_tags_stand_in_the_translation_too(language):
    wrong = [
        (english, word)
        for message in written(language)
        for english, word in forms(message)
        if word and sorted(TAGS.findall(english)) != sorted(TAGS.findall(word))
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_fuzzy_or_obsolete(language):
    known = catalogues.load(language)
    assert [m.id for m in written(language) if m.fuzzy] == []
    assert list(known.obsolete) == []


def test_french_keeps_its_spaces_and_quotation_marks():
    """No line begins with a sign that belongs to the word before it."""
    loose = re.compile(r"[^\s\u00a0][:;?!»](?:\s|$)|\s[;?!»]|« ")
    wrong = [
        word
        for message in written("fr")
        for word in catalogues.said(message)
        if loose.search(word.replace("\u00a0", "\u2060\u00a0\u2060")) and not word.isascii()
    ]
    wrong = [w for w in wrong if re.search(r" [;?!»:]|« |\w[;?!](?:\s|$)", w)]
    assert wrong == []
