"""How people sign in: nobody signs up; accounts come from an organisation's administrator."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter


class NoSignup(DefaultAccountAdapter):
    def is_open_for_signup(self, request: Any) -> bool:
        return False
