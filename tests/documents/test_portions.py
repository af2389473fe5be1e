"""Long documents, set portion by portion: page by page what the whole would have been."""

from dataclasses import replace
from io import BytesIO

import pypdfium2
import pytest
from pypdf import PdfReader

from dondoc.documents.registry import paper_of
from dondoc.documents.writers.paper import Block, Cell, Paper, Table
from dondoc.documents.writers.pdf import pdf
from tests.documents import samples

WHOLE = 1_000_000


@pytest.fixture(scope="module")
def paper() -> Paper:
    """A consolidated report with appendices of many pages, a text of pages in one of their rows."""
    paper = paper_of(samples.consolidated(partial=True))
    longest = max(paper.appendices, key=lambda appendix: len(_table(appendix.blocks).rows))
    long = tuple(_thrice(block) for block in longest.blocks)
    rest = tuple(each for each in paper.appendices if each is not longest)
    return replace(
        paper,
        blocks=tuple(_thrice(block) for block in paper.blocks),
        appendices=(replace(longest, blocks=long), *rest),
    )


def _table(blocks: tuple[Block, ...]) -> Table:
    return next(block for block in blocks if isinstance(block, Table))


def _thrice(block: Block) -> Block:
    if not isinstance(block, Table):
        return block
    very_long = Cell(" ".join(f"từ{number}" for number in range(1_500)), span=len(block.columns))
    return replace(block, rows=(*block.rows * 2, (very_long,), *block.rows))


@pytest.fixture(scope="module")
def parted(paper: Paper) -> bytes:
    return pdf(paper, samples.AT, most=150)


def pictures(data: bytes) -> list[bytes]:
    return [bytes(page.render(scale=1).buffer) for page in pypdfium2.PdfDocument(data)]


def test_its_pages_are_those_of_the_whole(paper: Paper, parted: bytes) -> None:
    whole = pictures(pdf(paper, samples.AT, most=WHOLE))
    assert len(whole) > 15
    assert pictures(parted) == whole


def test_no_word_of_a_row_of_pages_is_lost(parted: bytes) -> None:
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(parted)).pages)
    assert all(text.count(f"từ{number}") for number in range(1_500))


def test_it_counts_its_pages_and_is_named_by_all_its_portions(paper: Paper, parted: bytes) -> None:
    read = PdfReader(BytesIO(parted))
    said = read.trailer["/Root"]["/Metadata"].get_data().decode()
    assert f"<xmpTPg:NPages>{len(read.pages)}<" in said
    assert "<pdfaid:part>2<" in said
    last = paper.appendices[-1]
    other = replace(last, title=f"{last.title} khác")
    changed = pdf(replace(paper, appendices=(*paper.appendices[:-1], other)), samples.AT, most=150)
    first, second = (PdfReader(BytesIO(data)).trailer["/ID"] for data in (parted, changed))
    assert first[0] == second[0]
    assert first[1] != second[1]


def test_the_same_data_and_instant_give_the_same_bytes(paper: Paper, parted: bytes) -> None:
    assert pdf(paper, samples.AT, most=150) == parted
