"""Pages that open by force, shut out, close and judge: what each says, and to whom it is not there."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from cases.models import BreakGlass, Wall
from cases.services import break_glass, place_wall
from portal.audit.models import Entry
from portal.core import clock
from tests.support import steps
from tests.support.pages import body, browser, sections_on, text

WHY = "She texted that he stands before her door."
EVERYBODY = (
    "ngo",
    "ngo2",
    "border",
    "shelter",
    "oversight",
    "rapporteur",
    "ngo_admin",
    "far_coordinator",
)


@pytest.fixture
def shared(world):
    """A border guard's case, led by an NGO: in coordination."""
    world.case = steps.a_case(world, "border")
    ask = steps.send(
        world,
        world.case,
        "transfer",
        ["ngo"],
        who="border",
        vital_interest=True,
        vital_reason="Hurt.",
    )
    steps.accept(world, ask, "ngo")
    world.case.refresh_from_db()
    return world


def at(world, path):
    return f"/cases/{world.case.uuid}/{path}"


def post(client, url, **data):
    return client.post(url, {"idempotency_key": str(uuid4()), **data})


# ---------- Break-glass


def test_before_it_says_what_it_does_and_needs_a_reason(shared):
    client = browser(shared, "coordinator")
    page = client.get(at(shared, "break-glass/"))
    assert (
        "Opens one case to you for 60 minutes, renewable with a new reason, when someone’s safety depends on it"
        in text(page)
    )
    assert not BreakGlass.objects.exists() and sections_on(client.get(at(shared, ""))) == set()
    short = post(client, at(shared, "break-glass/"), reason="urgent")
    assert short.status_code == 422 and "whose safety depends on it" in text(short)
    assert "urgent" in short.content.decode(), "nothing typed is lost"


def test_while_it_is_open_each_page_says_so_and_each_section_is_opened_by_an_act(shared):
    client, now = browser(shared, "coordinator"), timezone.now()
    with clock.at(now):
        assert post(client, at(shared, "break-glass/"), reason=WHY).status_code == 303
        page = client.get(at(shared, ""))
        assert "This case is open to you by break-glass until" in text(page)
        assert sections_on(page) == {"identity", "contact_and_safety", "screening", "placement"}
        assert steps.CANARY not in page.content.decode()
        for name in ("identity", "contact_and_safety", "screening", "placement"):
            before = Entry.objects.filter(verb="looked", section=name).count()
            shown = client.post(at(shared, f"sections/{name}/"))
            assert "by break-glass until" in text(shown)
            assert Entry.objects.filter(verb="looked", section=name).count() == before + 1
        assert steps.CANARY in client.post(at(shared, "sections/identity/")).content.decode()
        colleague = browser(shared, "coordinator_b").get(at(shared, ""))
        assert sections_on(colleague) == set() and "by break-glass until" not in text(colleague)
        assert (
            browser(shared, "coordinator_b").post(at(shared, "sections/identity/")).status_code
            == 404
        )
    with clock.at(now + timedelta(minutes=60)):
        assert sections_on(client.get(at(shared, ""))) == set()
        assert client.post(at(shared, "sections/identity/")).status_code == 404


def test_sending_twice_opens_it_once_and_it_can_be_closed_now(shared):
    client, key = browser(shared, "coordinator"), str(uuid4())
    for _ in range(2):
        client.post(at(shared, "break-glass/"), {"reason": WHY, "idempotency_key": key})
    assert BreakGlass.objects.count() == 1
    assert client.post(at(shared, "break-glass/close/")).status_code == 303
    assert sections_on(client.get(at(shared, ""))) == set()


@pytest.mark.parametrize("who", EVERYBODY)
def test_it_is_not_there_for_anybody_else(shared, who):
    client = browser(shared, who)
    assert client.get(at(shared, "break-glass/")).status_code == 404
    assert client.post(at(shared, "break-glass/"), {"reason": WHY}).status_code == 404


def test_an_own_case_answers_as_a_case_that_never_was(world):
    world.case = steps.a_case(world, "ngo")
    client = browser(world, "coordinator")
    hidden, missing = (
        client.get(at(world, "break-glass/")),
        client.get(f"/cases/{uuid4()}/break-glass/"),
    )
    assert hidden.status_code == missing.status_code == 404
    assert body(hidden) == body(missing)


# ---------- Reviews


def test_another_reads_the_reason_and_judges_never_she_herself(shared):
    row = break_glass(actor=shared.actor("coordinator"), ref=shared.case.uuid, reason=WHY)
    browser(shared, "coordinator").post(at(shared, "sections/identity/"))
    assert "No review waits for you" in text(browser(shared, "coordinator").get("/cases/reviews/"))
    assert browser(shared, "coordinator").get(f"/cases/reviews/{row.uuid}/").status_code == 404
    other = browser(shared, "coordinator_b")
    assert "Opened by Person coordinator" in text(other.get("/cases/reviews/"))
    page = other.get(f"/cases/reviews/{row.uuid}/")
    assert WHY in text(page) and "Identity" in text(page)
    assert Entry.objects.filter(
        verb="looked", detail__how="review", user_id=shared.people["coordinator_b"].pk
    ).exists()
    assert post(other, f"/cases/reviews/{row.uuid}/").status_code == 422
    assert post(other, f"/cases/reviews/{row.uuid}/", finding="justified").status_code == 303
    row.refresh_from_db()
    assert row.finding == "justified" and row.reviewed_by == shared.people["coordinator_b"]
    assert other.get(f"/cases/reviews/{row.uuid}/").status_code == 404


@pytest.mark.parametrize("who", ["ngo", "shelter", "rapporteur", "ngo_admin"])
def test_reviews_of_nobody_are_shown_to_others(shared, who):
    row = break_glass(actor=shared.actor("coordinator"), ref=shared.case.uuid, reason=WHY)
    client = browser(shared, who)
    assert WHY not in client.get("/cases/reviews/").content.decode()
    assert client.get(f"/cases/reviews/{row.uuid}/").status_code == 404
    assert client.get("/cases/reviews/not-a-uuid/").status_code == 404


# ---------- Walls


def test_a_wall_is_placed_from_a_list_and_the_walled_one_sees_a_page_that_never_was(shared):
    client, border = browser(shared, "ngo"), browser(shared, "border")
    assert border.get(at(shared, "")).status_code == 200
    organisation = str(shared.desks["border"].organisation.uuid)
    wrong = post(client, at(shared, "walls/new/"), organisation=organisation, ground="", reason="")
    assert wrong.status_code == 422 and not Wall.objects.exists()
    done = post(
        client,
        at(shared, "walls/new/"),
        organisation=organisation,
        ground="allegation",
        reason="Said by her.",
    )
    assert done.status_code == 303
    hidden, missing = border.get(at(shared, "")), border.get(f"/cases/{uuid4()}/")
    assert hidden.status_code == missing.status_code == 404 and body(hidden) == body(missing)
    for path in ("walls/", "walls/new/"):
        assert border.get(at(shared, path)).status_code == 404
    assert "Agency border" in text(client.get(at(shared, "walls/")))


def test_one_person_is_walled_by_the_address_of_work(shared):
    client = browser(shared, "ngo")
    nobody = post(
        client,
        at(shared, "walls/new/"),
        email="nobody@example.org",
        ground="personal_tie",
        reason="A cousin.",
    )
    assert nobody.status_code == 422 and "Nobody works here under this address" in text(nobody)
    assert "A cousin." in nobody.content.decode()
    post(
        client,
        at(shared, "walls/new/"),
        email="Border@Example.org",
        ground="personal_tie",
        reason="A cousin.",
    )
    assert Wall.objects.get().user == shared.people["border"]
    assert browser(shared, "border").get(at(shared, "")).status_code == 404
    assert browser(shared, "border_b").get(at(shared, "")).status_code == 200


def test_two_of_two_houses_lift_it_on_their_pages(shared):
    wall = place_wall(
        actor=shared.actor("ngo"), ref=shared.case.uuid, ground="allegation", reason="Said by her.",
        organisation=shared.desks["border"].organisation,
    )  # fmt: skip
    first, second, url = (
        browser(shared, "coordinator"),
        browser(shared, "ngo_admin"),
        f"/walls/{wall.uuid}/lift/",
    )
    assert "Be the first" in text(first.get("/walls/"))
    assert "Said by her." in text(first.get(url))
    assert post(first, url).status_code == 303
    assert "You agreed; the second is asked" in text(first.get("/walls/"))
    again = post(first, url)
    assert again.status_code == 409 and "A second person of another organisation" in text(again)
    assert "Be the second" in text(second.get("/walls/"))
    assert post(second, url).status_code == 303
    wall.refresh_from_db()
    assert wall.lifted_at is not None and "No wall waits for you" in text(second.get("/walls/"))


@pytest.mark.parametrize(
    "who", ["border", "border_admin", "shelter", "rapporteur", "ngo2_admin", "ngo", "oversight"]
)
def test_nobody_else_finds_it_to_lift(shared, who):
    wall = place_wall(
        actor=shared.actor("ngo"), ref=shared.case.uuid, ground="allegation", reason="Said by her.",
        organisation=shared.desks["border"].organisation,
    )  # fmt: skip
    client = browser(shared, who)
    page = client.get("/walls/")
    assert "Agency border" not in text(page) and "Said by her." not in page.content.decode()
    assert client.get(f"/walls/{wall.uuid}/lift/").status_code == 404
    assert client.post(f"/walls/{wall.uuid}/lift/").status_code == 404


def test_a_walled_shelter_is_named_to_who_sees_the_place_alone(shared):
    place_wall(
        actor=shared.actor("ngo"), ref=shared.case.uuid, ground="allegation", reason="Said by her.",
        organisation=shared.desks["shelter"].organisation,
    )  # fmt: skip
    assert "Agency shelter" in text(browser(shared, "ngo").get(at(shared, "walls/")))
    for page in (at(shared, "walls/"), "/walls/"):
        seen = text(browser(shared, "coordinator").get(page))
        assert "Agency shelter" not in seen and "A shelter" in seen


def test_oversight_places_a_wall_and_reads_no_reason(shared):
    client = browser(shared, "oversight")
    organisation = str(shared.desks["ngo"].organisation.uuid)
    done = post(
        client,
        at(shared, "walls/new/"),
        organisation=organisation,
        ground="allegation",
        reason="The lead took money.",
    )
    assert done.status_code == 303
    assert browser(shared, "ngo").get(at(shared, "")).status_code == 404
    other = place_wall(
        actor=shared.actor("coordinator"), ref=shared.case.uuid, ground="allegation", reason="Secret words.",
        organisation=shared.desks["border"].organisation,
    )  # fmt: skip
    page = client.get(f"/walls/{other.uuid}/lift/")
    assert page.status_code == 200 and "Secret words." not in page.content.decode()


# ---------- Closing


def test_the_lead_closes_it_with_a_reason_when_nothing_runs(shared):
    client = browser(shared, "ngo")
    assert "Close the case" in text(client.get(at(shared, "")))
    still = post(client, at(shared, "close/"), reason="goals_met")
    assert still.status_code == 409 and "Still running" in text(still)
    from referrals import services
    from referrals.models import Referral

    for row in Referral.objects.filter(carried__case=shared.case):
        services.withdraw_referral(
            actor=shared.actor("ngo"),
            ref=row.uuid,
            version=None,
            why=services.Coded("no_longer_needed"),
        )
    assert post(client, at(shared, "close/")).status_code == 422
    assert post(client, at(shared, "close/"), reason="goals_met").status_code == 303
    assert client.get(at(shared, "close/")).status_code == 404
    assert browser(shared, "border").get(at(shared, "")).status_code == 404


@pytest.mark.parametrize("who", ["border", "coordinator", "oversight", "ngo_admin"])
def test_nobody_else_closes_it(shared, who):
    assert browser(shared, who).get(at(shared, "close/")).status_code == 404


# ---------- Oversight


def test_oversight_finds_who_looked_by_reference_and_is_recorded(shared):
    client = browser(shared, "oversight")
    assert "Who looked, and when" in text(client.get("/oversight/"))
    answer = client.post("/oversight/", {"ref": shared.case.ref.lower().replace("-", " ")})
    assert answer.status_code == 303
    page = client.get(answer.url)
    assert page.status_code == 200 and "Read or changed" in text(page)
    assert steps.CANARY not in page.content.decode() and "Section" in text(page)
    assert (
        Entry.objects.filter(
            verb="looked", user_id=shared.people["oversight"].pk, case_id=shared.case.pk
        ).count()
        == 1
    )


@pytest.mark.parametrize("ref", ["", "XA-0000-0000", "nonsense", "own"])
def test_a_slip_and_an_own_case_get_the_same_answer(world, ref):
    own = steps.a_case(world, "ngo")
    client = browser(world, "oversight")
    answer = client.post("/oversight/", {"ref": own.ref if ref == "own" else ref})
    assert answer.status_code == 404
    assert "No case that you oversee has this reference" in text(answer)


@pytest.mark.parametrize("who", ["ngo", "coordinator", "rapporteur", "ngo_admin", "shelter"])
def test_oversight_is_not_there_for_others(shared, who):
    assert browser(shared, who).get("/oversight/").status_code == 404
