"""Models are mapped when they are asked for; who works on all tables asks for the whole."""

import re
import subprocess
import sys
from pathlib import Path

import models

_PARTLY = re.compile(r"\bBase\.(metadata|registry)\b")
ROOT = Path(models.__file__).parents[1]
PACKAGES = ("models", "notifications", "dondoc", "flows", "migrations", "tests", "benchmarks")


def test_nobody_reads_what_happens_to_be_mapped() -> None:
    """`Base.metadata` knows what somebody asked for so far; `whole().metadata` knows everything."""
    files = (file for package in PACKAGES for file in (ROOT / package).rglob("*.py"))
    reading = [file for file in files if _PARTLY.search(file.read_text("utf-8"))]
    assert reading == [Path(__file__).resolve()]


def test_a_row_is_written_by_who_has_mapped_none_of_those_it_points_at(sqlite_url: str) -> None:
    said = """
import sys
from sqlalchemy.exc import IntegrityError
from dondoc.setup.database import open_engine, writing
from models import Attachment
engine = open_engine(sys.argv[1])
try:
    with writing(engine) as session:
        session.add(Attachment(report_id=7))
except IntegrityError as refused:
    print(refused.orig, "models.report" in sys.modules, sep=": ")
engine.dispose()
"""
    done = subprocess.run(
        [sys.executable, "-c", said, sqlite_url],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "NOT NULL constraint failed: attachment.name: False\n"


def test_every_module_of_models_with_a_table_is_part_of_the_whole() -> None:
    names = {str(one.class_.__module__) for one in models.whole().registry.mappers}
    mapping = {
        f"models.{file.stem}"
        for file in (ROOT / "models").glob("*.py")
        if "__tablename__" in file.read_text("utf-8")
    }
    assert names == mapping


def test_what_is_asked_for_is_mapped_and_nothing_else() -> None:
    said = (
        "import sys; from models import Lease, Obligation; "
        "print(*sorted(name for name in sys.modules if name.startswith('models.')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", said], cwd=ROOT, capture_output=True, text=True, check=True
    )
    asked = {"models.obligation", "models.sweep"}
    below = {"models.base", "models.instant", "models.machine", "models.proof"}
    assert set(done.stdout.split()) == asked | below


def test_what_points_at_a_table_that_nobody_mapped_has_a_type_all_the_same() -> None:
    """A list of numbers is sent to PostgreSQL as an array of the column's type."""
    said = """
import importlib, sys
from sqlalchemy.types import NullType
for name in sys.argv[1:]:
    for gone in [one for one in sys.modules if one.split(".")[0] == "models"]:
        del sys.modules[gone]
    tables = importlib.import_module(f"models.{name}").Base.metadata.tables
    print(*(str(c) for table in tables.values() for c in table.c if isinstance(c.type, NullType)))
"""
    with_a_table = [
        file.stem
        for file in sorted((ROOT / "models").glob("*.py"))
        if "__tablename__" in file.read_text("utf-8")
    ]
    done = subprocess.run(
        [sys.executable, "-c", said, *with_a_table],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == []


def test_every_name_can_be_asked_for() -> None:
    assert set(models.__dir__()) >= {"Base", "Obligation", "ObligationState", "Entry"}
    for name in models.__dir__():
        assert getattr(models, name) is not None
