"""A demo mailbox: real SMTP comes in, each letter becomes a file that anybody can open."""

import argparse
import asyncio
import contextlib
import itertools
import os
import re
import signal
import time
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

LARGEST_LETTER = 5_000_000


class Keep:
    """Writes every letter into a folder, named by time and recipient."""

    def __init__(self, folder: Path) -> None:
        """Make the folder if it is not there."""
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.count = itertools.count(1)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keep one letter for all its recipients; it appears whole or not at all."""
        recipients = "+".join(envelope.rcpt_tos)
        name = re.sub(r"[^A-Za-z0-9@.+_-]", "_", recipients)[:120]
        moment = time.strftime("%Y%m%dT%H%M%S", time.gmtime())
        path = self.folder / f"{moment}-{next(self.count):04d}-{name}.eml"
        draft = path.with_suffix(".half")
        content = envelope.content or b""
        draft.write_bytes(content.encode() if isinstance(content, str) else content)
        draft.replace(path)
        return "250 kept"


async def serve(port: int, folder: Path) -> None:
    """Take letters until SIGTERM or SIGINT."""
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    keep = Keep(folder)
    server = await loop.create_server(
        lambda: SMTP(keep, hostname="localhost", data_size_limit=LARGEST_LETTER),
        host="127.0.0.1",
        port=port,
    )
    async with server:
        await stop.wait()


def main() -> None:
    """Read the port and the folder from the command line or the environment."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=os.environ.get("MAIL_PORT", "8025"))
    parser.add_argument(
        "--folder", type=Path, default=os.environ.get("MAIL_FOLDER", "var/demo/mail")
    )
    chosen = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(chosen.port, chosen.folder))


if __name__ == "__main__":
    main()
