"""What an organisation's administrator does: one function for each, each one transaction."""

from portal.organisations.services.desks import close_desk, close_organisation, open_desk
from portal.organisations.services.inviting import (
    Newcomer,
    accept_as_newcomer,
    accept_as_user,
    invite,
    open_invitation,
    resend,
    revoke,
)
from portal.organisations.services.members import (
    add_to_desk,
    decide_request,
    remove_member,
)
from portal.organisations.services.profiles import Profile, confirm_profile, save_profile

__all__ = [
    "Newcomer",
    "Profile",
    "accept_as_newcomer",
    "accept_as_user",
    "add_to_desk",
    "close_desk",
    "close_organisation",
    "confirm_profile",
    "decide_request",
    "invite",
    "open_desk",
    "open_invitation",
    "remove_member",
    "resend",
    "revoke",
    "save_profile",
]
