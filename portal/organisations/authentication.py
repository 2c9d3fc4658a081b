"""Who calls the API: the browser's session, at the desk chosen there."""

from typing import Any

from rest_framework import authentication, exceptions, permissions

from portal.organisations.middleware import actor_for


class DeskSession(authentication.SessionAuthentication):
    """Session sign-in; ``request.auth`` is the Actor, sessions included. Strangers get 401."""

    def authenticate(self, request: Any) -> Any:
        found = super().authenticate(request)
        if found is None:
            return None
        user, _none = found
        request._request.user = user
        return user, actor_for(request._request)

    def authenticate_header(self, request: Any) -> str:
        return "Session"

    def enforce_csrf(self, request: Any) -> None:
        try:
            super().enforce_csrf(request)
        except exceptions.PermissionDenied:
            raise exceptions.AuthenticationFailed(
                "The CSRF token is missing or wrong: send it as X-CSRFToken.", code="csrf"
            ) from None


class HasDesk(permissions.BasePermission):
    """A person without a desk can do nothing here yet."""

    def has_permission(self, request: Any, view: Any) -> bool:
        if not request.user or not request.user.is_authenticated:
            raise exceptions.NotAuthenticated()
        return request.auth is not None
