"""What an organisation's administrator sees of the systems that work for its desks."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from portal.core.actors import Acting
from portal.core.paging import SIZE, Page, page
from portal.core.references import read_uuid
from portal.machines.models import Delivery, Endpoint, MachineClient
from portal.organisations.selectors_members import administered


def clients(actor: Acting) -> QuerySet[MachineClient]:
    """The clients of her organisation, the newest first; the ended ones too."""
    rows = MachineClient.objects.filter(desk__organisation=administered(actor))
    return rows.select_related("desk__organisation", "made_by").order_by("-pk")


def get_client(actor: Acting, ref: UUID | str) -> MachineClient:
    """One client of her organisation, or Http404."""
    found = clients(actor).filter(uuid=read_uuid(ref)).first()
    if found is None:
        raise Http404
    return found


def endpoints(actor: Acting) -> QuerySet[Endpoint]:
    """The webhooks of her organisation's desks, in the order they were registered."""
    rows = Endpoint.objects.filter(desk__organisation=administered(actor))
    return rows.filter(removed_at__isnull=True).select_related("desk").order_by("pk")


def get_endpoint(actor: Acting, ref: UUID | str) -> Endpoint:
    """One webhook of her organisation, or Http404."""
    found = endpoints(actor).filter(uuid=read_uuid(ref)).first()
    if found is None:
        raise Http404
    return found


def deliveries(actor: Acting, ref: UUID | str, after: str = "", size: int = SIZE) -> Page:
    """A page of what was sent to one webhook, the newest first."""
    rows = Delivery.objects.filter(endpoint=get_endpoint(actor, ref))
    return page(rows, keys=("-sequence", "-uuid"), after=after, size=size)


def get_delivery(actor: Acting, endpoint: UUID | str, ref: UUID | str) -> Delivery:
    """One line of a webhook's log, or Http404."""
    rows = Delivery.objects.filter(endpoint=get_endpoint(actor, endpoint))
    found = rows.select_related("endpoint__desk").filter(uuid=read_uuid(ref)).first()
    if found is None:
        raise Http404
    return found


def names_of(client_ids: set[str]) -> dict[int | str, str]:
    """What the record's clients are called, for a reader of their own organisation."""
    rows = MachineClient.objects.filter(client_id__in=client_ids) if client_ids else []
    return {row.client_id: row.name for row in rows}
