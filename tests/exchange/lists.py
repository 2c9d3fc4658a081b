"""Lists for these tests, and what a person does with one."""

import io

from referrals.models import ImportedRow
from referrals.services import exchange

CANARY = "Kanarienvogelova"
HEADINGS = "Number,prs_FirstName,prs_SecondName,prs_Birthdate,prs_MobilePhone,con_Consent"


def a_list(rows=5, *, name=CANARY, phone="+40 721 000 00"):
    """CSV with this many people, by the standard's names."""
    lines = [
        f"P-{n},{name}{n},Ferry,1990-05-{n % 27 + 1:02},{phone}{n},Yes" for n in range(1, rows + 1)
    ]
    return "\r\n".join([HEADINGS, *lines]).encode()


def answers(**more):
    return exchange.Answers(filename="list.csv", **{"key_column": "Number", **more})


def checked(world, content, who="ngo", keep="all", **more):
    actor = world.actor(who)
    run = exchange.receive(
        actor=actor, source=io.BytesIO(content), answers=answers(**more), keep=keep
    )
    return exchange.check(actor=actor, run=run)


def imported(world, content, who="ngo", keep="all", **more):
    actor = world.actor(who)
    run = exchange.begin(actor=actor, run=checked(world, content, who, keep, **more))
    return exchange.take_rows(actor=actor, run=run)


def counts(run):
    return (run.created, run.updated, run.unchanged, run.refused)


def cases_of(world, who="ngo"):
    rows = ImportedRow.objects.filter(organisation_id=world.actor(who).organisation_id)
    return [row.case for row in rows.select_related("case").order_by("pk")]
