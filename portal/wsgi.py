"""The door for gunicorn."""

import portal.celery  # isort: skip  # noqa: F401  first, so that every task belongs to our app
from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
