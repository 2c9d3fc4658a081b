import pytest

from portal.access.preview import COLUMNS, FOR_EVERY_PURPOSE, PreviewField, fields_for, shows_gender
from portal.access.vocabulary import Purpose
from tests.policy.tables import rows

ROWS = rows("preview")


def test_the_preview_has_the_same_fields_and_columns():
    assert [field.label for field in PreviewField] == [row["field"] for row in ROWS]
    assert [title for title, _, _ in COLUMNS] == list(ROWS[0])[1:]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["field"])
def test_every_cell_is_the_policys(row):
    field = next(field for field in PreviewField if field.label == row["field"])
    for title, _, adds in COLUMNS:
        shown = field in FOR_EVERY_PURPOSE or field in adds
        assert ("y" if shown else "-") == row[title], title


@pytest.mark.parametrize("purpose", list(Purpose))
def test_a_purpose_shows_its_column_and_no_other(purpose):
    title = next(
        (
            title
            for title, purposes, _ in COLUMNS
            if purpose in purposes and title != "all purposes"
        ),
        "all purposes",
    )
    expected = [row["field"] for row in ROWS if row[title] == "y"]
    assert [field.label for field in fields_for(purpose)] == expected


def test_gender_is_told_only_to_a_service_that_takes_only_some():
    assert shows_gender("accommodation", takes_only_some=True)
    assert not shows_gender("accommodation", takes_only_some=False)
    assert not shows_gender("legal_aid", takes_only_some=True)


def test_no_field_tells_a_name_a_nationality_or_a_form_of_exploitation():
    codes = {str(field) for field in PreviewField}
    assert not codes & {"name", "nationality", "exploitation", "account", "address"}
