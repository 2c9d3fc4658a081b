"""Rule 3: a trafficked person is never written down as an offender, nor her perpetrator beside her.

One line that makes this fail: a label 'Suspect' in ``cases/vocabulary.py``; a column ``offence`` in
``cases/models/case.py``; a perpetrator's column read in ``referrals/htcds``. (``tests/support/mutations.py``.)
"""

import enum
import inspect
import re

import pytest
from django.apps import apps

from cases import indicators, palermo, vocabulary
from cases.sections import RECORDS
from portal.access import matrix
from referrals import reasons, states
from referrals.htcds.fields import BY_NAME
from tests.htcds.support import people, read_csv

OFFENDER = re.compile(
    r"offend|offence|offense|suspect|perpetrat|accused|convict|criminal|guilt|prostitut|illegal|"
    r"wanted|arrest|charge|sentence|crime",
    re.IGNORECASE,
)


def words():
    """Every code and label of the lists from which a person is described."""
    for module in (vocabulary, palermo, matrix, reasons, states):
        for name, found in inspect.getmembers(module, inspect.isclass):
            if issubclass(found, enum.StrEnum):
                for member in found:
                    yield f"{module.__name__}.{name}", member.value, str(getattr(member, "label", ""))  # fmt: skip


OF_OTHERS = {
    "cases.palermo.Exploitation",  # what others made of her
    "cases.vocabulary.Offence",  # what others did: proceedings are against them, she is injured
    "cases.vocabulary.Stage",
    "cases.vocabulary.EndedWhy",
}
"""Lists that say what others did, or what became of them; every other list is about her."""


def test_no_list_names_her_an_offender():
    found = [w for w in words() if w[0] not in OF_OTHERS]
    assert len(found) > 200
    assert [w for w in found if OFFENDER.search(w[1]) or OFFENDER.search(w[2])] == []


@pytest.mark.parametrize("label", ["cases", "referrals"])
def test_no_table_and_no_column_does(label):
    names = []
    for model in apps.get_app_config(label).get_models():
        names += [model.__name__, *(f.name for f in model._meta.get_fields())]
    for section, record in RECORDS.items():
        kept = list(record.document.__dataclass_fields__)
        if section is matrix.Section.PROCEEDINGS:
            kept.remove("offences")  # by others, against her
        names += kept
    assert [n for n in names if OFFENDER.search(n)] == []


def test_she_has_no_row_where_suspects_live():
    """``intelligence`` (policy 11) holds others; no section record of a case can be one."""
    assert matrix.Section("intelligence") not in RECORDS


def test_what_was_ticked_about_her_leads_to_a_referral_never_to_a_charge():
    found = palermo.assess(["transportation"], [], ["begging"], matrix.AgeStatus.CHILD)
    assert found.consent_irrelevant
    told = [str(getattr(r, "label", r)) for r in palermo.Outcome]
    assert [t for t in told if OFFENDER.search(t)] == []
    assert indicators.ROWS


def test_a_perpetrators_columns_are_named_and_left():
    """HTCDS has columns on traffickers: they are listed as not taken over, and no value enters."""
    _run, rows = read_csv(
        "prs_FirstName,vic_TypeOfExploitation,per_RoleDetails\nNur,ForcedLabour,Zwitscherkeller\n"
    )
    [person] = people(rows)
    assert "Zwitscherkeller" not in str(person.to_dict())
    assert not any(BY_NAME[name].perpetrator for name in person.values)


def test_a_row_about_a_suspect_makes_nobody():
    _run, rows = read_csv("prs_FirstName,vic_TraffickingStatus,per_RoleInProcess\nBoris,,Transporter\n")  # fmt: skip
    assert people(rows) == []
