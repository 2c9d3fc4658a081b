"""Where somebody goes on to, once she has passed: an address of ours, or home."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from portal.organisations.posting import SeeOther
from portal.sign_in.passing import recently_proved

NEXT = "next"


def wanted(request: Any) -> str:
    """The page she was on her way to; empty for none, and for one that is not ours."""
    told = request.POST.get(NEXT) or request.GET.get(NEXT) or ""
    ours = url_has_allowed_host_and_scheme(
        told, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return told if ours else ""


def onward(request: Any, name: str = "") -> HttpResponse:
    """Go on: to the page ``name`` of ours, keeping in mind where she wanted to; else there."""
    target = wanted(request)
    if not name:
        return SeeOther(target or reverse("home"))
    page = reverse(name)
    return SeeOther(f"{page}?{urlencode({NEXT: target})}" if target else page)


def freshly(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only for somebody who proved within ten minutes who she is; else first her password."""

    @wraps(view)
    def asked(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if recently_proved(request):
            return view(request, *args, **kwargs)
        back = request.get_full_path() if request.method == "GET" else reverse("sign_in:security")
        return SeeOther(f"{reverse('sign_in:again')}?{urlencode({NEXT: back})}")

    return asked
