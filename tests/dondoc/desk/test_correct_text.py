"""A stored text is corrected with its reason; what happened does not move."""

import json
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from shutil import copytree, ignore_patterns
from typing import Any

import pytest
from sqlalchemy import select

from dondoc.desk import correct_text
from dondoc.desk.context import desk
from dondoc.documents.kinds.dossier.assembly import dossier
from dondoc.errors import Refused
from dondoc.looking.texts import text_of, texts
from dondoc.looking.why import why
from dondoc.obligations.corrected import unreasoned
from dondoc.trail.anchors import read_anchors
from dondoc.trail.verify import verify
from models import Clause, Entry, Finding, Notice, Obligation
from rules.errors import RuleError
from rules.rulebook import HOME, Rulebook, load
from tests.few import few_of
from tests.offices import D2024, Scene, at

QUOTE, MENDED = "- Tổng hợp báo cáo kết quả", "- Tổng hợp, báo cáo kết quả"
WHEN = "2024-05-08 10:00"
REQUEST = correct_text.Request(D2024, "quét sót dấu phẩy")


def corrected_rules(home: Path, quote: str = MENDED) -> Rulebook:
    """Return the shipped rules with a comma more in the text; `quote`: what a duty quotes of it."""
    copytree(HOME, home, ignore=ignore_patterns("*.py", "__pycache__"))
    folder = home / "directives" / D2024
    text, declared = folder / "dispatch.txt", folder / "directive.yaml"
    before = text.read_bytes()
    text.write_bytes(before.replace(QUOTE.encode(), MENDED.encode()))
    said = declared.read_text("utf-8")
    said = said.replace(sha256(before).hexdigest(), sha256(text.read_bytes()).hexdigest())
    said = said.replace(f"{QUOTE[2:]} thực hiện về", f"{quote[2:]} thực hiện về")
    declared.write_text(said, "utf-8")
    return few_of(load(home))


@pytest.fixture(scope="module")
def mended(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    return corrected_rules(tmp_path_factory.mktemp("rules") / "rules")


@pytest.fixture
def told(office: Scene) -> Scene:
    """Every commune was told that it is late."""
    for day in ("2024-04-26", "2024-05-07"):
        office.day(day)
    return office


def happened(scene: Scene) -> dict[str, list[Any]]:
    """Return what must not move: every obligation, notice, finding, and the trail so far."""
    with scene.office.reading() as session:
        rows = {
            table.__tablename__: [
                {
                    column: getattr(row, column)
                    for column in [one.key for one in table.__table__.columns]
                }
                for row in session.scalars(select(table).order_by(key))
            ]
            for table, key in (
                (Obligation, Obligation.id),
                (Notice, Notice.id),
                (Finding, Finding.id),
                (Entry, Entry.seq),
            )
        }
    for row in rows["obligation"]:
        # When a sweep looks next is a plan.
        del row["wake_at"]
        # Open ones rest on the sentence as corrected; that is all.
        if row["due_on"] >= date(2024, 5, 9):
            del row["clause_id"]
    return rows


def corrected(scene: Scene, rules: Rulebook) -> correct_text.Answer:
    scene.office.rulebook = rules
    with desk(scene.office, at(WHEN)) as opened:
        return correct_text.correct_text(opened, REQUEST)


def test_what_happened_does_not_move(told: Scene, mended: Rulebook) -> None:
    before = happened(told)
    done = corrected(told, mended)
    after = happened(told)
    entries, later = before.pop("entry"), after.pop("entry")
    assert after == before
    assert later[: len(entries)] == entries
    assert done.version == 2
    [said] = told.entries("directive.text_corrected")
    assert json.loads(said.data)["before"] == done.sha256_before
    assert json.loads(said.data)["after"] == done.sha256
    # The next sweep has nothing more to take over, and nobody hears anything twice.
    told.day("2024-05-09")
    assert told.entries("obligation.moved") == []
    with told.office.reading() as session:
        assert verify(session).ok


def test_why_shows_the_sentence_as_corrected_and_as_it_was(told: Scene, mended: Rulebook) -> None:
    late = next(one for one in told.notices() if one.step == "overdue")
    corrected(told, mended)
    with told.office.reading() as session:
        said = why(session, mended, late.id)
        first, second = texts(session, D2024)
    assert said["obligation"]["quote"].startswith(QUOTE[2:])
    assert said["corrected"]["quote"].startswith(MENDED[2:])
    assert said["corrected"]["note"].startswith(
        "Lời văn của văn bản được sửa ngày 08/5/2024 (lý do: quét sót dấu phẩy); câu trên là lời "
        f"văn đã sửa, trước đó ghi: “{QUOTE[2:]}"
    )
    assert (first.reason, second.reason) == (None, "quét sót dấu phẩy")
    assert QUOTE in (text_of([first, second], D2024, 1).content or "")
    assert MENDED in (second.content or "")


def test_on_either_database_the_dossier_shows_both(any_office: Scene, mended: Rulebook) -> None:
    any_office.day("2024-04-26")
    row = any_office.obligation()
    corrected(any_office, mended)
    anchors = read_anchors(any_office.office.settings.state_folder)
    with any_office.office.reading() as session:
        owed = session.get_one(Obligation, row.id)
        first = session.get_one(Clause, row.clause_id)
        # Due before it was corrected: it keeps the sentence that it rested on.
        assert owed.clause_id == first.id
        shown = dossier(session, mended, anchors, owed, "Văn phòng", at(WHEN)).clause
        assert verify(session).ok
    assert shown.quote.startswith(MENDED[2:])
    assert f"trước đó ghi: “{QUOTE[2:]}" in shown.corrected


def test_letters_quote_the_corrected_sentence_from_then_on(told: Scene, mended: Rulebook) -> None:
    corrected(told, mended)
    for day in ("2024-05-31", "2024-06-06"):
        told.day(day)
    letter = told.gateway.to("officer.02617-base@noi-bo.invalid")[-1]
    assert f"“{MENDED[2:]} thực hiện" in letter.text


def test_what_a_sweep_took_over_gets_its_reason_afterwards(told: Scene, mended: Rulebook) -> None:
    told.office.rulebook = mended
    told.day("2024-05-08")
    assert told.entries("obligation.moved") == []
    with told.office.reading() as session:
        assert [one.directive_id for one in unreasoned(session)] == [D2024]
    assert corrected(told, mended).version == 2
    with told.office.reading() as session:
        assert unreasoned(session) == []
    with pytest.raises(Refused, match="vẫn là bản 2, đã có lý do sửa"):
        corrected(told, mended)


def test_what_makes_no_sense_is_refused(told: Scene, mended: Rulebook, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="vẫn như khi đưa vào theo dõi"):
        corrected(told, told.office.rulebook)
    with pytest.raises(Refused, match="cần nêu lý do"), desk(told.office, at(WHEN)) as opened:
        correct_text.correct_text(opened, correct_text.Request(D2024, " "))
    directive = mended.directives[D2024]
    duties = {id_: duty for id_, duty in directive.duties.items() if not duty.target}
    fewer = {**mended.directives, D2024: replace(directive, duties=duties)}
    with pytest.raises(Refused, match=r"không chỉ sửa lời văn: .* việc được rút"):
        corrected(told, replace(mended, directives=fewer))
    with told.office.reading() as session:
        assert len(texts(session, D2024)) == 1
    with pytest.raises(RuleError, match=r"duties\.bao-cao-thang\.quote: the quote is not in"):
        corrected_rules(tmp_path / "rules", QUOTE)
