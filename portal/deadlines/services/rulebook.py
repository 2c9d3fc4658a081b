"""Rules change by a new version that two people agree on; running clocks follow and say so."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from portal.audit.services import record
from portal.core.actors import Acting
from portal.core.clock import now
from portal.core.problems import Invalid
from portal.deadlines.counting import Mode
from portal.deadlines.models import STOPPED, CalendarDay, Clock, Rule
from portal.deadlines.selectors import rule_for
from portal.deadlines.services.reckoning import RECKONED, reckon
from portal.organisations.models import State

TOLD = [
    "name", "starts", "legal_source", "confirmed", "mode", "length", "unit", "length_min", "length_max",
    "roll", "two_wd", "pausable", "is_target", "grace_minutes", "reminder_at", "remind_before",
    "repeat_minutes",
]  # fmt: skip
# Protective clocks run whatever happens (domain_sources 9a; answers: policy, 'How a referral moves').
NEVER_STAND = (
    "answer.",
    "guardian.",
    "risk.",
    "recovery",
    "arrival",
    "missing",
    "stalled.",
    "unplaced",
)
BATCH = 200


@transaction.atomic
def propose_rule(*, actor: Acting, code: str, state: State | None, **changes: Any) -> Rule:
    """A new version of a rule, without effect until another person approves it.

    ``changes`` are fields of TOLD; the rest is taken from what holds now. Raises Invalid.
    """
    holds = rule_for(code, state.pk if state else None, now())
    fields = {name: changes.get(name, getattr(holds, name)) for name in TOLD}
    errors = rule_errors(code, fields, changes)
    if errors:
        raise Invalid(errors=errors)
    if actor.user_id is None:
        raise Invalid(field="actor", remedy=_("A rule is proposed by a person."))
    latest = Rule.objects.filter(code=code, state=state).aggregate(top=Max("version"))["top"] or 0
    rule = Rule.objects.create(
        code=code,
        state=state,
        version=latest + 1,
        valid_from=now(),
        proposed_by=actor.user_id,
        **fields,
    )
    record(
        actor=actor,
        verb="rule.proposed",
        subject=f"rule:{code}:{rule.version}",
        detail={"code": code, "version": rule.version},
    )
    return rule


@transaction.atomic
def approve_rule(*, actor: Acting, rule_id: int) -> Rule:
    """A second person agrees: the version holds from now, and running clocks follow it.

    Raises Invalid for one's own proposal and for one that was approved already.
    """
    rule = Rule.objects.select_for_update(of=("self",)).get(pk=rule_id)
    if rule.approved_at is not None:
        raise Invalid(field="rule", remedy=_("This version holds already."))
    if actor.user_id is None or actor.user_id == rule.proposed_by:
        raise Invalid(field="approver", remedy=_("Another person approves what you proposed."))
    rule.approved_by = actor.user_id
    put_in_force(rule, now())
    record(actor=actor, verb="rule.approved", subject=f"rule:{rule.code}:{rule.version}")
    recompute_rule(actor=actor, code=rule.code, state=rule.state)
    return rule


def put_in_force(rule: Rule, moment: datetime) -> None:
    """The version holds from ``moment``; the one before ends then."""
    older = Rule.objects.filter(code=rule.code, state=rule.state, version__lt=rule.version)
    older.filter(valid_until__isnull=True, approved_at__isnull=False).update(valid_until=moment)
    rule.valid_from, rule.approved_at = moment, moment
    rule.save()


@transaction.atomic
def set_day(
    *, actor: Acting, state: State, date: date, working: bool, why: str, legal_source: str
) -> CalendarDay:
    """The State's word about one day; clocks that count days are counted again."""
    if not legal_source.strip():
        raise Invalid(field="legal_source", remedy=_("Name the decree or law."))
    day, _new = CalendarDay.objects.update_or_create(
        state=state,
        date=date,
        defaults={"working": working, "why": why, "legal_source": legal_source},
    )
    record(
        actor=actor, verb="calendar.day_set", subject=f"{state.code}:{date}", detail={"working": working},
    )  # fmt: skip
    recompute_calendar(actor=actor, state=state)
    return day


def recompute_rule(*, actor: Acting, code: str, state: State | None = None) -> int:
    """Count live clocks of a rule again, by the version that holds now; returns how many changed.

    Without ``state`` the clocks of every State, of which those with a rule of their own keep it.
    """
    rows = Clock.objects.filter(code=code)
    return _recompute(actor, rows.filter(jurisdiction=state) if state else rows)


def recompute_calendar(*, actor: Acting, state: State) -> int:
    """Count again what a State's calendar touches; returns how many clocks changed."""
    hours = Q(rule__mode__in=[Mode.ELAPSED.value, Mode.AFTER_HOURS.value])
    return _recompute(actor, Clock.objects.filter(jurisdiction=state, fixed=False).exclude(hours))


def rule_errors(code: str, fields: dict[str, Any], changes: dict[str, Any]) -> dict[str, str]:
    """Field → remedy for a rule that may not stand."""
    found = {name: _("A rule has no such field.") for name in changes if name not in TOLD}
    if not str(fields["legal_source"]).strip():
        found["legal_source"] = _("Every rule names its legal source.")
    if fields["mode"] not in {m.value for m in Mode}:
        found["mode"] = _("Choose one of the ways of counting.")
    if fields["pausable"] and code.startswith(NEVER_STAND):
        found["pausable"] = _("This clock protects a person: it never stands still.")
    floor = _floor(code)
    if floor is not None and (fields["length"] < floor or (fields["length_min"] or 0) < floor):
        found["length"] = _("At least %(n)s.") % {"n": floor}
    return found


def _floor(code: str) -> int | None:
    """The least length that the default set allows any State."""
    first = Rule.objects.filter(code=code, state__isnull=True).order_by("version").first()
    return first.length_min if first else None


def _recompute(actor: Acting, rows: Any) -> int:
    changed, last = 0, 0
    while ids := list(
        rows.exclude(state=STOPPED)
        .filter(pk__gt=last)
        .order_by("pk")
        .values_list("pk", flat=True)[:BATCH]
    ):
        last = ids[-1]
        with transaction.atomic():
            locked = Clock.objects.filter(pk__in=ids).exclude(state=STOPPED).order_by("pk")
            locked = locked.select_related("jurisdiction").select_for_update(of=("self",))
            changed += sum(_recounted(actor, clock) for clock in locked)
    return changed


def _recounted(actor: Acting, clock: Clock) -> bool:
    was = (clock.rule_id, clock.due_at)
    old_version = clock.rule_version
    reckon(clock, rule_for(clock.code, clock.jurisdiction_id, now()), now())
    if was == (clock.rule_id, clock.due_at):
        return False
    clock.save(update_fields=RECKONED)
    record(
        actor=actor, verb="deadline.recomputed", case_id=clock.case_id, section=clock.section,
        subject=str(clock.uuid),
        detail={
            "code": clock.code, "from_version": old_version, "rule_version": clock.rule_version,
            "from": was[1].isoformat(), "due_at": clock.due_at.isoformat(),
        },
    )  # fmt: skip
    return True
