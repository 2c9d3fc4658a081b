"""Ages said of somebody whose birth is not known: about 25, 16 to 19. Pure."""

import re
from datetime import date

from portal.tables.said import gettext_noop, said
from referrals.htcds.birth import Birth
from referrals.htcds.date_rules import DateRules, no_date
from referrals.htcds.reading import Reading

_AGE = re.compile(
    r"(?P<about>~|≈|about|around|approx\.?|approximately|aprox\.?|ca\.?|c\.|circa)?\s*"
    r"(?P<aged>aged?|between)?\s*(?P<low>\d{1,3})"
    r"(?:\s*(?:-|–|to|or|and)\s*(?P<high>\d{1,3}))?\s*(?P<unit>years?(?: old)?|yrs?|y/o|y\.o\.)?"
    r"(?:\s+on\s+(?P<on>\d{4}-\d{2}-\d{2}))?",
    re.IGNORECASE,
)


def read_age(text: str, rules: DateRules) -> Reading | None:
    """'about 25', '16-19 years': an age on a day. A bare number is no age, nor is 10-12."""
    found = _AGE.fullmatch(text)
    if not found or not rules.birth:
        return None
    plain = not (found["about"] or found["aged"] or found["unit"])
    if plain and " to " not in text:
        return None
    low, high = int(found["low"]), int(found["high"] or found["low"])
    try:
        on = date.fromisoformat(found["on"]) if found["on"] else rules.about_day or rules.today
        birth = Birth(low=low, high=high, said_on=on, approximate=bool(found["about"]))
    except ValueError:
        return no_date(text)
    if on > rules.today:
        return no_date(text)
    reading = Reading(birth)
    if not found["on"]:
        reading.notes.append(said(gettext_noop("kept as %(age)s"), age=birth.text))
    return reading
