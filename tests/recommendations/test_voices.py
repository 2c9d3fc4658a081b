"""Three voices kept apart, two steps of publishing, a history that nobody can overwrite."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.http import Http404

from portal.audit.models import Entry
from portal.core.clock import at, now
from portal.core.models import OutboxRow
from portal.core.problems import Invalid, NotOpen, Stale
from portal.deadlines.models import Clock
from portal.deadlines.services.striking import strike_due
from recommendations.models import Evidence, ReportDue, Statement, Submission
from recommendations.rules.levels import Voice, disagree, steps_apart
from recommendations.rules.submitting import Said
from recommendations.selectors import implementation as selectors
from recommendations.services import evidence, periods, submitting
from tests.recommendations import scenes


@pytest.fixture
def scene(register):
    one = scenes.assigned(register)
    return register, one, scenes.a_period(register)


def test_focal_point_drafts_validator_publishes(scene):
    world, one, period = scene
    row = scenes.drafted(world, one, period)
    assert not selectors.statements(None).exists()
    assert not selectors.waiting(world.actor("validator")).exists()
    row = submitting.submit(actor=world.actor("focal"), ref=row.uuid, version=row.version)
    assert list(selectors.waiting(world.actor("validator"))) == [row]
    with pytest.raises(Http404):  # who writes does not publish
        submitting.publish(actor=world.actor("focal"), ref=row.uuid, version=row.version)
    told = submitting.publish(actor=world.actor("validator"), ref=row.uuid, version=row.version)
    assert (told.level, told.edition, told.voice) == ("partial", 1, "self")
    assert list(selectors.statements(None)) == [told]
    verbs = set(Entry.objects.filter(subject=str(row.uuid)).values_list("verb", flat=True))
    assert verbs == {"register.saved", "register.submitted", "register.published"}
    kinds = set(OutboxRow.objects.filter(topic="notice").values_list("kind", flat=True))
    assert {"register_waits", "register_published"} <= kinds


def test_the_history_is_never_overwritten(scene):
    world, one, period = scene
    first = scenes.published(world, one, period)
    second = scenes.published(world, one, period, level="full")
    assert (first.edition, second.edition) == (1, 2)
    assert list(selectors.current(None)) == [second]
    assert Statement.objects.count() == 2
    for change in (
        lambda: Statement.objects.filter(pk=first.pk).update(level="full"),
        lambda: first.delete(),
        lambda: Evidence.objects.filter(submission=second.submission).delete(),
        lambda: Evidence.objects.filter(submission=second.submission).update(title="Other"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_three_voices_stand_beside_each_other(scene):
    world, one, period = scene
    own = scenes.published(world, one, period, level="full")
    found = scenes.assessed(world, one, period, "in_preparation")
    comment = scenes.commented(world, one, period)
    assert set(selectors.latest(None, [one.pk])) == {(one.pk, "self"), (one.pk, "rapporteur")}
    third = submitting.publish(
        actor=world.actor("moderator"), ref=comment.uuid, version=comment.version
    )
    latest = selectors.latest(None, [one.pk])
    assert latest == {
        (one.pk, "self"): own, (one.pk, "rapporteur"): found, (one.pk, "civil_society"): third,
    }  # fmt: skip
    assert steps_apart(own.level, found.level) == -2
    assert disagree(own.level, found.level)
    assert steps_apart("full", "cannot_be_determined") is None
    assert not disagree("full", "")


def test_a_stale_save_is_refused_with_both_texts(scene):
    world, one, period = scene
    row = scenes.drafted(world, one, period)
    scenes.drafted(world, one, period, who="focal_b", text="Mine first.", version=row.version)
    with pytest.raises(Stale) as refused:
        scenes.drafted(world, one, period, text="Mine too.", version=row.version)
    assert refused.value.extra["theirs"]["justification"] == "Mine first."
    with pytest.raises(Stale):  # the second who begins finds the first
        scenes.drafted(world, one, period)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (Said("perfect", "", "Why."), "level"),
        (Said("partial", "quite", "Why."), "confidence"),
        (Said("partial", "", "<b>bold</b>"), "justification"),
        (Said("partial", "", "a&lt;b"), "justification"),
        (Said("partial", "", "x" * 5_001), "justification"),
        (Said("partial", "", "x\x07"), "justification"),
    ],
)
def test_bad_input_names_its_field(scene, said, field):
    world, one, period = scene
    with pytest.raises(Invalid) as refused:
        submitting.save(
            actor=world.actor("focal"),
            implementation=one,
            period=period,
            voice=Voice.SELF,
            said=said,
        )
    assert set(refused.value.errors) == {field}
    assert refused.value.errors[field]


def test_what_is_sent_is_whole_and_full_is_proved(scene):
    world, one, period = scene
    focal = world.actor("focal")
    row = scenes.drafted(world, one, period, level="", text="  ")
    with pytest.raises(Invalid) as refused:
        submitting.submit(actor=focal, ref=row.uuid, version=row.version)
    assert set(refused.value.errors) == {"level", "justification"}
    row = scenes.drafted(world, one, period, level="full", version=row.version)
    with pytest.raises(Invalid) as refused:
        submitting.submit(actor=focal, ref=row.uuid, version=row.version)
    assert set(refused.value.errors) == {"evidence"}
    evidence.add_figure(
        actor=focal, ref=row.uuid, version=row.version, figure="median_hours_referral_to_bed"
    )
    row.refresh_from_db()
    assert submitting.submit(actor=focal, ref=row.uuid, version=row.version).stage == "submitted"


def test_returned_with_a_reason_and_owed_again(scene):
    world, one, period = scene
    row = scenes.submitted(world, one, period)
    due = ReportDue.objects.get()
    assert due.answered_at
    assert not Clock.objects.filter(subject_uuid=due.uuid).exclude(state="stopped").exists()
    with pytest.raises(Invalid):
        submitting.send_back(
            actor=world.actor("validator"), ref=row.uuid, version=row.version, reason=" "
        )
    row = submitting.send_back(
        actor=world.actor("validator"), ref=row.uuid, version=row.version, reason="Name the posts."
    )
    due.refresh_from_db()
    assert (row.stage, due.answered_at) == ("returned", None)
    assert Clock.objects.filter(subject_uuid=due.uuid).exclude(state="stopped").exists()
    again = scenes.submitted(world, one, period, version=row.version)
    assert again.pk == row.pk


def test_a_closed_period_takes_no_report_but_an_assessment(scene):
    world, one, period = scene
    period = periods.close_period(
        actor=world.actor("validator"), period=period, version=period.version
    )
    with pytest.raises(NotOpen) as refused:
        scenes.drafted(world, one, period)
    assert "period" in refused.value.errors
    assert scenes.assessed(world, one, period).level == "in_preparation"


@pytest.mark.parametrize(
    ("who", "voice"),
    [
        ("focal", Voice.RAPPORTEUR), ("focal", Voice.CIVIL_SOCIETY), ("validator", Voice.SELF),
        ("validator", Voice.RAPPORTEUR), ("rapporteur", Voice.SELF), ("moderator", Voice.CIVIL_SOCIETY),
        ("ngo", Voice.SELF), ("ngo", Voice.RAPPORTEUR), ("police", Voice.CIVIL_SOCIETY),
        ("far_focal", Voice.SELF), ("far_rapporteur", Voice.RAPPORTEUR), ("far_ngo", Voice.CIVIL_SOCIETY),
        ("coordinator", Voice.SELF), ("far_validator", Voice.SELF),
    ],
)  # fmt: skip
def test_nobody_speaks_with_anothers_voice(scene, who, voice):
    world, one, period = scene
    with pytest.raises(Http404):
        scenes.drafted(world, one, period, who=who, voice=voice)


def test_another_actor_of_the_same_state_does_not_read_or_write_it(scene):
    world, one, period = scene
    row = scenes.submitted(world, one, period)
    for who in ("far_validator", "far_focal", "rapporteur", "ngo", "moderator", "coordinator"):
        with pytest.raises(Http404):
            selectors.get_submission(world.actor(who), row.uuid)
    draft = scenes.drafted(world, scenes.assigned(world, "PRT-1"), period)
    with pytest.raises(Http404):  # a draft is its writers' alone
        selectors.get_submission(world.actor("validator"), draft.uuid)


def test_a_comment_is_moderated_and_another_ngo_has_its_own(scene):
    world, one, period = scene
    row = scenes.commented(world, one, period)
    other = scenes.commented(world, one, period, who="ngo2", level="partial")
    assert set(selectors.waiting(world.actor("moderator"))) == {row, other}
    assert not selectors.waiting(world.actor("validator")).exists()
    with pytest.raises(Http404):
        selectors.get_submission(world.actor("ngo2"), row.uuid)
    row = submitting.decline(
        actor=world.actor("moderator"),
        ref=row.uuid,
        version=row.version,
        reason="It names a person.",
    )
    assert row.stage == "declined"
    submitting.publish(actor=world.actor("moderator"), ref=other.uuid, version=other.version)
    assert Statement.objects.get().organisation == world.desks["ngo2"].organisation


def test_nobody_publishes_what_she_wrote_at_another_desk(scene):
    world, one, period = scene
    row = scenes.submitted(world, one, period)
    Submission.objects.filter(pk=row.pk).update(written_by=world.people["validator"].pk)
    with pytest.raises(Invalid):
        submitting.publish(actor=world.actor("validator"), ref=row.uuid, version=row.version)


def test_reminders_before_and_after_then_escalation_and_never_more(register):
    with at(now() - timedelta(days=60)):
        scenes.assigned(register)
        today = now().date()
        periods.open_period(
            actor=register.actor("validator"), state=register.state, code="now",
            begins_on=today - timedelta(days=300), ends_on=today, due_on=today + timedelta(days=30),
        )  # fmt: skip
    while strike_due():
        pass
    rows = list(OutboxRow.objects.filter(kind__startswith="deadline_").order_by("id"))
    focal, validator = register.desks["focal"].pk, register.desks["validator"].pk
    assert [(r.kind, [t["desk_id"] for t in r.payload["to"]]) for r in rows] == [
        ("deadline_due_soon", [focal]), ("deadline_due_soon", [focal]),
        ("deadline_overdue", [focal]), ("deadline_overdue", [focal, validator]),
    ]  # fmt: skip
    assert Clock.objects.get().next_at is None


def test_assigning_and_releasing(register):
    one = scenes.assigned(register)
    assert scenes.assigned(register) == one
    assert one.actor_type.code == "governments"
    with pytest.raises(Invalid):
        scenes.assigned(register, who="police")
    with pytest.raises(Http404):
        scenes.assigned(register, by="focal")
    with pytest.raises(Http404):
        scenes.assigned(register, by="far_validator")
    period = scenes.a_period(register)
    two = scenes.assigned(register, "PRT-3")
    assert selectors.owed(register.actor("focal")).count() == 2
    periods.release(actor=register.actor("validator"), implementation=two, version=two.version)
    assert [d.implementation for d in selectors.owed(register.actor("focal"))] == [one]
    assert period.is_open


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": "last year!"}, "code"), ({"ends_on": date(2025, 1, 1)}, "ends_on"),
        ({"due_on": date(2025, 12, 1)}, "due_on"),
    ],
)  # fmt: skip
def test_a_period_in_disorder(register, change, field):
    wanted = {
        "code": "2025", "begins_on": date(2025, 1, 1), "ends_on": date(2025, 12, 31),
        "due_on": date(2026, 1, 31),
    }  # fmt: skip
    with pytest.raises(Invalid) as refused:
        periods.open_period(
            actor=register.actor("validator"), state=register.state, **{**wanted, **change}
        )
    assert field in refused.value.errors
    scenes.a_period(register, 2030)
    with pytest.raises(Invalid):
        scenes.a_period(register, 2030)
