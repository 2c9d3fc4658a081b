"""Abstract rows of access; the concrete ones, with their keys to case, desk and user, lie in cases."""

from django.db import models
from guardian.mixins import GuardianUserMixin
from guardian.models import GroupObjectPermissionBase

from portal.core.clock import now
from portal.core.models import Referenced

__all__ = ["BreakGlassBase", "DeskGrant", "GuardedUser", "WallBase"]


class GuardedUser(GuardianUserMixin):
    """What guardian asks of a user model; only this folder imports it."""

    class Meta:
        abstract = True


class DeskGrant(GroupObjectPermissionBase):
    """A desk's group holds one codename on one case: derived from bases, consents and walls.

    ``until`` ends the right by itself: the questions below ask it, a stopped worker prolongs
    nothing. ``basis`` says where the right comes from.
    """

    until = models.DateTimeField(null=True)
    basis = models.CharField(max_length=40)

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = True


class WallBase(Referenced):
    """Nothing at all, above every basis, for an organisation or one person on one case."""

    placed_at = models.DateTimeField(default=now)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        default_permissions = ()


class BreakGlassBase(Referenced):
    """One person opens one case by force, for an hour, with a typed reason; reviewed by another."""

    opened_at = models.DateTimeField(default=now)
    until = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        default_permissions = ()
