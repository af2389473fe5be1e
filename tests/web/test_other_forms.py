"""Pages of other forms: made of their declaration alone, whatever they ask."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from dondoc.setup.database import open_engine
from models import Obligation
from rules.meaning.engine import PolicyEngine
from rules.rulebook import load
from tests.another_form import COUNTS, DIRECTIVE, WORDS, write_rules
from tests.offices import DAI_PHU, Scene, scene
from tests.web.browsing import Person, doors_open
from tests.web.conftest import it_is


@pytest.fixture(scope="module")
def elsewhere(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """An office that asks for a table of counts each month, and once for words alone."""
    rules = load(write_rules(tmp_path_factory.mktemp("rules")))
    folder = tmp_path_factory.mktemp("elsewhere")
    file = folder / "dondoc.sqlite"
    file.write_bytes(sqlite_template.read_bytes())
    engine, policies = open_engine(f"sqlite:///{file}"), PolicyEngine(rules.policies)
    with scene(engine, rules, policies, folder, [DIRECTIVE]) as made:
        made.sweep("2024-05-02 07:00")
        it_is(made, "2024-05-02 09:00")
        yield made
    policies.close()
    engine.dispose()


@pytest.fixture(scope="module")
def officer(elsewhere: Scene) -> Person:
    return Person(doors_open(elsewhere), f"{DAI_PHU}/officer")


def page_of(scene: Scene, duty: str) -> str:
    query = select(Obligation.id).where(Obligation.duty == duty, Obligation.bearer_uid == DAI_PHU)
    with scene.office.reading() as session:
        return f"/bao-cao/{session.scalars(query.order_by(Obligation.due_on)).first()}"


def test_a_table_of_counts_has_its_own_rows_and_adds_up(elsewhere: Scene, officer: Person) -> None:
    path = page_of(elsewhere, COUNTS)
    page = officer.get(path)
    for word in ("Đất đai", "Hộ tịch, chứng thực", "Tiếp nhận trong kỳ", "đơn vị tính: hồ sơ"):
        assert word in page.text
    figures = {"ton_dau": "3", "tiep_nhan": "1.005", "giai_quyet": "1000", "ton_cuoi": ""}
    cells = {f"o.dat-dai.{figure}": number for figure, number in figures.items()}
    said = officer.post(f"{path}/kiem", phien="0", **cells)
    assert "3 + 1.005 − 1.000 = 8" in said.text


def test_a_form_of_words_alone_asks_for_no_day_and_knows_no_nil(
    elsewhere: Scene, officer: Person
) -> None:
    path = page_of(elsewhere, WORDS)
    page = officer.get(path)
    assert "<textarea" in page.html
    assert 'name="o.as_of"' not in page.html
    assert "không phát sinh" not in page.text.casefold()
    empty = officer.post(path, viec="nop", phien="0", lan="a")
    assert "Bắt buộc, không được để trống" in empty.text


def test_both_stand_among_ones_own_work(officer: Person) -> None:
    page = officer.get("/viec")
    assert "Báo cáo hồ sơ, kỳ tháng 4/2024" in page.text
