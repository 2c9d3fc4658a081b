"""The admin holds reference data only: States and their regions. A superuser sees nothing else.

Rules that change rights or deadlines take two people and have services of their own.
"""

from typing import Any

from django.contrib import admin
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from portal.organisations.models import Region, State


class ReferenceSite(AdminSite):
    """An admin with what is registered below and nothing from installed packages."""

    site_header = "Concord: reference data"
    site_title = "Concord"
    index_title = "Reference data"

    def has_permission(self, request: HttpRequest) -> bool:
        """Staff who are superusers: model permissions are not handed out here."""
        return bool(request.user.is_active and request.user.is_superuser)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """One sign-in for all, with its rate limits: no second door."""
        return redirect_to_login(request.get_full_path())


site = ReferenceSite(name="admin")


class NoDelete(ModelAdmin):  # type: ignore[type-arg]
    """What cases point at is never deleted."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return site.has_permission(request)

    has_add_permission = has_view_permission  # type: ignore[assignment]
    has_change_permission = has_view_permission

    def has_module_permission(self, request: HttpRequest) -> bool:
        return site.has_permission(request)


@admin.register(State, site=site)
class StateAdmin(NoDelete):
    list_display = ("code", "name", "zone", "calendar", "helpline")


@admin.register(Region, site=site)
class RegionAdmin(NoDelete):
    list_display = ("code", "name", "state")
    list_select_related = ("state",)
    list_filter = ("state",)
