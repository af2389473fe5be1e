"""Changes that are data: one file of an office's rules, and the program does it.

Beside these: a form (`tests/rules/test_form_file.py`, `tests/cli/test_other_forms.py`) and an
office's own bodies and dispatch (`tests/rules/test_other_office.py`).
"""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from hashlib import sha256
from pathlib import Path
from shutil import copytree, ignore_patterns
from typing import Any

import pytest
from sqlalchemy import Engine

from dondoc.decisions.decide import Grounds
from dondoc.desk import extend
from dondoc.desk.context import Which, desk
from dondoc.documents.kinds.dossier.assembly import dossier
from dondoc.errors import Refused
from dondoc.trail.anchors import Anchors
from models import Obligation
from rules.meaning.engine import PolicyEngine
from rules.rulebook import HOME, load
from tests.few import few_of
from tests.offices import D2024, DAI_PHU, MONTHLY, Scene, at, scene

Open = Callable[..., Scene]
POLICY = """
  qua-han-van-thu:
    title: Quá hạn ba ngày làm việc, báo văn thư
    for: obligation
    when: {all: [{eq: {state: open}}, {gte: {working_days_late: 3}}]}
    then: {step: overdue, rung: 5, to: [WHOM]}
"""
ROUTE = """
  benh-vien: {title: Thư của bệnh viện, posts: [chief], channels: [email], copies: [nurse]}
"""
KIND = """  hospital:
    called: bệnh viện
    head: chief
    posts: {chief: Giám đốc, officer: trưởng phòng kế hoạch, nurse: điều dưỡng trưởng}
"""
HOSPITAL = "  bv-khu-vuc: {name: Bệnh viện khu vực An Hòa, kind: hospital}\n"
TEXT = """Kính gửi: Ủy ban nhân dân các xã; Bệnh viện khu vực An Hòa.
- Báo cáo số người cao tuổi, trẻ em được khám sức khỏe trước ngày 05 hàng tháng.
- Phấn đấu 80% người cao tuổi được khám sức khỏe đến ngày 30/6/2024.
"""
DIRECTIVE = """\
directive: kham-suc-khoe
title: Khám sức khỏe định kỳ
cited_as: Văn bản về khám sức khỏe
topic: khám sức khỏe
issuer: ubnd-huyen
text: {file: dispatch.txt, sha256: SHA, source: viết để thử}
in_force: {from: 2024-04-10, until: 2024-12-31, assumed: để thử}
gaps: {number: văn bản không nêu số, issued_on: văn bản không nêu ngày ban hành}
groups:
  cao-tuoi: {name: người cao tuổi}
  tre-em: {name: trẻ em dưới 6 tuổi}
duties:
  bao-cao-kham:
    clause: K-1
    place: mục 1
    short: báo cáo khám sức khỏe
    kind: report
    quote: Báo cáo số người cao tuổi, trẻ em được khám sức khỏe trước ngày 05 hàng tháng
    bearers: BEARERS
    action: báo cáo số người được khám
    to: ubnd-huyen
    due: {wording: trước ngày 05 hàng tháng, sense: before, every: month, day: 5,
      first: 2024-05-05, last: 2024-06-05, assumed: hai kỳ}
    period: {due: in the next one, assumed: để thử}
    opens: 5 working days before aim
    gaps: {first_period: để thử, last_period: để thử}
"""


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    return copytree(HOME, tmp_path / "rules", ignore=ignore_patterns("*.py", "__pycache__"))


@pytest.fixture
def opened(rules: Path, sqlite: Engine, tmp_path: Path) -> Any:
    """Open an office on these rules, as they are by then."""
    with ExitStack() as stack:

        def open_(*directives: str) -> Scene:
            book = few_of(load(rules))
            engine = stack.enter_context(PolicyEngine(book.policies))
            return stack.enter_context(
                scene(sqlite, book, engine, tmp_path, directives or (D2024,))
            )

        yield open_


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def policy(rules: Path, whom: str) -> None:
    file = rules / "policies" / "escalations.yaml"
    file.write_text(file.read_text("utf-8") + POLICY.replace("WHOM", whom), "utf-8")


def directive(rules: Path, bearers: str) -> None:
    folder = rules / "directives" / "kham-suc-khoe"
    folder.mkdir()
    (folder / "dispatch.txt").write_text(TEXT, "utf-8")
    said = DIRECTIVE.replace("SHA", sha256(TEXT.encode()).hexdigest())
    (folder / "directive.yaml").write_text(said.replace("BEARERS", bearers), "utf-8")


def in_may(office: Scene) -> None:
    """Open the round of May, and live the days on which it becomes late."""
    office.day("2024-04-26")
    office.days("2024-05-06", "2024-05-10")


def test_a_known_step_for_somebody_else_is_a_policy(rules: Path, opened: Open) -> None:
    policy(rules, "mailbox")
    office = opened()
    in_may(office)
    assert [line for line in office.story() if "mailbox" in line] == [
        "09/05 overdue → mailbox: sent"
    ]


def test_the_same_step_again_for_the_same_person_is_a_policy(rules: Path, opened: Open) -> None:
    policy(rules, "officer")
    office = opened()
    in_may(office)
    said = [line for line in office.story() if "overdue → officer" in line]
    assert said == ["07/05 overdue → officer: sent", "09/05 overdue → officer: sent"]


def test_a_kind_of_body_is_a_paragraph_of_the_bodies(rules: Path, opened: Open) -> None:
    """It is told, named and may act by posts of its own."""
    bodies = rules / "bodies" / "son-duong.yaml"
    change(bodies, "\nbodies:\n", f"{KIND}\nbodies:\n{HOSPITAL}")
    directive(rules, "[bv-khu-vuc]")
    change(rules / "routing" / "duong-gui.yaml", "\nroutes:\n", f"\nroutes:{ROUTE}")
    policy(rules, "nurse")
    office = opened("kham-suc-khoe")
    office.day("2024-04-26")
    with office.office.reading() as session:
        [row] = [one for one in session.query(Obligation) if one.due_on == date(2024, 5, 5)]
        assert row.bearer_uid == "bv-khu-vuc"
    [letter] = [sent for sent in office.gateway.sent if "bv-khu-vuc" in sent.to.address]
    assert letter.text.startswith("Kính gửi: Trưởng phòng kế hoạch Bệnh viện khu vực An Hòa.")
    office.day("2024-05-02")
    office.days("2024-05-06", "2024-05-10")
    told = {sent.to.address.partition(".")[0]: sent for sent in office.gateway.sent}
    assert told.keys() >= {"officer", "chief", "nurse"}
    assert told["chief"].subject.startswith("Đề nghị chỉ đạo")
    assert told["nurse"].subject.startswith("[Quá hạn]")
    with office.office.reading() as session:
        found = session.get_one(Obligation, row.id)
        book, now = office.office.rulebook, at("2024-05-10 09:00")
        papers = dossier(session, book, Anchors(), found, "", now)
    told_of = {notice.recipient for notice in papers.notices}
    assert "Giám đốc Bệnh viện khu vực An Hòa" in told_of


def test_a_directive_with_other_groups_is_its_folder(rules: Path, opened: Open) -> None:
    """Beside the shipped one; its groups are rows of the form it asks for."""
    directive(rules, "[Đại Phú, Sơn Nam]")
    change(
        rules / "directives" / "kham-suc-khoe" / "directive.yaml",
        "    opens: 5 working days before aim\n",
        "    opens: 5 working days before aim\n    asks: kham\n",
    )
    form = "form: kham\nname: Khám sức khỏe\nfigures:\n  kham: {name: Đã khám, required: true}\n"
    (rules / "forms" / "kham.yaml").write_text(form, "utf-8")
    office = opened(D2024, "kham-suc-khoe")
    office.day("2024-04-26")
    book = office.office.rulebook
    other = book.directives["kham-suc-khoe"]
    rows = book.forms.stored("kham@1").row_names(other)
    assert rows == {"cao-tuoi": "người cao tuổi", "tre-em": "trẻ em dưới 6 tuổi"}
    with office.office.reading() as session:
        found = [row.directive_id for row in session.query(Obligation)]
    assert found.count("kham-suc-khoe") == 4
    assert found.count(D2024) == 64


def test_a_right_is_a_line_of_the_table(rules: Path, opened: Open) -> None:
    def ask(office: Scene) -> None:
        request = extend.Request(Which(D2024, MONTHLY, DAI_PHU, date(2024, 5, 5)), 3, GROUNDS)
        with desk(office.office, at("2024-05-03 10:00"), "ubnd-huyen/leader") as opened:
            extend.extend(opened, request)

    before = opened()
    before.day("2024-04-26")
    with pytest.raises(Refused, match="không được ghi quyết định gia hạn"):
        ask(before)
    change(
        rules / "rights" / "quyen.yaml",
        "    title: ghi quyết định gia hạn\n    may:\n",
        "    title: ghi quyết định gia hạn\n    may:\n      to: {district: [leader]}\n",
    )
    ask(opened())
    assert len(before.entries("decision.entered")) == 1


GROUNDS = Grounds("bão số 3", "Phó Chủ tịch")
