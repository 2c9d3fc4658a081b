"""The Celery application.

`manage.py`, `portal/wsgi.py` and `tests/conftest.py` import this module first; a task that is
called before that would go to Celery's default broker.

The transport options are not a matter of taste. Redis keeps an unacknowledged message hidden for
`visibility_timeout`; kombu looks for such messages only every interval x throttle seconds, by
default 100, so that a killed worker's task would come back a minute and a half late.
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

LONGEST_TASK = 600  # seconds; a task that outlives the visibility timeout would run twice at once

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_soft_time_limit=LONGEST_TASK - 60,
    task_time_limit=LONGEST_TASK,
    task_ignore_result=True,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,  # a night without Redis ends no worker
    broker_transport="portal.broker.Transport",
    broker_transport_options={
        "visibility_timeout": LONGEST_TASK + 300,
        "unacked_restore_interval": 2,
        "unacked_restore_throttle": 1,
        "max_retries": 0,
        "socket_connect_timeout": 1,
    },
)
app.autodiscover_tasks()
