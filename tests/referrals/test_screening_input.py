"""Screening: bad input names field and remedy, and nothing typed is lost."""

from tests.support.screening import words

BAD = (
    ("birth_year", "1850", "Year of birth: this lies more than 120 years back"),
    ("birth_year", "2199", "Year of birth: this lies in the future"),
    ("birth_year", "19x0", "Year of birth: write a number in digits"),
    ("birth_month", "13", "Month of birth: write a number from 1 to 12"),
    ("birth_day", "3", "Year of birth: write the year"),
    ("age_from", "-4", "Age, about: write a number from 0 to 120"),
    ("age_from", "9" * 400, "Age, about: shorten this"),
    ("account", "x" * 5_003, "In their own words, if offered: shorten this by 3 characters"),
    ("given_names", "A\x00na", "Given names: take out the signs that cannot be read"),
    ("family_name", "A�", "Family name: take out the signs that cannot be read"),
    ("phone", "\x07", "Phone number: take out the signs"),
    ("language", "Klingonish", "Language: “Klingonish” is not known"),
    ("age", "42", "Age: this answer is not in the list"),
    ("danger", "dragon", "Danger now: this answer is not in the list"),
    ("act", "act.none", "How the person came: this answer is not in the list"),
    ("no_go", "XB-N", "this answer is not in the list"),
    ("gender", "robot", "Gender, in the person’s own word: this answer is not in the list"),
    ("dependants", "900", "write a number from 0 to 40"),
    ("consent_transfer", "perhaps", "this answer is not in the list"),
)


def test_bad_input_names_field_and_remedy_and_loses_nothing(at):
    page = at("border")
    for field, typed, said in BAD:
        answer = page.post(scope="all", do="save", wish_words="Stay near the sea", **{field: typed})
        text = words(answer)
        assert answer.status_code == 422, field
        assert "Error:" in text, field
        assert said in text, (field, text[:1500])
        assert "Stay near the sea" in answer.content.decode()
        assert page.typed == {field: [typed], "wish_words": ["Stay near the sea"]}
    assert page.get("?step=send").status_code == 422


def test_a_day_that_is_not_in_the_calendar_and_ages_turned_round(at):
    page = at("border")
    assert "this day is not in the calendar" in words(
        page.post(scope="all", birth_day="31", birth_month="2", birth_year="1999")
    )
    assert "write the higher age here" in words(page.post(scope="all", age_from="30", age_to="20"))
    assert "not both" in words(page.post(scope="all", age_from="30", birth_year="1990"))


def test_broken_bytes_are_told_not_stored_as_something_else(at, client):
    page = at("border")
    answer = client.post(
        page.url,
        b"version=1&scope=all&do=save&given_names=%ff%fe",
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code == 422
    assert "Given names: take out the signs" in words(answer)


def test_half_a_date_is_kept_by_autosave_and_next_waits_for_the_rest(at):
    page = at("border")
    assert page.post("save/", scope="age", birth_day="3").status_code == 200
    assert page.post(scope="age", do="next", birth_day="3").status_code == 422
    assert page.typed["birth_day"] == ["3"]


def test_too_much_to_keep_comes_back_whole(at):
    page = at("border")
    answer = page.post(scope="all", do="save", account="y" * 250_000)
    assert answer.status_code == 422
    assert "too long to keep" in words(answer)
    assert b"y" * 250_000 in answer.content
    assert page.post("save/", scope="all", account="y" * 250_000).status_code == 422


def test_an_unknown_language_is_told_on_every_step_and_what_was_read_is_read_back(at):
    page = at("border")
    answer = page.post(scope="language", do="add_child", language="Klingonish")
    assert answer.status_code == 303
    for step in ("age", "danger", "what", "language"):
        assert "“Klingonish” is not known" in words(page.get(f"?step={step}")), step
    assert "“Klingonish” is not known" in words(
        page.post("save/", scope="language", language="Klingonish")
    )
    told = words(page.post("save/", scope="language", language="any, Tigrinya"))
    assert "Language as it is passed on: Anyin, Tigrinya." in told
    assert "is not known" not in told


def test_a_draft_that_is_gone_says_where_what_was_sent_stands(at, client):
    page = at("border")
    client.post(f"{page.url}discard/")
    assert "The draft is deleted." in words(client.get("/screening/"))
    gone, never = page.get(), client.get("/screening/00000000-0000-4000-8000-000000000000/")
    assert gone.status_code == never.status_code == 404
    assert "no longer a draft" in words(gone)
    assert 'href="/referrals/"' in gone.content.decode()
    assert words(gone) == words(never)


def test_unknown_fields_are_not_kept(at):
    page = at("border")
    page.post("save/", scope="all", is_superuser="1", **{"a.XX99": "yes", "child-77-name": "Z"})
    assert page.typed == {}
