"""What strikes when: each stage once, a sleep without a storm, rest for repeats only."""

from datetime import UTC, datetime, timedelta

from portal.deadlines.stages import Plan, StrikeKind, next_stage, once_each, struck_now

BEGAN = datetime(2026, 11, 24, 20, tzinfo=UTC)
H, M = timedelta(hours=1), timedelta(minutes=1)


def plan(**more):
    return Plan(started_at=BEGAN, due_at=BEGAN + 2 * H, **more)


def test_an_answer_in_danger_half_due_grace():
    found = once_each(plan(grace=10 * M, reminder=0.5))
    assert [(s.kind, s.at - BEGAN) for s in found] == [
        (StrikeKind.HALF, H), (StrikeKind.DUE, 2 * H), (StrikeKind.GRACE, 2 * H + 10 * M)
    ]  # fmt: skip


def test_warnings_before_the_clock_began_do_not_come():
    found = once_each(plan(before=(30, 20_160)))
    assert [(s.kind, s.n) for s in found] == [(StrikeKind.BEFORE, 30), (StrikeKind.DUE, 0)]


def test_repeats_follow_the_grace_at_even_steps():
    alarm = plan(grace=30 * M, repeat=30 * M)
    done = {("due", 0), ("grace", 0)}
    assert next_stage(alarm, done, BEGAN + 150 * M).at == BEGAN + 180 * M
    assert next_stage(alarm, done, BEGAN + 179 * M).at == BEGAN + 180 * M
    assert next_stage(alarm, done, BEGAN + 180 * M).at == BEGAN + 210 * M


def test_after_a_day_asleep_the_next_repeat_lies_ahead():
    alarm = plan(repeat=30 * M)
    woke = BEGAN + 26 * H + 7 * M
    assert next_stage(alarm, {("due", 0)}, woke).at == BEGAN + 26 * H + 30 * M


def test_a_missed_stage_is_never_left_out():
    late = next_stage(plan(reminder=0.5, grace=10 * M), set(), BEGAN + 30 * H)
    assert (late.kind, late.at) == (StrikeKind.HALF, BEGAN + H)
    assert struck_now(plan(reminder=0.5), {("half", 0)}) == (StrikeKind.DUE, 0)


def test_rest_holds_back_repeats_only():
    alarm = plan(grace=30 * M, repeat=30 * M)
    rest = BEGAN + 5 * H + 10 * M
    assert next_stage(alarm, {("due", 0)}, BEGAN + 2 * H, rest).at == BEGAN + 150 * M
    after = next_stage(alarm, {("due", 0), ("grace", 0)}, BEGAN + 151 * M, rest)
    assert after.at == BEGAN + 5 * H + 30 * M


def test_a_clock_without_repeats_comes_to_rest():
    assert next_stage(plan(), {("due", 0)}, BEGAN + 3 * H) is None


def test_a_new_round_strikes_its_end_again():
    again = plan(round=1, reminder=0.5)
    assert struck_now(again, {("half", 0), ("due", 0)}) == (StrikeKind.HALF, 1)
