"""Every partial by itself: nothing undefined, nothing the content policy would refuse."""

import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.contrib.messages.storage.base import Message
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from portal.core.templatetags import concord, words

FOLDER = Path(settings.BASE_DIR) / "templates/components"
SPRITE = (Path(settings.BASE_DIR) / "static/img/icons.svg").read_text()
SIGNS = set(re.findall(r'<symbol id="(\w+)"', SPRITE))
AT = datetime(2026, 11, 24, 19, 40, tzinfo=UTC)
VOID = {"input", "br", "meta", "link", "path", "rect", "img", "hr"}


class Undefined(str):
    """Django asks for `string_if_invalid % name`: the name of what a template missed."""

    def __mod__(self, name):
        raise AssertionError(f"undefined in a template: {name}")


class Page(HTMLParser):
    """Ids, references and everything that a strict policy refuses."""

    def __init__(self, html):
        super().__init__()
        self.ids, self.refers, self.refused, self.signs, self.order = [], set(), [], set(), []
        self.open = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if "id" in found:
            self.ids.append(found["id"])
        for name in ("for", "aria-labelledby", "aria-describedby"):
            self.refers |= set((found.get(name) or "").split())
        inline = tag == "script" and "src" not in found and found.get("type") != "application/json"
        if tag == "style" or inline:
            self.refused.append(tag)
        self.refused += [name for name in found if name == "style" or name.startswith("on")]
        if tag == "use":
            self.signs.add(found["href"].partition("#")[2])
        self.order.append((tag, found.get("class", "")))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag, f"</{tag}> closes something else"


class Contact(forms.Form):
    way = forms.CharField(label="Safe way", help_text="Where and when.")
    until = forms.DateField(
        label="Safe until", help_text="A day.", error_messages={"required": "Say until when."}
    )
    risk = forms.ChoiceField(
        label="Risk", widget=forms.RadioSelect, choices=[("low", "Low"), ("high", "High")]
    )
    region = forms.ChoiceField(label="Region", choices=[("n", "North")], required=False)
    told = forms.BooleanField(label="Told", help_text="In person.", required=False)
    never = forms.MultipleChoiceField(
        label="Never do",
        widget=forms.CheckboxSelectMultiple,
        choices=[("mail", "Write")],
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


FORM = Contact({"way": "Through the desk"})
FORM.fields["risk"].hints = {"low": "Nobody looks"}
CLOCK = {"kind": "warn", "left": "3 days left", "rule": "Plan review", "source": "Good practice"}
OPTION = {"type": "radio", "name": "age", "value": "1", "label": "18 or over", "id": "age-1"}
STEPS = [
    {"state": "done", "title": "Report", "sign": "bell"},
    {
        "state": "now",
        "title": "Open",
        "meta": "Today",
        "clocks": [CLOCK, {**CLOCK, "used": 2, "length": 5, "due_at": AT}],
    },
    {"state": "next", "title": "Charge"},
]
ROWS = [{"cells": ["XA-1", "Open"], "kind": "danger"}, {"cells": ["XA-2", "Closed"]}]
TOLD, UNTOLD = {"on": True, "detail": "Recruited"}, {"on": False, "detail": ""}
ITEMS = [
    {"term": "Due next", "value": "Today", "kind": "danger", "due": True, "detail": "by 23:59"},
    {"term": "Who leads", "value": "A desk", "url": "#", "url_label": "Five people"},
]
FACTS = [
    {"term": "Plan", "value": "Agreed"},
    {"term": "Lead", "value": "A desk", "note": "Two people"},
]
DESKS = [
    {"value": "1", "name": "Caseworkers", "organisation": "Lanternhouse", "current": True},
    {"value": "2", "name": "Placements", "organisation": "Harbour Rest", "current": False},
]
SHELL = {
    "desk_name": "Caseworkers",
    "organisation_name": "Lanternhouse",
    "user_name": "Mira Solen",
    "unread": 3,
    "desks": DESKS,
    "nav": [
        {"url": "/", "label": "My work", "icon": "home", "count": 5, "hot": True, "active": True},
        {"url": "/i/", "label": "Inbox", "icon": "inbox", "count": None, "active": False},
    ],
    "theme": "dark",
    "density": "compact",
    "find_url": "/find/",
    "session_seconds": 1800,
    "stay_url": "/stay/",
}
SAMPLES = {
    "level": [{"bars": b, "word": "Partial", "look": k, "apart": a}
              for b, k, a in ((-1, "", ""), (0, "as", "1 below"), (3, "third", ""))],
    "bulk_field": [{"field": FORM["way"]}],
    "action": [{"label": "Refer", "icon": "forward", "turns": True, "consequence": "You lead"}, {"label": "Plain"}],
    "desk": [{"shell": SHELL}, {"shell": {**SHELL, "desks": DESKS[:1]}}, {"shell": None}],
    "error": [{"text": "Say until when."}, {"text": "Say", "id": "x-error"}],
    "field_tick": [{"field": FORM["told"]}],
    "find": [{"shell": SHELL}],
    "sign_in_field": [{"field": FORM[n], "label": "E-mail", "type": "email", "autocomplete": "off"} for n in ("way", "until")],
    "stylesheets": [{}],
    "foot_language": [{"request": RequestFactory().get("/x/")}, {}],
    "foot_theme": [{"request": RequestFactory().get("/x/")}, {}],
    "palermo_element": [{**TOLD, "name": "Act"}, {**UNTOLD, "name": "Act"}],
    "actions": [{"actions": [
        {"label": "Refer", "url": "#", "icon": "forward", "turns": True, "consequence": "You lead"},
        {"label": "Cut", "url": "#", "icon": "stop", "cuts": True, "post": True},
        {"label": "Plain", "url": "#"},
    ]}],
    "autosave": [{}, {"saved_at": AT}],
    "brand": [{}],
    "candidate": [{"rank": 1, "title": "House", "summary": "North", "why": ["Free"], "doubts": ["Far"], "name": "o",
                   "value": "1", "checked": True}],
    "clock": [CLOCK, {**CLOCK, "used": 25, "length": 28, "due_at": AT}],
    "confirm": [{"effects": [{"text": "Cut", "sign": "stop"}, {"text": "Stays"}], "verb": "Withdraw", "url": "/x/",
                 "back_url": "/", "back_label": "Keep"}],
    "conflict": [{"by": "D. Aske", "organisation": "Harbour Rest", "at": AT, "form": "f",
                  "clashes": [{"name": "way", "label": "Way", "theirs": "A", "yours": "B"}]}],
    "conflict_side": [{"name": "way", "side": "theirs", "said": "Theirs", "text": "A", "form": "f"}],
    "table_rows": [{"caption": "Cases", "columns": ["Case", "State"], "rows": ROWS}],
    "crumbs": [{"url": "/", "label": "My work"}, {"url": "/", "label": "Case", "reference": "XA-1"}],
    "decline": [{"url": "/x/", "reasons": concord.options(FORM["risk"])},
                {"url": "/x/", "reasons": [OPTION], "remark": FORM["way"], "error": "Choose", "opened": True}],
    "duty": [{}, {"duty_phone": "00 550 19"}],
    "empty": [{"what": "Nothing", "why": "Normal"}, {"what": "No", "why": "So", "next_url": "/", "next": "Go"}],
    "error_summary": [{"errors": []}, {"errors": [{"id": "", "text": "All"}, {"id": "x", "text": "One"}]}],
    "excluded": [{"rows": [{"name": "House", "kind": "plain", "reason": "Full", "change": "Thursday"}]}],
    "facts": [{"facts": FACTS}],
    "field": [{"field": FORM[name]} for name in Contact.base_fields]
    + [{"field": FORM["way"], "optional": True, "label": "Another"}, {"field": Contact()["until"]}],
    "foot": [{"shell": SHELL, "request": RequestFactory().get("/x/")}, {}],
    "icon": [{"name": "alert"}, {"name": "forward", "turns": True}],
    "leave": [{"signed_in": True, "neutral_url": "https://example.org/"}, {"signed_in": False}],
    "message_page": [{"title": "Gone"}, {"title": "Gone", "text": "All of it"}],
    "messages": [{"messages": [Message(20, "Told"), Message(25, "Saved"), Message(30, "Soon"), Message(40, "Not")]}],
    "nav": [{"shell": SHELL}, {"shell": None}],
    "notice": [{"kind": k, "head": "Head"} for k in ("info", "danger", "warn", "ok", "hold", "plain")]
    + [{"kind": "ok", "head": "Sent", "text": "To a desk", "live": True}],
    "pager": [{"next_url": ""}, {"next_url": "?after=x"}, {"next_url": "?after=x", "size": 50}],
    "palermo": [{"act": TOLD, "means": UNTOLD, "purpose": UNTOLD, "child": True, "unknown_age": True},
                {"act": UNTOLD, "means": TOLD, "purpose": TOLD, "child": False, "authority": "the Office"}],
    "preview": [{"title": "A place", "reference": "R-1", "statuses": [{"kind": "danger", "word": "Now"}],
                 "items": ITEMS, "facts": FACTS, "opens": "needs", "shut": "health"}],
    "printed": [{"shell": SHELL}, {"shell": None}],
    "progress": [{"label": "Reading", "done": 1, "total": 2, "url": "/x/"},
                 {"label": "Reading", "done": 2, "total": 2, "url": "/x/"}],
    "radio_group": [{"legend": "Why?", "options": [OPTION]},
                    {"legend": "Why?", "hint": "One", "error": "Choose", "key": "w", "two": True, "options": [OPTION]}],
    "safety": [{"never": "Do not phone", "instead": "The desk"}, {"never": "", "instead": "The desk"},
               {"never": "No", "never_why": "Read", "instead": "Desk", "checked_on": AT.date()}],
    "section": [{"key": "needs", "title": "Needs", "who": ["You"], "body": "x", "edit_url": "/e/", "changed": "Today"},
                {"key": "identity", "title": "Identity", "who": "You", "span": True, "open_url": "/o/",
                 "open_label": "Open identity"},
                {"key": "notes", "title": "Notes", "who": "You", "edit_url": "/e/", "edit_label": "Add a note"}],
    "session": [{"shell": SHELL}, {"shell": None}],
    "sheet_languages": [{"here_url": "/s/", "extra": "", "languages": [
        {"code": "en", "name": "English", "here": True}, {"code": "uk", "name": "Українська", "here": False}]}],
    "shell": [{"shell": SHELL}, {"shell": {**SHELL, "desks": DESKS[:1], "unread": 0}}, {"shell": None}],
    "status": [{"kind": k, "word": "Word"} for k in concord.STATUS_ICONS] + [{"kind": "hold", "word": "W", "sign": "lock"}],
    "steps": [{"steps": STEPS}],
    "strip": [{"items": ITEMS}, {"items": ITEMS, "figures": True}],
    "table": [{"caption": "Cases", "columns": ["Case", "State"], "rows": ROWS},
              {"caption": "Cases", "columns": ["Case", "State"], "rows": ROWS, "wide": True, "shown": True}],
    "tick": [{**OPTION}, {**OPTION, "hint": "H", "checked": True, "described": "age-1"}],
    "tick_group": [{"legend": "Age", "options": [OPTION], "key": "age", "hint": "If unsure", "two": True},
                   {"legend": "Age", "options": concord.options(FORM["never"]), "error": "Tick one"}],
    "toast": [{"words": "Note saved"}],
    "track": [{"name": "Protection", "steps": STEPS},
              {"name": "P", "lead": "A leads", "who": ["You"], "steps": STEPS, "second": True, "note": "N"}],
    "who": [{"desks": ["You", "Harbour Rest"]}, {"desks": "You"}],
    "work_row": [{"kind": "danger", "title": "Late", "meta": "M", "left": "Today", "url": "/"},
                 {"kind": "info", "icon": "question", "title": "Q", "reference": "XA-1", "meta": "M", "left": "2 days",
                  "due": "Fri", "url": "/", "current": True, "read": True}],
}  # fmt: skip
CASES = [(name, n) for name, samples in SAMPLES.items() for n in range(len(samples))]
WHOLE = [
    "account/login",
    "account/logout",
    "account/password_reset",
    "account/password_reset_done",
    "mfa/authenticate",
    "errors/403_csrf",
]
WHOLE += ["errors/404", "errors/500", "errors/maintenance", "errors/problem", "public/landing"]
WHOLE += ["layout/app", "layout/base", "layout/public", "layout/task"]


@pytest.fixture(autouse=True)
def _nothing_undefined(monkeypatch):
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", Undefined("%s"))


def draw(name, context):
    request = context.get("request") or RequestFactory().get("/")
    request.user = None
    with translation.override("en"):
        return engines["django"].get_template(f"{name}.html").render(context, request)


def checked(html):
    page = Page(html)
    assert not page.refused, page.refused
    assert len(page.ids) == len(set(page.ids)), sorted(i for i in page.ids if page.ids.count(i) > 1)
    assert page.signs <= SIGNS, page.signs - SIGNS
    assert not page.open, page.open
    return page


@pytest.fixture(autouse=True)
def _no_processors(monkeypatch):
    """The partials by themselves: no session, no desk, no database."""
    engine = engines["django"].engine
    kept = [
        p for p in engine.template_context_processors if p.__module__.startswith("django.template")
    ]
    monkeypatch.setattr(type(engine), "template_context_processors", kept)


def test_every_partial_has_a_sample_and_names_its_parameters():
    files = {path.stem: path.read_text() for path in FOLDER.glob("*.html")}
    assert set(files) == set(SAMPLES)
    assert not [name for name, text in files.items() if not re.match(r"\{# .+ #\}", text)]


@pytest.mark.parametrize(("name", "number"), CASES)
def test_partial(name, number):
    page = checked(draw(f"components/{name}", dict(SAMPLES[name][number])))
    inside = {"decline", "conflict", "radio_group", "field", "tick_group", "section", "candidate"}
    if name in inside:
        assert page.refers <= set(page.ids)


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("shell", [SHELL, None], ids=["member", "stranger"])
def test_whole_page(name, shell):
    context = {
        "shell": shell,
        "since": AT,
        "until": AT,
        "problem": {"title": "T", "detail": "D", "errors": {"a": "b"}},
    }
    html = draw(
        name, {**context, **({"form": LoginForm()} if name.startswith(("account", "mfa")) else {})}
    )
    page = checked(html)
    assert "main" in page.ids
    assert html.count("<h1") <= 1


class LoginForm(forms.Form):
    login = forms.EmailField()
    password = forms.CharField()
    code = forms.CharField()
    email = forms.EmailField()


def test_500_needs_no_context():
    assert "not stored" in engines["django"].get_template("errors/500.html").render()


def test_field_stands_in_order_and_is_tied_to_its_words():
    html = draw("components/field", {"field": FORM["until"]})
    places = [html.index(word) for word in ("<label", "A day.", "Say until when.", "<input")]
    assert places == sorted(places)
    assert 'aria-describedby="id_until-hint id_until-error"' in html
    assert 'aria-invalid="true"' in html


def test_error_summary_leads_to_the_first_choice_of_a_group():
    assert [row["id"] for row in concord.form_errors(FORM)] == ["id_until", "id_risk_0"]
    assert all(
        str(FORM[name].label).casefold() in row["text"].casefold()
        for name, row in zip(("until", "risk"), concord.form_errors(FORM), strict=True)
    ), "each names its field"


def test_a_part_sees_only_what_it_is_given():
    html = engines["django"].from_string('{% load concord %}{% part "empty" what="A" why="B" %}')
    assert "leak" not in html.render({"next_url": "/leak/", "next": "leak"})


def test_what_a_person_wrote_is_escaped():
    html = draw("components/notice", {"kind": "info", "head": "<b>x", "text": "<script>"})
    assert "<b>x" not in html
    assert "<script>" not in html


NOW = datetime(2026, 11, 24, 21, 40, tzinfo=UTC)
LEFT = [
    ((24, 23, 5), "1 h 25 min left", "danger"),
    ((24, 22, 28), "48 min left", "danger"),
    ((25, 6, 40), "9 h left", "warn"),
    ((24, 23, 59), "Due today, by 23:59", "danger"),
    ((25, 23, 59), "1 day left, Wed 25 Nov", "warn"),
    ((27, 23, 59), "3 days left, Fri 27 Nov", "warn"),
    ((28, 12, 0), "4 days left, Sat 28 Nov", "ok"),
    ((24, 19, 30), "Overdue by 2 h 10 min", "danger"),
    ((21, 10, 0), "Overdue by 3 days", "danger"),
]


@pytest.mark.parametrize(("due", "said", "kind"), LEFT)
def test_time_left(due, said, kind):
    day, hour, minute = due
    moment = datetime(2026, 11, day, hour, minute, tzinfo=UTC)
    with translation.override("en"):
        assert words.time_left(moment, NOW) == said
    assert words.urgency(moment, NOW) == kind


def test_times_and_numbers_in_words():
    with translation.override("en"):
        assert words.shown(NOW) == "Tue 24 Nov 2026, 21:40"
        assert words.shown(NOW, "near", today=NOW.date()) == "Today, 21:40"
        assert words.shown(NOW.date(), "day") == "Tue 24 Nov"
        assert [words.number(n) for n in (0, 5, 12, 13)] == ["no", "five", "twelve", "13"]
    assert concord.tel("00 550-19") == "0055019"
