"""One long job through every service that takes words: each free text is a canary."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from cases import placements
from cases import services as on_cases
from cases.models import BreakGlass, Case, Wall
from cases.sections import RECORDS, Document
from cases.selectors import get_case, own_record
from portal.access.matrix import Section
from portal.core.clock import at, now
from portal.core.problems import Problem
from portal.deadlines.services import strike_due
from referrals import services
from referrals.intake import Journey
from referrals.models import Referral
from referrals.services import Coded
from tests.support import steps
from tests.support.people import ACCOUNT, NAME, PHONE, canary_note, canary_sections

WORDS = f"{NAME}, {PHONE}: {ACCOUNT}."
OTHER = Coded("other", WORDS)


def journey(hours: int = 2) -> Journey:
    return Journey(meeting_point=WORDS, transport=WORDS, note=WORDS, her_word="yes",
                   expected_at=now() + timedelta(hours=hours))  # fmt: skip


def refused(act: Callable[[], Any]) -> Exception:
    """What a service raised; a job provokes it on purpose."""
    try:
        act()
    except (Problem, Exception) as error:
        return error
    raise AssertionError("this was to be refused")


def drafts(world: Any) -> Iterator[Exception]:
    """A screening is typed, saved, met by a colleague's version, thrown away."""
    guard, colleague = world.actor("border"), world.actor("border_b")
    typed = {"name": NAME, "phone": PHONE, "account": ACCOUNT}
    draft = services.begin_draft(actor=guard, content=typed)
    services.save_draft(actor=guard, ref=draft.uuid, content=typed, version=1)
    yield refused(
        lambda: services.save_draft(actor=colleague, ref=draft.uuid, content=typed, version=1)
    )
    services.discard_draft(actor=guard, ref=draft.uuid)
    services.begin_draft(actor=guard, content=typed)


NEVER_AT_THE_BORDER = (Section.HEALTH, Section.IMMIGRATION)


def a_singing_case(world: Any, who: str = "ngo", **more: Any) -> Case:
    """A case that sings in every section its desk may write."""
    sections = canary_sections()
    if who == "border":
        sections = {s: d for s, d in sections.items() if s not in NEVER_AT_THE_BORDER}
    return on_cases.open_case(actor=world.actor(who), sections=sections, **more)


def written(world: Any, case: Case) -> Iterator[Exception]:
    """Every section is written again; a colleague's stale form comes back."""
    actor, colleague = world.actor("ngo"), world.actor("ngo_b")
    for section, document in canary_sections().items():
        _again(actor, case, section, document)
        yield refused(
            lambda s=section, d=document: on_cases.write_section(  # type: ignore[misc]
                actor=colleague, ref=case.uuid, section=s, document=d, version=1
            )
        )
    on_cases.write_section(
        actor=actor, ref=case.uuid, section=Section.NOTES, document=canary_note(), about="identity", new=True
    )  # fmt: skip
    yield refused(
        lambda: on_cases.write_section(
            actor=actor, ref=case.uuid, section=Section.HEALTH,
            document=RECORDS[Section.HEALTH].document(account=f"{NAME}\x00"), version=2,
        )
    )  # fmt: skip
    on_cases.tell_rights(actor=actor, ref=case.uuid, language="ti")
    on_cases.assess_risk(actor=actor, ref=case.uuid, danger="likely", account=WORDS)
    yield refused(lambda: get_case(world.actor("ngo2"), case.uuid))


def _again(actor: Any, case: Case, section: Section, document: Document) -> None:
    row = own_record(actor, case, section)
    on_cases.write_section(
        actor=actor, ref=case.uuid, section=section, document=document,
        version=row.version if row else None,
    )  # fmt: skip


def answers(world: Any, case: Case) -> Referral:
    """Taken over with a reason, declined in words, accepted by the other; she goes missing and is found."""
    referral = steps.send(world, case, "accommodation", ["shelter", "shelter2"])
    first = steps.offer_to(world, referral, "shelter")
    services.claim(actor=world.actor("shelter"), ref=first.uuid, version=None)
    services.take_over(actor=world.actor("shelter_b"), ref=first.uuid, version=None, reason=WORDS)
    services.decline(actor=world.actor("shelter_b"), ref=first.uuid, reason="other", words=WORDS)
    won = steps.accept(world, referral, "shelter2")
    services.propose_meeting(
        actor=world.actor("shelter2"), ref=won.uuid, meeting_point=WORDS, hour=WORDS
    )
    ngo = world.actor("ngo")
    services.leave(actor=ngo, ref=referral.uuid, version=None, journey=journey())
    services.delay(
        actor=ngo, ref=referral.uuid, version=None, expected_at=now() + timedelta(hours=3)
    )
    services.report_missing(
        actor=ngo, ref=referral.uuid, version=None, how="not_known", known=WORDS
    )
    services.take_alarm(actor=ngo, ref=referral.uuid)
    services.found(actor=ngo, ref=referral.uuid, version=None, what="safe_found", then="before")
    return referral


def broken_off(world: Any, case: Case) -> None:
    """Given back, turned back, cannot take, withdrawn: each with words of its own."""
    ngo, shelter = world.actor("ngo"), world.actor("shelter")
    first = steps.send(world, case, "accommodation", ["shelter"])
    services.give_back(actor=shelter, ref=steps.accept(world, first).uuid, why=OTHER)
    services.withdraw_referral(actor=ngo, ref=first.uuid, version=None, why=OTHER)
    second = steps.send(world, case, "accommodation", ["shelter"])
    steps.accept(world, second)
    services.leave(actor=ngo, ref=second.uuid, version=None, journey=journey())
    services.turn_back(actor=ngo, ref=second.uuid, version=None, why=OTHER)
    third = steps.send(world, case, "accommodation", ["shelter"])
    won = steps.accept(world, third)
    services.leave(actor=ngo, ref=third.uuid, version=None, journey=journey())
    services.cannot_take(actor=shelter, ref=won.uuid, why=OTHER)
    fourth = steps.send(world, case, "psychological", ["health"])
    kept = steps.accept(world, fourth, "health")
    services.start_service(actor=world.actor("health"), ref=kept.uuid)
    services.end_referral(
        actor=world.actor("health"), ref=kept.uuid, why=OTHER, side="receiving"
    )  # fmt: skip


def in_coordination(world: Any) -> Iterator[Exception]:
    """A border guard's case: vital interest in words, break-glass, a wall, a coordinator's reason."""
    coordinator = world.actor("coordinator")
    case = a_singing_case(world, "border", vital_interest=True)
    steps.send(
        world, case, "transfer", ["ngo", "ngo2"], who="border", vital_interest=True, vital_reason=WORDS,
        urgency="immediate_danger",
    )  # fmt: skip
    opened = on_cases.break_glass(actor=coordinator, ref=case.uuid, reason=WORDS)
    yield refused(lambda: on_cases.break_glass(actor=coordinator, ref=case.uuid, reason="short"))
    on_cases.close_glass(actor=coordinator, ref=case.uuid)
    reviewed = BreakGlass.objects.get(pk=opened.pk)
    reviewer = world.actor("coordinator_b")
    on_cases.review_glass(actor=reviewer, uuid=reviewed.uuid, finding="justified")
    wall = on_cases.place_wall(
        actor=coordinator, ref=case.uuid, ground="allegation", reason=WORDS,
        organisation=world.desks["ngo2"].organisation,
    )  # fmt: skip
    yield refused(lambda: on_cases.lift_wall(actor=world.actor("ngo2"), wall=wall.uuid))
    alone = a_singing_case(world, "border", vital_interest=True)
    services.open_by_coordinator(
        actor=coordinator, case=alone.uuid, purpose="transfer", reason=WORDS,
        receivers=[str(world.desks["ngo"].uuid)],
    )  # fmt: skip
    assert Wall.objects.count() == 1


def through_time(days: int = 30) -> None:
    """Every clock strikes: reminders, escalations, alarms, ends."""
    start = now()
    for hours in (1, 2, 3, 5, 24, 72, 24 * days):
        moment = start + timedelta(hours=hours)
        with at(moment):
            strike_due(moment)


def whole_job(world: Any) -> list[Exception]:
    """All of it; the refusals that were provoked on the way."""
    for shelter in ("shelter", "shelter2"):
        steps.add_places(world, shelter, 3)
        placements.set_location(actor=world.actor(shelter), address=WORDS, directions=WORDS)
    errors = list(drafts(world))
    case = a_singing_case(world)
    errors += written(world, case)
    consents = [
        steps.yes(world, case, purpose)
        for purpose in ("accommodation", "psychological", "coordination")
    ]
    referral = answers(world, case)
    other = a_singing_case(world)
    for purpose in ("accommodation", "psychological"):
        steps.yes(world, other, purpose)
    broken_off(world, other)
    errors += in_coordination(world)
    on_cases.withdraw_consent(
        actor=world.actor("ngo"), ref=case.uuid, consent=consents[0].uuid, version=1
    )
    errors.append(refused(lambda: _double(world, referral)))
    through_time()
    return errors


def _double(world: Any, referral: Referral) -> Any:
    refs: UUID = steps.offer_to(world, referral, "shelter").uuid
    return services.accept(actor=world.actor("shelter"), ref=refs)
