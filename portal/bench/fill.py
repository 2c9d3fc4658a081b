"""Very many invented cases, written by the database itself from one that the services made.

Only what lists read is multiplied: cases, grants, bases, referrals, offers. Sealed sections are not.
"""

from typing import Any

from django.contrib.auth.models import Permission
from django.db import connection
from django.db.models import Model

from cases.models import Case, CaseBasis, CaseDeskGrant
from portal.organisations.models import Desk
from referrals.models import Offer, Referral, ReferralCase

FIRST = 10_000_000  # ids from here on: the sequences of a demonstration never come so far
NARROW = 40  # what the narrowest desk sees, whatever the number of cases
ENVELOPE = ("view_envelope", "view_summary", "view_placement")
ALL_OF_A_LEAD = (
    "view_envelope", "view_summary", "view_identity", "view_contact_and_safety",
    "view_screening", "view_needs_and_assistance", "view_consent", "view_notes",
)  # fmt: skip


def copies(template: Model, start: int, end: int, **instead: str) -> None:
    """Rows number ``start`` to ``end`` (inclusive) like ``template``; ``instead`` is SQL over ``g``."""
    fields = [str(f.column) for f in template._meta.concrete_fields]
    wanted = {"id": f"{FIRST} + g", **instead}
    chosen = ", ".join(wanted.get(name, f't."{name}"') for name in fields)
    columns = ", ".join(f'"{name}"' for name in fields)
    table = template._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" ({columns}) SELECT {chosen} '  # noqa: S608 - columns of ours
            f'FROM "{table}" t, generate_series(%s, %s) g WHERE t.id = %s',
            [start, end, template.pk],
        )


def fill(referral: Referral, narrow: Desk, others: list[Desk], start: int, end: int) -> None:
    """Cases ``start`` to ``end``, each with a referral like ``referral``; NARROW are of one desk."""
    case = Case.objects.filter(carried_by__referral=referral).earliest("pk")
    basis = CaseBasis.objects.filter(case=case).earliest("pk")
    offer = Offer.objects.filter(referral=referral).earliest("pk")
    carried = ReferralCase.objects.filter(referral=referral).earliest("pk")
    many = "ARRAY[" + ",".join(str(d.pk) for d in others) + "]"
    sender = f"CASE WHEN g <= {NARROW} THEN {narrow.pk} ELSE ({many})[1 + g %% {len(others)}] END"
    ours = {"case_id": f"{FIRST} + g", "uuid": "gen_random_uuid()"}
    moment = "now() - g * interval '1 minute'"
    copies(case, start, end, uuid="gen_random_uuid()", ref="'BC-' || lpad(g::text, 9, '0')",
           reporter_desk_id=sender, created_at=moment, changed_at=moment)  # fmt: skip
    copies(basis, start, end, **ours, desk_id=sender, referral_uuid="NULL")
    copies(referral, start, end, uuid="gen_random_uuid()", ref="'BF-' || lpad(g::text, 9, '0')",
           sender_desk_id=sender, sent_at=moment)  # fmt: skip
    copies(carried, start, end, referral_id=f"{FIRST} + g", case_id=f"{FIRST} + g")
    copies(offer, start, end, uuid="gen_random_uuid()", ref="'BR-' || lpad(g::text, 9, '0')",
           referral_id=f"{FIRST} + g", opened_at=moment)  # fmt: skip
    _grant(start, end, ENVELOPE, sender, [narrow, *others])
    if case.lead_desk is not None:
        _grant(start, end, ALL_OF_A_LEAD, str(case.lead_desk_id), [case.lead_desk])


def _grant(start: int, end: int, names: tuple[str, ...], desk: str, among: list[Desk]) -> None:
    """Rights of one desk on each new case, as ``access.grants.write`` would have written them."""
    known: Any = Permission.objects.filter(content_type__app_label="cases", codename__in=names)
    table = CaseDeskGrant._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (group_id, permission_id, content_object_id, until, basis) "  # noqa: S608
            f"SELECT d.group_id, p, {FIRST} + g, NULL, 'lead' FROM generate_series(%s, %s) g, "
            f"unnest(%s) p, {Desk._meta.db_table} d WHERE d.id = {desk} AND d.id = ANY(%s)",
            [start, end, list(known.values_list("pk", flat=True)), [d.pk for d in among]],
        )
