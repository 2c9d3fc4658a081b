"""What may prove a statement: kinds, file types by content, sizes, addresses. Pure."""

import re
from urllib.parse import urlsplit

from portal.access.vocabulary import Coded, gettext_noop
from portal.statistics import figures

LARGEST = 10 * 1024 * 1024
MOST = 10
TYPES: dict[str, str] = {
    "application/pdf": "pdf",
    "image/png": "png",
    "image/jpeg": "jpg",
    "text/csv": "csv",
}
"""Content types that are taken, by what the bytes are and not by the name."""
FIGURES: dict[str, str] = {one.code: one.label for one in figures.FIGURES.values()}
"""Live figures that a statement may cite, by the code of the statistics; their value is asked there."""
HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+", re.IGNORECASE)


class EvidenceKind(Coded):
    """What kind of proof it is."""

    FILE = "file", gettext_noop("File")
    LINK = "link", gettext_noop("Link")
    FIGURE = "figure", gettext_noop("Live figure")


def address_leads_somewhere(text: str) -> bool:
    """Whether this is an https or http address of a named host, without a password in it."""
    try:
        parts = urlsplit(text.strip())
        port_reads = parts.port is None or 0 < parts.port < 65536
    except ValueError:
        return False
    return bool(
        parts.scheme in ("https", "http")
        and parts.hostname
        and HOST.fullmatch(parts.hostname)
        and parts.username is None
        and port_reads
        and not re.search(r"\s", text.strip())
    )
