"""Screening: what it shows while somebody types, with and without scripts."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

from referrals import services
from tests.support import steps
from tests.support.screening import TICKS, words

CANARY = steps.CANARY


def test_the_page_is_small_and_asks_few_queries(at, client):
    page = at("border")
    with CaptureQueriesContext(
        connection,
    ) as seen:
        answer = page.get()
    assert len(answer.content) < 60_000
    assert len(seen) <= 16
    text = words(answer)
    assert (
        text.index("Age")
        < text.index("Danger now")
        < text.index("How the person came")
        < text.index("Consent")
    )


def test_many_drafts_take_no_more_queries_than_one(at, world, client):
    at("border")
    with CaptureQueriesContext(connection) as one:
        client.get("/screening/")
    for _ in range(10):
        services.begin_draft(actor=world.actor("border"))
    with CaptureQueriesContext(connection) as eleven:
        assert client.get("/screening/").content.count(b"Screening begun") == 11
    assert len(eleven) == len(one)


def test_autosave_keeps_what_is_typed_and_answers_with_what_it_shows(at):
    page = at("border")
    answer = page.post("save/", scope="all", age="adult", **TICKS)
    text = words(answer)
    assert answer.status_code == 200
    assert re.fullmatch(r"\d\d:\d\d", answer.headers["X-Saved-At"])
    assert page.version == 2 == page.draft.version
    assert "Recruited, Transported" in text
    assert "Papers held by another" in text
    assert "All elements are told." in text
    assert "Palermo Protocol art. 3(a); CoE Convention art. 4(a)" in text
    assert b"data-live" in answer.content
    assert b"<html" not in answer.content


def test_the_same_shows_after_a_plain_post(at):
    page = at("border")
    assert page.post(scope="all", do="save", age="adult", act=["act.recruited"]).status_code == 303
    text = words(page.get())
    assert "Still open: means, purpose." in text
    assert "That is no reason to wait" in text


AGES = (
    ("adult", "Means open", "Ask in their language"),
    ("child", "Means not needed", "This may be a child"),
    ("unsure", "Means not needed", "Unknown age counts as a child"),
    ("", "Means not needed", "counts as a child until age is settled"),
)


def test_a_child_and_who_may_be_one_need_no_means(at):
    page = at("border")
    for age, means, note in AGES:
        typed = {"age": age, "act": ["act.kept"], "purpose": ["purpose.begging"]}
        text = words(page.post("save/", scope="all", **typed))
        assert means in text, age
        assert note in text, age
        assert ("All elements are told." in text) == (age != "adult")


BIRTHS = (
    ({"age": "adult", "birth_year": "1990"}, False, False),
    ({"age": "unsure", "birth_year": "1990"}, True, True),
    ({"age": "adult", "age_from": "15"}, True, False),
    ({"age": "adult", "birth_year": "2020"}, True, True),
    ({"age": "", "age_from": "25", "age_to": "30"}, False, False),
    ({"age": "child", "age_from": "25", "age_to": "30"}, True, True),
    ({"age": "", "birth_day": "1", "birth_month": "2", "birth_year": "١٩٩٠"}, False, False),
)


def test_doubt_about_age_is_in_the_childs_favour(at):
    page = at("border")
    for typed, child, doubt in BIRTHS:
        text = words(page.post("save/", scope="all", **typed))
        assert ("not needed" in text) == child, typed
        assert ("Tick and birth do not agree" in text) == doubt, typed


def test_danger_now_is_said_beside_the_button(at):
    text = words(at("border").post("save/", scope="all", danger=["controller_near"]))
    assert "Immediate danger: answer within 2 hours" in text


def test_signs_open_group_by_group_with_five_answers(at, client):
    page = at("border")
    assert b"a.UG12" not in page.get().content
    rows = client.get(f"{page.url}signs/signs.UG/")
    assert rows.content.count(b"Not asked") == 36
    assert b"Prefers not to answer" in rows.content
    assert client.get(f"{page.url}signs/act/").status_code == 404
    assert page.post(scope="all", do="open:signs.UG", age="adult").status_code == 303
    assert b'name="a.UG12"' in page.get().content
    text = words(
        page.post(
            "save/",
            scope="all",
            age="adult",
            open=["signs.UG"],
            **{"a.UG12": "yes", "a.UG05": "cannot_say"},
        )
    )
    assert "From the signs answered with yes" in text
    assert page.typed["a.UG05"] == ["cannot_say"]


def test_step_by_step_without_scripts_it_is_the_same_draft(at):
    page = at("border")
    first = page.get("?step=age")
    assert b'name="danger"' not in first.content
    assert "Step 1 of 5" in words(first)
    assert (
        page.post(scope="age", do="next", age="adult", given_names=CANARY)
        .headers["Location"]
        .endswith("?step=danger")
    )
    assert (
        page.post(scope="danger", do="next", danger=["hurt_or_ill"], bed_tonight="on")
        .headers["Location"]
        .endswith("?step=what")
    )
    assert (
        page.post(scope="what", do="next", **TICKS).headers["Location"].endswith("?step=language")
    )
    assert (
        page.post(scope="language", do="back", language="Tigrinya")
        .headers["Location"]
        .endswith("?step=what")
    )
    assert (
        page.post(scope="language", do="next", language="Tigrinya", consent_transfer="yes")
        .headers["Location"]
        .endswith("?step=send")
    )
    assert page.typed["given_names"] == [CANARY]
    assert page.typed["danger"] == ["hurt_or_ill"]
    assert page.typed["act"] == TICKS["act"]
    assert page.typed["language"] == ["Tigrinya"]
    back = page.get()
    assert CANARY in back.content.decode()
    assert "Tigrinya" in back.content.decode()


def test_children_are_added_and_taken_out(at):
    page = at("ngo")
    page.post(scope="all", do="add_child", age="adult")
    page.post(scope="all", do="add_child", children="1", child__0__name="Ana", child__0__age="3")
    page.post(
        scope="all",
        do="save",
        children="2",
        child__0__name="Ana",
        child__1__name="Bo",
        child__1__age="5",
    )
    assert b"Child 2, here with the person" in page.get().content
    page.post(
        scope="all",
        do="drop_child:0",
        children="2",
        child__0__name="Ana",
        child__1__name="Bo",
        child__1__age="5",
    )
    assert page.typed["child-0-name"] == ["Bo"]
    assert page.typed["children"] == ["1"]
    assert "child-1-name" not in page.typed
