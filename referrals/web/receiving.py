"""What the receiving side does on the way there, after an accept."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as lazy

from portal.organisations.actors import Actor
from referrals import services
from referrals.services import Coded
from referrals.web import both_ends
from referrals.web import move_forms as forms
from referrals.web.moves import MovePage

Data = Mapping[str, Any]


def _coded(data: Data) -> Coded:
    return Coded(data["reason"], data["words"])


def _propose(actor: Actor, ref: str, data: Data) -> Any:
    return services.propose_meeting(
        actor=actor,
        ref=ref,
        version=data["version"],
        meeting_point=data["meeting_point"],
        hour=data["hour"],
    )


JOURNEY: dict[str, MovePage] = {
    page.name: page
    for page in (
        MovePage(
            "meeting",
            lazy("Propose where to meet"),
            lazy("The sender and the lead see it; never your address"),
            forms.Meeting,
            _propose,
            effects=(
                ("people", lazy("The sender reads the place and the hour.")),
                ("lock", lazy("Your address stays with you alone.")),
            ),
            verb=lazy("Propose this"),
            done=lazy("Proposed."),
            icon="flag",
        ),
        MovePage(
            "arrive",
            lazy("Has arrived"),
            lazy("The place is taken, both ends are told. Never where."),
            forms.Nothing,
            lambda actor, ref, data: services.arrive(actor=actor, ref=ref, version=data["version"]),
            effects=(
                ("bed", lazy("The reserved place is taken; a former placement ends.")),
                ("bell", lazy("The sender and the lead read ‘arrived’, never where.")),
                ("done", lazy("Alarms of this journey close.")),
            ),
            verb=lazy("The person has arrived"),
            done=lazy("Arrived. The sender and the lead are told."),
            icon="done",
        ),
        MovePage(
            "start",
            lazy("Start"),
            lazy("Your service begins; the sender is told"),
            forms.Nothing,
            lambda actor, ref, data: services.start_service(
                actor=actor, ref=ref, version=data["version"]
            ),
            effects=(
                ("done", lazy("The service has begun.")),
                ("bell", lazy("The sender and the lead are told.")),
            ),
            verb=lazy("The service starts now"),
            done=lazy("Started. The sender is told."),
            icon="done",
        ),
        both_ends.delay("receiving", lazy("The other end and the lead are told.")),
        both_ends.take_alarm("receiving"),
        both_ends.found("receiving", forms.FoundHere),
        both_ends.report_missing("receiving"),
        MovePage(
            "cannot_take",
            lazy("Cannot take the person"),
            lazy("On the road: alarms at once, the next are asked"),
            forms.CannotTake,
            lambda actor, ref, data: services.cannot_take(
                actor=actor, ref=ref, version=data["version"], why=_coded(data)
            ),
            effects=(
                ("alert", lazy("Both ends, the lead and the coordinator are alarmed at once.")),
                ("forward", lazy("The next candidates are asked, in immediate danger.")),
                ("people", lazy("You still meet the person, until somebody else does.")),
            ),
            verb=lazy("Alarm: we cannot take the person"),
            done=lazy("Everybody is alarmed. Stay with the person."),
            icon="stop",
            cuts=True,
        ),
        MovePage(
            "give_back",
            lazy("Give back"),
            lazy("It can’t be after all; the next is proposed"),
            forms.GiveBack,
            lambda actor, ref, data: services.give_back(
                actor=actor, ref=ref, version=data["version"], why=_coded(data)
            ),
            effects=(
                ("stop", lazy("Your desk no longer sees the case. What you wrote stays yours.")),
                ("bed", lazy("The place is free again.")),
                (
                    "alert",
                    lazy("The sender, the lead and the coordinator are alarmed, with your reason."),
                ),
            ),
            verb=lazy("Give it back"),
            done=lazy("Given back. The sender is told."),
            icon="back",
            cuts=True,
        ),
        MovePage(
            "end",
            lazy("End this referral"),
            lazy("Access ends; what you wrote stays yours"),
            forms.End,
            lambda actor, ref, data: services.end_referral(
                actor=actor, ref=ref, version=data["version"], why=_coded(data), side="receiving"
            ),
            effects=(
                ("stop", lazy("Your desk no longer sees the case. What you wrote stays yours.")),
                ("bed", lazy("The place is free again.")),
                ("bell", lazy("The sender and the lead are told.")),
            ),
            verb=lazy("End and cut access"),
            done=lazy("Ended."),
            icon="stop",
            cuts=True,
        ),
    )
}
"""The way there; their version is the referral's."""
