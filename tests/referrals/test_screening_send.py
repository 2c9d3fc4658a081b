"""Screening: sent in one act, or kept as the organisation's own case."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Case
from portal.sealing.models import WrappedKey
from referrals.models import Draft, Referral
from referrals.selectors import words_of
from tests.support import steps
from tests.support.screening import TICKS, tokens, words

CANARY = steps.CANARY


def test_a_border_guard_sends_two_referrals_in_one_act(at, world, client):
    steps.add_places(world)
    steps.add_places(world, "shelter2", 1)
    page = at("border")
    page.post(
        scope="all", do="review", age="adult", danger=["controller_near"], bed_tonight="on", language="Tigrinya",
        given_names=CANARY, consent_transfer="yes", consent_bed="yes", account="They held my passport.", **TICKS,
    )  # fmt: skip
    with CaptureQueriesContext(connection) as seen:
        choose = page.get("?step=send")
    assert len(seen) <= 30
    text = words(choose)
    assert "Agency ngo" in text
    assert "Agency shelter" not in text
    assert "Capacity 1" in text
    leads, beds = tokens(choose, "lead"), tokens(choose, "bed")
    assert [chosen for _, chosen in leads].count(True) == 1
    assert [chosen for _, chosen in beds].count(True) == 1
    assert all(token.startswith("cap-") for token, _ in beds)
    assert len(beds) == 2
    sent = page.post(
        "send/",
        scope="send",
        lead=[leads[0][0]],
        bed=[t for t, _ in beds],
        urgency="immediate_danger",
        idempotency_key="k1",
    )
    assert (sent.status_code, sent.headers["Location"]) == (303, "/referrals/")
    again = page.post(
        "send/", scope="send", lead=[leads[0][0]], bed=[t for t, _ in beds], idempotency_key="k1"
    )
    assert (again.status_code, again.headers["Location"]) == (303, "/referrals/")
    assert sorted(Referral.objects.values_list("purpose", "urgency")) == [
        ("transfer", "immediate_danger"), ("urgent_protection", "immediate_danger"),
    ]  # fmt: skip
    assert not Draft.objects.exists()
    assert not WrappedKey.objects.filter(subject_kind="draft").exists()
    assert Case.objects.count() == 1
    assert client.get(page.url).status_code == 404


def test_a_desk_that_cannot_lead_must_ask_one_that_can(at, world):
    steps.add_places(world)
    page = at("border")
    page.post(scope="all", do="save", age="adult", consent_bed="yes", bed_tonight="on")
    bed = tokens(page.get("?step=send"), "bed")[0][0]
    answer = page.post("send/", scope="send", bed=[bed], idempotency_key="k")
    assert answer.status_code == 422
    assert "Choose an organisation that can lead" in words(answer)
    assert not Case.objects.exists()
    assert page.typed["bed"] == [bed]


def test_without_a_yes_an_adult_is_not_sent_and_a_reason_stands_in(at, world):
    page = at("border")
    page.post(scope="all", do="save", age="adult", danger=["hurt_or_ill"])
    lead = tokens(page.get("?step=send"), "lead")[0][0]
    refused = page.post("send/", scope="send", lead=[lead], idempotency_key="k")
    assert refused.status_code == 422
    assert "Who leads: ask the person and record the answer" in words(refused)
    assert not Case.objects.exists()
    sent = page.post(
        "send/", scope="send", lead=[lead], vital_reason="Unconscious.", idempotency_key="k"
    )
    assert sent.status_code == 303
    assert sent.headers["Location"].startswith("/referrals/")
    assert Referral.objects.get().vital_interest


def test_her_no_binds_even_in_danger(at):
    page = at("border")
    page.post(scope="all", do="save", age="adult", danger=["hurt_or_ill"], consent_transfer="no")
    lead = tokens(page.get("?step=send"), "lead")[0][0]
    answer = page.post(
        "send/", scope="send", lead=[lead], vital_reason="He is near.", idempotency_key="k"
    )
    assert answer.status_code == 422
    assert "Who leads: the person said no." in words(answer)
    assert not Case.objects.exists()


def test_who_may_be_a_child_is_sent_without_consent(at, world):
    page = at("border")
    page.post(scope="all", do="save", age="unsure")
    choose = page.get("?step=send")
    assert "Not needed: may be a child" in words(choose)
    assert (
        page.post(
            "send/", scope="send", lead=[tokens(choose, "lead")[0][0]], idempotency_key="k"
        ).status_code
        == 303
    )
    assert "guardian.alarm" in {c.code for c in _clocks(Case.objects.get())}


def _clocks(case):
    from portal.deadlines.models import Clock

    return Clock.objects.filter(case_id=case.pk)


def test_a_foreign_token_is_refused_and_nothing_is_half_done(at, world):
    page = at("border")
    page.post(scope="all", do="save", age="unsure")
    for wrong in (str(world.desks["far_ngo"].uuid), "cap-00", str(world.desks["shelter"].uuid)):
        answer = page.post("send/", scope="send", lead=[wrong], idempotency_key="k")
        assert (
            answer.status_code == 422 and "One receiver cannot be asked here" in words(answer)
        ) or "Choose from the list" in words(answer)
    assert not Case.objects.exists()
    assert Draft.objects.count() == 1


def test_her_no_go_binds_until_a_reason_is_typed(at, world):
    steps.add_places(world)
    page = at("border")
    page.post(scope="all", do="save", age="unsure", bed_tonight="on", no_go=["XA-N"])
    choose = page.get("?step=send")
    text = words(choose)
    assert "Nobody who can lead is free here" in text
    assert "In a region the person does not want" in text
    assert not any(chosen for name in ("lead", "bed") for _, chosen in tokens(choose, name))
    lead = tokens(choose, "lead")[0][0]
    reason = "The only desk open tonight; the person agreed."
    common = {"scope": "send", "lead": [lead], "idempotency_key": "k"}
    for calm in ({"urgency": "immediate_danger"}, {"urgency": "urgent", "against_wishes": reason}):
        refused = page.post("send/", **common, **calm)
        assert refused.status_code == 422
        assert "does not want. Choose another receiver." in words(refused)
    assert not Case.objects.exists()
    sent = page.post("send/", **common, urgency="immediate_danger", against_wishes=reason)
    assert sent.status_code == 303, words(sent)
    assert words_of(Referral.objects.get())["against_wishes"] == reason


def test_an_ngo_keeps_it_as_its_own_case(at, world, client):
    page = at("ngo")
    page.post(
        scope="all",
        do="review",
        age="adult",
        language="ti",
        consent_coordination="yes",
        consent_bed="yes",
        given_names=CANARY,
    )
    choose = page.get("?step=send")
    assert "Keep as our own case" in words(choose)
    assert "You lead this case" in words(choose)
    assert not any(chosen for _, chosen in tokens(choose, "lead"))
    kept = page.post("keep/", scope="send", idempotency_key="k")
    case = Case.objects.get()
    assert (kept.status_code, kept.headers["Location"]) == (303, f"/cases/{case.uuid}/")
    assert case.lead_desk == world.desks["ngo"]
    assert case.left_at is None
    assert not case.in_coordination
    assert {c.purpose for c in case.consents.all()} == {"accommodation", "coordination"}
    assert (
        page.post("keep/", scope="send", idempotency_key="k").headers["Location"]
        == f"/cases/{case.uuid}/"
    )
    assert Case.objects.count() == 1


def test_a_border_guard_has_no_own_cases(at):
    page = at("border")
    page.post(scope="all", do="save", age="unsure")
    assert "Keep as our own case" not in words(page.get("?step=send"))
    assert page.post("keep/", scope="send", idempotency_key="k").status_code == 409
    assert not Case.objects.exists()
    assert Draft.objects.count() == 1
