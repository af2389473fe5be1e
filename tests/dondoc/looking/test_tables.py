"""Everything stored but people comes out as tables that a spreadsheet opens safely."""

import csv
import tracemalloc
from dataclasses import replace

import pytest

from dondoc.contacts.book import ContactRow, store_contacts
from dondoc.decisions.call import Said, call
from dondoc.decisions.decide import Grounds, move
from dondoc.documents.kinds.tables import columns as tables_columns
from dondoc.documents.kinds.tables.assembly import tables
from dondoc.documents.writers.csv import csv_parts
from dondoc.documents.writers.sheet import LongTable
from models import (
    Base,
    Body,
    Call,
    Covered,
    Decision,
    Finding,
    Notice,
    Obligation,
    Report,
)
from models.list_count import ListCount
from models.signature import Signature
from rules.rulebook import HOME, Rulebook
from tests.offices import DAI_PHU, Scene, at, played
from tests.reporting import MAY, file_report
from tests.rounds import file_all, uids
from tests.somebody import people_rows


@pytest.fixture(scope="session")
def rulebook(whole: Rulebook) -> Rulebook:
    """What is told here is told of all communes."""
    return whole


NOW = at("2024-05-08 10:00")
FORMULA = '=HYPERLINK("http://example.invalid")'
PEOPLE = ("Trần Thị Mai", "mai@sonduong.invalid", "0912345678", "bà Hoa", "ông Sự", "Lê Văn Ký")

# What is not exported, and why.
LEFT_OUT = {
    Obligation.fired: "how far the ladder has gone, for the next sweep only",
    Obligation.briefed: "for the next sweep only",
    Obligation.wake_at: "for the next sweep only",
    Obligation.clause_id: "as clause and place",
    Report.signer: "a person",
    Report.copies: "lines of a document, seen on it",
    Report.figures: "as figures, as_of, nil and texts",
    Report.explanations: "beside its figure",
    Report.reasons: "beside its figure",
    Call.met: "a person",
    Call.note: "what a person said",
    Decision.approver: "a person",
    Notice.contact_id: "a person's number",
    Notice.dedupe_key: "holds a person's number",
    ListCount.import_id: "of the import",
}


def tables_of(scene: Scene) -> dict[str, list[dict[str, str]]]:
    """Return the tables as a spreadsheet reads their files."""
    return {name: list(csv.DictReader(text.splitlines())) for name, text in files_of(scene).items()}


def files_of(scene: Scene) -> dict[str, str]:
    with scene.office.reading() as session:
        made = {
            table.name: b"".join(csv_parts(table.columns, table.rows))
            for table in tables(session, scene.office.rulebook, NOW)
        }
    assert all(content.startswith("\ufeff".encode()) for content in made.values())
    return {name: content.decode("utf-8-sig") for name, content in made.items()}


@played
def be_busy(office: Scene) -> None:
    """A round with reports, a call, a decision, and people whose names must not come out."""
    contact = ContactRow(DAI_PHU, "chair", *PEOPLE[:3])
    office.day("2024-04-26")
    with office.office.writing() as session:
        store_contacts(session, [contact], at("2024-04-26 08:00"))
    odd = replace(MAY, texts={"done": FORMULA, "obstacles": "đường lầy\n- hai thôn"})
    file_report(office, odd, "2024-05-03 10:00")
    others = uids(office, "Sơn Nam") | {DAI_PHU}
    file_all(office, others)
    office.days("2024-05-06", "2024-05-07")
    rulebook, sweep = office.office.rulebook, office.office.settings.settings.sweep.at
    with office.office.writing() as session:
        row = session.merge(office.obligation(*uids(office, "Sơn Nam")))
        said = Said("bà Hoa", None, "bà Hoa hẹn")
        call(session, rulebook, row, said, "van-phong/specialist", at("2024-05-07 09:00"), sweep)
        grounds = Grounds("+bão số 3", "ông Sự", "12/QĐ")
        move(session, rulebook, [row], 3, grounds, at("2024-05-07 10:00"), extension=True)


@pytest.fixture
def busy(office: Scene) -> Scene:
    be_busy(office)
    return office


def test_every_table_is_there_with_its_rows(busy: Scene) -> None:
    found = tables_of(busy)
    counts = {name: len(rows) for name, rows in found.items()}
    assert counts["duties"] == sum(len(d.duties) for d in busy.office.rulebook.directives.values())
    assert counts["reports"] == 30
    assert (counts["calls"], counts["decisions"], counts["covered"]) == (1, 1, 1)
    assert min(counts["bodies"], counts["obligations"], counts["notices"], counts["findings"]) > 30


def test_an_obligation_reads_in_the_terms_of_the_field(busy: Scene) -> None:
    [row] = [
        row
        for row in tables_of(busy)["obligations"]
        if (row["bearer"], row["due_on"]) == (DAI_PHU, "2024-05-05")
    ]
    assert (row["clause"], row["bearer_name"]) == ("B-1.4", "Xã Đại Phú")
    assert row["late_from"] == "2024-05-07T00:00:00+07:00"
    assert row["received_at"] == "2024-05-03T10:00:00+07:00"
    assert (row["overdue"], row["extended"], row["withdrawn_at"]) == ("false", "false", "")


def test_figures_are_one_row_each_and_never_added_over_groups(busy: Scene) -> None:
    found = tables_of(busy)
    report = next(r["report"] for r in found["reports"] if r["done"].endswith(FORMULA))
    mine = {
        (r["group"], r["figure"]): r["people"] for r in found["figures"] if r["report"] == report
    }
    assert mine["can-ngheo", "closing"] == "15"
    assert mine["dtts", "closing"] == "90"
    assert {group for group, _ in mine} == {"can-ngheo", "dtts"}


def test_a_text_that_begins_like_a_formula_is_none(busy: Scene) -> None:
    found = tables_of(busy)
    texts = {row["done"] for row in found["reports"]}
    assert f"'{FORMULA}" in texts
    assert FORMULA not in texts
    assert found["decisions"][0]["reason"] == "'+bão số 3"


def test_no_person_is_in_any_table(busy: Scene) -> None:
    for name, text in files_of(busy).items():
        for person in PEOPLE:
            assert person not in text, (name, person)


def test_what_is_stored_is_exported_or_left_out_on_purpose() -> None:
    exported = {
        column
        for name, columns in vars(tables_columns).items()
        if name.isupper()
        for column in columns.values()
    }
    models: tuple[type[Base], ...] = (
        *(Body, Call, Covered, Decision, Finding, Notice, Obligation, Report, Signature, ListCount),
    )
    stored = {
        f"{model.__name__}.{attribute.key}"
        for model in models
        for attribute in model.__mapper__.column_attrs
    }
    assert stored == {str(column) for column in (*exported, *LEFT_OUT)} & stored
    assert {str(column) for column in LEFT_OUT}.isdisjoint(map(str, exported))


def test_no_table_of_persons_is_exported_at_all() -> None:
    exported = {
        column.class_.__tablename__
        for name, columns in vars(tables_columns).items()
        if name.isupper()
        for column in columns.values()
    }
    assert exported.isdisjoint(row.__tablename__ for row in people_rows(NOW))


def test_every_column_is_documented(busy: Scene) -> None:
    page = (HOME.parent / "docs" / "documents.md").read_text("utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    for name, text in files_of(busy).items():
        [row] = [line for line in rows if line.startswith(f"| `{name}.csv` ")]
        columns = text.splitlines()[0].split(",")
        assert [column for column in columns if f"`{column}`" not in row] == []


def test_progress_is_told_and_every_row_passes() -> None:
    told: list[int] = []
    table = LongTable("so", (), 4_500, iter([()] * 4_500))
    assert len(list(table.counting(told.append))) == 4_500
    assert told == [2_000, 4_000, 4_500]


@pytest.mark.long
def test_memory_stays_flat_however_long_the_table(office: Scene) -> None:
    """Twenty times as many rows take no more than a batch: none is kept."""
    office.day("2024-04-26")
    small = _peak(office)
    _more_notices(office, 20_000)
    assert _peak(office) < small + 8_000_000


def _more_notices(scene: Scene, count: int) -> None:
    """Store copies of one notice, by the driver alone: no entry of the trail speaks of them."""
    names = [c.key for c in Notice.__mapper__.column_attrs if c.key not in ("id", "dedupe_key")]
    listed = ", ".join(names)
    statement = (
        f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) "  # noqa: S608
        f"INSERT INTO notice (dedupe_key, {listed}) "
        f"SELECT 'copy:' || n.i, {listed} FROM n, (SELECT * FROM notice LIMIT 1)"
    )
    driver = scene.office.database.raw_connection()
    driver.cursor().execute(statement)
    driver.commit()
    driver.close()


def _peak(scene: Scene) -> int:
    tracemalloc.start()
    try:
        with scene.office.reading() as session:
            for table in tables(session, scene.office.rulebook, NOW):
                for _ in csv_parts(table.columns, table.rows):
                    pass
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
