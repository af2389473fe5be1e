"""A document of thousands of rows, set portion by portion: the typesetter keeps every cell it sets.

A portion ends where a page does, between two rows of one table, so that the pages are those that
the whole would have had: one more page is set than is taken, and the next portion begins with the
row at the head of that page.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dondoc.documents.writers.paper import Block, Paper, Table
from dondoc.documents.writers.typesetter import Start

# Cells set at once (some 9 kB each); up to so many a document is set whole.
CELLS = 2_500


@dataclass(frozen=True, slots=True)
class Portion:
    """A stretch of the text or of one appendix.

    Args:
        section: 0 for the text, n for the n-th appendix.
        before: how many pages of the same text or appendix are set already.
        rest: what follows it, first the other rows of its last table; empty: it goes to the end.
    """

    section: int
    blocks: tuple[Block, ...]
    rest: tuple[Block, ...]
    before: int

    @property
    def begins(self) -> bool:
        return self.before == 0

    @property
    def ends(self) -> bool:
        return not self.rest

    def paper(self, whole: Paper) -> Paper:
        """Return `whole` with nothing but this portion."""
        if self.section == 0:
            return replace(whole, blocks=self.blocks, appendices=())
        appendix = replace(whole.appendices[self.section - 1], blocks=self.blocks)
        return replace(whole, blocks=(), appendices=(appendix,))

    def cut(self, starts: Sequence[Start]) -> tuple[int, tuple[Block, ...]] | None:
        """Return how many pages to take and what is left then; None where no page ends well.

        Args:
            starts: where each row of this portion begins.
        """
        number = len(starts)
        for place in reversed(range(len(self.blocks))):
            table = self.blocks[place]
            if not isinstance(table, Table):
                continue
            for row in reversed(range(1, len(table.rows))):
                before, here = starts[number - len(table.rows) + row - 1 :][:2]
                if before.page < here.page and not before.breaks and not here.breaks:
                    rest = replace(table, rows=table.rows[row:])
                    return here.page - 1, _joined((rest, *self.blocks[place + 1 :]), self.rest)
            number -= len(table.rows)
        return None


def cells(blocks: Sequence[Block]) -> int:
    """Return how many cells the tables among `blocks` have."""
    return sum(len(row) for block in blocks if isinstance(block, Table) for row in block.rows)


def portion(section: int, blocks: tuple[Block, ...], before: int, most: int) -> Portion:
    """Return the portion that `blocks` begin with: whole rows with at most `most` cells."""
    room = most
    for place, block in enumerate(blocks):
        if not isinstance(block, Table):
            continue
        for row, held in enumerate(block.rows):
            room -= len(held)
            if room < 0 and row > 0:
                first = replace(block, rows=block.rows[:row])
                rest = replace(block, rows=block.rows[row:])
                return Portion(
                    section, (*blocks[:place], first), (rest, *blocks[place + 1 :]), before
                )
    return Portion(section, blocks, (), before)


def _joined(head: tuple[Block, ...], tail: tuple[Block, ...]) -> tuple[Block, ...]:
    """`head` and `tail`, a table that was parted between them made whole again."""
    last, first = head[-1], tail[0]
    if isinstance(last, Table) and isinstance(first, Table):
        return (*head[:-1], replace(last, rows=last.rows + first.rows), *tail[1:])
    return head + tail
