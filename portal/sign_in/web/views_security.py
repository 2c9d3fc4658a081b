"""A person's own sign-in: her second steps, her recovery codes, where she is signed in."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.core.clock import now
from portal.core.problems import Problem
from portal.organisations.posting import SeeOther, as_uuid
from portal.sign_in.selectors import sessions_of, ways_of
from portal.sign_in.services import end_others, end_session, new_recovery_codes, remove_way
from portal.sign_in.web.onward import freshly
from portal.sign_in.web.views_set_up import CODES

Kind = Authenticator.Type


@require_safe
def security(request: Any) -> HttpResponse:
    """How she signs in, and where she is."""
    ways = ways_of(request.user.pk)
    codes = next((way for way in ways if way.type == Kind.RECOVERY_CODES), None)
    here = request.session.session_key
    shown = {
        "app": next((way for way in ways if way.type == Kind.TOTP), None),
        "passkeys": [
            {"pk": way.pk, "name": way.data["name"], "made": way.created_at, "used": way.last_used_at}
            for way in ways if way.type == Kind.WEBAUTHN
        ],
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else None,
        "sessions": [
            {"uuid": row.uuid, "device": row.device, "began": row.began_at, "seen": row.seen_at,
             "here": row.session_key == here}
            for row in sessions_of(request.user.pk)[:50]
        ],
    }  # fmt: skip
    return render(request, "sign_in/security.html", shown)


@require_POST
@freshly
def remove(request: Any) -> HttpResponse:
    """Remove her app or one of her passkeys."""
    said = request.POST.get("way", "")
    try:
        if said.isascii() and said.isdigit() and len(said) < 18:
            remove_way(user=request.user, pk=int(said))
            messages.success(request, _("Removed."))
    except Problem as problem:
        messages.error(request, " ".join(problem.errors.values()))
    return SeeOther(reverse("sign_in:security"))


@require_POST
@freshly
def renew(request: Any) -> HttpResponse:
    """Ten new recovery codes."""
    new_recovery_codes(user=request.user)
    request.session[CODES] = now().isoformat()
    return redirect("sign_in:codes")


@require_POST
def end_one(request: Any, ref: str) -> HttpResponse:
    """End one session of her own; her present one ends by signing out."""
    if not end_session(user=request.user, ref=as_uuid(ref)):
        raise Http404
    messages.success(request, _("That session has ended."))
    return SeeOther(reverse("sign_in:security"))


@require_POST
def end_all(request: Any) -> HttpResponse:
    """End every session of hers but this one."""
    end_others(user=request.user, keep=request.session.session_key)
    messages.success(request, _("You are signed in here only."))
    return SeeOther(reverse("sign_in:security"))
