"""Which desk imports or exports when a command names only an organisation."""

from uuid import UUID

from django.utils.translation import gettext as _

from portal.access.rules import opens_own_case
from portal.core.problems import Invalid
from portal.core.templatetags.words import listed
from portal.organisations.actors import Actor, actor_of
from portal.organisations.models import Desk, Membership, Organisation


def actor_for(*, organisation: str, desk: str = "", user: str = "") -> Actor:
    """The desk that can lead of an organisation (name or uuid), with a person of it if named.

    Raises Invalid naming the option and the remedy.
    """
    found = _desk(_organisation(organisation), desk)
    return actor_of(found, _member(found, user) if user else None)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _organisation(named: str) -> Organisation:
    rows = Organisation.objects.filter(active=True)
    ref = _uuid(named)
    rows = rows.filter(uuid=ref) if ref else rows.filter(name=named)
    found = list(rows.order_by("pk")[:2])
    if not found:
        raise Invalid(
            field="organisation", remedy=_("There is no such organisation. Write its full name.")
        )
    if len(found) > 1:
        raise Invalid(field="organisation", remedy=_("Several have this name. Give the uuid."))
    return found[0]


def _desk(organisation: Organisation, named: str) -> Desk:
    rows = Desk.objects.select_related("organisation").filter(
        organisation=organisation, active=True
    )
    if named:
        rows = rows.filter(uuid__in=filter(None, [_uuid(named)]))
        if not rows:
            raise Invalid(
                field="desk", remedy=_("This organisation has no such desk. Give its uuid.")
            )
    able = [d for d in rows.order_by("pk") if opens_own_case(organisation.kind, d.role)]
    if not able:
        raise Invalid(
            _("An import needs a desk that can lead the cases in it."), field="desk",
            remedy=_("Name a caseworker desk of an organisation with own cases."),
        )  # fmt: skip
    if len(able) > 1:
        choices = listed(f"{d.uuid} ({d.name})" for d in able)
        raise Invalid(
            field="desk", remedy=_("Several can lead. Choose: %(desks)s") % {"desks": choices}
        )
    return able[0]


def _member(desk: Desk, email: str) -> int:
    row = Membership.objects.filter(
        desk=desk, user__email=email.lower(), until__isnull=True
    ).first()
    if row is None:
        raise Invalid(field="user", remedy=_("Nobody with this address works at that desk."))
    return row.user_id
