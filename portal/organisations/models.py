"""States, organisations, users, desks and what a desk offers."""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import Group, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.crypto import salted_hmac

from portal.access.models import GuardedUser
from portal.core.clock import now
from portal.core.models import Referenced, Versioned


class State(models.Model):
    """A State and what it keeps to: zone, holiday calendar, languages."""

    code = models.CharField(max_length=2, unique=True)
    name = models.CharField(max_length=80)
    zone = models.CharField(max_length=40)
    calendar = models.CharField(max_length=8)
    calendar_region = models.CharField(max_length=8, blank=True, default="")
    languages = ArrayField(models.CharField(max_length=8), default=list)
    emergency_number = models.CharField(max_length=20, default="112")
    helpline = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        default_permissions = ()
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class StateRule(models.Model):
    """What a State decided, with its article: a screening right, a ground that replaces consent,
    days that a draft lives, who may decide. Proposed by one person, approved by another."""

    state = models.ForeignKey(State, on_delete=models.PROTECT, related_name="rules")
    kind = models.CharField(max_length=60)
    value = models.JSONField(default=dict)
    legal_source = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["state", "kind"], name="state_rule_kind")]

    def __str__(self) -> str:
        return f"{self.state_id} {self.kind}"


class Region(models.Model):
    """A region within a State: as fine as a place may be told before an accept."""

    state = models.ForeignKey(State, on_delete=models.PROTECT, related_name="regions")
    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=80)

    class Meta:
        default_permissions = ()
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Organisation(Referenced):
    """An agency, service or authority, in one State, that may serve others."""

    state = models.ForeignKey(State, on_delete=models.PROTECT, related_name="organisations")
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=160)
    serves = models.ManyToManyField(State, related_name="served_by", blank=True)
    phone = models.CharField(max_length=40, blank=True, default="")
    active = models.BooleanField(default=True)

    class Meta:
        default_permissions = ()
        ordering = ["name"]
        indexes = [models.Index(fields=["state", "kind"], name="organisation_kind")]

    def __str__(self) -> str:
        return self.name


class Desk(Referenced):
    """One role of one organisation: the unit of grants. Its group is only the key of its grants;
    nobody is put into ``user.groups``."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="desks")
    role = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    group = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="desk")
    active = models.BooleanField(default=True)

    class Meta:
        default_permissions = ()
        ordering = ["organisation__name", "name"]
        indexes = [models.Index(fields=["role"], name="desk_role")]

    def __str__(self) -> str:
        return f"{self.name}, {self.organisation}"


SESSIONS = "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash"
"""Django's own salt: a session begun before anybody's were ended stays good."""


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(GuardedUser, AbstractBaseUser, PermissionsMixin):
    """A person who signs in by e-mail. What she may do comes from her desk, never from here."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    language = models.CharField(max_length=8, blank=True, default="")
    theme = models.CharField(max_length=5, blank=True, default="")
    density = models.CharField(max_length=8, blank=True, default="")
    session_epoch = models.PositiveIntegerField(default=0)
    date_joined = models.DateTimeField(default=now)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session is bound to: the password, and how often her sessions were ended."""
        salt = f"organisations.session.{self.session_epoch}" if self.session_epoch else SESSIONS
        made = salted_hmac(salt, self.password, secret=secret, algorithm="sha256")
        return made.hexdigest()


class Membership(Referenced):
    """A person works at a desk, from and until. Read at every request."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="memberships")
    since = models.DateTimeField(default=now)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["user", "desk"],
                condition=models.Q(until__isnull=True),
                name="one_running_membership",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.desk_id}"


class ServiceProfile(Versioned):
    """What a desk offers: for which purposes, whom it takes, where, in which languages.

    Read by those who may refer. The address is nobody's business here. ``duty`` are the hours of
    seven days (``portal.organisations.duty``), ``places`` how many it has by whom it takes.
    """

    desk = models.OneToOneField(Desk, on_delete=models.PROTECT, related_name="profile")
    purposes = ArrayField(models.CharField(max_length=40), default=list)
    takes = ArrayField(models.CharField(max_length=40), default=list)
    languages = ArrayField(models.CharField(max_length=8), default=list)
    accessibility = ArrayField(models.CharField(max_length=40), default=list)
    regions = models.ManyToManyField(Region, related_name="profiles", blank=True)
    hours = models.CharField(max_length=120, blank=True, default="")
    at_night = models.BooleanField(default=False)
    accepting = models.BooleanField(default=True)
    duty = models.JSONField(default=list, blank=True)
    places = models.JSONField(default=dict, blank=True)
    accreditation = models.CharField(max_length=160, blank=True, default="")
    accredited_until = models.DateField(null=True, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"profile of {self.desk_id}"


class Invitation(Referenced):
    """An e-mail that lets one person join one desk, once, until its day.

    ``serial`` grows with every letter: an older link is dead. The address is kept only while the
    invitation is open; when it was used or taken back it is gone from here.
    """

    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField(blank=True, default="")
    language = models.CharField(max_length=8, default="en")
    serial = models.PositiveIntegerField(default=1)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=now)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_why = models.CharField(max_length=16, blank=True, default="")
    membership = models.OneToOneField(
        Membership, on_delete=models.PROTECT, null=True, related_name="invitation"
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["desk", "email"],
                condition=models.Q(closed_at__isnull=True),
                name="one_open_invitation",
            )
        ]
        indexes = [models.Index(fields=["desk", "-sent_at"], name="invitation_desk")]

    def __str__(self) -> str:
        return f"invitation {self.uuid}"

    def is_open(self, moment: datetime) -> bool:
        """Whether its newest link still works."""
        return self.closed_at is None and moment < self.expires_at


class JoinRequest(Referenced):
    """An administrator asks for a desk for herself: somebody else says yes or no."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="join_requests")
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="join_requests")
    asked_at = models.DateTimeField(default=now)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    agreed = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["user", "desk"],
                condition=models.Q(decided_at__isnull=True),
                name="one_open_request",
            )
        ]

    def __str__(self) -> str:
        return f"request {self.uuid}"
