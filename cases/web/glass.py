"""The banner of an open break-glass, on each page of that case."""

from typing import Any

from cases.models import Case
from cases.services.break_glass import running
from cases.web.cards import url
from portal.access.matrix import Role
from portal.core.actors import Acting
from portal.core.templatetags.concord import state_time


def glass_of(actor: Acting, case: Case) -> dict[str, Any] | None:
    """What ``cases/_glass.html`` shows while the actor's own is open; None for everybody else."""
    if actor.role != Role.COORDINATOR or (row := running(actor, case)) is None:
        return None
    return {
        "until": state_time(row.until, "time"), "url": url("close_glass", case),
        "renew_url": url("break_glass", case),
    }  # fmt: skip
