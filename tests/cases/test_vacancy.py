"""Vacancy that is fresh: as of when and by whom, stale by the State's rule, set ahead, asked by a link."""

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from cases.models import PlacesAhead, VacancyLink
from cases.services.vacancy import (
    SALT,
    ask_to_confirm,
    confirm_by_link,
    confirm_places,
    set_ahead,
    token_of,
)
from cases.vacancy import FRESH, figures_of
from portal.audit.models import Entry
from portal.core import outbox
from portal.core.clock import at, now
from portal.core.problems import Invalid, Stale
from portal.deadlines import services as deadlines
from portal.deadlines.models import Clock, Rule
from portal.deadlines.selectors import rule_for
from portal.notifications import services as notices
from portal.notifications.models import Notice
from referrals.intake import Ask
from referrals.routing import EXPECTED, HAS_PLACE, NOT_AVAILABLE, NOT_CONFIRMED
from referrals.routing_facts import candidates
from tests.referrals.pages import browser, press, text_of
from tests.support import steps

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CANARY = "Agency shelter"


def found(world, case, **more):
    proposed, left = candidates(world.actor("ngo"), [case], Ask("accommodation", **more))
    return {c.fit.desk_id: c for c in (*proposed, *left)}, [c.fit.desk_id for c in proposed]


def the_link(world):
    """The question that the clock asks once the figures are stale."""
    clock = Clock.objects.get(code=FRESH, subject_uuid=world.desks["shelter"].uuid, stopped_at=None)
    link = ask_to_confirm(clock=clock, once="test")
    return link, reverse("cases:vacancy_link", args=[token_of(link)])


def test_every_figure_says_as_of_when_and_who_confirmed(world):
    steps.add_places(world)
    said = figures_of(world.actor("shelter")).vacancy
    assert (said.free, said.how, said.by) == (2, "page", "Person shelter")
    confirm_places(actor=world.actor("shelter_b"))
    assert figures_of(world.actor("shelter")).vacancy.by == "Person shelter_b"
    page = text_of(browser(world, "shelter").get(reverse("cases:placements")))
    assert "Person shelter_b" in page
    case = steps.a_case(world, "ngo")
    refer = reverse("referrals:refer", args=[case.uuid]) + "?purpose=accommodation"
    asked = text_of(browser(world, "ngo").get(refer))
    assert re.search(r"2 places free, as of .* confirmed by the house", asked)
    assert "Person shelter" not in asked, "who looked is told to her own desk alone"


def test_figures_go_stale_after_the_states_hours_and_rank_last(world):
    steps.add_places(world, "shelter", 5)
    steps.add_places(world, "shelter2", 1)
    case = steps.a_case(world, "ngo")
    hours = rule_for(FRESH, world.state.pk, now()).length
    more, one = world.desks["shelter"].pk, world.desks["shelter2"].pk
    assert found(world, case)[1] == [more, one], "more places first"
    with at(now() + (hours - 1) * HOUR):
        confirm_places(actor=world.actor("shelter2"))
    with at(now() + hours * HOUR + timedelta(minutes=1)):
        rows, proposed = found(world, case)
        assert proposed == [one, more], "not confirmed ranks last, whatever it says"
        assert NOT_CONFIRMED in rows[more].fit.doubts
        assert HAS_PLACE not in rows[more].fit.why
        page = browser(world, "ngo").get(
            reverse("referrals:refer", args=[case.uuid]) + "?purpose=accommodation"
        )
        assert "Not confirmed: 5 places free" in text_of(page)
        own = text_of(browser(world, "shelter").get(reverse("cases:placements")))
        assert "Others read your figures as ‘not confirmed’" in own


def test_the_number_of_hours_is_a_row_of_the_state_with_its_source(world):
    default = Rule.objects.get(code=FRESH, state=None)
    assert (default.length, default.unit) == (24, "hours")
    assert default.legal_source
    own = {f.name: getattr(default, f.name) for f in Rule._meta.fields if f.name not in ("id",)}
    own |= {"state": world.state, "length": 6, "legal_source": "Circular 4/2026 of Arvenia"}
    Rule.objects.create(**own)
    steps.add_places(world)
    with at(now() + 7 * HOUR):
        rows, _ = found(world, steps.a_case(world, "ngo"))
        assert not rows[world.desks["shelter"].pk].fresh
    with at(now() + 5 * HOUR):
        assert found(world, steps.a_case(world, "ngo"))[0][world.desks["shelter"].pk].fresh


def test_two_from_friday_counts_for_who_asks_for_friday(world):
    shelter = world.actor("shelter")
    steps.add_places(world, "shelter", 1)
    other = steps.a_case(world, "ngo")
    steps.yes(world, other, "accommodation", ["shelter"])
    steps.accept(world, steps.send(world, other, "accommodation"))
    case = steps.a_case(world, "ngo")
    desk, today = world.desks["shelter"].pk, now().date()
    assert found(world, case)[0][desk].fit.left_out == NOT_AVAILABLE
    set_ahead(actor=shelter, from_day=today + 3 * DAY, free=2)
    assert found(world, case)[0][desk].fit.left_out == NOT_AVAILABLE, "she asks for now"
    rows, proposed = found(world, case, from_when=now() + 4 * DAY)
    assert desk in proposed
    assert EXPECTED in rows[desk].fit.doubts
    assert [(a.from_day, a.free) for a in rows[desk].ahead] == [(today + 3 * DAY, 2)]
    set_ahead(actor=shelter, from_day=today + 3 * DAY, free=0)
    left = found(world, case, from_when=now() + 4 * DAY)[0][desk]
    assert (left.fit.left_out, left.ahead) == (NOT_AVAILABLE, ()), "taken back: as a full house"


@pytest.mark.parametrize(
    ("days", "free", "field"), [(0, 2, "from_day"), (61, 2, "from_day"), (3, 100, "free"), (3, None, "free"), (None, 1, "from_day")]
)  # fmt: skip
def test_what_cannot_be_expected_is_refused_by_field_and_remedy(world, days, free, field):
    day = None if days is None else now().date() + days * DAY
    with pytest.raises(Invalid) as refused:
        set_ahead(actor=world.actor("shelter"), from_day=day, free=free)
    assert list(refused.value.errors) == [field]
    assert not PlacesAhead.objects.exists()


def test_the_page_sets_ahead_keeps_what_was_typed_and_takes_back(world):
    steps.add_places(world)
    client, url = browser(world, "shelter"), reverse("cases:places_ahead")
    page = client.get(reverse("cases:placements"))
    wrong = press(client, page, url, from_day="yesterday", free="2")
    assert wrong.status_code == 422
    assert "Give a day such as" in text_of(wrong)
    assert 'value="yesterday"' in wrong.content.decode()
    day = (now() + 4 * DAY).date()
    assert press(client, page, url, from_day=day.isoformat(), free="2").status_code == 303
    page = client.get(reverse("cases:placements"))
    assert "Take back" in text_of(page)
    assert client.post(url, {"from_day": day.isoformat(), "free": "0"}).status_code == 303
    assert not PlacesAhead.objects.exists()


def test_the_link_carries_no_identity_and_a_look_changes_nothing(world):
    steps.add_places(world)
    link, url = the_link(world)
    before = figures_of(world.actor("shelter")).vacancy.as_of
    stranger = Client(enforce_csrf_checks=True)
    for _ in range(3):  # a scanner's prefetch, and again
        page = stranger.get(url)
        assert stranger.head(url).status_code == page.status_code == 200
    assert CANARY not in page.content.decode()
    assert "shelter desk" not in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    assert stranger.post(url, {"seen": "2"}).status_code == 403, (
        "a bare POST without the page's token"
    )
    link.refresh_from_db()
    assert (link.used_at, figures_of(world.actor("shelter")).vacancy.as_of) == (None, before)
    for told in (signing.loads(url.split("/")[2], salt=SALT), url):
        assert str(world.desks["shelter"].uuid.hex) not in told


def test_the_link_confirms_once_and_says_so_again(world):
    steps.add_places(world)
    link, url = the_link(world)
    with at(now() + HOUR):
        stranger = Client()
        page = stranger.get(url)
        assert press(stranger, page, url).status_code == 303
        said = figures_of(world.actor("shelter")).vacancy
        assert (said.how, said.by) == ("link", "")
        assert "These figures are confirmed" in text_of(stranger.get(url))
        again = stranger.post(url, {"seen": "2"}, follow=True)
        assert "nothing more to do" in text_of(again)
    assert Entry.objects.filter(verb="places.confirmed").count() == 1
    clock = Clock.objects.get(code=FRESH, subject_uuid=world.desks["shelter"].uuid, stopped_at=None)
    assert clock.started_at > link.made_at, "the hours begin anew"


def test_a_late_link_a_foreign_one_and_one_that_nobody_signed(world):
    steps.add_places(world)
    _link, url = the_link(world)
    with at(now() + 25 * HOUR):
        stranger = Client()
        late = stranger.get(url)
        assert (late.status_code, "too old" in text_of(late)) == (410, True)
        assert stranger.post(url, {"seen": "2"}).status_code == 410
    assert not Entry.objects.filter(verb="places.confirmed").exists()
    for token in (
        "abc",
        signing.dumps("x", salt=SALT),
        signing.dumps("a" * 32, salt=SALT),
        signing.dumps("a" * 32),
    ):
        assert Client().get(reverse("cases:vacancy_link", args=[token])).status_code == 404


def test_what_moved_meanwhile_is_shown_again_and_not_confirmed(world):
    steps.add_places(world)
    link, url = the_link(world)
    stranger = Client()
    stranger.get(url)
    case = steps.a_case(world, "ngo")
    steps.yes(world, case, "accommodation", ["shelter"])
    steps.accept(world, steps.send(world, case, "accommodation"))
    page = stranger.post(url, {"seen": "2"})
    assert (page.status_code, "A place was given or freed" in text_of(page)) == (409, True)
    link.refresh_from_db()
    assert link.used_at is None
    with pytest.raises(Stale):
        confirm_by_link(token=token_of(link), seen=None)
    assert stranger.post(url, {"seen": "1"}).status_code == 303


def test_the_clock_asks_the_desk_by_mail_each_day_until_somebody_confirms(world, mailbox):
    steps.add_places(world)
    steps.add_places(world, "shelter2")
    for key in ("shelter", "shelter2"):
        assert Clock.objects.filter(code=FRESH, subject_uuid=world.desks[key].uuid).count() == 1
    with at(now() + 24 * HOUR + timedelta(minutes=1)):
        confirm_places(actor=world.actor("shelter2"))
        deadlines.strike_due(now())
        deadlines.strike_due(now())
        outbox.deliver()
        assert notices.send_due_mail(now()) == 2, "the two who work there; nobody else, once"
        letter = mailbox.to(world.people["shelter"])[0]
        path = re.search(r"https://[^/]+(/vacancy/[^/]+/)", letter.replace("=\n", ""))[1]
        assert CANARY not in letter
        assert "without signing in" in letter
        assert Client().get(path).status_code == 200
        assert VacancyLink.objects.count() == 1
        confirm_places(actor=world.actor("shelter_b"))
        assert "These figures are confirmed" in text_of(Client().get(path))
        assert not Notice.objects.filter(kind="vacancy_stale", withdrawn_at=None).exists()
    with at(now() + 47 * HOUR):
        deadlines.strike_due(now())
        assert VacancyLink.objects.count() == 1, "fresh again: nobody is asked"
    with at(now() + 50 * HOUR):
        deadlines.strike_due(now())
        deadlines.strike_due(now())
        assert VacancyLink.objects.filter(desk=world.desks["shelter"]).count() == 2


def test_only_a_shelter_has_figures(world):
    for who in ("ngo", "coordinator", "border", "shelter_admin"):
        client = browser(world, who)
        assert client.post(reverse("cases:places_ahead"), {}).status_code == 404
        assert client.get("/api/v1/places/figures/").status_code == 404
        answer = client.post("/api/v1/places/figures/", {"from_day": "2030-01-01", "free": 1}, content_type="application/json")  # fmt: skip
        assert answer.status_code == 404


def test_the_api_tells_figures_and_takes_what_is_expected(world):
    steps.add_places(world)
    client, day = browser(world, "shelter"), (now() + 3 * DAY).date().isoformat()
    told = client.get("/api/v1/places/figures/").json()
    assert (told["free"], told["confirmed_how"], told["by"], told["ahead"]) == (
        2,
        "page",
        "Person shelter",
        [],
    )
    assert told["fresh_until"] > told["as_of"]
    send = {"from_day": day, "free": 2}
    for _ in range(2):
        answer = client.post("/api/v1/places/figures/", send, content_type="application/json")
        assert answer.json()["ahead"] == [send]
    bad = client.post("/api/v1/places/figures/", send | {"from_day": "2020-01-01"}, content_type="application/json")  # fmt: skip
    assert (bad.status_code, bad.json()["errors"][0]["field"]) == (422, "from_day")
    case = steps.a_case(world, "ngo")
    asked = browser(world, "ngo").get(f"/api/v1/candidates/?case={case.uuid}&purpose=accommodation")
    one = next(c for c in asked.json()["proposed"] if c["name"] == CANARY)["places"]
    assert (one["free"], one["confirmed_how"], one["fresh"], one["ahead"]) == (
        2,
        "page",
        True,
        [send],
    )
