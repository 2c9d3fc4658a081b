"""Who a session belongs to, read at each request in one query with what she owes."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from portal.organisations.models import User
from portal.sign_in.selectors import users_with_terms


class Backend(AuthenticationBackend):
    """allauth's, whose users say whether they accepted the terms in force."""

    def get_user(self, user_id: Any) -> User | None:
        user = users_with_terms().filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None
