"""What the asking side does: ask further, take back, say 'left', answer for the person, end."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as lazy

from portal.organisations.actors import Actor
from referrals import services
from referrals.intake import Journey
from referrals.services import Coded
from referrals.web import move_forms as forms
from referrals.web.moves import MovePage

Data = Mapping[str, Any]
BOTH_TOLD = ("bell", lazy("Both ends, the lead and the coordinator are told."))
FREED = ("bed", lazy("The place is free again."))


def _coded(data: Data) -> Coded:
    return Coded(data["reason"], data["words"])


def _leave(actor: Actor, ref: str, data: Data) -> Any:
    journey = Journey(
        meeting_point=data["meeting_point"],
        transport=data["transport"],
        expected_at=data["expected_at"],
        her_word=data["her_word"],
        note=data["note"],
    )
    return services.leave(actor=actor, ref=ref, version=data["version"], journey=journey)


def _delay(actor: Actor, ref: str, data: Data) -> Any:
    return services.delay(
        actor=actor, ref=ref, version=data["version"], expected_at=data["expected_at"]
    )


def _found(actor: Actor, ref: str, data: Data) -> Any:
    return services.found(
        actor=actor, ref=ref, version=data["version"], what=data["what"], then=data["then"]
    )


def _missing(actor: Actor, ref: str, data: Data) -> Any:
    return services.report_missing(
        actor=actor, ref=ref, version=data["version"], how=data["how"], known=data["known"]
    )


PAGES: tuple[MovePage, ...] = (
    MovePage(
        "leave",
        lazy("Has left"),
        lazy("Meeting point, transport, expected arrival; the receiver reads ‘on the way’"),
        forms.Leave,
        _leave,
        effects=(
            ("clock", lazy("The arrival clock starts. Late, it alarms both ends.")),
            ("bell", lazy("The receiver reads ‘on the way’, and where to meet.")),
        ),
        verb=lazy("The person has left"),
        done=lazy("On the way. The receiver is told."),
    ),
    MovePage(
        "delay",
        lazy("Later than expected"),
        lazy("The clock starts again, the alarm rests"),
        forms.Delay,
        _delay,
        effects=(
            ("clock", lazy("The arrival clock starts again.")),
            ("bell", lazy("The receiver and the lead are told.")),
        ),
        verb=lazy("Say when"),
        done=lazy("The others are told."),
        icon="clock",
    ),
    MovePage(
        "take_alarm",
        lazy("I have this alarm"),
        lazy("It rests for an hour, in your name"),
        forms.Nothing,
        lambda actor, ref, data: services.take_alarm(actor=actor, ref=ref, version=data["version"]),
        effects=(
            ("person", lazy("You are named on the alarm.")),
            ("paused", lazy("It rests for one hour, then it rings again.")),
        ),
        verb=lazy("Take the alarm"),
        done=lazy("The alarm is yours for an hour."),
        icon="bell",
    ),
    MovePage(
        "found",
        lazy("Found"),
        lazy("Closes the alarm with what happened"),
        forms.Found,
        _found,
        effects=(("done", lazy("The alarm closes.")), BOTH_TOLD),
        verb=lazy("Record this"),
        done=lazy("Recorded. Everybody is told."),
        icon="find",
    ),
    MovePage(
        "she_declines",
        lazy("The person says no"),
        lazy("Their own reason; the receiver reads ‘not chosen’, never why"),
        forms.SheDeclines,
        lambda actor, ref, data: services.she_declines(
            actor=actor, ref=ref, version=data["version"], reason=data["reason"]
        ),
        effects=(
            (
                "stop",
                lazy("The receiver no longer sees the case. It reads ‘not chosen’, never why."),
            ),
            FREED,
            ("forward", lazy("The referral is open again; the next can be asked.")),
        ),
        verb=lazy("Record the person’s no"),
        done=lazy("Recorded. The receiver reads ‘not chosen’."),
        icon="person",
        cuts=True,
    ),
    MovePage(
        "report_missing",
        lazy("Report missing"),
        lazy("Alarms both ends, lead and coordinator, each 30 minutes"),
        forms.ReportMissing,
        _missing,
        effects=(
            (
                "alert",
                lazy("Both ends, the lead and the coordinator are alarmed, each 30 minutes."),
            ),
            (
                "shield",
                lazy("The police are not told by this. That is an act of its own, by a person."),
            ),
        ),
        verb=lazy("Report missing"),
        done=lazy("Everybody is alarmed."),
        icon="alert",
        cuts=True,
    ),
    MovePage(
        "close_missing",
        lazy("Close the missing report"),
        lazy("After all was done; a second person closes it"),
        forms.CloseMissing,
        lambda actor, ref, data: services.close_missing(
            actor=actor, ref=ref, version=data["version"], done=data["done"]
        ),
        effects=(
            ("people", lazy("The first person says what was done; a second person closes it.")),
            ("stop", lazy("Then the referral ends, its access ends, and the clock stops.")),
            ("folder", lazy("It is kept for follow-up.")),
        ),
        verb=lazy("Close the report"),
        done=lazy("Noted."),
        icon="close",
        cuts=True,
    ),
    MovePage(
        "turn_back",
        lazy("Break off the journey"),
        lazy("The clock stops, the place is free again, the receiver is told"),
        forms.TurnBack,
        lambda actor, ref, data: services.turn_back(
            actor=actor, ref=ref, version=data["version"], why=_coded(data)
        ),
        effects=(
            ("stop", lazy("The receiver no longer sees the case. What it wrote stays.")),
            FREED,
            ("bell", lazy("The receiver is told not to wait.")),
        ),
        verb=lazy("Break off and tell the receiver"),
        done=lazy("Broken off. The receiver is told."),
        icon="back",
        cuts=True,
    ),
    MovePage(
        "withdraw",
        lazy("Withdraw this referral"),
        lazy("Every receiver is told; access ends"),
        forms.Withdraw,
        lambda actor, ref, data: services.withdraw_referral(
            actor=actor, ref=ref, version=data["version"], why=_coded(data)
        ),
        effects=(
            (
                "stop",
                lazy("Receivers no longer see it. Who accepted loses access; what it wrote stays."),
            ),
            FREED,
            ("bell", lazy("Receivers are told ‘withdrawn’, without the reason.")),
        ),
        verb=lazy("Withdraw and cut access"),
        done=lazy("Withdrawn. Receivers are told."),
        icon="stop",
        cuts=True,
    ),
    MovePage(
        "end",
        lazy("End this referral"),
        lazy("Access ends; what was written stays with who wrote it"),
        forms.End,
        lambda actor, ref, data: services.end_referral(
            actor=actor, ref=ref, version=data["version"], why=_coded(data)
        ),
        effects=(
            ("stop", lazy("The receiver no longer sees the case. What it wrote stays its own.")),
            FREED,
            ("bell", lazy("The receiver and the lead are told.")),
        ),
        verb=lazy("End and cut access"),
        done=lazy("Ended."),
        icon="stop",
        cuts=True,
    ),
)
MOVES: dict[str, MovePage] = {page.name: page for page in PAGES}
"""Every move of the asking side with a small form; asking further and reassigning have their own."""
