"""Delivery and withdrawal of the same subject take turns.

Delivery asks 'may they still see it?' and writes; withdrawal changes rights and removes. Without
a turn a notice could be written between the two, and stay.
"""

import hashlib
from uuid import UUID

from django.db import connection


def take_turn(*, subject_uuid: UUID | str | None, case_id: int | None) -> None:
    """Hold the subject's turn to the end of the transaction; always in the same order."""
    names = [f"case:{case_id}"] if case_id is not None else []
    names += [f"subject:{subject_uuid}"] if subject_uuid else []
    with connection.cursor() as cursor:
        for name in names:
            digest = hashlib.sha256(f"notice:{name}".encode()).digest()
            number = int.from_bytes(digest[:8], "big", signed=True)
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
