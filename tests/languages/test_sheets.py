"""What is printed and read to a person stands in her language to the last word; the page round it stays the worker's."""

import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils import translation

from cases.guardians import Guardian
from cases.vocabulary import (
    Accessibility,
    CareLevel,
    Communication,
    Danger,
    Gender,
    Interpreter,
    Need,
    Takes,
    TravelsAlone,
)
from portal.access.matrix import Kind, Purpose
from referrals.reasons import HerReason
from referrals.words import AGES, KINDS, PURPOSES
from tests.languages.misses import missing_words
from tests.support import steps
from tests.support.pages import browser

HERS = ("ar", "uk")
OPENING = {
    "ar": "القرار لك: من يعرف، وماذا يعرف",
    "uk": "Ви вирішуєте, хто що може знати",
    "fr": "C’est vous qui décidez qui peut savoir quoi",
    "en": "You decide who may know what",
}


def paper(response):
    """What is printed: markup and all."""
    return response.content.decode().split('<article class="paper"')[1].split("</article>")[0]


def words(response):
    """What is read aloud, without what stands alike in every alphabet."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", paper(response).split(">", 1)[1])).split())


@pytest.fixture
def asked(world):
    """A place is held for her, and the house says what it offers."""
    steps.add_places(world)
    case = steps.a_case(world, "ngo")
    steps.yes(world, case, "accommodation")
    sent = steps.send(
        world, case, "accommodation", ["shelter"], urgency="standard", read_back="yes"
    )
    steps.hold(world, sent)
    return sent


@pytest.mark.parametrize("language", ["en", "fr", *HERS])
def test_the_consent_form_is_in_the_language_asked_for(world, language):
    case = steps.a_case(world, "ngo")
    page = browser(world, "ngo").get(
        reverse("cases:consent_print", args=[case.uuid]), {"language": language}
    )
    turned = "rtl" if language == "ar" else "ltr"
    assert f'<article class="paper" lang="{language}" dir="{turned}"' in page.content.decode()
    assert OPENING[language] in words(page)
    assert '<html lang="en"' in page.content.decode(), "the worker's page stays hers"


@pytest.mark.parametrize("language", HERS)
def test_no_english_word_is_left_on_a_sheet(world, asked, language):
    """Only names stay: the portal’s, of State, region and agency."""
    case = asked.cases.first() if hasattr(asked, "cases") else steps.a_case(world, "ngo")
    mira = browser(world, "ngo")
    pages = [
        mira.get(reverse("cases:consent_print", args=[case.uuid]), {"language": language}),
        mira.get(reverse("referrals:sheet", args=[asked.uuid]), {"language": language}),
        mira.get(
            reverse("referrals:read_back", args=[case.uuid]),
            {"language": language, "purpose": "accommodation"},
        ),
    ]
    for page in pages:
        assert page.status_code == 200
        latin = re.findall(r"[A-Za-z][a-z]{2,}", words(page))
        assert set(latin) <= {"Concord", "Arvenia", "North", "Agency", "ngo"}, latin


@pytest.mark.parametrize("language", HERS)
def test_every_code_that_a_sheet_may_show_has_its_word(language):
    tables = (Accessibility, CareLevel, Communication, Danger, Gender, Guardian, HerReason,
              Interpreter, Need, Takes, TravelsAlone)  # fmt: skip
    with translation.override(language), missing_words(language) as missing:
        for table in tables:
            assert all(translation.gettext(one.label) for one in table if one.label)
        assert [str(AGES[a]) for a in AGES] and [str(PURPOSES[p]) for p in Purpose if p in PURPOSES]
        assert [str(KINDS[kind]) for kind in Kind if kind in KINDS]
    assert sorted(missing) == []
