"""Rules with their legal source, running clocks, their pauses and what they struck."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from portal.core.models import Referenced
from portal.deadlines.counting import Mode, RuleSpec

MODES = [mode.value for mode in Mode]
RUNNING, PAUSED, RESTING, OVERDUE, STOPPED = "running", "paused", "resting", "overdue", "stopped"
CLOCK_STATES = [RUNNING, PAUSED, RESTING, OVERDUE, STOPPED]
STRIKES = ["half", "before", "due", "grace", "repeat"]


class Rule(models.Model):
    """One version of one rule; ``state`` null is the default set. Never edited: a change is a new
    version, proposed by one person and approved by another."""

    code = models.CharField(max_length=60)
    state = models.ForeignKey(
        "organisations.State", null=True, on_delete=models.PROTECT, related_name="deadline_rules"
    )
    version = models.PositiveIntegerField(default=1)
    name = models.CharField(max_length=120)
    starts = models.CharField(max_length=120)
    legal_source = models.CharField(max_length=200)
    confirmed = models.BooleanField(default=False)
    mode = models.CharField(max_length=20)
    length = models.PositiveIntegerField()
    unit = models.CharField(max_length=8, default="hours")
    length_min = models.PositiveIntegerField(null=True)
    length_max = models.PositiveIntegerField(null=True)
    roll = models.BooleanField(default=False)
    two_wd = models.BooleanField(default=False)
    pausable = models.BooleanField(default=False)
    is_target = models.BooleanField(default=False)
    grace_minutes = models.PositiveIntegerField(default=0)
    reminder_at = models.FloatField(null=True)
    remind_before = ArrayField(models.PositiveIntegerField(), default=list)
    repeat_minutes = models.PositiveIntegerField(null=True)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)
    proposed_by = models.BigIntegerField(null=True)
    approved_by = models.BigIntegerField(null=True)
    approved_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ["code", "state_id", "version"]
        triggers = [
            pgtrigger.ReadOnly(
                name="never_edited",
                exclude=["valid_from", "valid_until", "approved_by", "approved_at"],
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["state", "code", "version"], name="one_rule_a_version", nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(mode__in=MODES), name="rule_mode_known"),
            models.CheckConstraint(condition=~Q(legal_source=""), name="rule_has_a_legal_source"),
            models.CheckConstraint(
                condition=Q(reminder_at__isnull=True) | Q(reminder_at__gt=0, reminder_at__lt=1),
                name="rule_reminder_within",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")),
                name="rule_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"

    def spec(self, length: int | None = None) -> RuleSpec:
        """What counting needs, with another length where one was set for this clock."""
        return RuleSpec(
            mode=Mode(self.mode),
            length=self.length if length is None else length,
            unit=self.unit,
            roll=self.roll,
            two_wd=self.two_wd,
            pausable=self.pausable,
        )


class CalendarDay(models.Model):
    """A State's own word about one day: a one-off holiday, a Saturday worked by decree."""

    state = models.ForeignKey(
        "organisations.State", on_delete=models.PROTECT, related_name="calendar_days"
    )
    date = models.DateField()
    working = models.BooleanField()
    why = models.CharField(max_length=120)
    legal_source = models.CharField(max_length=200)

    class Meta:
        default_permissions = ()
        ordering = ["date"]
        constraints = [models.UniqueConstraint(fields=["state", "date"], name="one_word_a_day")]

    def __str__(self) -> str:
        return f"{self.state_id} {self.date}"


class Clock(Referenced):
    """Time that runs for something: which rule, by which version, since when, until when.

    ``case_id`` is a number only: no foreign key points up a floor. ``fixed`` means that the end
    was given (an expected arrival, a consent's expiry), not counted.
    """

    code = models.CharField(max_length=60)
    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="clocks")
    rule_version = models.PositiveIntegerField()
    jurisdiction = models.ForeignKey(
        "organisations.State", on_delete=models.PROTECT, related_name="clocks"
    )
    calendar = models.CharField(max_length=120, default="")
    subject_kind = models.CharField(max_length=40)
    subject_uuid = models.UUIDField()
    case_id = models.BigIntegerField(null=True)
    section = models.CharField(max_length=40, blank=True, default="")
    owner_desk = models.ForeignKey(
        "organisations.Desk", null=True, on_delete=models.PROTECT, related_name="clocks"
    )
    length_override = models.PositiveIntegerField(null=True)
    fixed = models.BooleanField(default=False)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    last_day = models.DateField(null=True)
    next_at = models.DateTimeField(null=True)
    not_before = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, default=RUNNING)
    outcome = models.CharField(max_length=40, blank=True, default="")
    rest_until = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    round = models.PositiveIntegerField(default=0)
    repeats = models.PositiveIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["next_at", "id"], name="clock_due", condition=Q(next_at__isnull=False)
            ),
            models.Index(
                fields=["case_id", "due_at"], name="clock_case", condition=~Q(state=STOPPED)
            ),
            models.Index(
                fields=["owner_desk", "due_at"], name="clock_owner", condition=~Q(state=STOPPED)
            ),
            models.Index(fields=["subject_uuid"], name="clock_subject"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "subject_kind", "subject_uuid"],
                condition=~Q(state=STOPPED),
                name="one_live_clock",
            ),
            models.CheckConstraint(condition=Q(state__in=CLOCK_STATES), name="clock_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=[STOPPED, PAUSED]) | Q(next_at__isnull=True),
                name="clock_that_stands_never_strikes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.uuid}"


class Pause(models.Model):
    """The clock stood while a question to another agency was open."""

    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="pauses")
    question = models.CharField(max_length=60)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(
                fields=["clock"], condition=Q(until__isnull=True), name="one_open_pause"
            )
        ]

    def __str__(self) -> str:
        return f"pause of {self.clock_id}"


class Strike(models.Model):
    """A stage that came, once: running twice does nothing."""

    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="strikes")
    kind = models.CharField(max_length=8)
    n = models.PositiveIntegerField(default=0)
    meant_for = models.DateTimeField()
    struck_at = models.DateTimeField()
    rule_version = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()
        ordering = ["struck_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["clock", "kind", "n"], name="each_strike_once"),
            models.CheckConstraint(condition=Q(kind__in=STRIKES), name="strike_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.n} of {self.clock_id}"
