"""A coordination desk that came later gets its standing row on what is in coordination already."""

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from cases.models import Case, CaseBasis
from cases.services.recompute import lock_cases, recompute
from portal.access.matrix import Basis, Role
from portal.organisations.models import Desk

BATCH = 200


def let_new_coordinators_in(*, most: int = BATCH) -> int:
    """Fill at most so many cases, each in a transaction of its own; returns how many.

    A cut loses nothing, and a second run finds what is left: a case whose coordinators all have
    their row is not found again.
    """
    waiting = list(_waiting().order_by("pk").values_list("pk", flat=True)[:most])
    for pk in waiting:
        with transaction.atomic():
            for case in lock_cases(Case.objects.filter(pk=pk)):
                recompute(case)
    return len(waiting)


def _waiting() -> QuerySet[Case]:
    """Cases in coordination on which a running coordination desk of their State has no row."""
    row = CaseBasis.objects.filter(
        case=OuterRef(OuterRef("pk")), desk=OuterRef("pk"), basis=Basis.COORDINATION.value,
        ended_at__isnull=True,
    )  # fmt: skip
    without = Desk.objects.filter(
        ~Exists(row), organisation__state=OuterRef("state"), role=Role.COORDINATOR.value,
        active=True, organisation__active=True,
    )  # fmt: skip
    return Case.objects.exclude(coordination_ground="").filter(Exists(without))
