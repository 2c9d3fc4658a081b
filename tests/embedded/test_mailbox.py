"""Letters of the demo arrive by real SMTP and lie as files in a folder."""

import os
import smtplib
import subprocess
import sys
import time
from email.message import EmailMessage
from pathlib import Path

from portal.embedded.places import keep_or_choose


def connect(port: int) -> smtplib.SMTP:
    for _ in range(100):
        try:
            return smtplib.SMTP("127.0.0.1", port, timeout=5)
        except ConnectionRefusedError:
            time.sleep(0.05)
    raise AssertionError("the mailbox did not open")


def test_a_letter_becomes_a_file_named_by_time_and_recipient(tmp_path: Path) -> None:
    port = keep_or_choose(0)
    environ = {**os.environ, "MAIL_PORT": str(port), "MAIL_FOLDER": str(tmp_path / "mail")}
    running = subprocess.Popen([sys.executable, "-m", "portal.embedded.mailbox"], env=environ)
    try:
        letter = EmailMessage()
        letter["From"], letter["To"], letter["Subject"] = "a@x.invalid", "../b@x.invalid", "Grüße"
        letter.set_content("Eine Verweisung wartet.\n")
        with connect(port) as door:
            door.send_message(letter)
            door.send_message(letter)
        kept = sorted((tmp_path / "mail").iterdir())
        assert [path.suffix for path in kept] == [".eml", ".eml"]
        assert kept[0].name.endswith("-0001-.._b@x.invalid.eml")
        assert "Subject: =?utf-8?" in kept[0].read_text()
    finally:
        running.terminate()
        assert running.wait(timeout=10) == 0
