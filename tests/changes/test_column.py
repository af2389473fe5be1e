"""A column more of an import is its declaration and field in one file, and what it is stored in."""

from dataclasses import fields

import pytest

from dondoc.contacts.row import CONTACTS, FIELDS, ContactRow
from dondoc.incoming.columns import Columns
from dondoc.reports.count_row import COUNTS, CountRow
from models import Contact, CountKind, ListCount
from tests.counting import counted


@pytest.mark.parametrize(("columns", "row"), [(CONTACTS, ContactRow), (COUNTS, CountRow)])
def test_every_column_is_a_field_of_its_row(
    columns: Columns, row: type[ContactRow] | type[CountRow]
) -> None:
    ours = {"row", "written"}
    assert {one.name for one in fields(row)} - ours == set(columns.names)


def test_what_a_contact_consists_of_follows_from_its_row() -> None:
    assert set(FIELDS) == set(CONTACTS.names) - {"body", "post", "person"}
    assert {"person", *FIELDS} <= set(Contact.__table__.columns.keys())
    row = ContactRow("02617@base", "officer", "holder", None, valid_to=None)
    assert row.cells()[:3] == ("02617@base", "officer", "holder")
    assert set(row.cells()[3:]) == {""}


def test_a_count_is_stored_by_the_names_of_its_table() -> None:
    said = counted(CountKind.CARDS, 7, "2024-04-30").stored()
    assert set(said) <= set(ListCount.__table__.columns.keys())
    assert len(said) == len(COUNTS.names)
