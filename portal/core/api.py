"""The API's common manners: problem+json (RFC 9457), ETag and If-Match, Idempotency-Key."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions, status
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from portal.core.idempotency import Answer, fingerprint, once
from portal.core.paging import LARGEST, SIZE
from portal.core.parsing import TooLarge
from portal.core.problems import Malformed, Problem, Stale

CONTENT_TYPE = "application/problem+json"
MOST_KEY = 200


class ProblemRenderer(JSONRenderer):
    media_type = CONTENT_TYPE


def problem_body(
    *, code: str, title: str, status_: int, detail: str = "", **extra: Any
) -> dict[str, Any]:
    """The members of an RFC 9457 answer; ``type`` is a stable name, not an address."""
    body: dict[str, Any] = {
        "type": f"urn:concord:problem:{code}",
        "title": title,
        "status": status_,
    }
    if detail:
        body["detail"] = detail
    return {**body, **{k: v for k, v in extra.items() if v}}


def missing_body() -> dict[str, Any]:
    """One body for what is hidden and what is not there."""
    return problem_body(
        code="missing",
        title=_("There is nothing here for you"),
        status_=404,
        detail=_("The address may be wrong, the thing may be gone, or it was never yours to see."),
    )


def _flat(detail: Any, path: str = "") -> dict[str, str]:
    if isinstance(detail, dict):
        found: dict[str, str] = {}
        for name, inner in detail.items():
            step = f"[{name}]" if isinstance(name, int) else f".{name}" if path else str(name)
            found |= _flat(inner, f"{path}{step}")
        return found
    if isinstance(detail, list):
        if all(not isinstance(x, dict | list) for x in detail):
            return {path or "body": " ".join(str(x) for x in detail)}
        return {k: v for i, x in enumerate(detail) for k, v in _flat(x, f"{path}[{i}]").items()}
    return {path or "body": str(detail)}


def problem_response(body: dict[str, Any], headers: dict[str, str] | None = None) -> Response:
    """A problem as DRF's answer."""
    response = Response(body, status=body["status"], headers=headers, content_type=CONTENT_TYPE)
    return response


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Turn what a view raised into problem+json; None lets Django's 500 answer."""
    if isinstance(error, RequestDataTooBig):
        error = TooLarge()
    if isinstance(error, Problem):
        errors = [{"field": f, "remedy": r} for f, r in error.errors.items()]
        return problem_response(
            problem_body(
                code=error.code,
                title=error.title,
                status_=error.status,
                detail=error.detail,
                errors=errors,
                **error.extra,
            )
        )
    if isinstance(error, Http404 | exceptions.NotFound | PermissionDenied):
        return problem_response(missing_body())
    if isinstance(error, exceptions.ValidationError):
        errors = [{"field": f, "remedy": r} for f, r in _flat(error.detail).items()]
        return problem_response(
            problem_body(code="malformed", title=Malformed("").title, status_=400, errors=errors)
        )
    if isinstance(error, exceptions.ParseError):
        remedy = _("Send one JSON object in UTF-8.")
        return problem_response(
            problem_body(
                code="malformed", title=Malformed("").title, status_=400,
                errors=[{"field": "body", "remedy": remedy}],
            )
        )  # fmt: skip
    if isinstance(error, exceptions.APIException):
        return _refused_by_framework(error)
    return None


def _refused_by_framework(error: exceptions.APIException) -> Response:
    """What DRF itself refuses: no session, wrong method or type, too many requests."""
    headers = {}
    if found := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = str(found)
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait))
    body = problem_body(
        code=str(error.default_code), title=str(error.default_detail), status_=error.status_code,
        detail=str(error.detail),
    )  # fmt: skip
    return problem_response(body, headers)


def version_sent(request: Any) -> int:
    """The version a writer read, from ``If-Match``; raises Malformed where it is absent."""
    raw = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
    if not (raw.isascii() and raw.isdigit() and len(raw) <= 9):
        raise Malformed(
            _("Say which version you read."),
            field="If-Match",
            remedy=_("Send the ETag of your last GET as If-Match."),
        )
    return int(raw)


def pressed_once(request: Any, act: Callable[[], tuple[int, str]]) -> Answer:
    """Do ``act`` once for the request's Idempotency-Key; without a key, do it.

    ``act`` returns status and reference. The caller builds the body from the reference, with the
    rights of the moment, for the first answer and for every later one alike.
    """
    key = request.headers.get("Idempotency-Key", "")
    if not (key.isascii() and (key.isprintable() or not key) and len(key) <= MOST_KEY):
        raise Malformed(
            field="Idempotency-Key", remedy=_("Use at most 200 visible characters, such as a UUID.")
        )
    printed = fingerprint(f"{request.method} {request.path}", request.data)
    return once(client=request.auth.client, key=key, print_=printed, act=act)


def size_sent(request: Any) -> int:
    """How many rows a page shall have: ``limit``, 1 to 100."""
    raw = request.query_params.get("limit", "")
    if not raw:
        return SIZE
    if not (raw.isascii() and raw.isdigit() and len(raw) <= 3 and 1 <= int(raw) <= LARGEST):
        raise Malformed(field="limit", remedy=_("Send a number from 1 to 100."))
    return int(raw)


def answered(
    body: Any, *, status_: int = 200, version: int | None = None, location: str = ""
) -> Response:
    """An answer with the version that a writer sends back as If-Match."""
    headers = {}
    if version is not None:
        headers["ETag"] = f'"{version}"'
    if location:
        headers["Location"] = location
    return Response(body, status=status_, headers=headers)


def stale(theirs: Any = None, field: str = "version") -> Stale:
    """The answer to a writer who read an older version."""
    return Stale(
        _("Somebody changed this after you read it."),
        field=field,
        remedy=_("Read it again, then send your change with the new version."),
        theirs=theirs,
    )


def below_api(request: HttpRequest) -> bool:
    """Whether a program asks, and problem+json is the answer."""
    return request.path.startswith("/api/")


def json_problem(body: dict[str, Any]) -> JsonResponse:
    """The same answer outside of DRF (handler404, handler500)."""
    return JsonResponse(body, status=body["status"], content_type=CONTENT_TYPE)


def server_error_body() -> dict[str, Any]:
    """What a program reads when the fault is ours."""
    return problem_body(
        code="server-error",
        title=_("Something broke on our side"),
        status_=status.HTTP_500_INTERNAL_SERVER_ERROR,
        detail=_(
            "What you sent was not stored. What was saved before is safe. Sending twice does no harm."
        ),
    )
