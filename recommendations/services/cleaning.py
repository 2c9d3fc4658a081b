"""A file as evidence: what it is by its content, and what is taken out before it is kept.

It becomes public: position, author, camera, scripts, attachments and forms do not go out with it.
"""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass

import filetype
import pikepdf
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from portal.core.problems import Invalid
from portal.tables.runnable import neutralise
from recommendations.rules.evidence import LARGEST, TYPES

MOST_PIXELS = 40_000_000
PAGE = (
    "/Type",
    "/Parent",
    "/Resources",
    "/MediaBox",
    "/CropBox",
    "/Contents",
    "/Rotate",
    "/Annots",
    "/Group",
)
SHED = ("/Metadata", "/PieceInfo", "/AF", "/AA", "/LastModified")


@dataclass(frozen=True, slots=True)
class Clean:
    """What is kept of a file."""

    content: bytes
    content_type: str


def cleaned(content: bytes) -> Clean:
    """The file without what it carries beside its content. Raises Invalid with field ``file``."""
    if not content:
        raise _wrong(_("The file is empty. Choose it again."))
    if len(content) > LARGEST:
        raise _wrong(
            _("At most %(n)d MB. Send a smaller file, or a link.") % {"n": LARGEST // 1024**2}
        )
    kind = _kind(content)
    ways: dict[str, Callable[[bytes], bytes]] = {
        "application/pdf": _pdf, "image/png": _picture, "image/jpeg": _picture, "text/csv": _table,
    }  # fmt: skip
    return Clean(ways[kind](content), kind)


def _wrong(remedy: str) -> Invalid:
    return Invalid(field="file", remedy=remedy)


def _kind(content: bytes) -> str:
    found = filetype.guess_mime(content)
    if found in TYPES:
        return str(found)
    if found is None and _is_table(content):
        return "text/csv"
    raise _wrong(
        _("Send a PDF, a PNG or JPEG picture, or a CSV table; the content decides, not the name.")
    )


def _is_table(content: bytes) -> bool:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    head = text.lstrip()[:200].lower()
    return "\x00" not in text and not head.startswith(("<", "%!", "{\\rtf")) and "," in text


def _pdf(content: bytes) -> bytes:
    """The pages alone, in a new document: what hangs on the old one stays behind."""
    out = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(content)) as document, pikepdf.new() as fresh:
            if document.is_encrypted:
                raise _wrong(_("The file is locked. Send one without a password."))
            for page in document.pages:
                _strip(page)
            fresh.pages.extend(document.pages)
            for one in fresh.objects:
                _shed(one)
            fresh.save(out, deterministic_id=True)
    except pikepdf.PdfError:
        raise _wrong(
            _("This PDF cannot be opened. Save it again, or print it to a new PDF.")
        ) from None
    return out.getvalue()


def _strip(page: pikepdf.Page) -> None:
    for name in [str(key) for key in page.obj.keys() if str(key) not in PAGE]:  # noqa: SIM118
        del page.obj[name]
    if "/Annots" in page.obj:
        page.obj.Annots = pikepdf.Array(note for note in page.obj.Annots if _harmless(note))


def _shed(one: pikepdf.Object) -> None:
    if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
        for name in SHED:
            if name in one:
                del one[name]


def _harmless(note: pikepdf.Object) -> bool:
    """Plain links to addresses stay; notes, files, scripts and forms go."""
    action = note.get("/A", pikepdf.Dictionary())
    return note.get("/Subtype") == "/Link" and action.get("/S", "/URI") in ("/URI", "/GoTo")


def _picture(content: bytes) -> bytes:
    try:
        with Image.open(io.BytesIO(content)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise _wrong(_("The picture is too large. Send one of at most 40 million points."))
            form = picture.format
            upright = ImageOps.exif_transpose(picture)
            bare = upright.convert("RGBA" if form == "PNG" and "A" in upright.getbands() else "RGB")
            out = io.BytesIO()
            bare.save(out, format="PNG" if form == "PNG" else "JPEG", quality=90)
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        raise _wrong(_("This picture cannot be opened. Save it again as PNG or JPEG.")) from None
    return out.getvalue()


def _table(content: bytes) -> bytes:
    out = io.StringIO(newline="")
    try:
        rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        csv.writer(out).writerows([[neutralise(cell) for cell in row] for row in rows])
    except csv.Error:
        raise _wrong(_("This table cannot be read. Save it as CSV UTF-8.")) from None
    return out.getvalue().encode()
