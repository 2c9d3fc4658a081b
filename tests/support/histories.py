"""Random histories of one small world: what people may do, in any order, by the real services."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.http import Http404
from django.utils import timezone

from cases import births
from cases.age import Birth
from cases.models import Case, Consent, Wall
from cases.sections import Health, Identity
from cases.services import (
    break_glass,
    close_case,
    close_glass,
    lift_wall,
    place_wall,
    record_guardian,
    withdraw_consent,
    write_section,
)
from cases.vocabulary import Closing
from portal.access.matrix import Section
from portal.core import clock
from portal.core.problems import Problem
from referrals import services
from referrals.intake import Ask, Journey
from referrals.models import Offer, Referral
from referrals.reasons import Decline, End, GiveBack, Withdraw
from tests.support import steps
from tests.support.world import World

OPENERS = ("ngo", "border", "police", "child", "lawyer")
ACTORS = (
    "ngo", "ngo2", "border", "police", "shelter", "shelter2", "health", "lawyer", "child",
    "authority", "coordinator", "coordinator_b", "oversight", "ngo_admin", "ngo2_admin",
)  # fmt: skip
PURPOSES = (
    "transfer", "accommodation", "urgent_protection", "medical", "psychological", "legal_aid",
    "identification", "child_protection",
)  # fmt: skip


@dataclass
class History:
    """What happened so far; ``told`` names each step for whoever reads a broken one."""

    world: World
    dice: random.Random
    moment: datetime = field(default_factory=timezone.now)
    told: list[str] = field(default_factory=list)

    def step(self) -> None:
        """One random act by somebody; a refusal is a step too."""
        act = self.dice.choice(ACTS)
        self.moment += timedelta(minutes=self.dice.choice([1, 1, 5, 5, 40, 180, 1500]))
        with clock.at(self.moment):
            try:
                act(self)
                self.told.append(act.__name__)
            except (Http404, Problem) as refused:
                self.told.append(f"{act.__name__} refused: {type(refused).__name__}")

    def begin(self) -> None:
        """Somebody is sheltered and treated already: what comes next has something to cut."""
        world, vital = self.world, {"vital_interest": True, "vital_reason": "Hurt."}
        adult = self.dice.random() < 0.6
        case = steps.a_case(world, "border", adult=adult)
        ask = steps.send(world, case, "transfer", ["ngo"], who="border", **vital)
        steps.accept(world, ask, "ngo")
        for purpose in ("accommodation", "medical", "lead", "coordination"):
            steps.yes(world, case, purpose, given_by="herself" if adult else "guardian")
        for purpose, to in (("accommodation", "shelter"), ("medical", "health")):
            steps.accept(world, steps.send(world, case, purpose, [to]), to)
        own = steps.a_case(world, "ngo2")
        steps.yes(world, own, "legal_aid", who="ngo2")

    def actor(self) -> Any:
        return self.world.actor(self.dice.choice(ACTORS))

    def case(self) -> Case:
        return self._one(Case.objects.order_by("pk"))

    def referral(self) -> Referral:
        return self._one(Referral.objects.order_by("pk"))

    def offer(self) -> Offer:
        """Mostly one that is alive, else any."""
        live = Offer.objects.filter(state__in=["open", "claimed", "accepted"]).order_by("pk")
        return self._one(live if live.exists() else Offer.objects.order_by("pk"))

    def near(self, case: Case) -> Any:
        """Somebody who has to do with the case."""
        desks = list(case.bases.filter(ended_at__isnull=True).values_list("desk_id", flat=True))
        return self.world.actor(self.key_of(self.dice.choice(desks))) if desks else self.actor()

    def _one(self, rows: Any) -> Any:
        found = list(rows)
        if not found:
            raise Http404
        return self.dice.choice(found[-3:])

    def key_of(self, desk_id: int) -> str:
        return next(k for k, desk in self.world.desks.items() if desk.pk == desk_id)


def opens(h: History) -> None:
    if Case.objects.filter(closed_at__isnull=True).count() >= 3:
        raise Http404
    who = h.dice.choice(OPENERS)
    steps.a_case(
        h.world, who, adult=h.dice.random() < 0.6, vital_interest=h.dice.random() < 0.3,
        guardian=h.dice.choice(["", "parent", "none"]),
    )  # fmt: skip


def agrees(h: History) -> None:
    case = h.case()
    until = h.moment + timedelta(hours=30) if h.dice.random() < 0.3 else None
    lead = h.key_of(case.lead_desk_id or case.reporter_desk_id)
    purpose = h.dice.choice([*PURPOSES, "coordination", "lead"])
    steps.yes(
        h.world, case, purpose, who=lead, until=until,
        given_by=h.dice.choice(["herself", "guardian"]),
    )  # fmt: skip


def takes_back(h: History) -> None:
    consent = h._one(Consent.objects.filter(withdrawn_at__isnull=True).order_by("-pk"))
    withdraw_consent(
        actor=h.world.actor(h.key_of(consent.author_desk_id)), ref=consent.case.uuid,
        consent=consent.uuid, version=consent.version,
    )  # fmt: skip


def sends(h: History) -> None:
    case = h.case()
    purpose = h.dice.choice(PURPOSES)
    who = h.world.actor(h.key_of(case.lead_desk_id or case.reporter_desk_id))
    urgent = purpose == "urgent_protection"
    ask = Ask(purpose=purpose, vital_interest=urgent, vital_reason="Hurt." if urgent else "")
    proposed, left = services.sending.candidates(who, [case], ask)
    tokens = [c.token for c in (*proposed, *left)]
    if not tokens:
        raise Http404
    services.send_referral(
        actor=who, cases=[case.uuid], ask=ask, receivers=h.dice.sample(tokens, min(2, len(tokens)))
    )


def receiver(h: History, act: Callable[..., Any], **more: Any) -> None:
    offer = h.offer()
    act(actor=h.world.actor(h.key_of(offer.desk_id)), ref=offer.uuid, **more)


def claims(h: History) -> None:
    receiver(h, services.claim, version=None)


def accepts(h: History) -> None:
    receiver(h, services.accept)


def declines(h: History) -> None:
    receiver(h, services.decline, reason=Decline.NO_PLACE_FREE.value)


def arrives(h: History) -> None:
    receiver(h, services.arrive)


def begins(h: History) -> None:
    receiver(h, services.start_service)


def gives_back(h: History) -> None:
    receiver(h, services.give_back, why=services.Coded(next(iter(GiveBack)).value))


def ends(h: History) -> None:
    receiver(h, services.end_referral, why=services.Coded(next(iter(End)).value), side="receiving")


def asking(h: History, act: Callable[..., Any], **more: Any) -> None:
    referral = h.referral()
    act(
        actor=h.world.actor(h.key_of(referral.sender_desk_id)), ref=referral.uuid, version=None,
        **more,
    )  # fmt: skip


def leaves(h: History) -> None:
    plan = Journey("The station", "By car", h.moment + timedelta(hours=3), "yes")
    asking(h, services.leave, journey=plan)


def withdraws(h: History) -> None:
    asking(h, services.withdraw_referral, why=services.Coded(next(iter(Withdraw)).value))


def goes_missing(h: History) -> None:
    asking(h, services.report_missing, how="not_known", known="Nobody saw anything.")


def walls(h: History) -> None:
    case = h.case()
    placer = h.near(case)
    near = [
        b.desk
        for b in case.bases.filter(ended_at__isnull=True).select_related("desk__organisation")
    ]
    desk = h.dice.choice(
        [d for d in near if d.organisation_id != placer.organisation_id]
        or [h.world.desks["police"]]
    )
    person = h.dice.random() < 0.3
    place_wall(
        actor=placer, ref=case.uuid, ground="allegation", reason="Said by somebody.",
        organisation=None if person else desk.organisation,
        user=desk.memberships.first().user if person else None,
    )  # fmt: skip


def lifts(h: History) -> None:
    wall = h._one(Wall.objects.filter(lifted_at__isnull=True).order_by("pk"))
    lead = wall.case.lead_desk_id
    who = ["coordinator", "oversight", *([f"{h.key_of(lead)}_admin"] if lead else [])]
    lift_wall(actor=h.world.actor(h.dice.choice(who)), wall=wall.uuid)


def breaks_glass(h: History) -> None:
    break_glass(
        actor=h.world.actor(h.dice.choice(["coordinator", "coordinator_b"])), ref=h.case().uuid,
        reason=f"Her life depends on it now, {len(h.told)}.",
    )  # fmt: skip


def shuts_glass(h: History) -> None:
    close_glass(actor=h.world.actor("coordinator"), ref=h.case().uuid)


def finds_guardian(h: History) -> None:
    case = h.case()
    record_guardian(
        actor=h.world.actor(h.key_of(case.lead_desk_id or case.reporter_desk_id)), case=case,
        guardian=h.dice.choice(["parent", "appointed", "none"]),
    )  # fmt: skip


def writes_age(h: History) -> None:
    today = h.moment.date()
    birth = (
        Birth.on(today.replace(year=today.year - 30, day=1))
        if h.dice.random() < 0.5
        else Birth.child_seen(today)
    )
    _write(
        h, Section.IDENTITY, Identity(given_names="Kanarienvogelova", birth=births.to_dict(birth))
    )


def writes_health(h: History) -> None:
    _write(h, Section.HEALTH, Health())


def _write(h: History, section: Section, document: Any) -> None:
    case = h.case()
    actor = h.near(case)
    from cases.selectors import get_case, own_record

    mine = own_record(actor, get_case(actor, case.uuid), section)
    write_section(
        actor=actor, ref=case.uuid, section=section, document=document,
        version=mine.version if mine else None,
    )  # fmt: skip


def closes(h: History) -> None:
    case = h.case()
    close_case(
        actor=h.world.actor(h.key_of(case.lead_desk_id or case.reporter_desk_id)), ref=case.uuid,
        reason=Closing.GOALS_MET.value,
    )  # fmt: skip


ACTS: tuple[Callable[[History], None], ...] = (
    opens, opens, opens, agrees, agrees, agrees, agrees, takes_back, takes_back, sends, sends, sends, sends,
    sends, claims, accepts, accepts, accepts, declines, leaves, leaves, arrives, arrives, begins, gives_back, ends, withdraws,
    goes_missing, walls, walls, lifts, lifts, breaks_glass, shuts_glass, finds_guardian,
    writes_age, writes_health, closes,
)  # fmt: skip
