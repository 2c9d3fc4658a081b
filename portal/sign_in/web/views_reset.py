"""An administrator takes away the second step of a colleague who lost hers."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.organisations.posting import SeeOther, acting
from portal.organisations.selectors_members import get_member
from portal.sign_in.services import reset_second_step
from portal.sign_in.web.onward import freshly


@require_http_methods(["GET", "HEAD", "POST"])
@freshly
def reset(request: Any, ref: str) -> HttpResponse:
    """What happens at once, and the button. Nobody resets her own: a colleague does."""
    actor = acting(request)
    member = get_member(actor, ref)
    if member.user_id == actor.user_id:
        raise Http404
    back = reverse("organisation:member", args=[member.uuid])
    if request.method == "POST":
        reset_second_step(actor=actor, user=member.user, subject=str(member.uuid))
        messages.success(request, _("Reset. At the next sign-in a new second step is set up."))
        return SeeOther(back)
    effects = [
        {"sign": "lock", "text": _("App, passkeys and recovery codes open nothing any more.")},
        {"sign": "leave", "text": _("Every session of this person ends.")},
        {"sign": "person", "text": _("At the next sign-in the password is asked, then a new second step.")},
        {"sign": "bell", "text": _("The person is told by notice and e-mail.")},
    ]  # fmt: skip
    shown = {"member": member, "effects": effects, "here": request.path, "back": back}
    return render(request, "sign_in/reset.html", shown)
