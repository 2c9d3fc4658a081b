"""A State through the years, two States side by side, live figures; and what a figure withholds."""

from decimal import Decimal

import pytest
from django.test import Client

from portal.core.clock import now
from portal.statistics.disclosure import share
from portal.statistics.figures import FIGURES, NOBODY, ask_figure, register_figure
from recommendations.rules.evidence import FIGURES as CITED
from recommendations.selectors.years import years
from tests.api.callers import Caller
from tests.recommendations import scenes
from tests.support.budget import queries
from tests.support.pages import text

R = "recommendations/"


@pytest.mark.parametrize(
    ("part", "of", "value", "withheld"),
    [
        (20, 60, "33", ""), (5, 9, None, "too_few"), (2, 60, None, "too_few"), (58, 60, None, "too_few"),
        (0, 60, "0", ""), (60, 60, "100", ""), (0, 0, None, "nothing_counted"), (1, 8, None, "too_few"),
        (25, 200, "13", ""),
    ],
)  # fmt: skip
def test_a_share_that_stands_on_few_is_withheld(part, of, value, withheld):
    found = share(part, of)
    assert (found.value, found.withheld) == (Decimal(value) if value else None, withheld)


def test_a_part_above_its_whole_is_a_fault_of_ours():
    with pytest.raises(ValueError, match="whole"):
        share(3, 2)
    with pytest.raises(KeyError):
        register_figure("no_such_code", lambda _state: share(1, 1))


def test_a_code_that_nobody_answers_says_so(register):
    assert set(CITED) == set(FIGURES)
    answer = ask_figure("negatives_reviewed", register.state.pk, now())
    assert (answer.value, answer.withheld) == (None, NOBODY)


def test_training_coverage_is_answered_out_of_what_is_published(register):
    code, pk = "training_coverage", register.state.pk
    assert ask_figure(code, pk, now()).withheld == "nothing_counted"
    scenes.entry_out(
        register, "training", {"title": "Signs", "topic": ["recognition"], "for_whom": ["police"]}
    )
    said = {"training": "T-1", "on": "2026-03-01", "force": "police", "staff": 60}
    scenes.entry_out(register, "session", {**said, "region": "North", "attended": 30})
    scenes.entry_out(register, "session", {**said, "region": "South", "attended": 60})
    scenes.entry_out(register, "session", {**said, "region": "South", "attended": 60})
    scenes.entry_out(register, "session", {**said, "region": "East", "attended": 9, "staff": ""})
    scenes.entry(register, "session", {**said, "region": "West", "attended": 1})
    assert ask_figure(code, pk, now()).value == 75  # 30 + 60 of 120
    assert ask_figure(code, register.other_state.pk, now()).value is None
    rows = {r["code"]: r for r in Caller(None).ok(f"{R}states/XA/figures/")["results"]}
    assert (rows[code]["value"], rows[code]["unit"]) == ("75", "percent")
    assert rows["negatives_reviewed"]["withheld"] == NOBODY
    page = text(Client().get("/recommendations/states/XA/years/"))
    assert "75 %" in page
    assert "Not answered by this portal yet" in page


def test_what_was_said_stands_until_something_else_is_said(register):
    year = now().year
    one, two = scenes.assigned(register), scenes.assigned(register, "PRT-1")
    first, second = scenes.a_period(register, year - 2), scenes.a_period(register, year - 1)
    scenes.published(register, one, first, level="full")
    scenes.published(register, two, second)
    scenes.assessed(register, one, second, "in_preparation")
    found = years(None, register.state)
    assert [(y.period.code, dict(y.counts["self"]), dict(y.counts["rapporteur"])) for y in found] == [
        (str(year - 2), {"full": 1, "": 1}, {"": 2}),
        (str(year - 1), {"full": 1, "partial": 1}, {"in_preparation": 1, "": 1}),
    ]  # fmt: skip
    page = Client().get("/recommendations/states/XA/years/")
    assert "1 said, 0 found" in text(page)
    assert len(page.context["bars"]) == 4
    rows = Caller(None).ok(f"{R}states/XA/years/")["results"]
    assert sum(r["recommendations"] for r in rows) == 2 * 2 * 3
    assert Caller(None).get(f"{R}states/XA/years/?format=csv").status_code == 200
    assert Caller(None).get(f"{R}states/ZZ/years/").status_code == 404


def test_two_states_side_by_side(register):
    period = scenes.a_period(register)
    scenes.published(register, scenes.assigned(register), period)
    scenes.assigned(register, "PRT-1", who="far_focal", by="far_validator")
    page = Client().get("/recommendations/compare/?one=XA&other=XB")
    assert [row["code"] for row in page.context["rows"]] == ["PRT-1", "PRT-2"]
    assert text(page).count("Nobody answers for it") == 2
    assert Client().get("/recommendations/compare/?one=XA&other=XA").context["pair"] is None
    assert Client().get("/recommendations/compare/").status_code == 200


def test_the_years_take_as_many_queries_with_one_task_as_with_six(register):
    period = scenes.a_period(register)
    path = "/recommendations/states/XA/years/"
    client = Client()

    def asked():
        return len(queries(lambda: client.get(path)))

    scenes.published(register, scenes.assigned(register), period)
    asked()
    before = asked()
    for code in ("PRT-1", "PRT-3", "PRO-1", "PRO-2", "LEG-1"):
        scenes.published(register, scenes.assigned(register, code), period)
    assert asked() == before
    assert before <= 12
