"""The link of an invitation: signed, naming nobody. It opens a page; a GET changes nothing."""

from uuid import UUID

from django.core.signing import BadSignature, Signer

_SALT = "portal.organisations.invitation"


def link_token(uuid: UUID, serial: int) -> str:
    """What stands in the letter: the invitation's uuid and the letter's number, signed."""
    return Signer(salt=_SALT).sign(f"{uuid.hex}-{serial}").replace(":", ".")


def read_token(token: str) -> tuple[UUID, int] | None:
    """What a token names, or None for one that is not ours."""
    if len(token) > 200 or "." not in token:
        return None
    value, _dot, mark = token.rpartition(".")
    try:
        told = Signer(salt=_SALT).unsign(f"{value}:{mark}")
        name, _dash, serial = told.partition("-")
        return UUID(name), int(serial)
    except (BadSignature, ValueError):
        return None
