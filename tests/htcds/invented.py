"""Two hundred invented people, and IOM's own workbook filled with them by its labels."""

import random
from datetime import date, datetime, timedelta

import openpyxl

from referrals.htcds.codes import LISTS
from tests.htcds.support import IOM_WORKBOOK, saved

GIVEN = ["Mira", "Oana", "Ștefania", "Łucja", "Nguyễn", "Gulalai", "Precious", "فاطمة", "علی", "Jürgen", "Олена", "አበበ",
         "မြင့်", "Ana-Maria", "D'Arcy", "Zoë", "Şükran", "-Ana", "=Eva", "Sara"]  # fmt: skip
FAMILY = [
    "Dinu",
    "Țîrlea",
    "O'Neill",
    "Đặng",
    "کریمی",
    "Haddad",
    "Okafor",
    "Коваль",
    "van der Berg",
    "",
    "Groß",
    "Null",
    "NA",
]
STREETS = ["Strada Lungă 12", "+1 Block", "Hauptstraße 3/4", "12-14 Hill Road; rear", "-"]
CITIES = ["Timișoara", "Köln", "Kraków", "N'Djamena", "São Paulo"]
COUNTRIES = ["RO", "MD", "NA", "Romania", "DEU", "XK", "Viet Nam", "UA"]
BIRTHS = ["1998", "03/1998", "about 25", "about 16 to 19", "07.03.1998", "1998-03-07", None]


def labels(rng, name, most=1, join="; "):
    chosen = rng.sample(LISTS[name], rng.randint(0, most))
    return join.join(label for _code, label in chosen) or None


def a_row(rng, number):
    """One person by the labels of the workbook's second row."""
    join = rng.choice(["; ", ";"])
    said = date(2027, 1, 10) - timedelta(days=rng.randint(0, 900))
    born = rng.choice(
        [*BIRTHS, datetime(rng.randint(1950, 2015), rng.randint(1, 12), rng.randint(1, 28))]
    )
    return {
        "Case Owner": f"Worker {number % 7}",
        "First Name": f"{rng.choice(GIVEN)}{number}",
        "Second Name": rng.choice(FAMILY) or None,
        "Consent": rng.choice(["Yes", "No", "TRUE", "x", None]),
        "Birthdate": born,
        "Gender": labels(rng, "Gender"),
        "Citizenship": join.join(rng.sample(COUNTRIES, rng.randint(0, 2))) or None,
        "Email": f"person{number}@example.org",
        "Mobile Phone": f"+40721{number:06d}",
        "Home Phone": rng.choice([f"0049301{number:05d}", None]),
        "Mailing Street": rng.choice(STREETS),
        "Mailing City": rng.choice(CITIES),
        "Mailing State/Province": rng.choice(["Timiș", None]),
        "Mailing Zip/Postal Code": f"{number:05d}",
        "Mailing Country": rng.choice(COUNTRIES),
        "Trafficking Status": labels(rng, "TraffickingStatus"),
        "Trafficking Status Decision Making Organization": labels(
            rng, "TraffickingStatusDecisionMakingOrg"
        ),
        "Method of Recruitment": labels(rng, "MethodOfRecruitment", 3, join),
        "Location of Recruitment": rng.choice(["Agency Sun, Chișinău", None]),
        "Methods of Control": labels(rng, "MethodsOfControl", 5, join),
        "Type of Exploitation": labels(rng, "TypeOfExploitation", 3, join),
        "Forced Labour Industry": labels(rng, "ForcedLabourIndustry", 2, join),
        "Type of Sex Exploitation": labels(rng, "TypeOfSexExploitation", 2, join),
        "Location of Exploitation": rng.choice(["Farm 3", None]),
        "Status": labels(rng, "Status"),
        "Referring Organisation": "House A",
        "Incoming Referral Date": rng.choice([said, said.isoformat(), f"{said:%d.%m.%Y}"]),
        "Referring Primary Case Worker": "Ina Rus",
        "Reason for Incoming Referral": labels(rng, "ReasonForReferral"),
        "Incoming Referral Details": 'Came at night.\nWas tired; asked for tea, "no questions".',
        "Reason for Outgoing Referral": labels(rng, "ReasonForReferral"),
        "Outgoing Referral Date": said + timedelta(days=3),
        "Outgoing Referral Details": rng.choice(["- to the clinic", "=1+1", None]),
        "Reason for Case Closure": rng.choice(["She went home.", None]),
    }


def filled_template(rows=200, seed=7):
    """IOM's workbook with invented rows from row 3, as (file, the rows by label)."""
    rng = random.Random(seed)
    book = openpyxl.load_workbook(IOM_WORKBOOK)
    sheet = book.active
    columns = {cell.value: cell.column for cell in sheet[2] if cell.value}
    people = [a_row(rng, number) for number in range(1, rows + 1)]
    for line, person in enumerate(people, 3):
        for label, value in person.items():
            cell = sheet.cell(line, columns[label], value)
            if isinstance(value, str) and value.startswith("="):
                cell.data_type = "s"
    return saved(book), people
