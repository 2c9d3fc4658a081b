"""Sessions in the database, each row with its person: they can be listed, and ended one by one.

The row is written anew at every save; what does not change stands in the session's own data.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils.crypto import salted_hmac

from portal.core.clock import now
from portal.sign_in.models import Session

BEGAN, DEVICE, SEEN = "began", "device", "seen"


def _name_of(session_key: str) -> UUID:
    """What a session is called in addresses: from its key, which nobody finds again from there."""
    mark = salted_hmac("portal.sign_in.session", session_key, algorithm="sha256")
    return UUID(bytes=mark.digest()[:16])


class SessionStore(DatabaseStore):
    """``SESSION_ENGINE``."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row: Any = super().create_model_instance(data)
        row.user_id = data.get(SESSION_KEY)
        row.device = data.get(DEVICE, "")
        row.seen_at = now()
        if began := data.get(BEGAN):
            row.began_at = datetime.fromisoformat(began)
        row.uuid = _name_of(row.session_key)
        return row
