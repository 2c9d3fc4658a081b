"""How a lower floor tells the floors above that a clock struck.

``clock_striking(sender, clock)`` comes first, before the clock's own row is locked: whoever will
change a case, referral or offer locks them now, in the house's order (case, referral, offer,
place), so that a move that stops the clock and a strike that moves the referral never wait for
one another.

``clock_struck(sender, clock, kind, n)`` comes inside the strike's transaction, once for each
(clock, kind, n). A receiver that raises undoes the strike; it is tried again later.
"""

from django.dispatch import Signal

clock_striking = Signal()
clock_struck = Signal()
