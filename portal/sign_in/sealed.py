"""Secrets of second steps lie sealed: each under a data key of its own, gone when the step is removed."""

import base64
from typing import Any
from uuid import UUID, uuid4

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator

from portal.sealing.documents import seal, unseal
from portal.sealing.services import destroy_key, new_key, open_key

SUBJECT, TABLE = "authenticator", "mfa_authenticator.data"
SEALED = ("secret", "seed")


class SealedSecrets(DefaultMFAAdapter):
    """allauth's door for secrets: what goes into the table is a name of a key and sealed bytes."""

    def encrypt(self, text: str) -> str:
        record = uuid4()
        sealed = seal(
            key=new_key(SUBJECT, record), table=TABLE, case_id=0, record=record, version=1,
            document={"secret": text},
        )  # fmt: skip
        return f"{record}.{base64.b64encode(sealed).decode()}"

    def decrypt(self, encrypted_text: str) -> str:
        name, _dot, sealed = encrypted_text.partition(".")
        record = UUID(name)
        held = unseal(
            key=open_key(SUBJECT, record), table=TABLE, case_id=0, record=record, version=1,
            sealed=base64.b64decode(sealed),
        )  # fmt: skip
        return str(held["secret"])

    def get_totp_issuer(self) -> str:
        return "Concord"

    def _get_site_name(self) -> str:
        return "Concord"


def forget(sender: Any, instance: Authenticator, **kwargs: Any) -> None:
    """Destroy the key of a removed second step's secret."""
    for name in SEALED:
        if name in instance.data:
            destroy_key(SUBJECT, UUID(instance.data[name].partition(".")[0]))
