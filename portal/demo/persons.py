"""Invented persons, as a screener writes them down: respectful, various, nobody real."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from cases import births
from cases.age import Birth, SaidBy
from cases.sections import ContactAndSafety, Health, Identity, Immigration, Needs, Screening
from portal.access.matrix import Section

NAMES = {
    "woman": ("Selam", "Thuy", "Oksana", "Amina", "Ruvarashe", "Lidia", "Maribel", "Noor", "Danica", "Ifeoma", "Zofia", "Leyla"),
    "man": ("Dawit", "Minh", "Bohdan", "Yusuf", "Tendai", "Radu", "Efren", "Karim", "Goran", "Chidi", "Pavel", "Ilyas"),
    "non_binary": ("Sol", "Ari", "Kim"),
}  # fmt: skip
FAMILIES = (
    "Haileab",
    "Nguyenova",
    "Koval",
    "Warsameh",
    "Moyana",
    "Ionas",
    "Delacor",
    "Rahimi",
    "Petrin",
    "Okafar",
    "",
)
CITIZEN = ("ER", "VN", "UA", "SO", "ZW", "RO", "PH", "AF", "RS", "NG", "PL", "MD", "XXA", "NA")
LANGUAGES = ("ti", "vi", "uk", "so", "en", "ro", "tl", "fa", "sr", "ar")
STORIES = (
    ("recruitment", "deception", "forced_labour", "Was promised work in a hotel; was taken to a farm and paid nothing."),
    ("transportation", "abuse_of_vulnerability", "servitude", "Came to look after a family; was not allowed to leave the house."),
    ("harbouring", "use_of_force", "forced_labour", "Worked nights in a workshop; the door was locked from outside."),
    ("recruitment", "deception", "criminal_activities", "Answered an advertisement for an office; was made to write to strangers for money."),
    ("transfer", "other_coercion", "other_sexual", "Was moved between flats and could not refuse."),
    ("receipt", "payments", "begging", "Was sent to beg each day; the money was taken in the evening."),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Invented:
    """One person: sections to open the case with, and whether she is treated as a child."""

    sections: dict[Section, Any]
    child: bool
    gender: str
    language: str


def _birth(dice: random.Random, today: date, child: bool) -> Birth:
    if child:
        age = dice.randint(12, 17)
        choices = [
            Birth.on(today - timedelta(days=365 * age + dice.randint(20, 300)), SaidBy.HERSELF),
            Birth.aged(15, 18, today, SaidBy.SCREENER),
            Birth.child_seen(today),
            Birth.unknown(),
        ]
    else:
        age = dice.randint(19, 52)
        born = today - timedelta(days=365 * age + dice.randint(10, 350))
        choices = [
            Birth.on(born, SaidBy.DOCUMENT), Birth.in_year(born.year - 1, SaidBy.HERSELF),
            Birth.about(max(age, 24), today), Birth.adult_seen(today),
        ]  # fmt: skip
    return dice.choice(choices)


def invent(dice: random.Random, today: date, *, child: bool = False, full: bool = True) -> Invented:
    """A person; ``full`` adds needs, health and papers, as a caseworker learns them."""
    gender = dice.choices(("woman", "man", "non_binary"), (62, 34, 4))[0]
    language = dice.choice(LANGUAGES)
    act, means, purpose, account = dice.choice(STORIES)
    sections: dict[Section, Any] = {
        Section.IDENTITY: Identity(
            given_names=dice.choice(NAMES[gender]), family_name=dice.choice(FAMILIES), gender=gender,
            birth=births.to_dict(_birth(dice, today, child)), citizenships=(dice.choice(CITIZEN),), said_by="herself",
        ),
        Section.CONTACT_AND_SAFETY: ContactAndSafety(
            phone=f"+00 555 01{dice.randint(1000, 9999)}", languages=(language,),
            safe_contact="Through the caseworker, on weekdays from 10 to 12.",
            warnings=tuple(dice.sample(("do_not_call", "no_post", "not_through_family", "no_uniform"), dice.randint(0, 2))),
            danger=dice.choice(("none_known", "possible", "likely")), interpreter=dice.choice(("any", "woman", "not_needed")),
            accessibility=("step_free",) if dice.random() < 0.08 else (), travels_alone="alone" if child else "",
            wishes=dice.choice(("Not near the motorway.", "A room of their own.", "Wants to keep the telephone.", "")),
        ),
        Section.SCREENING: Screening(acts=(act,), means=() if child and dice.random() < 0.4 else (means,), purposes=(purpose,), account=account),
    }  # fmt: skip
    if full:
        sections[Section.NEEDS_AND_ASSISTANCE] = Needs(
            needs=(dice.choice(("check_up", "dental", "sleep_and_fear", "injury")),),
            care_level=dice.choice(("none", "light", "daily")), plan="Rest first; a doctor this week; language course later.",
        )  # fmt: skip
        sections[Section.HEALTH] = Health(
            conditions=dice.choice(("None known.", "Back pain from lifting.", "Sleeps badly."))
        )
        sections[Section.IMMIGRATION] = Immigration(
            status=dice.choice(("unknown", "visa_expired", "citizen")),
            papers_held_by=dice.choice(("", "another")),
        )
    return Invented(sections, child, gender, language)
