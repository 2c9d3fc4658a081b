"""What the asking side does: ask further, take back, say 'left', answer for the person, end."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as lazy

from portal.organisations.actors import Actor
from referrals import services
from referrals.intake import Journey
from referrals.services import Coded
from referrals.web import both_ends
from referrals.web import move_forms as forms
from referrals.web.moves import MovePage

Data = Mapping[str, Any]
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
    both_ends.delay("asking", lazy("The receiver and the lead are told.")),
    both_ends.take_alarm("asking"),
    both_ends.found("asking", forms.Found),
    MovePage(
        "her_yes",
        lazy("The person says yes"),
        lazy("The place they choose is theirs; the others are free again"),
        forms.HerYes,
        lambda actor, ref, data: services.her_yes(
            actor=actor, ref=ref, version=data["version"], number=data["number"]
        ),
        effects=(
            ("bed", lazy("The place chosen is theirs. The other places are free again.")),
            ("bell", lazy("That desk reads ‘accepted’, the others ‘taken by another’.")),
            ("eye", lazy("That desk now sees what the person agreed to.")),
        ),
        verb=lazy("Record the person’s yes"),
        done=lazy("Recorded. The place is theirs."),
        icon="person",
    ),
    MovePage(
        "her_no",
        lazy("The person says no to one place"),
        lazy("Their own reason; the desk reads ‘not chosen’, never why"),
        forms.HerNo,
        lambda actor, ref, data: services.her_no(
            actor=actor,
            ref=ref,
            version=data["version"],
            number=data["number"],
            reason=data["reason"],
        ),
        effects=(
            ("stop", lazy("That desk reads ‘not chosen’, never why.")),
            FREED,
            ("forward", lazy("The other places stay held; the next can be asked.")),
        ),
        verb=lazy("Record the person’s no"),
        done=lazy("Recorded. The desk reads ‘not chosen’."),
        icon="person",
        cuts=True,
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
    both_ends.report_missing("asking"),
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
