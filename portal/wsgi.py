"""The door for gunicorn."""

import portal.celery  # noqa: F401  first, so that every task belongs to our app (design.md)
from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
