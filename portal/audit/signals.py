"""What the audit tells the floors above."""

from django.dispatch import Signal

# Sent in the transaction that opens a new day, once a day (UTC), with day (date), number (int) and
# chain (hex) of the day's last seal: whoever keeps them outside can tell a rewritten record.
day_sealed = Signal()
