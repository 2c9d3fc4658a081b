"""What a session has passed: its second step, and the terms of the day."""

from datetime import timedelta
from enum import StrEnum
from typing import Any

from django.http import HttpRequest
from django.utils.dateparse import parse_datetime

from portal.core.clock import now
from portal.organisations.models import User
from portal.sign_in.devices import label_of
from portal.sign_in.roles import must_give_second_step
from portal.sign_in.sessions import BEGAN, DEVICE, SEEN

SECOND_STEP = "second_step"
"""In the session: who gave a second step in it. Bound to the person, so that nobody inherits it."""


PROVED = "proved"
RECENT = timedelta(minutes=10)


class Owed(StrEnum):
    """What stands between a signed-in session and any data."""

    NOTHING = ""
    SECOND_STEP = "second-step-needed"
    TERMS = "terms-not-accepted"


def second_step_given(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """A code, a recovery code or a passkey was right."""
    request.session[SECOND_STEP] = {"user": user.pk, "at": now().isoformat()}


def gave_second_step(request: HttpRequest) -> bool:
    """Whether this session's person gave a second step in this very session."""
    given = request.session.get(SECOND_STEP)
    return isinstance(given, dict) and given.get("user") == request.user.pk


def session_began(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """Note when a session began, and its browser in two words, for the list of sessions."""
    request.session[BEGAN] = request.session[SEEN] = now().isoformat()
    request.session[DEVICE] = label_of(request.META.get("HTTP_USER_AGENT", ""))


def owed(request: HttpRequest) -> Owed:
    """What a signed-in session owes. Asked at every request: desks and terms change in between."""
    user, desks = request.user, getattr(request, "desks", [])
    if not isinstance(user, User):
        return Owed.NOTHING
    roles = [desk.role for desk in desks]
    if must_give_second_step(user, roles) and not gave_second_step(request):
        return Owed.SECOND_STEP
    return Owed.TERMS if getattr(user, "owes_terms", True) else Owed.NOTHING


def proved(request: HttpRequest) -> None:
    """She gave her password again, in this session."""
    request.session[PROVED] = now().isoformat()


def recently_proved(request: HttpRequest) -> bool:
    """Whether she signed in, or gave her password again, within ten minutes: asked before a change
    of how she signs in, so that a browser left open is not enough for one."""
    told = (request.session.get(BEGAN), request.session.get(PROVED))
    moments = [parse_datetime(str(moment)) for moment in told if moment]
    return any(moment and now() - moment < RECENT for moment in moments)
