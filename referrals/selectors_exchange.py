"""Reading the exchange: an import is its uploader's alone; an export hers, and its approver's."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from cases.models import Case
from portal.access import grants
from portal.access.matrix import Role
from portal.core.actors import Acting
from portal.core.references import read_uuid
from referrals.models import ExportRun, ExportState, ImportRun


def my_imports(actor: Acting) -> QuerySet[ImportRun]:
    """The imports that this person made at this desk."""
    if actor.user_id is None or actor.desk_id is None:
        return ImportRun.objects.none()
    return ImportRun.objects.filter(user_id=actor.user_id, desk_id=actor.desk_id)


def get_import(actor: Acting, ref: str | UUID) -> ImportRun:
    """One of her imports, or Http404: another's, an expired and a malformed one alike."""
    try:
        return my_imports(actor).get(uuid=read_uuid(ref))
    except ImportRun.DoesNotExist:
        raise Http404 from None


def my_exports(actor: Acting) -> QuerySet[ExportRun]:
    """The exports that this person asked for at this desk."""
    if actor.user_id is None or actor.desk_id is None:
        return ExportRun.objects.none()
    return ExportRun.objects.filter(user_id=actor.user_id, desk_id=actor.desk_id)


def get_export(actor: Acting, ref: str | UUID) -> ExportRun:
    """One of her exports, or Http404."""
    try:
        return my_exports(actor).select_related("decided_by").get(uuid=read_uuid(ref))
    except ExportRun.DoesNotExist:
        raise Http404 from None


def exports_to_decide(actor: Acting) -> QuerySet[ExportRun]:
    """Exports that wait for this person: a colleague's of her organisation, never her own.

    Where an organisation's own cases are in it, the second is its administrator.
    """
    if actor.user_id is None or actor.organisation_id is None:
        return ExportRun.objects.none()
    rows = ExportRun.objects.filter(
        organisation_id=actor.organisation_id, state=ExportState.WAITING
    ).exclude(user_id=actor.user_id)
    if actor.role != Role.ORGANISATION_ADMIN:
        rows = rows.filter(own_cases=False)
    return rows.select_related("user", "desk").order_by("created_at", "uuid")


def export_to_decide(actor: Acting, ref: str | UUID) -> ExportRun:
    """One export that waits for her word, or Http404."""
    try:
        return exports_to_decide(actor).get(uuid=read_uuid(ref))
    except ExportRun.DoesNotExist:
        raise Http404 from None


def exportable(actor: Acting) -> QuerySet[Case]:
    """The cases this desk leads and whose identity it may view now."""
    if actor.desk_id is None:
        return Case.objects.none()
    rows = grants.visible(Case.objects.all(), actor, codename="view_identity")
    return rows.filter(lead_desk_id=actor.desk_id)


def own_among(cases: QuerySet[Case]) -> bool:
    """Whether an organisation's own case is among these: one that nobody else knows of (policy 7)."""
    return cases.filter(Q(left_at__isnull=True), coordination_ground="").exists()


def may_hear_of_import(desk_id: int, user_id: int | None, ref: UUID, case_id: int | None) -> bool:
    """Whether a notice about an import still has somebody to reach."""
    return (
        user_id is not None
        and ImportRun.objects.filter(uuid=ref, desk_id=desk_id, user_id=user_id).exists()
    )


def may_hear_of_export(desk_id: int, user_id: int | None, ref: UUID, case_id: int | None) -> bool:
    """Whether a notice about an export may reach this desk: the asker's, or a second's."""
    rows = ExportRun.objects.filter(uuid=ref)
    return rows.filter(Q(desk_id=desk_id) | Q(organisation__desks=desk_id)).exists()
