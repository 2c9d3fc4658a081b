"""Manners that hold for every answer."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.utils import translation

from portal.core.api import below_api, json_problem, problem_body
from portal.core.problems import Problem

Next = Callable[[HttpRequest], HttpResponse]


class PagesCompressedMiddleware(GZipMiddleware):
    """Pages travel compressed, with Django's guard against BREACH.

    Only pages: the API's ETags stay strong, and a sealed file is not made smaller by it.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)


class OwnLanguageMiddleware:
    """Who chose a language reads it everywhere; who chose none, what the browser asks for."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = getattr(request.user, "language", "")
        if chosen in dict(settings.LANGUAGES):
            translation.activate(chosen)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)


class NothingKeptMiddleware:
    """Nothing of a case stays in a browser's cache: every answer to a signed-in person is no-store."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers["Cache-Control"] = "no-store"
        return response


class ProblemMiddleware:
    """A Problem that no view turned into its form's errors: a page, or problem+json below /api/."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Problem):
            return None
        if below_api(request):
            return json_problem(
                problem_body(
                    code=error.code, title=error.title, status_=error.status, detail=error.detail
                )
            )
        context = {"problem": error, "typed": _typed(request)}
        return render(request, "errors/problem.html", context, status=error.status)


def _typed(request: HttpRequest) -> list[str]:
    """What she wrote into a form that is refused whole: given back to her alone, to be copied.

    Words only: no token, code or password is of several words.
    """
    texts = (text.strip() for _name, some in request.POST.lists() for text in some)
    return [text for text in texts if " " in text]
