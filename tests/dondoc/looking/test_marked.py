"""A dispatch as a page shows it: whole, in its paragraphs, the sentence that is meant marked."""

import pytest

from dondoc.looking.marked import Span, around, paragraphs
from rules.rulebook import Rulebook
from tests.offices import D2021, D2024

TEXT = (
    "1. Các xã   \n\n- Tổng hợp, báo cáo về huyện \n\ntrước ngày 05. Làm ngay.\n\n- Việc khác.  \n"
)


def test_lines_of_the_paper_become_paragraphs() -> None:
    assert [one.text for one in paragraphs(TEXT)] == [
        "1. Các xã",
        "- Tổng hợp, báo cáo về huyện trước ngày 05. Làm ngay.",
        "- Việc khác.",
    ]


def test_a_sentence_over_two_lines_is_marked_alone() -> None:
    start = TEXT.index("Tổng hợp")
    end = TEXT.index(" Làm ngay")
    [marked] = around(paragraphs(TEXT, [Span(start, end, "giao")]), ["giao"], near=0)
    assert [(piece.text, piece.marks) for piece in marked.pieces] == [
        ("- ", ()),
        ("Tổng hợp, báo cáo về huyện trước ngày 05.", ("giao",)),
        (" Làm ngay.", ()),
    ]


def test_two_marks_may_lie_over_each_other() -> None:
    start = TEXT.index("báo cáo")
    spans = [Span(0, len(TEXT), "all"), Span(start, start + 7, "one")]
    [piece] = [p for one in paragraphs(TEXT, spans) for p in one.pieces if "one" in p.marks]
    assert (piece.text, piece.marks) == ("báo cáo", ("all", "one"))


@pytest.mark.parametrize("directive", [D2024, D2021])
def test_every_clause_of_a_shipped_dispatch_is_marked_with_its_own_words(
    whole: Rulebook, directive: str
) -> None:
    declared = whole.directives[directive]
    spans = [Span(*duty.span, duty.id) for duty in declared.duties.values()]
    found = paragraphs(declared.text.content, spans)
    for duty in declared.duties.values():
        said = "".join(
            piece.text for one in found for piece in one.pieces if duty.id in piece.marks
        )
        assert "".join(said.split()) == "".join(duty.quote.replace("**", "").split())
    shown = "".join(one.text for one in found)
    kept = declared.text.content.replace("**", "")
    assert "".join(shown.split()) == "".join(kept.split())
