"""What floors above add to the page of a case: registered when the apps are ready.

A panel is ``fn(actor, case) -> {"template": ..., "context": {...}} | None``; it may bring
``actions`` too, as ``components/actions.html`` takes them, for 'What you can do now'.
"""

from collections.abc import Callable
from typing import Any

from cases.models import Case
from portal.core.actors import Acting

Panel = dict[str, Any]
Maker = Callable[[Acting, Case], Panel | None]

_makers: list[Maker] = []


def register_panel(maker: Maker) -> Maker:
    """Add a panel; a second registration of the same function does nothing."""
    if maker not in _makers:
        _makers.append(maker)
    return maker


def panels_for(actor: Acting, case: Case) -> list[Panel]:
    """The panels that have something to say to this reader."""
    return [panel for maker in _makers if (panel := maker(actor, case)) is not None]
