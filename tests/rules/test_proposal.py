"""A draft of a directive file: every sentence that lays a duty is proposed, nothing is decided."""

import json
from hashlib import sha256
from pathlib import Path

import pytest
from yaml import safe_load

from dondoc.errors import Refused
from dondoc.looking.drafted import drafted
from rules.files.source import folded
from rules.meaning.dispatch_text import DispatchText
from rules.reading.proposal import Proposed, proposals
from rules.rulebook import HOME

CLAUSES = json.loads((Path(__file__).parent / "clauses.json").read_text("utf-8"))


def text_of(year: str) -> str:
    return (HOME / "directives" / f"son-duong-bhyt-{year}" / "dispatch.txt").read_text("utf-8")


def proposed(year: str) -> list[Proposed]:
    return list(proposals(text_of(year)))


@pytest.mark.parametrize("year", ["2021", "2024"])
def test_every_clause_that_lays_a_duty_stands_in_a_proposal(year: str) -> None:
    quotes = [one.quote for one in proposed(year)]
    lacking = [
        one["id"]
        for one in CLAUSES
        if one["seed"] == year and not any(folded(one["quote"]) in quote for quote in quotes)
    ]
    # The goal before the orders is no order.
    assert lacking == ["A-0" if year == "2021" else "B-0"]


@pytest.mark.parametrize("year", ["2021", "2024"])
def test_each_quote_is_verbatim(year: str) -> None:
    text = DispatchText("dispatch.txt", text_of(year), "")
    assert [one.quote for one in proposed(year) if not text.spans(one.quote)] == []


def test_terms_are_read_by_the_reader_of_wordings() -> None:
    (monthly,) = [one for one in proposed("2024") if one.place == "mục 1, gạch đầu dòng thứ tư"]
    assert (monthly.kind, monthly.wording) == ("report", "trước ngày 05 hàng tháng")
    assert monthly.read is not None
    assert (monthly.read.sense, monthly.read.every, monthly.read.day) == ("before", "month", 5)


def test_the_draft_is_a_folder_with_the_text_as_it_came(tmp_path: Path) -> None:
    content = text_of("2024").encode()
    made = drafted("van-ban-moi", content, tmp_path)
    assert made.proposed == len(proposed("2024"))
    said = safe_load((made.folder / "directive.yaml").read_text("utf-8"))
    assert (made.folder / "dispatch.txt").read_bytes() == content
    assert said["text"]["sha256"] == sha256(content).hexdigest()
    assert all(one["bearers"] == [] for one in said["duties"].values())
    with pytest.raises(Refused, match="không ghi đè"):
        drafted("van-ban-moi", content, tmp_path)
    with pytest.raises(Refused, match="không làm mã"):
        drafted("Văn bản", content, tmp_path)
