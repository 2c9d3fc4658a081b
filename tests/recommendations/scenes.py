"""Steps that people of the register take, by the services."""

from datetime import date, timedelta

from portal.core.clock import now
from recommendations import reference
from recommendations.models import (
    Entry,
    EntryEdition,
    Implementation,
    Recommendation,
    ReportingPeriod,
)
from recommendations.rules.entries.catalogue import KINDS
from recommendations.rules.levels import Voice
from recommendations.rules.submitting import Said
from recommendations.services import entries, evidence, periods, submitting

PROVED = "Two of three posts use the procedure; the third begins in May."


def item(code: str = "PRT-2") -> Recommendation:
    return Recommendation.objects.get(source__code="dcaf-2007", code=code)


def assigned(
    world, code: str = "PRT-2", who: str = "focal", by: str = "validator"
) -> Implementation:
    return periods.assign(
        actor=world.actor(by), recommendation=item(code), organisation=world.desks[who].organisation
    )


def a_period(world, year: int = 0, by: str = "validator") -> ReportingPeriod:
    """A year to report on; due at the end of January after it."""
    year = year or now().year
    actor = world.actor(by)
    state = world.desks[by].organisation.state
    return periods.open_period(
        actor=actor, state=state, code=str(year), begins_on=date(year, 1, 1),
        ends_on=date(year, 12, 31), due_on=date(year, 12, 31) + timedelta(days=31),
    )  # fmt: skip


def drafted(
    world, one, period, *, who="focal", voice=Voice.SELF, level="partial", text=PROVED, version=None
):
    return submitting.save(
        actor=world.actor(who), implementation=one, period=period, voice=voice,
        said=Said(level, "medium", text), version=version,
    )  # fmt: skip


def submitted(world, one, period, **more):
    who = more.get("who", "focal")
    row = drafted(world, one, period, **more)
    if more.get("level") == "full":
        evidence.add_link(
            actor=world.actor(who), ref=row.uuid, version=row.version, title="The order",
            address="https://example.org/order",
        )  # fmt: skip
        row.refresh_from_db()
    return submitting.submit(actor=world.actor(who), ref=row.uuid, version=row.version)


def published(world, one, period, *, by="validator", **more):
    row = submitted(world, one, period, **more)
    return submitting.publish(actor=world.actor(by), ref=row.uuid, version=row.version)


def assessed(world, one, period, level="in_preparation", who="rapporteur"):
    row = submitted(world, one, period, who=who, voice=Voice.RAPPORTEUR, level=level)
    return row.statement


def commented(world, one, period, level="not_started", who="ngo"):
    return submitted(world, one, period, who=who, voice=Voice.CIVIL_SOCIETY, level=level)


def a_draft(world):
    """A focal point's draft, in a world that knows nothing of the register yet."""
    reference.load()
    return drafted(world, assigned(world), a_period(world))


def sent(world, row, who="focal"):
    """A draft, sent to be published."""
    return submitting.submit(actor=world.actor(who), ref=row.uuid, version=row.version)


MEASURE = {
    "title": "A night shelter in the port town", "lead": "Coordination Office", "due_on": "2027-06-30",
    "budget": "120000", "spent": "30000", "travel": "5000", "currency": "EUR",
    "items": ["dcaf-2007:PRT-2"], "activities": ["PRT.shelter"], "level": "partial",
}  # fmt: skip


def entry(world, kind="measure", document=None, *, who="focal", code="", **more) -> Entry:
    """A draft of an entry; a measure of the plan where nothing else is said."""
    reference.load()
    raw = {**(MEASURE if document is None else document), **more}
    return entries.save(actor=world.actor(who), kind=KINDS[kind], raw=raw, code=code)


def entry_sent(world, kind="measure", document=None, *, who="focal", code="", **more) -> Entry:
    row = entry(world, kind, document, who=who, code=code, **more)
    return entries.submit(actor=world.actor(who), ref=row.uuid, version=row.version)


def entry_out(
    world, kind="measure", document=None, *, who="focal", by="validator", code="", **more
) -> EntryEdition:
    """A published one."""
    row = entry_sent(world, kind, document, who=who, code=code, **more)
    if row.stage == "published":
        return row.editions.get()
    return entries.publish(actor=world.actor(by), ref=row.uuid, version=row.version)


def law_of(world, covered, *, who="focal", by="validator"):
    """A definition check: element -> yes, partly, no."""
    return [
        entry_out(world, "element", {"element": e, "covered": c, "article": f"art. {n}"}, who=who, by=by)
        for n, (e, c) in enumerate(covered.items(), 200)
    ]  # fmt: skip
