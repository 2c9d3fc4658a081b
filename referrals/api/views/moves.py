"""Moves: one address and one shape for each, from one table a side; the service judges all of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from portal.core.api import answered, pressed_once, version_sent
from portal.core.schema import ETAG, IF_MATCH, KEY, example
from portal.core.shapes import Shape, read, told
from portal.organisations.actors import Actor
from portal.organisations.desk_view import DeskView
from referrals import reasons, selectors, services
from referrals.api import bodies, examples, move_shapes, shapes
from referrals.api.move_shapes import coded
from referrals.api.onward_shapes import OnwardMoved
from referrals.api.shapes import OfferShape, ReferralShape
from referrals.api.views import asking, onward
from referrals.intake import Journey
from referrals.services import Coded

Sent = Mapping[str, Any]
Act = Callable[[Actor, str, int, Sent], Any]


@dataclass(frozen=True, slots=True)
class Made:
    """A move: its name, what it does in a few words, its shape and its service."""

    name: str
    summary: str
    shape: type[Shape]
    act: Act


def _why(sent: Sent) -> Coded:
    return Coded(sent["reason"], sent["words"])


END = coded(reasons.End, "EndShape")
TURN_BACK = coded(reasons.TurnBack, "TurnBackShape")
ASKING: tuple[Made, ...] = (
    Made(
        "offer_next", "Ask further receivers", shapes.Further,
        lambda a, ref, v, s: services.offer_next(actor=a, ref=ref, version=v, **s),
    ),
    Made(
        "her_yes", "She says yes to a place that is held", move_shapes.ChosenShape,
        lambda a, ref, v, s: services.her_yes(actor=a, ref=ref, version=v, **s),
    ),
    Made(
        "her_no", "She says no to a place that is held", move_shapes.NotChosenShape,
        lambda a, ref, v, s: services.her_no(actor=a, ref=ref, version=v, **s),
    ),
    Made(
        "she_declines", "She says no to the winner", move_shapes.HerNoShape,
        lambda a, ref, v, s: services.she_declines(actor=a, ref=ref, version=v, **s),
    ),
    Made(
        "withdraw", "Take it back", coded(reasons.Withdraw, "WithdrawShape"),
        lambda a, ref, v, s: services.withdraw_referral(actor=a, ref=ref, version=v, why=_why(s)),
    ),
    Made(
        "leave", "She has left", move_shapes.JourneyShape,
        lambda a, ref, v, s: services.leave(actor=a, ref=ref, version=v, journey=Journey(**s)),
    ),
    Made(
        "turn_back", "The journey is broken off", TURN_BACK,
        lambda a, ref, v, s: services.turn_back(actor=a, ref=ref, version=v, why=_why(s)),
    ),
    Made(
        "delay", "Later than expected", move_shapes.DelayShape,
        lambda a, ref, v, s: services.delay(actor=a, ref=ref, version=v, **s),
    ),
    Made(
        "report_missing", "She is missing", move_shapes.MissingShape,
        lambda a, ref, v, s: services.report_missing(actor=a, ref=ref, version=v, **s),
    ),
    Made(
        "found", "She is found", move_shapes.FoundShape,
        lambda a, ref, v, s: services.found(actor=a, ref=ref, version=v, **s),
    ),
    Made(
        "close_missing", "Close a missing report: the first or the second of two", move_shapes.SearchShape,
        lambda a, ref, v, s: services.close_missing(actor=a, ref=ref, version=v, **s),
    ),
    Made(
        "end", "End it", END,
        lambda a, ref, v, s: services.end_referral(actor=a, ref=ref, version=v, why=_why(s)),
    ),
    Made(
        "take_alarm", "I have this alarm", move_shapes.Nothing,
        lambda a, ref, v, s: services.take_alarm(actor=a, ref=ref, version=v),
    ),
)  # fmt: skip
"""Of the asking side; their version is the referral's."""

HERE, THERE = "receiving", "onward"
ONWARD: tuple[Made, ...] = (
    Made(
        "leave", "She has left for the next place", move_shapes.JourneyShape,
        lambda a, ref, v, s: services.leave(actor=a, ref=ref, version=v, journey=Journey(**s), side=THERE),
    ),
    Made(
        "turn_back", "The journey is broken off", TURN_BACK,
        lambda a, ref, v, s: services.turn_back(actor=a, ref=ref, version=v, why=_why(s), side=THERE),
    ),
    Made(
        "her_yes", "She says yes to a place that is held", move_shapes.ChosenShape,
        lambda a, ref, v, s: services.her_yes(actor=a, ref=ref, version=v, side=THERE, **s),
    ),
    Made(
        "her_no", "She says no to a place that is held", move_shapes.NotChosenShape,
        lambda a, ref, v, s: services.her_no(actor=a, ref=ref, version=v, side=THERE, **s),
    ),
    Made(
        "she_declines", "She says no to the winner", move_shapes.HerNoShape,
        lambda a, ref, v, s: services.she_declines(actor=a, ref=ref, version=v, side=THERE, **s),
    ),
)  # fmt: skip
"""Of the desk where she is; their version is the referral's."""

RECEIVING: tuple[Made, ...] = (
    Made(
        "claim", "Claim it in your name", move_shapes.Nothing,
        lambda a, ref, v, s: services.claim(actor=a, ref=ref, version=v),
    ),
    Made(
        "release", "Give a claim back to the inbox", move_shapes.Nothing,
        lambda a, ref, v, s: services.release(actor=a, ref=ref, version=v),
    ),
    Made(
        "take_over", "Take over a colleague's claim", move_shapes.TakeOverShape,
        lambda a, ref, v, s: services.take_over(actor=a, ref=ref, version=v, **s),
    ),
    Made(
        "accept", "Accept", move_shapes.Nothing,
        lambda a, ref, v, s: services.accept(actor=a, ref=ref, version=v),
    ),
    Made(
        "hold", "Hold a place for her choice", move_shapes.HoldShape,
        lambda a, ref, v, s: services.hold(actor=a, ref=ref, version=v, **s),
    ),
    Made(
        "decline", "Decline", coded(reasons.Decline, "DeclineShape"),
        lambda a, ref, v, s: services.decline(actor=a, ref=ref, version=v, **s),
    ),
    Made(
        "pass_on", "Not competent: pass on", move_shapes.PassOnShape,
        lambda a, ref, v, s: services.pass_on(actor=a, ref=ref, version=v, **s),
    ),
    Made(
        "meeting", "Propose where to meet", move_shapes.MeetingShape,
        lambda a, ref, v, s: services.propose_meeting(actor=a, ref=ref, **s),
    ),
    Made(
        "arrive", "She has arrived", move_shapes.Nothing,
        lambda a, ref, v, s: services.arrive(actor=a, ref=ref, version=v),
    ),
    Made(
        "start", "The service begins", move_shapes.Nothing,
        lambda a, ref, v, s: services.start_service(actor=a, ref=ref, version=v),
    ),
    Made(
        "give_back", "It can't be after all", coded(reasons.GiveBack, "GiveBackShape"),
        lambda a, ref, v, s: services.give_back(actor=a, ref=ref, version=v, why=_why(s)),
    ),
    Made(
        "cannot_take", "She is on the road and cannot be taken", coded(reasons.CannotTake, "CannotTakeShape"),
        lambda a, ref, v, s: services.cannot_take(actor=a, ref=ref, version=v, why=_why(s)),
    ),
    Made(
        "delay", "Later than expected", move_shapes.DelayShape,
        lambda a, ref, v, s: services.delay(actor=a, ref=ref, version=v, side=HERE, **s),
    ),
    Made(
        "report_missing", "She is missing", move_shapes.MissingShape,
        lambda a, ref, v, s: services.report_missing(actor=a, ref=ref, version=v, side=HERE, **s),
    ),
    Made(
        "found", "She is found", move_shapes.FoundShape,
        lambda a, ref, v, s: services.found(actor=a, ref=ref, version=v, side=HERE, **s),
    ),
    Made(
        "end", "End it", END,
        lambda a, ref, v, s: services.end_referral(actor=a, ref=ref, version=v, why=_why(s), side=HERE),
    ),
    Made(
        "take_alarm", "I have this alarm", move_shapes.Nothing,
        lambda a, ref, v, s: services.take_alarm(actor=a, ref=ref, version=v, side=HERE),
    ),
)  # fmt: skip
"""Of the receiving side; their version is the offer's, once accepted the referral's."""


def offer_shown(actor: Actor, ref: str, status: int = 200) -> Response:
    """One offer with the version that the next move names; missing where it is not the desk's."""
    found = selectors.get_offer(actor, ref)
    body = told(OfferShape, bodies.offer(actor, found))
    return answered(body, status_=status, version=bodies.version_of(found))


class Move(DeskView):
    """One move; a subclass for each."""

    made: ClassVar[Made]

    def make(self, request: Request, ref: str) -> str:
        """Do it once for the request's key; the address again, which the answer is built from."""
        version, sent = version_sent(request), read(self.made.shape, request.data or {})

        def act() -> tuple[int, str]:
            self.made.act(self.actor, ref, version, sent)
            return 200, str(ref)

        return pressed_once(request, act).reference


def _views(
    table: tuple[Made, ...], side: str, answer: type[Shape], value: Any,
    show: Callable[[Actor, str], Response],
) -> dict[str, type[Move]]:  # fmt: skip
    return {made.name: _view(made, side, answer, value, show) for made in table}


def _view(
    made: Made, side: str, answer: type[Shape], value: Any, show: Callable[[Actor, str], Response]
) -> type[Move]:
    sent = None if made.shape is move_shapes.Nothing else made.shape

    @extend_schema(
        operation_id=f"{side}_{made.name}", tags=[f"{side} moves"], summary=made.summary,
        description="Open while `moves` names it; else 409 with those that are open.",
        parameters=[IF_MATCH, KEY, ETAG], request=sent, responses={200: answer},
        examples=[example("Now", value)],
    )  # fmt: skip
    def post(self: Move, request: Request, ref: str) -> Response:
        return show(self.actor, self.make(request, ref))

    name = f"{side.title()}{made.name.title().replace('_', '')}"
    return type(name, (Move,), {"made": made, "post": post, "__doc__": made.summary})


REFERRAL_VIEWS = _views(ASKING, "referral", ReferralShape, examples.REFERRAL, asking.shown)
ONWARD_VIEWS = _views(ONWARD, "onward", OnwardMoved, {"onward": examples.ONWARD}, onward.moved)
OFFER_VIEWS = _views(RECEIVING, "inbox", OfferShape, examples.OFFER, offer_shown)
