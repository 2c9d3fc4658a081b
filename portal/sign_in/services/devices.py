"""A browser in which a person never signed in before: she is told, in case it was not her.

Her browser keeps a random mark in a cookie, we keep its keyed hash. The notice says that it
happened and where to look; nothing of the device, the place or the network stands in it.
"""

import re
import secrets

from django.db import transaction
from django.utils.crypto import salted_hmac

from portal.audit.services import record
from portal.core.clock import now
from portal.organisations.models import User
from portal.sign_in.models import Device
from portal.sign_in.services.telling import herself, tell_her

MARK = re.compile(r"[A-Za-z0-9_-]{20,64}", re.ASCII)


def _hash(mark: str) -> str:
    return salted_hmac("portal.sign_in.device", mark, algorithm="sha256").hexdigest()


@transaction.atomic
def met(*, user: User, mark: str) -> str:
    """Somebody signed in with this mark, or none; the mark her browser shall keep.

    The first device of an account tells nobody: there is no other one to tell.
    """
    mark = mark if MARK.fullmatch(mark) else ""
    known = mark and Device.objects.filter(user=user, mark=_hash(mark)).update(last_at=now())
    if known:
        return mark
    first = not Device.objects.filter(user=user).exists()
    mark = mark or secrets.token_urlsafe(24)
    row = Device.objects.create(user=user, mark=_hash(mark))
    record(actor=herself(user), verb="signin.new_device")
    if not first:
        tell_her(user, kind="new_device", key=f"new_device:{row.pk}")
    return mark
