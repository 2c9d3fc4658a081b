"""Sending a referral, against the bare INSERTs that it makes; both below one transaction."""

from collections.abc import Callable
from typing import Any

from django.db import connection, transaction

from cases.models import Case
from portal.bench.timing import FASTER, Figure, in_turn, told
from portal.organisations.actors import Actor
from referrals.intake import Ask
from referrals.routing_facts import candidates
from referrals.services import send_referral

ASK = Ask(purpose="transfer", urgency="urgent", vital_interest=True, vital_reason="Invented.")


class Undone(Exception):
    """Ends a round: what it wrote is taken back."""


class Inserts:
    """Remembers the INSERT statements that run through a connection."""

    def __init__(self) -> None:
        """Nothing was seen yet."""
        self.seen: list[tuple[str, Any]] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Let the statement run, and keep it where it inserts."""
        if sql.lstrip().upper().startswith("INSERT"):
            self.seen.append((sql, params))
        return execute(sql, params, many, context)


def _undone(work: Callable[[], Any]) -> None:
    try:
        with transaction.atomic():
            work()
            raise Undone
    except Undone:
        pass


def measure(actor: Actor, case: Case, rounds: int = 25) -> Figure:
    """How many times as long the service takes as the rows it writes."""
    token = candidates(actor, [case], ASK)[0][0].token

    def submit() -> None:
        send_referral(actor=actor, cases=[case.uuid], ask=ASK, receivers=[token])

    inserts = Inserts()
    with connection.execute_wrapper(inserts):
        _undone(submit)

    def bare() -> None:
        with connection.connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            for sql, params in inserts.seen:
                cursor.execute(sql, params)

    whole, rows = in_turn(lambda: _undone(submit), lambda: _undone(bare), rounds=rounds)
    return Figure(
        "submit a referral, end to end", told(whole),
        f"its {len(inserts.seen)} bare INSERTs {told(rows)}", whole / rows, 8, FASTER,
    )  # fmt: skip
