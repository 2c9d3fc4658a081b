"""The first page of those who work in the register."""

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse

from portal.access.vocabulary import Role
from recommendations.web.queue import queue
from recommendations.web.work import work

OF_THE_REGISTER: Mapping[str, Callable[[HttpRequest], HttpResponse]] = {
    Role.FOCAL_POINT: work,
    Role.VALIDATOR: queue,
    Role.MODERATOR: queue,
}
