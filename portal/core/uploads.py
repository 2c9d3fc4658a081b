"""Uploads stay in memory: Django would lay a larger one, readable, into a temporary file."""

import io
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class InMemory(FileUploadHandler):
    """Keeps one upload in memory up to ``UPLOAD_LARGEST``; of a larger one only that it was.

    ``file.too_large`` says that the rest was thrown away: the form refuses it with the remedy.
    """

    def new_file(self, *args: Any, **more: Any) -> None:
        super().new_file(*args, **more)
        self.held, self.size = io.BytesIO(), 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.size += len(raw_data)
        if self.size <= settings.UPLOAD_LARGEST:
            self.held.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self.held.seek(0)
        file = InMemoryUploadedFile(
            self.held, self.field_name, self.file_name or "", self.content_type or "", file_size,
            self.charset, self.content_type_extra,
        )  # fmt: skip
        file.too_large = file_size > settings.UPLOAD_LARGEST  # type: ignore[attr-defined]
        return file
