"""Reading what was sent: JSON of a bounded size and depth, else a plain 400 or 413."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions, status
from rest_framework.parsers import JSONParser

from portal.core.problems import Malformed


class TooLarge(exceptions.APIException):
    """More than one request may carry."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too-large"
    default_detail = _("This is more than one request may carry. Send it in parts.")


class _Bounded:
    """A stream that refuses to be read beyond its bound."""

    def __init__(self, stream: Any, most: int) -> None:
        self.stream, self.left = stream, most

    def read(self, size: int = -1) -> bytes:
        asked = self.left + 1 if size is None or size < 0 else min(size, self.left + 1)
        found: bytes = self.stream.read(asked)
        self.left -= len(found)
        if self.left < 0:
            raise TooLarge
        return found


class BoundedJSONParser(JSONParser):
    """JSON that neither fills the memory nor the stack."""

    most: ClassVar[int | None] = None

    def parse(
        self,
        stream: Any,
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        most = self.most or settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        try:
            return super().parse(_Bounded(stream, most), media_type, parser_context)  # type: ignore[arg-type]
        except RecursionError:
            raise Malformed(
                field="body", remedy=str(_("This is nested too deeply. Send it flatter."))
            ) from None
