"""Is this workbook safe to unpack? Asked of the archive before any library opens it. Pure.

Refuses by the archive's own directory: too many parts, too much unpacked, too high a ratio,
parts that lie over each other; and any part that declares a document type (entity bombs).
"""

import zipfile
import zlib
from typing import IO
from xml.parsers import expat

from portal.tables.said import Unreadable, gettext_noop, said
from portal.tables.sheet import Limits

# What Python's zipfile, zlib and expat raise for a damaged or locked archive.
DAMAGE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    expat.ExpatError,
    OSError,
    EOFError,
    ValueError,
    KeyError,
    IndexError,
    OverflowError,
    RuntimeError,  # a locked part; NotImplementedError, an unknown packing, is one too
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old binary .xls, and any locked .xlsx
ZIP = b"PK\x03\x04"

_SAVE = gettext_noop("open it in a spreadsheet program and save it as .xlsx or .csv")


def check_archive(file: IO[bytes], limits: Limits) -> None:
    """Raise ``Unreadable`` where the workbook would cost too much or is none."""
    try:
        archive = zipfile.ZipFile(file)
    except DAMAGE as error:
        raise Unreadable("file", said(gettext_noop("the file is damaged")), said(_SAVE)) from error
    with archive:
        _measured(archive.infolist(), limits)
        names = archive.namelist()
        if "mimetype" in names and "content.xml" in names:
            raise Unreadable(
                "file", said(gettext_noop("this is an OpenDocument file")), said(_SAVE)
            )
        if "xl/workbook.xml" not in names:
            raise Unreadable(
                "file", said(gettext_noop("this archive holds no workbook")), said(_SAVE)
            )
        for name in names:
            if name.endswith((".xml", ".rels")):
                _no_document_type(archive, name)
    file.seek(0)


def _measured(parts: list[zipfile.ZipInfo], limits: Limits) -> None:
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    overlap = len({part.header_offset for part in parts}) != len(parts)
    too_much = (
        len(parts) > limits.members
        or unpacked > limits.unpacked_bytes
        or overlap
        or any(
            part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts
        )
        or any(_dense(part.file_size, part.compress_size, limits) for part in parts)
        or _dense(unpacked, packed, limits)
        or any(
            part.file_size > limits.strings_bytes
            for part in parts
            if not part.filename.startswith("xl/worksheets/")
        )
    )
    if too_much:
        raise Unreadable(
            "file",
            said(gettext_noop("the workbook would unpack to more than is safe to open")),
            said(
                gettext_noop(
                    "copy the rows alone into a new workbook, without pictures and empty formatted"
                    " rows, or save the sheet as .csv"
                )
            ),
        )


def _dense(unpacked: int, packed: int, limits: Limits) -> bool:
    return unpacked > limits.ratio_from_bytes and unpacked > limits.ratio * max(1, packed)


class _Seen(Exception):
    """The first element has begun: a document type can no longer follow."""


def _no_document_type(archive: zipfile.ZipFile, name: str) -> None:
    parser = expat.ParserCreate()

    def refuse(*_declared: object) -> None:
        raise Unreadable(
            "file",
            said(gettext_noop("the workbook declares a document type, which no spreadsheet does")),
            said(_SAVE),
        )

    def begun(*_element: object) -> None:
        raise _Seen

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = begun
    try:
        with archive.open(name) as part:
            while chunk := part.read(65536):
                parser.Parse(chunk, False)
    except _Seen:
        return
    except DAMAGE as error:
        raise Unreadable(
            "file", said(gettext_noop("a part of the workbook is damaged or locked")), said(_SAVE)
        ) from error
