"""The schema says what every operation may answer when it does not answer well."""

from typing import Any

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
ALWAYS = {"400": "The shape cannot be read.", "401": "Sign in first.", "404": "Not there, or not yours to see.",
          "429": "Too many requests."}  # fmt: skip
ON_WRITE = {"409": "Somebody else was first, or the step is not open now.", "415": "Send application/json.",
            "422": "A rule is broken: the errors name field and remedy."}  # fmt: skip


def problems_everywhere(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Add the problem+json answers to each operation of drf-spectacular's result."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    for path in result.get("paths", {}).values():
        for method, operation in path.items():
            if method not in ("get", "post", "put", "patch", "delete"):
                continue
            answers = dict(ALWAYS)
            if method != "get":
                answers |= ON_WRITE
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
