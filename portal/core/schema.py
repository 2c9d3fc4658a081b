"""The schema says what every operation may answer when it does not answer well."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiParameter

PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string", "examples": ["urn:concord:problem:invalid"]},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "remedy"],
                "properties": {"field": {"type": "string"}, "remedy": {"type": "string"}},
            },
        },
        "moves": {"type": "array", "items": {"type": "string"}},
    },
    "additionalProperties": True,
}
ALWAYS = {
    "400": "The shape cannot be read.",
    "401": "Sign in, or ask for a token, first.",
    "403": "This token lacks the scope, or a person does this: `WWW-Authenticate` names the scope; "
    "or the session owes its second step or the terms: `remedy` names the page.",
    "404": "Not there, or not yours to see.",
    "405": "No such method here.",
    "406": "Only JSON is spoken here.",
    "429": "Too many requests.",
}
ON_WRITE = {
    "409": "Somebody else was first, or the step is not open now: `moves` names those that are.",
    "413": "More than one request may carry.",
    "415": "Send application/json.",
    "422": "A rule is broken: the errors name field and remedy.",
}
ETAG = OpenApiParameter(
    "ETag", str, OpenApiParameter.HEADER, response=[200, 201],
    description="The version; send it back as If-Match.",
)  # fmt: skip
IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, required=True,
    description="The ETag of your last GET: the version you read.",
)  # fmt: skip
KEY = OpenApiParameter(
    "Idempotency-Key", str, OpenApiParameter.HEADER,
    description="A UUID of your own. The same key and body give the same answer for 24 hours, built "
    "with the rights of the moment; the same key with another body is refused (422).",
)  # fmt: skip
AFTER = OpenApiParameter("after", str, description="The cursor of the page before: its `next`.")
LIMIT = OpenApiParameter("limit", str, description="Rows on a page, 1 to 100; 25 without.")
PAGING = [AFTER, LIMIT]

ASKS_RULES = {"x-problems": ["409", "422"]}
"""Of a GET that a rule may refuse: given as ``extensions``."""


def example(name: str, value: Any, *, sent: bool = False, status: str = "200") -> OpenApiExample:
    """One example of a body: sent, or answered."""
    codes = None if sent else [status]
    return OpenApiExample(
        name, value=value, request_only=sent, response_only=not sent, status_codes=codes
    )


def problems_everywhere(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Add the problem+json answers to each operation of drf-spectacular's result."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    for path in result.get("paths", {}).values():
        for method, operation in path.items():
            if method not in ("get", "post", "put", "patch", "delete"):
                continue
            answers = dict(ALWAYS)
            more = operation.pop("x-problems", [])
            if method != "get":
                answers |= ON_WRITE
            answers |= {status: ON_WRITE[status] for status in more}
            for status, words in answers.items():
                operation["responses"].setdefault(
                    status,
                    {
                        "description": words,
                        "content": {
                            "application/problem+json": {
                                "schema": {"$ref": "#/components/schemas/Problem"}
                            }
                        },
                    },
                )
    return result


def nothing_more(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Say of each body sent that it has no fields but those named (``shapes.Shape`` refuses them)."""
    for name, schema in result.get("components", {}).get("schemas", {}).items():
        if name.endswith("Request") and schema.get("type") == "object":
            schema.setdefault("additionalProperties", False)
    return result


EMPTY = {"type": "string", "maxLength": 0}


def plain_text(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Text that may be empty is one schema, not two that both let the empty text in."""
    _flatten(result.get("components", {}))
    _flatten(result.get("paths", {}))
    return result


def _flatten(node: Any) -> None:
    if isinstance(node, dict):
        choices = node.get("oneOf")
        if isinstance(choices, list) and EMPTY in choices and len(choices) == 2:
            [text] = [one for one in choices if one != EMPTY]
            if text.get("type") == "string" and "minLength" not in text:
                del node["oneOf"]
                node |= {**text, **node}
        for inner in node.values():
            _flatten(inner)
    elif isinstance(node, list):
        for inner in node:
            _flatten(inner)
