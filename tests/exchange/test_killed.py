"""A real process that dies in the middle: what it committed stays, nothing is doubled."""

import os
import signal
import subprocess
import sys
import time
from functools import partial

import pytest
from django.db import connection

from cases.models import Case
from referrals.models import ImportedRow, ImportRun, ImportState
from referrals.services import exchange
from tests.exchange.lists import a_list, checked, counts, imported
from tests.support.threads import together
from tests.support.world import make_world

ROWS = 40
WORKER = "import django; django.setup(); from referrals.tasks import work_on_import; work_on_import({ref!r})"


@pytest.mark.serial
@pytest.mark.django_db(transaction=True)
def test_kill_minus_nine_in_the_middle_loses_and_doubles_nothing(settings, storage):
    world = make_world()
    run = exchange.begin(actor=world.actor("ngo"), run=checked(world, a_list(ROWS)))
    place = connection.settings_dict
    names = {
        name: os.environ[name].rsplit("/", 1)[0] + f"/{place['NAME']}" for name in ("DATABASE_URL",)
    }
    process = subprocess.Popen(
        [sys.executable, "-c", WORKER.format(ref=str(run.uuid))],
        env={**os.environ, **names, "MEDIA_ROOT": str(storage)},
    )  # fmt: skip
    until = time.monotonic() + 120
    while ImportedRow.objects.count() < 5 and process.poll() is None and time.monotonic() < until:
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    part = ImportedRow.objects.count()
    assert 5 <= part < ROWS
    assert Case.objects.count() == part
    assert ImportRun.objects.get().state == ImportState.IMPORTING
    run = exchange.take_rows(actor=world.actor("ngo"), run=run)
    assert counts(run) == (ROWS, 0, 0, 0)
    assert Case.objects.count() == ImportedRow.objects.count() == ROWS
    assert counts(imported(world, a_list(ROWS))) == (0, 0, ROWS, 0)


@pytest.mark.django_db(transaction=True)
def test_the_same_list_by_two_colleagues_at_once_makes_each_person_once():
    world = make_world()
    runs = [
        (world.actor(who), exchange.begin(actor=world.actor(who), run=checked(world, a_list(6), who)))
        for who in ("ngo", "ngo_b")
    ]  # fmt: skip
    done = together(*(partial(exchange.take_rows, actor=actor, run=run) for actor, run in runs))
    assert sum(run.created for run in done) == 6
    assert sum(run.unchanged for run in done) == 6
    assert Case.objects.count() == ImportedRow.objects.count() == 6


@pytest.mark.django_db(transaction=True)
def test_a_list_is_taken_by_one_worker_at_a_time():
    world = make_world()
    actor = world.actor("ngo")
    run = exchange.begin(actor=actor, run=checked(world, a_list(6)))
    again = ImportRun.objects.get(pk=run.pk)
    together(*(partial(exchange.take_rows, actor=actor, run=one) for one in (run, again)))
    if ImportRun.objects.get().state != ImportState.DONE:
        exchange.take_rows(actor=actor, run=run)
    assert counts(ImportRun.objects.get()) == (6, 0, 0, 0)
    assert Case.objects.count() == 6
