"""Somebody says when e-mails come, reads which went out, sends one again, and subscribes her calendar."""

from datetime import timedelta

from django.db import transaction

from portal.core import outbox
from portal.core.clock import now
from portal.notifications import services
from portal.notifications.models import MailDelivery


def test_quiet_hours_the_log_and_a_calendar(world, as_person):
    desk = world.desks["ngo"].pk
    with transaction.atomic():
        for n in range(3):
            services.tell(key=f"k{n}", kind="accepted", to=[{"desk_id": desk}], bulk="one-act")
    outbox.deliver()
    MailDelivery.objects.update(
        state="failed", error="SMTPRecipientsRefused 550", next_at=None,
        finished_at=now() - timedelta(hours=1),
    )  # fmt: skip
    mira = as_person("ngo").go("/notifications/").checked().sees("Accepted: 3 at once")
    mira.press("Accepted: 3 at once").checked().sees("What one act brought")
    mira.go("/notifications/").follow("Quiet hours").checked()
    mira.fill("From", "22:00").press("Save").checked().sees("Give both hours, or neither.")
    mira.fill("From", "22:00").fill("To", "07:00").tick("Sunday").press("Save").checked()
    mira.sees("Your choice is saved.", "Late arrival")
    mira.press("No quiet hours").checked().sees("Your choice is saved.")

    mira.follow("Notifications").follow("E-mails sent").checked().sees("Did not arrive")
    mira.page.get_by_role("button", name="Send again").first.click()
    mira.sees("It is on its way once more.", "Waits to be sent").checked()

    mira.follow("Notifications").follow("Deadlines in your calendar").checked()
    mira.press("Make an address").checked().sees("Shown this once.")
    address = mira.page.get_by_label("Address").input_value()
    assert address.endswith(".ics")
    path = "/" + address.split("/", 3)[3]
    stranger = as_person("shelter")
    stranger.context.clear_cookies()
    answer = stranger.context.request.get(stranger.base + path)
    assert answer.status == 200 and answer.text().startswith("BEGIN:VCALENDAR")
    mira.go("/notifications/calendar/").press("End it").checked()
    assert stranger.context.request.get(stranger.base + path).status == 404
