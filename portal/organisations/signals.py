"""What the floors above may hear of, in the same transaction."""

from typing import Any

from django.dispatch import Signal

work_asked = Signal()
"""user_id, desk_id: what is in this person's hands at the desk. Receivers answer {kind: how many}."""

member_leaving = Signal()
"""user_id, desk_id, successor_id, actor: her membership ended. Receivers give what is in her hands back
to the desk's inbox, or to the successor, and answer how much it was. Due times do not change."""

desk_emptied = Signal()
"""desk_id, actor: nobody is left at a desk."""

desk_filled = Signal()
"""desk_id, actor: somebody joined a desk where nobody was."""

led_asked = Signal()
"""desk_ids: how many open cases these desks lead. Receivers answer a number."""

closing_asked = Signal()
"""desk_ids, whole: what stands in the way of closing these desks, or, where ``whole``, their
organisation. Receivers answer sentences for who administers it: counts and references, no content."""


def answers(signal: Signal, **facts: Any) -> list[Any]:
    """What the receivers of a question answer, without the receivers."""
    told: list[Any] = [found for _receiver, found in signal.send(sender=None, **facts)]
    return told
