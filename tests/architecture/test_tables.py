"""Where personal data may lie is one list; what only grows is another."""

import pytest
from django.apps import apps
from django.db import models

from cases.sections import RECORDS, TABLES
from portal.access.matrix import Section
from portal.audit.append_only import APPEND_ONLY

GROWS_ONLY = {
    "audit.Entry",
    "audit.Seal",
    "recommendations.Statement",
    "recommendations.EntryEdition",
}
FREE_TEXT_ALLOWED = {  # text columns of cases and referrals that no code list bounds, and why
    "cases.Place.label": "the shelter's own name for a bed",
    "referrals.ImportedRow.key": "a keyed hash of the row's own key",
    "referrals.ImportedRow.fingerprint": "a keyed hash of the row's content",
}
CODES = 40
"""Columns for codes are this short; a longer one could hold a sentence."""


def test_every_table_of_cases_stands_in_the_list():
    present = {m._meta.model_name for m in apps.get_app_config("cases").get_models()}
    assert present == set(TABLES)


def test_every_section_of_the_list_is_one_and_every_record_is_in_it():
    assert {s for s in TABLES.values() if s is not None} <= set(Section)
    for section, model in RECORDS.items():
        assert TABLES[str(model._meta.model_name)] is section


def test_what_only_grows():
    assert {m._meta.label for m in APPEND_ONLY} == GROWS_ONLY


@pytest.mark.parametrize("label", ["cases", "referrals"])
def test_no_column_in_clear_could_hold_a_sentence(label):
    found = []
    for model in apps.get_app_config(label).get_models():
        for field in model._meta.concrete_fields:
            inner = getattr(field, "base_field", field)
            name = f"{model._meta.label}.{field.name}"
            if isinstance(inner, models.TextField) or (
                isinstance(inner, models.CharField) and (inner.max_length or 999) > CODES
            ):
                found.append(name)
    assert set(found) - set(FREE_TEXT_ALLOWED) == set()


def test_nothing_points_up_a_floor():
    """A lower floor knows a higher table by number or uuid, never by a key."""
    floors = ["core", "audit", "sealing", "access", "organisations", "deadlines", "notifications", "cases", "referrals", "recommendations"]  # fmt: skip
    for model in apps.get_models():
        if model._meta.app_label not in floors:
            continue
        for field in model._meta.concrete_fields:
            target = field.related_model
            if target is not None and target._meta.app_label in floors:
                assert floors.index(target._meta.app_label) <= floors.index(model._meta.app_label), field  # fmt: skip
