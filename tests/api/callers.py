"""A person calls the API with her browser's session."""

from typing import Any

from django.test import Client

V1 = "/api/v1/"


class Caller:
    """Signed in as ``user``; bodies are JSON, every answer is a response with ``json()``."""

    def __init__(self, user: Any = None, *, csrf: bool = False) -> None:
        self.client = Client(enforce_csrf_checks=csrf)
        if user is not None:
            self.client.force_login(user)

    def __call__(
        self, method: str, path: str, body: Any = None, *, key: str = "", version: Any = None
    ) -> Any:
        headers = {}
        if key:
            headers["Idempotency-Key"] = key
        if version is not None:
            headers["If-Match"] = str(version)
        url = path if path.startswith("/") else V1 + path
        more = {} if body is None else {"data": body, "content_type": "application/json"}
        return self.client.generic(method, url, headers=headers, **_raw(more))

    def get(self, path: str) -> Any:
        return self("GET", path)

    def ok(self, path: str) -> Any:
        """What a GET tells."""
        response = self.get(path)
        assert response.status_code == 200, response.content
        return response.json()

    def post(self, path: str, body: Any = None, **more: Any) -> Any:
        return self("POST", path, {} if body is None else body, **more)

    def put(self, path: str, body: Any, **more: Any) -> Any:
        return self("PUT", path, body, **more)

    def delete(self, path: str, **more: Any) -> Any:
        return self("DELETE", path, **more)

    def made(self, path: str, body: Any = None, *, status: int = 201, **more: Any) -> Any:
        """What a POST made."""
        response = self.post(path, body, **more)
        assert response.status_code == status, (response.status_code, response.content)
        return response.json()

    def moved(self, side: str, ref: str, move: str, body: Any = None) -> Any:
        """Make a move with the version of a fresh look, and say what stands now."""
        etag = self.get(f"{side}/{ref}/")["ETag"]
        return self.made(f"{side}/{ref}/moves/{move}/", body, status=200, version=etag)


def _raw(more: dict[str, Any]) -> dict[str, Any]:
    import json

    data = more.get("data")
    if data is not None and not isinstance(data, bytes | str):
        more = {**more, "data": json.dumps(data)}
    return more


def remedies(response: Any) -> dict[str, str]:
    """The errors of a problem, field to remedy."""
    return {e["field"]: e["remedy"] for e in response.json().get("errors", [])}
