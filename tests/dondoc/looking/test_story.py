"""The story of an obligation, as a person reads it who was never trained."""

import ast
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from dondoc.looking.happenings import happenings
from dondoc.looking.marked import around
from dondoc.looking.story import LAYS, proofs_of, proven, reasons, text_of
from dondoc.looking.why import why
from dondoc.notices.correct import NOT_OUT
from models import Obligation
from rules.meaning.fact_names import ATTRIBUTE_NAMES
from tests.dondoc.looking.test_dossier import NOW, dossier_of, tell_the_story
from tests.offices import Scene, at
from tests.sources import nodes, parsed

DUE = "2024-05-06"
ROOT = Path(__file__).parents[3]


@pytest.fixture
def story(office: Scene) -> Scene:
    tell_the_story(office)
    return office


def row_of(scene: Scene) -> Obligation:
    return scene.obligation(due=DUE)


def test_what_happened_stands_in_the_order_of_time(story: Scene) -> None:
    found = happenings(dossier_of(story, due=DUE), row_of(story), at(NOW))
    assert [one.at for one in found] == sorted(one.at for one in found)
    whats = [one.what for one in found]
    extended = next(n for n, what in enumerate(whats) if "Gia hạn" in what)
    late = whats.index("Bắt đầu tính quá hạn")
    called = next(n for n, what in enumerate(whats) if "bà Hoa" in what)
    filed = whats.index("Nhận báo cáo, bản 1")
    assert extended < late < called < filed


def test_the_reasons_name_who_when_and_by_which_rule(story: Scene) -> None:
    told = next(n for n in story.notices(due=DUE) if n.step == "overdue")
    with story.office.reading() as session:
        row, rulebook = row_of(story), story.office.rulebook
        said = reasons(rulebook, row, dossier_of(story, due=DUE), why(session, rulebook, told.id))
    assert "là một trong 06 đơn vị" in said[0]
    assert "“trước ngày 05 hàng tháng”" in said[1]
    assert said[2].startswith("Chỉ tính quá hạn từ")
    assert "chưa nhận được" in said[3]
    assert "Lúc quyết định: " in said[4]


def test_the_sentence_stands_marked_in_the_text_it_is_of(story: Scene) -> None:
    with story.office.reading() as session:
        found = text_of(session, story.office.rulebook, row_of(story))
    [one] = around(found, [LAYS], near=0)
    [marked] = [piece for piece in one.pieces if LAYS in piece.marks]
    assert marked.text.startswith("Tổng hợp báo cáo kết quả thực hiện")
    assert marked.text.endswith("trước ngày 05 hàng tháng")


def test_a_row_changed_by_hand_is_named_with_its_entry(story: Scene) -> None:
    with story.office.reading() as session:
        assert proven(session, story.office, row_of(story)).ok
    with sqlite3.connect(story.office.database.url.database or "") as by_hand:
        by_hand.execute("UPDATE notice SET step = 'first' WHERE step = 'overdue'")
    with story.office.reading() as session:
        found = proven(session, story.office, row_of(story))
    assert not found.ok
    assert found.entry > 0
    assert found.wrong


def test_every_entry_that_proves_it_is_listed_once(story: Scene) -> None:
    listed = [proof.entry for _, _, proof in proofs_of(dossier_of(story, due=DUE))]
    assert listed == sorted(listed, reverse=True)
    assert len(listed) > 10


def test_whatever_a_person_did_has_a_name_when_somebody_asks_why() -> None:
    """What a finding of our own rests on is read by its name: one without broke `dondoc why`."""
    asked = set[object](said for _, said in NOT_OUT.values())
    for file in (ROOT / "dondoc").rglob("*.py"):
        for node in nodes(parsed(file)):
            if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "because":
                asked |= set(_first(node.value))
            if isinstance(node, ast.keyword) and node.arg == "because":
                asked |= set(_first(node.value))
    assert {"undone", "retracted", "received_at", "signed"} <= asked
    assert not asked - ATTRIBUTE_NAMES.keys()


def _first(value: ast.expr | None) -> Iterator[object]:
    for leaf in value.elts if isinstance(value, ast.List) else ():
        if isinstance(leaf, ast.List) and isinstance(leaf.elts[0], ast.Constant):
            yield leaf.elts[0].value
