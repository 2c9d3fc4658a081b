"""The moves that either end makes alike: later than expected, 'I have this alarm', missing, found."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from portal.organisations.actors import Actor
from portal.organisations.posting import PostedForm
from referrals import services
from referrals.web import move_forms as forms
from referrals.web.moves import Act, MovePage

BOTH_TOLD = ("bell", lazy("Both ends, the lead and the coordinator are told."))


def _act(service: Callable[..., Any], side: str, *names: str) -> Act:
    """The service with what was typed under these names."""

    def act(actor: Actor, ref: str, data: Mapping[str, Any]) -> Any:
        typed = {name: data[name] for name in ("version", *names)}
        return service(actor=actor, ref=ref, side=side, **typed)

    return act


def delay(side: str, told: Promise | str) -> MovePage:
    """Later than expected; ``told`` says who reads it."""
    return MovePage(
        "delay",
        lazy("Later than expected"),
        lazy("The clock starts again, the alarm rests"),
        forms.Delay,
        _act(services.delay, side, "expected_at"),
        effects=(("clock", lazy("The arrival clock starts again.")), ("bell", told)),
        verb=lazy("Say when"),
        done=lazy("The others are told."),
        icon="clock",
    )


def take_alarm(side: str) -> MovePage:
    """An alarm in one's own name."""
    return MovePage(
        "take_alarm",
        lazy("I have this alarm"),
        lazy("It rests for an hour, in your name"),
        forms.Nothing,
        _act(services.take_alarm, side),
        effects=(
            ("person", lazy("You are named on the alarm.")),
            ("paused", lazy("It rests for one hour, then it rings again.")),
        ),
        verb=lazy("Take the alarm"),
        done=lazy("The alarm is yours for an hour."),
        icon="bell",
    )


def found(side: str, form: type[PostedForm]) -> MovePage:
    """A missing person is found."""
    return MovePage(
        "found",
        lazy("Found"),
        lazy("Closes the alarm with what happened"),
        form,
        _act(services.found, side, "what", "then"),
        effects=(("done", lazy("The alarm closes.")), BOTH_TOLD),
        verb=lazy("Record this"),
        done=lazy("Recorded. Everybody is told."),
        icon="find",
    )


def report_missing(side: str) -> MovePage:
    """She is not where she should be."""
    alarmed = lazy("Both ends, the lead and the coordinator are alarmed, each 30 minutes.")
    police = lazy("The police are not told by this. That is an act of its own, by a person.")
    return MovePage(
        "report_missing",
        lazy("Report missing"),
        lazy("Alarms both ends, lead and coordinator, each 30 minutes"),
        forms.ReportMissing,
        _act(services.report_missing, side, "how", "known"),
        effects=(("alert", alarmed), ("shield", police)),
        verb=lazy("Report missing"),
        done=lazy("Everybody is alarmed."),
        icon="alert",
        cuts=True,
    )
