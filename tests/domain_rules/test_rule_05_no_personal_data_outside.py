"""Rule 5: no personal data in a list, notice, mail, log, message, address or clear column.

A person of whom every text sings goes through every service that takes words. Then everything that
is written down anywhere is searched. One line that makes this fail: in ``cases/services/sections.py``
seal an empty document and keep the text in ``about``; in ``portal/notifications/services/telling.py``
add a name to the payload; in ``portal/logs.py`` return before the arguments are dropped. (All in
``tests/support/mutations.py``.)
"""

import copy
import email
import email.policy
import logging
from datetime import timedelta

import pytest
from celery.signals import before_task_publish
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from cases.sections import Identity
from cases.selectors import open_section
from cases.services import open_case, write_section
from portal.access.matrix import Section
from portal.audit.services import record
from portal.core import outbox
from portal.core.clock import at, now
from portal.core.models import OutboxRow
from portal.core.problems import Invalid
from portal.logs import NoPersonalData
from portal.notifications.services import send_due_mail
from tests.support import steps
from tests.support.database import CUT, fault
from tests.support.people import ACCOUNT, NAME, PHONE, canary_sections, sings
from tests.support.whole_job import whole_job


class Kept(logging.Handler):
    """Keeps each record twice: raw, with all its attributes, and as it would be written."""

    def __init__(self):
        super().__init__(logging.DEBUG)
        self.raw, self.written, self.names = [], [], set()

    def emit(self, record):
        self.names.add(record.name)
        self.raw.append(f"{record.getMessage()} {record.__dict__}")
        shown = copy.copy(record)
        if NoPersonalData().filter(shown):
            self.written.append(self.format(shown))


@pytest.fixture
def kept():
    """The root logger at its most talkative, SQL included."""
    root, handler = logging.getLogger(), Kept()
    loggers = [root, *(logging.getLogger(n) for n in ("django", "django.db.backends", "django.request", "celery"))]  # fmt: skip
    levels = [one.level for one in loggers]
    for one in loggers:
        one.setLevel(logging.DEBUG)
    root.handlers.insert(0, handler)  # before others change what they are given
    connection.force_debug_cursor = True
    yield handler
    connection.force_debug_cursor = False
    root.removeHandler(handler)
    for one, level in zip(loggers, levels, strict=True):
        one.setLevel(level)


@pytest.fixture
def messages():
    """What is handed to Celery."""
    seen = []

    def keep(sender=None, body=None, headers=None, **_):
        seen.append(f"{sender} {body} {headers}")

    before_task_publish.connect(keep, weak=False)
    yield seen
    before_task_publish.disconnect(keep)


def tables():
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{name}" t')  # noqa: S608
            yield name, "\n".join(row[0] for row in cursor.fetchall())


def letters(mailbox):
    for _address, text in mailbox.letters:
        mail = email.message_from_string(text, policy=email.policy.default)
        yield f"{mail.items()} {mail.get_content()} {text}"


@pytest.mark.slow
def test_not_a_canary_sings(world, kept, messages, mailbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        refusals = whole_job(world)
        with at(now() + timedelta(days=40)):
            outbox.deliver(2_000)
            send_due_mail(limit=5_000)
    assert OutboxRow.objects.filter(done_at__isnull=True).count() == 0
    assert len(mailbox.letters) > 20
    assert len(refusals) > 10
    assert any("outbox" in m or "deliver_due" in m for m in messages)
    assert "django.db.backends" in kept.names
    places = {
        **{f"table {name}": text for name, text in tables()},
        **{f"mail {n}": text for n, text in enumerate(letters(mailbox))},
        "refusals": "\n".join(f"{e!r} {e.args}" for e in refusals),
        "messages": "\n".join(messages),
        "log, raw": "\n".join(kept.raw),
        "log, written": "\n".join(kept.written),
        "cache": "\n".join(str(k) for k in cache._cache.get_client().scan_iter("*")),
    }
    assert {place: found for place, text in places.items() if (found := sings(text))} == {}


def test_the_search_would_hear_one(world):
    """The canary is found where it does stand: a user's name, plain; and in bytes, as hexadecimal."""
    user = world.people["ngo"]
    user.name = NAME
    user.save()
    assert sings(dict(tables())["organisations_user"]) == [NAME]
    assert sings("\\x" + f"told by {ACCOUNT}".encode().hex()) == [ACCOUNT]


@pytest.mark.parametrize(
    ("section", "document"),
    [
        (Section.IDENTITY, {"gender": NAME}),
        (Section.CONTACT_AND_SAFETY, {"warnings": (f"ask {NAME}",)}),
        (Section.CONTACT_AND_SAFETY, {"languages": (PHONE[:8],)}),
        (Section.CONTACT_AND_SAFETY, {"accessibility": ("step_free", ACCOUNT)}),
        (Section.CONTACT_AND_SAFETY, {"no_go_regions": (NAME,)}),
        (Section.NEEDS_AND_ASSISTANCE, {"needs": (NAME,)}),
    ],
)
def test_words_do_not_enter_the_clear_columns(world, section, document):
    from cases.sections import RECORDS

    content = RECORDS[section].document(**document)
    with pytest.raises(Invalid) as refusal:
        open_case(actor=world.actor("ngo"), sections={section: content})
    assert list(refusal.value.errors) == list(document)
    assert not sings(repr(refusal.value.args))


@pytest.mark.parametrize("where", ["verb", "section", "subject", "detail"])
def test_the_record_takes_no_words(world, where):
    held = {"verb": "v", where: {"who": f"{NAME} X"} if where == "detail" else f"{NAME} X"}
    with pytest.raises(ValueError, match="audit") as refusal:
        record(actor=world.actor("ngo"), **held)
    assert not sings(repr(refusal.value.args))


@pytest.mark.django_db(transaction=True)
@pytest.mark.serial
@pytest.mark.parametrize("how", ["RAISE EXCEPTION 'a fault'", CUT])
def test_a_fault_of_the_database_tells_no_name(transactional_db, how):
    from tests.support.world import make_world

    world = make_world()
    case = steps.a_case(world)
    with fault("audit_entry", how=how), pytest.raises(Exception) as failure:  # noqa: PT011
        write_section(
            actor=world.actor("ngo"), ref=case.uuid, section=Section.HEALTH,
            document=canary_sections()[Section.HEALTH],
        )  # fmt: skip
    connection.close()
    told = f"{failure.value!r} {failure.value.__cause__!r} {failure.getrepr(style='native')}"
    assert not sings(told)


def breaks(request, ref):
    """A page that fails after it has read a name, with the name in its exception."""
    _case, said = open_section(request.actor, ref, Section.IDENTITY)
    document = said[0].document
    assert isinstance(document, Identity)
    raise KeyError(f"{document.given_names} {document.family_name}")


def fine(request):
    return HttpResponse("fine")


urlpatterns = [path("breaks/<str:ref>/", breaks), path("", fine, name="home")]


def handler500(request):
    return HttpResponse("broken", status=500)


def test_the_log_of_a_page_that_fails_tells_no_name(world, kept, settings):
    case = steps.a_case(world)
    settings.ROOT_URLCONF = __name__
    client = Client(raise_request_exception=False)
    client.force_login(world.people["ngo"])
    answer = client.get(f"/breaks/{case.uuid}/?q={NAME}")
    assert answer.status_code == 500
    assert sings("\n".join(kept.raw)), "the exception did hold her name"
    assert any("500" in line and "KeyError" in line for line in kept.written)
    assert not sings("\n".join(kept.written))
    assert not sings(answer.content)
