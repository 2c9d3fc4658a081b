"""What the floors above may hear of, in the same transaction."""

from django.dispatch import Signal

wall_placed = Signal()
"""wall, case, actor: an organisation or a person was shut out; what it had in hand goes back."""

case_closing = Signal()
"""case, actor: the lead wants to close it, the case being locked; a receiver raises NotOpen to refuse."""

case_closed = Signal()
"""case, actor: the case was closed."""
