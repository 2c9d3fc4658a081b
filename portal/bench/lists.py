"""The list of referrals of the narrowest desk, against hand-written SQL for the same rows."""

from typing import Any

from django.db import connection

from portal.bench.timing import FASTER, Figure, in_turn, told
from portal.core.paging import page
from portal.organisations.actors import Actor
from referrals import selectors

KEYS = ("-sent_at", "uuid")
SIZE = 25
BY_HAND = """
SELECT r.uuid, r.ref, r.purpose, r.urgency, r.state, r.sent_at, region.code, region.name,
       array_agg(c.ref ORDER BY c.id)
FROM referrals_referral r
LEFT JOIN organisations_region region ON region.id = r.region_id
JOIN referrals_referralcase rc ON rc.referral_id = r.id
JOIN cases_case c ON c.id = rc.case_id
WHERE r.sender_desk_id = %(desk)s
  AND NOT EXISTS (SELECT 1 FROM referrals_referralcase w JOIN cases_wall wall ON wall.case_id = w.case_id
                  WHERE w.referral_id = r.id AND wall.lifted_at IS NULL
                    AND (wall.organisation_id = %(organisation)s OR wall.user_id = %(user)s))
  AND EXISTS (SELECT 1 FROM cases_casedeskgrant g JOIN auth_permission p ON p.id = g.permission_id
              WHERE g.content_object_id = c.id AND g.group_id = %(group)s
                AND p.codename = 'view_envelope' AND (g.until IS NULL OR g.until > now()))
GROUP BY r.id, region.id ORDER BY r.sent_at DESC, r.uuid LIMIT %(size)s
"""


def read_list(actor: Actor) -> list[tuple[Any, ...]]:
    """A page of what the desk sent, as pages and API read it."""
    found = page(selectors.sent_by(actor), keys=KEYS, size=SIZE).rows
    return [
        (r.uuid, r.ref, r.purpose, r.urgency, r.state, r.sent_at,
         r.region and r.region.code, r.region and r.region.name, [row.case.ref for row in r.carried.all()])
        for r in found
    ]  # fmt: skip


def read_by_hand(actor: Actor) -> list[tuple[Any, ...]]:
    """The same rows, by psycopg2."""
    known = {"desk": actor.desk_id, "organisation": actor.organisation_id,
             "user": actor.user_id, "group": actor.group_id, "size": SIZE}  # fmt: skip
    connection.ensure_connection()
    with connection.connection.cursor() as cursor:
        cursor.execute(BY_HAND, known)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def measure(actor: Actor, cases: int, rounds: int = 60) -> tuple[Figure, float]:
    """The figure, and the seconds that the list took."""
    ours, theirs = read_list(actor), read_by_hand(actor)
    if ours != theirs or len(ours) != SIZE:
        raise AssertionError("the two lists differ: nothing can be measured")
    listed, by_hand = in_turn(lambda: read_list(actor), lambda: read_by_hand(actor), rounds=rounds)
    figure = Figure(
        f"list of referrals, narrowest desk, {cases:,} cases", told(listed),
        f"hand-written SQL {told(by_hand)}", listed / by_hand, 3, FASTER,
    )  # fmt: skip
    return figure, listed
