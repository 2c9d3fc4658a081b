"""Who acts when somebody looks after her own sign-in, and the notice to herself."""

from portal.organisations.actors import Actor, actor_of
from portal.organisations.models import User
from portal.organisations.selectors import running_memberships
from portal.organisations.services.telling import tell

PAGE = "/account/security/"


def herself(user: User) -> Actor:
    """A person at her first desk; at none, nobody's."""
    first = running_memberships(user.pk).first()
    if first is None:
        return Actor(user.pk, None, None, "", None, "", None)
    return actor_of(first.desk, user.pk)


def tell_her(user: User, *, kind: str, key: str) -> None:
    """A notice to one person, in the transaction of the change: kind and link, nothing of the device."""
    desk = herself(user).desk_id
    if desk is not None:
        tell(key=key, kind=kind, desk_ids=[desk], user_id=user.pk, link=PAGE)
