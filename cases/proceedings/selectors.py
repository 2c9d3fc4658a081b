"""Reading proceedings: the actor first; what her cells do not give is not there."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from cases.models import Case, Proceeding
from cases.selectors import may_read
from cases.vocabulary import Stage
from portal.access import grants
from portal.access.matrix import Basis, Section, held_by
from portal.core.actors import Acting
from portal.core.references import read_uuid
from portal.organisations.models import Desk

STATUS = "status_proceedings"


def investigates(actor: Acting) -> bool:
    """Whether the actor's desk may have proceedings of its own at all: police, prosecution."""
    return held_by(Basis.OWN_INVESTIGATION, actor.role, actor.kind)


def own_proceedings(actor: Acting) -> QuerySet[Proceeding]:
    """The proceedings of the actor's own desk, on cases that it may still see; unordered."""
    if not investigates(actor):
        return Proceeding.objects.none()
    rows = Proceeding.objects.filter(desk_id=actor.desk_id)
    return grants.visible(rows, actor, case="case_id")


def listed(actor: Acting, stages: Collection[str] = ()) -> QuerySet[Proceeding]:
    """The same by stage, those that are not ended where none is named; order by (-changed_at, uuid).

    The filter reads the desk's own codes and nothing else, so that it tells of nothing else.
    """
    rows = own_proceedings(actor).select_related("case__lead_desk__organisation")
    known = [s for s in stages if s in set(Stage)]
    return rows.filter(stage__in=known) if known else rows.exclude(stage=Stage.ENDED.value)


def get_own(actor: Acting, ref: str | UUID) -> Proceeding:
    """One of them, or Http404."""
    rows = own_proceedings(actor).select_related("case__state", "case__lead_desk__organisation")
    row = rows.prefetch_related("steps__user").filter(uuid=read_uuid(ref)).first()
    if row is None:
        raise Http404
    return row


def of_case(actor: Acting, case: Case, names: frozenset[str]) -> list[Proceeding]:
    """The proceedings of a case as far as the reader's cells give: all with V or with the status
    line, her own desk's with 'own', else none; the oldest first."""
    rows = Proceeding.objects.filter(case=case).select_related("desk__organisation")
    how = may_read(names, Section.PROCEEDINGS)
    if how != "view" and STATUS not in names:
        rows = rows.filter(desk_id=actor.desk_id) if how == "own" else rows.none()
    return list(rows.order_by("opened_at", "pk"))


def own_of(actor: Acting, case: Case) -> Proceeding | None:
    """The proceedings of the actor's own desk on a case that she sees."""
    return own_proceedings(actor).filter(case=case).first()


def may_open(actor: Acting, case: Case, names: frozenset[str]) -> bool:
    """Whether the actor's desk may open proceedings: it reported the case itself, or an accepted
    referral for investigation gives it the pen; and it has none yet."""
    if not investigates(actor) or "view_envelope" not in names:
        return False
    reported = case.reporter_desk_id == actor.desk_id and case.is_open
    if not (reported or "edit_proceedings" in names):
        return False
    return not Proceeding.objects.filter(case=case, desk_id=actor.desk_id).exists()


def who_hears(case: Case) -> list[int]:
    """Desks that hear of a change: those that view proceedings, or see their status line."""
    groups = [*grants.holders(case.pk, STATUS), *grants.holders(case.pk, "view_proceedings")]
    return list(Desk.objects.filter(group_id__in=groups, active=True).values_list("pk", flat=True))


def sees_status(actor: Acting, case_ids: Iterable[int]) -> bool:
    """Asked at delivery of a notice: her desk still sees at least the status line of one of these."""
    wanted = {STATUS, "view_proceedings", "own_proceedings"}
    return any(wanted & names for names in grants.held_on(case_ids, actor).values())
