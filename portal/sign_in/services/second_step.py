"""A person's second step: an authenticator app, passkeys, ten recovery codes; set up, used, removed.

Where it is hers no longer (a lost telephone), an administrator of her organisation takes it away:
she sets up a new one at her next sign-in.
"""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.utils import decrypt, encrypt
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from portal.audit.services import record
from portal.core.actors import Acting
from portal.core.clock import now
from portal.core.problems import Invalid
from portal.organisations.models import User
from portal.organisations.selectors import running_memberships
from portal.sign_in.codes import step_of
from portal.sign_in.roles import must_give_second_step
from portal.sign_in.services.telling import herself, tell_her

App, Passkey, Codes = (
    Authenticator.Type.TOTP,
    Authenticator.Type.WEBAUTHN,
    Authenticator.Type.RECOVERY_CODES,
)
LONGEST_NAME, MOST_PASSKEYS = 40, 10


@transaction.atomic
def check_code(*, user: User, code: str) -> Authenticator | None:
    """The app or the recovery codes that a code is right for; it is used up by that.

    The rows are locked: of two who send the same code at once, one gets in.
    """
    rows = Authenticator.objects.select_for_update().filter(user=user).exclude(type=Passkey)
    for row in rows.order_by("pk"):
        if row.type == App:
            after = int(row.data.get("last_step", 0))
            step = step_of(decrypt(row.data["secret"]), code, now().timestamp(), after=after)
            if step is not None:
                row.data["last_step"] = step
                row.save(update_fields=["data"])
                return row
        elif RecoveryCodes(row).validate_code(code):
            row.refresh_from_db()
            record(actor=herself(user), verb="signin.recovery_code_used")
            return row
    return None


@transaction.atomic
def keep_app(*, user: User, secret: str, step: int) -> bool:
    """An app whose first code (of ``step``) was right takes the place of the one before.

    True where recovery codes were made with it, which she must see now.
    """
    _lock(user)
    for row in Authenticator.objects.filter(user=user, type=App):
        row.delete()
    Authenticator.objects.create(
        user=user, type=App, data={"secret": encrypt(secret), "last_step": step}
    )
    return _changed(user, "app_added")


@transaction.atomic
def keep_passkey(*, user: User, name: str, credential: dict[str, Any]) -> bool:
    """Add a passkey whose registration was checked. True where recovery codes were made with it."""
    _lock(user)
    if Authenticator.objects.filter(user=user, type=Passkey).count() >= MOST_PASSKEYS:
        raise Invalid(field="name", remedy=_("Ten passkeys are the most: remove one first."))
    data = {"name": name.strip()[:LONGEST_NAME] or _("Passkey"), "credential": credential}
    Authenticator.objects.create(user=user, type=Passkey, data=data)
    return _changed(user, "passkey_added")


@transaction.atomic
def remove_way(*, user: User, pk: int) -> None:
    """Remove an app or a passkey. Raises Invalid for the last one of a person who needs one."""
    _lock(user)
    ways = list(Authenticator.objects.filter(user=user).exclude(type=Codes))
    row = next((way for way in ways if way.pk == pk), None)
    if row is None:
        return
    desks = [m.desk.role for m in running_memberships(user.pk)]
    if len(ways) == 1 and must_give_second_step(user, desks):
        raise Invalid(
            field="way", remedy=_("This is your only second step. Set up another one first.")
        )
    row.delete()
    if len(ways) == 1:
        _take_all(user)
    record(actor=herself(user), verb="signin.way_removed", detail={"kind": row.type})
    tell_her(user, kind="second_step_changed", key=f"second_step:{user.pk}:{now().isoformat()}")


@transaction.atomic
def new_recovery_codes(*, user: User) -> None:
    """Ten new recovery codes; the old ones open nothing any more."""
    _lock(user)
    for row in Authenticator.objects.filter(user=user, type=Codes):
        row.delete()
    RecoveryCodes.activate(user)
    record(actor=herself(user), verb="signin.codes_renewed")
    tell_her(user, kind="second_step_changed", key=f"second_step:{user.pk}:{now().isoformat()}")


@transaction.atomic
def reset_second_step(*, actor: Acting, user: User, subject: str) -> None:
    """Take away all second steps of a person who lost hers, and end every session of hers.

    ``subject`` is the membership by which the administrator found her.
    """
    _lock(user)
    _take_all(user)
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    record(actor=actor, verb="signin.reset", subject=subject)
    tell_her(user, kind="second_step_changed", key=f"second_step:{user.pk}:{now().isoformat()}")


def _lock(user: User) -> None:
    User.objects.select_for_update(no_key=True).get(pk=user.pk)


def _take_all(user: User) -> None:
    for row in Authenticator.objects.filter(user=user):
        row.delete()


def _changed(user: User, verb: str) -> bool:
    record(actor=herself(user), verb=f"signin.{verb}")
    tell_her(user, kind="second_step_changed", key=f"second_step:{user.pk}:{now().isoformat()}")
    if Authenticator.objects.filter(user=user, type=Codes).exists():
        return False
    RecoveryCodes.activate(user)
    return True
