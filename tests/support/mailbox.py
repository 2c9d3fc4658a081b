"""A real SMTP server for tests: what it took, whom it refuses, and how long it takes."""

import socket

import pytest
from aiosmtpd.controller import Controller


class Mailbox:
    """What the server took; ``refuse`` maps an address to its answer."""

    def __init__(self):
        self.letters, self.refuse = [], {}

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.letters.append((envelope.rcpt_tos[0], envelope.content.decode("utf-8")))
        return "250 OK"

    def to(self, user):
        return [text for address, text in self.letters if address == user.email]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def mailbox(settings):
    """The portal's letters go to a real server of our own."""
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.BASE_URL = "https://concord.example.org"
    yield box
    controller.stop()
