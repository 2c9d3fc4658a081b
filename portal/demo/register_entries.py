"""Three years of plans, law and training in an invented State, by the same steps as everybody's."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from portal.core.clock import at, now
from portal.demo import register_measures as words
from portal.demo.register import FOCAL, VALIDATOR
from portal.demo.register_years import Office, moment
from portal.organisations.models import Desk, State
from recommendations.models import Entry
from recommendations.paper.source import CODE
from recommendations.rules.entries.catalogue import KINDS
from recommendations.rules.entries.law import Element
from recommendations.services import entries

LEVELS = ("not_started", "in_preparation", "partial", "partial", "full")


def play_entries(state: State, *, seed: int, size: float) -> int:
    """Write and publish what a State does; returns how many entries there are."""
    desks = Desk.objects.filter(organisation__state=state).select_related("organisation__state")
    office = Office(state, random.Random(seed + 7), list(desks.order_by("pk")))
    put = _putter(office)
    _plan(office, put, size)
    _law(office, put)
    _capacity(office, put)
    _campaigns(office, put)
    _drafts(office)
    return Entry.objects.filter(state=state).count()


Put = Callable[..., Entry]


def _putter(office: Office) -> Put:
    focal, validator = office.at(FOCAL), office.at(VALIDATOR)

    def put(kind: str, day: date, **document: Any) -> Entry:
        when = min(moment(day), now() - timedelta(hours=2))
        with at(when):
            row = entries.save(actor=focal, kind=KINDS[kind], raw=document)
            row = entries.submit(actor=focal, ref=row.uuid, version=row.version)
        if row.stage == "submitted":
            with at(when + timedelta(hours=1)):
                entries.publish(actor=validator, ref=row.uuid, version=row.version)
        return row

    return put


def _plan(office: Office, put: Put, size: float) -> None:
    year, dice = now().year, office.dice
    rows = words.MEASURES[: max(4, round(len(words.MEASURES) * size))]
    for n, (title, lead, item, activity, thousands, until) in enumerate(rows):
        money = {"budget": f"{thousands * 1000}", "currency": words.CURRENCY[office.state.code]}
        if n % 6 == 5 or not thousands:
            money = {}
        elif n % 3:
            money["spent"] = f"{thousands * dice.choice((100, 300, 600, 1000))}"
        if item == "PRO-7" and money:
            money["travel"] = f"{thousands * 800}"
        one = put(
            "measure", date(year - 3, 2, 1) + timedelta(days=31 * n), title=title, lead=lead,
            items=[f"{CODE}:{item}"], activities=[activity],
            starts_on=f"{year - 3}-03-01", due_on=f"{year + until}-{1 + n % 12:02}-28",
            level="not_started", **money,
        )  # fmt: skip
        _followed(office, put, one, n)


def _followed(office: Office, put: Put, one: Entry, n: int) -> None:
    """A measure's indicator, and its reports year by year."""
    year = now().year
    if n % 5 == 0:
        title, unit, base, target = words.INDICATORS[n // 5 % len(words.INDICATORS)]
        way = "down" if float(target) < float(base) else "up"
        put("indicator", date(year - 2, 3, 1), title=title, measure=one.code, unit=unit, baseline=base,
            target=target, direction=way, frequency="yearly", due_on=f"{year + 1}-12-31")  # fmt: skip
    step = 0
    for back in (2, 1, 0)[n % 3 :]:
        step = min(4, step + office.dice.choice((0, 1, 1, 2)))
        put("progress", date(year - back, 9, 1), title=office.dice.choice(words.PROGRESS), measure=one.code,
            on=f"{year - back}-06-30", level=LEVELS[step])  # fmt: skip


def _law(office: Office, put: Put) -> None:
    code, year = office.state.code, now().year
    for n, element in enumerate(Element):
        if element.value in words.NOT_LOOKED_AT[code]:
            continue
        covered = words.NOT_COVERED[code].get(element.value, "yes")
        article = f"Criminal Code (invented), art. {210 + n // 5}" if covered != "no" else ""
        put(
            "element", date(year - 2, 4, 1), element=element.value, covered=covered, article=article
        )
    for name, signed, ratified in words.INSTRUMENTS[code]:
        more = {}
        if ratified is not None:
            more = {
                "ratified_on": f"{year - ratified}-06-15",
                "in_force_on": f"{year - ratified}-09-15",
            }
        put(
            "instrument",
            date(year - 3, 3, 3),
            instrument=name,
            signed_on=f"{year - signed}-05-12",
            **more,
        )


def _capacity(office: Office, put: Put) -> None:
    year, dice = now().year, office.dice
    for title, topic, force, hours in words.TRAININGS:
        one = put(
            "training",
            date(year - 3, 5, 5),
            title=title,
            topic=[topic],
            for_whom=[force],
            hours=hours,
        )
        for back in (2, 1, 0):
            for region, staff in (("North", 180), ("South", 240)):
                put("session", date(year - back, 6, 1), training=one.code, on=f"{year - back}-05-20",
                    force=force, staff_level="front_line", region=region, staff=staff,
                    attended=dice.randint(12, 48))  # fmt: skip
        put("follow_up", date(year - 1, 12, 1), training=one.code, on=f"{year - 1}-11-15", looks_at="behaviour",
            months_after=6, force=force, assessed=40, reached=dice.randint(14, 33))  # fmt: skip
    one = put("procedure", date(year - 2, 2, 2), title="What to do at a first suspicion", owner="Police",
              edition="2", in_force_on=f"{year - 2}-01-15", review_on=f"{year + 1}-01-15")  # fmt: skip
    for title, owner, until in (("Separate and make safe", "Officer on duty", "at once"),
                                ("Call the shelter", "Officer on duty", "1 hour"),
                                ("Write the referral", "Investigator", "24 hours")):  # fmt: skip
        put(
            "step",
            date(year - 2, 2, 3),
            title=title,
            procedure=one.code,
            owner=owner,
            deadline=until,
        )
    put(
        "unit",
        date(year - 3, 8, 8),
        title="Anti-Trafficking Unit",
        force="police",
        since=f"{year - 8}-01-01",
        staff=14,
    )
    put("seizure", date(year - 1, 2, 1), title=str(year - 2), seized="410000", confiscated="120000",
        to_victims="18000", currency=words.CURRENCY[office.state.code])  # fmt: skip


def _campaigns(office: Office, put: Put) -> None:
    year, currency = now().year, words.CURRENCY[office.state.code]
    for n, (title, target, design, cost, before, after) in enumerate(words.CAMPAIGNS):
        put("campaign", date(year - 2 + n, 1, 20), title=title, target=[target], design=design,
            starts_on=f"{year - 3 + n}-05-01", ends_on=f"{year - 3 + n}-09-30", cost=f"{cost * 1000}",
            currency=currency, reach=cost * 900, before=before, after=after)  # fmt: skip
    for title, text, item in words.PRACTICES[office.state.code]:
        put("practice", date(year - 1, 7, 7), title=title, text=text, items=[item])


def _drafts(office: Office) -> None:
    """One that waits for publication, one that is being written."""
    focal = office.at(FOCAL)
    year = now().year
    with at(now() - timedelta(hours=4)):
        raw = {
            "title": "A second interpreter at the port",
            "lead": "Border Guard",
            "due_on": f"{year + 1}-03-31",
        }
        row = entries.save(actor=focal, kind=KINDS["measure"], raw=raw)
        entries.submit(actor=focal, ref=row.uuid, version=row.version)
        entries.save(actor=focal, kind=KINDS["measure"], raw={**raw, "title": "Beds for families"})
