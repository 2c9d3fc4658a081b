"""Desks open and close; an organisation closes when nothing of it is left open (policy 6)."""

from uuid import UUID

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from portal.access.matrix import Role
from portal.audit.services import record
from portal.core.actors import Acting
from portal.core.problems import Invalid, NotOpen
from portal.organisations.models import Desk, Invitation, Membership, Organisation
from portal.organisations.selectors_members import administered, get_desk, open_roles, somebody_at
from portal.organisations.services.inviting import close
from portal.organisations.services.seats import lock_desk, unseat
from portal.organisations.signals import answers, closing_asked

LONGEST_NAME = 80


@transaction.atomic
def open_desk(*, actor: Acting, role: str, name: str) -> Desk:
    """Open a desk of a role that the organisation's kind allows; nobody works there yet.

    Raises Http404, Invalid.
    """
    organisation = administered(actor)
    Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=organisation.pk)
    name = " ".join(name.split())
    errors = {}
    if role not in open_roles(organisation):
        errors["role"] = _("Choose one of the roles offered.")
    if not name or len(name) > LONGEST_NAME:
        errors["name"] = _("Give the desk a name of up to 80 characters.")
    elif any(ord(c) < 32 or 0xD800 <= ord(c) < 0xE000 for c in name):
        errors["name"] = _("Take out the characters that cannot be read.")
    elif Desk.objects.filter(organisation=organisation, name__iexact=name, active=True).exists():
        errors["name"] = _("A desk of this name exists; choose another name.")
    if errors:
        raise Invalid(_("Some answers need a change."), errors=errors)
    desk = Desk(organisation=organisation, role=role, name=name)
    desk.group = Group.objects.create(name=f"desk {desk.uuid}")
    desk.save()
    record(actor=actor, verb="desk.opened", subject=str(desk.uuid), detail={"role": role})
    return desk


@transaction.atomic
def close_desk(*, actor: Acting, desk: str | UUID) -> Desk:
    """Close a desk at which nobody works any more and of which nothing is left open.

    Raises Http404; NotOpen with what stands in the way.
    """
    row = lock_desk(get_desk(actor, desk))
    in_the_way = [] if not somebody_at(row.pk) else [_("Somebody still works at this desk.")]
    if row.role == Role.ORGANISATION_ADMIN and not _other_administration(row):
        in_the_way.append(_("An organisation keeps one desk that administers it."))
    in_the_way += _asked([row.pk], whole=False)
    _refuse(in_the_way)
    _take_back(actor, [row.pk])
    row.active = False
    row.save(update_fields=["active"])
    record(actor=actor, verb="desk.closed", subject=str(row.uuid))
    return row


def _other_administration(desk: Desk) -> bool:
    others = Desk.objects.filter(organisation_id=desk.organisation_id, role=desk.role, active=True)
    return others.exclude(pk=desk.pk).exists()


def _asked(desk_ids: list[int], *, whole: bool) -> list[str]:
    found = answers(closing_asked, desk_ids=desk_ids, whole=whole)
    return [sentence for told in found for sentence in told]


def _refuse(in_the_way: list[str]) -> None:
    if in_the_way:
        raise NotOpen(
            " ".join(in_the_way), field="close",
            remedy=_("Finish or hand over what is named here, then close it."),
        )  # fmt: skip


def _take_back(actor: Acting, desk_ids: list[int]) -> None:
    rows = Invitation.objects.select_for_update(no_key=True).filter(
        desk_id__in=desk_ids, closed_at=None
    )
    for row in rows.order_by("pk"):
        close(actor, row, "revoked")


@transaction.atomic
def close_organisation(*, actor: Acting, name: str) -> Organisation:
    """Close the actor's organisation: every case it leads is transferred or closed before, nobody
    sleeps with it, no referral of it runs. Everybody's membership ends, hers too.

    ``name`` is typed again, so that nobody closes one by a slip. Raises Http404, Invalid, NotOpen.
    """
    organisation = administered(actor)
    Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=organisation.pk)
    if " ".join(name.split()).casefold() != organisation.name.casefold():
        raise Invalid(field="name", remedy=_("Type the organisation's name as it stands above."))
    desks = list(
        Desk.objects.select_for_update(no_key=True).filter(organisation=organisation).order_by("pk")
    )
    ids = [desk.pk for desk in desks]
    _refuse(_asked(ids, whole=True))
    _take_back(actor, ids)
    record(actor=actor, verb="organisation.closed", subject=str(organisation.uuid))
    organisation.active = False
    organisation.save(update_fields=["active"])
    rows = Membership.objects.select_for_update(no_key=True).filter(desk_id__in=ids, until=None)
    for row in rows.order_by("pk"):
        unseat(actor=actor, row=row, why="organisation_closed", successor=None, given=0)
    return organisation


def what_stands_in_the_way(actor: Acting) -> list[str]:
    """Why the organisation cannot be closed now, in sentences; empty where it can."""
    ids = list(Desk.objects.filter(organisation=administered(actor)).values_list("pk", flat=True))
    return _asked(ids, whole=True)
