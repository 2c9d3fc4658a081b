"""French pages: no word stands in one that nobody marked, none is asked for that the catalogue lacks."""

import json
import re
from collections import defaultdict
from contextlib import contextmanager
from html import unescape
from pathlib import Path

import pytest
from babel import Locale
from django.conf import settings
from django.urls import get_resolver
from django.utils.translation import trans_real

from portal.deadlines.reference import DEFAULT_SET
from portal.deadlines.sources import SOURCES
from tests.browser.test_every_page_looks import pages_of
from tests.languages.misses import missing_words
from tests.support.pages import browser, text
from tests.support.scenes import make_scene

ROOT = Path(__file__).parents[2]
ROLES = ("border", "ngo", "ngo2", "shelter", "shelter2", "coordinator", "coordinator_b", "oversight",
         "ngo_admin", "health", "rapporteur")  # fmt: skip
OF_THE_WORLD = re.compile(
    r"Agency \w+|Person \w+|\w+ (?:desk|administration)|shelter2? \d|\S+@example\.org"
    r"|(?:North|South) Arvenia|Arvenia|Belmora|\b[A-Z]{1,2}-[0-9A-Z]{4}-[0-9A-Z]{4}\b"
    r"|Concord|English|Français|Named in her account\.|Nobody answers and she asked for help\."
    r"|Seen\.|\w+ said so\.|CSV|Esc"
)
"""Names, references and what people of the scene typed."""

OWN_NAMES = {name for _code, name in settings.LANGUAGES}
"""A language is offered in its own words."""

SENTENCES = (
    "Nothing", "Nobody", "What you", "You can", "The person", "has accepted", "waits for",
    "Save", "Back to", "Choose", "the lead", "Cases", "Inbox", "Who sees this",
)  # fmt: skip
"""English that stands on the pages of the main job when they are not in French."""


def own_pages():
    """Every address without a part to fill in, which one reads by a GET."""
    found = []
    for pattern in get_resolver().reverse_dict.lists():
        for route, *_rest in pattern[1]:
            for path, parameters in route if isinstance(route, list) else [route]:
                if not parameters and not path.startswith(("api/", "admin/", "oauth/")):
                    found.append(f"/{path}")
    return sorted(set(found))


def outside(page):
    """What stands outside the brackets of a marked word."""
    told, depth = [], 0
    for sign in page:
        depth = max(0, depth + (sign == "⟦") - (sign == "⟧"))
        told.append(sign if depth == 0 else " ")
    return "".join(told)


@contextmanager
def marked():
    """While it lasts, French is English in brackets."""
    french = trans_real.translation("fr")
    real, several = french.gettext, french.ngettext

    def one(words):
        french_words = real(words)
        return french_words if not words.strip(" ,;\n") or "\x04" in words else f"⟦{words}⟧"

    def many(single, plural, number):
        several(single, plural, number)
        return f"⟦{single if number == 1 else plural}⟧"

    french.gettext, french.ngettext = one, many
    try:
        yield
    finally:
        del french.gettext, french.ngettext


def unmarked(response):
    """Words of a page that no translation was asked for."""
    html = re.sub(r"<(script|style|svg).*?</\1>", " ", response.content.decode(), flags=re.S)
    html = outside(html)
    seen = re.findall(r">([^<>]+)<", html)
    seen += re.findall(r'(?:aria-label|placeholder|title|alt)="([^"]+)"', html)
    known = {str(name) for name in Locale("fr").languages.values()} | {"sorani", "dari"}
    for piece in seen:
        words = OF_THE_WORLD.sub(" ", " ".join(unescape(piece).split()))
        if re.search(r"[A-Za-z]{3,}", words) and words.strip().casefold() not in known:
            yield words.strip()


@pytest.mark.timeout(300)
def test_every_word_of_every_page_is_marked_and_has_its_french(world):
    scene, wrong, seen = make_scene(world), defaultdict(set), 0
    for who in ROLES:
        world.people[who].language = "fr"
        world.people[who].save()
        reader = browser(world, who)
        paths = [*pages_of(world, scene, who), *own_pages()]
        with missing_words("fr") as missing, marked():
            for path in paths:
                answer = reader.get(path)
                if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                    seen += 1
                    for words in unmarked(answer):
                        wrong[words].add(path)
        assert sorted(missing - OWN_NAMES) == []
    assert seen > 150
    assert {words: sorted(where)[:2] for words, where in wrong.items()} == {}


def headings(response):
    return [" ".join(h.split()) for h in re.findall(r"<h1[^>]*>([^<]*)", response.content.decode())]


@pytest.mark.parametrize("who", ["border", "ngo", "shelter", "coordinator"])
def test_the_pages_of_the_main_job_are_french(world, who):
    case = make_scene(world).case["shared"].uuid
    world.people[who].language = "fr"
    world.people[who].save()
    reader = browser(world, who)
    for path, heading in MAIN_JOB[who].items():
        page = reader.get(path.format(case=case))
        assert headings(page) == [heading], path
        assert [words for words in SENTENCES if words in text(page)] == [], path


MAIN_JOB = {
    "border": {
        "/screening/": "Repérage en quatre minutes",
        "/inbox/": "Rien n’attend votre réponse",
        "/referrals/": "Orientations que nous avons envoyées",
    },
    "ngo": {
        "/cases/": "Dossiers",
        "/cases/{case}/refer/": "Que demande-t-on ?",
        "/cases/{case}/consents/new/": "Enregistrer un consentement",
        "/cases/{case}/history/": "Historique",
    },
    "shelter": {"/placements/": "1 place est libre"},
    "coordinator": {
        "/cases/reviews/": "Contrôles des accès d’urgence",
        "/walls/": "Cloisons que vous pouvez lever",
    },
}


def test_the_default_rules_name_their_source_in_french():
    rules = json.loads(Path(DEFAULT_SET).read_text())
    assert {rule["legal_source"] for rule in rules} - set(SOURCES) == set()


def test_scripts_say_nothing_of_their_own():
    """What a script shows stands in the page, marked for translation there."""
    said = re.compile(r"""["'`][A-Z][a-z]+ [a-z]+[^"'`]*["'`]""")
    wrong = {
        path.name: found
        for path in (ROOT / "static/js").glob("*.js")
        if (found := said.findall(path.read_text()))
    }
    assert wrong == {}
