"""What changes how somebody signs in; each act in one transaction, with its record and its notice."""

from portal.sign_in.services.devices import met
from portal.sign_in.services.leaving_sessions import end_others, end_session
from portal.sign_in.services.second_step import (
    check_code,
    keep_app,
    keep_passkey,
    new_recovery_codes,
    remove_way,
    reset_second_step,
)
from portal.sign_in.services.terms import accept, publish

__all__ = [
    "accept",
    "check_code",
    "end_others",
    "end_session",
    "keep_app",
    "keep_passkey",
    "met",
    "new_recovery_codes",
    "publish",
    "remove_way",
    "reset_second_step",
]
