"""The table of one group, a row a body; its last rows are sums of the rows above."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby

from dondoc.documents.parts import words
from dondoc.documents.parts.groups import CommuneRow, GroupTable
from dondoc.documents.writers.paper import Block, Cell, Column, Table, note
from language.dates import full_day, short_day
from language.numbers import count
from language.text import upper_first
from rules.meaning.figures import GroupFigures
from rules.meaning.form import MOVING, Figure, Form, Role

_Extra = tuple[str, Callable[[CommuneRow], int | None], int | None]
_MOVES = {Role.PLUS: "Tăng trong kỳ", Role.MINUS: "Giảm trong kỳ"}


def blocks(group: GroupTable) -> tuple[Block, ...]:
    """Return the table and the remarks that explain its marks."""
    remarks = []
    if any(row.last_known for row in group.rows):
        remarks.append(
            "(*) Chưa có báo cáo kỳ này; số liệu theo báo cáo gần nhất, tính đến ngày ghi sau tên."
        )
    if any(row.figures is None for row in group.rows):
        remarks.append("Dấu “–”: chưa có số liệu.")
    return (_table(group), *(note(text) for text in remarks))


def _table(group: GroupTable) -> Table:
    figures = _figures(group)
    extras = _extras(group)
    rows = [
        _row(str(place), row, figures, [value(row) for _, value, _ in extras])
        for place, row in enumerate(group.rows, 1)
    ]
    totals = [total for _, _, total in extras]
    rows.append(_sum(sum_title(group), sums(group), figures, totals))
    if any(row.last_known for row in group.rows):
        unknown = [None] * len(extras)
        mine = dict(group.total_received.items())
        rows.append(_sum("Riêng đơn vị đã báo cáo", mine, figures, unknown))
    rows = [_with_shares(group, row, cells) for row, cells in zip(_told(group), rows, strict=True)]
    narrow = (Column(14, "right"),) * (len(figures) + len(extras) + len(group.form.percentages))
    columns = (Column(10, "center"), Column(34), *narrow)
    return Table(columns, _head(group.form, figures, extras), tuple(rows), size=11)


def _told(group: GroupTable) -> Iterator[GroupFigures | None]:
    """Yield the figures of each row of the table, those of its sums last."""
    for row in group.rows:
        yield None if row.last_known else row.figures
    yield group.total
    if any(row.last_known for row in group.rows):
        yield group.total_received


def _with_shares(
    group: GroupTable, figures: GroupFigures | None, row: tuple[Cell, ...]
) -> tuple[Cell, ...]:
    """Return the row with the percentages of its own figures: of a sum, those of the sum."""
    shares = group.form.percentages
    texts = (words.share(figures, one) if figures else "–" for one in shares)
    return (*row, *words.cells(texts, bold=row[-1].bold, italic=row[-1].italic))


def sums(group: GroupTable) -> dict[str, int | None]:
    """Return the sum of each figure; None where a row's is not known, though the row has others."""
    return {figure.id: _known_sum(group, figure) for figure in group.form.figures}


def _known_sum(group: GroupTable, figure: Figure) -> int | None:
    values = [figure_of(row, figure.id) for row in group.with_figures]
    known = [value for value in values if value is not None]
    return sum(known) if figure.sums and known and len(known) == len(values) else None


def sum_title(group: GroupTable) -> str:
    """Name the sum of all rows: where a row lacks figures, it is no sum of the group."""
    if group.complete:
        return "Cộng"
    return f"Cộng {count(len(group.with_figures))}/{count(len(group.rows))} đơn vị có số liệu"


def _figures(group: GroupTable) -> tuple[Figure, ...]:
    """Every figure; the column of corrections only where there is one."""
    adjusted = any(row.figures and row.figures.adjustment for row in group.rows)
    figures = group.form.figures
    return tuple(one for one in figures if one.role != Role.ADJUSTMENT or adjusted)


def _extras(group: GroupTable) -> list[_Extra]:
    """Only the comparisons for which some body has a figure."""
    extras: list[_Extra] = []
    if any(row.previous is not None for row in group.rows):
        extras.append(("Kỳ trước", lambda row: row.previous, group.previous))
        extras.append(("Tăng, giảm", since_last, change_since_last(group)))
    if any(row.baseline is not None for row in group.rows):
        on = short_day(group.baseline.on) if group.baseline else "mốc"
        extras.append((f"Ngày {on}", lambda row: row.baseline, group.baseline_people))
        change = _change(group, group.baseline_people)
        extras.append(("Tăng, giảm", lambda row: _since(row, row.baseline), change))
    if any(row.by_cards is not None for row in group.rows):
        title = by_list_title(group.form)
        extras.append((title, lambda row: row.by_cards, group.by_cards))
    return extras


def by_list_title(form: Form) -> str:
    """Name who a list handed over shows as not settled: "Chưa tham gia theo dữ liệu thẻ"."""
    source = form.lists.source if form.lists else ""
    return upper_first(f"{form.words.remaining} theo {source}")


def figure_of(row: CommuneRow, figure: str) -> int | None:
    """Return a body's figure; of who has not reported, what moved in this round is not known."""
    if row.figures is None:
        return None
    stands = row.figures.form.figure(figure).role in (Role.OPENING, Role.CLOSING)
    return row.figures.get(figure) if stands or not row.last_known else None


def since_last(row: CommuneRow) -> int | None:
    """Return how a body's closing moved; of last known figures nothing moved that is known."""
    return None if row.last_known else _since(row, row.previous)


def change_since_last(group: GroupTable) -> int | None:
    """Return how the group's closing moved; None where a body's is not known."""
    changes = [since_last(row) for row in group.rows]
    known = [change for change in changes if change is not None]
    return sum(known) if known and len(known) == len(changes) else None


def _change(group: GroupTable, before: int | None) -> int | None:
    return None if before is None or not group.complete else group.total.closing - before


def _since(row: CommuneRow, before: int | None) -> int | None:
    if row.figures is None or before is None:
        return None
    return row.figures.closing - before


def _head(
    form: Form, figures: Sequence[Figure], extras: list[_Extra]
) -> tuple[tuple[Cell, ...], ...]:
    """Return the titles; what came and what went stands below a title of its own."""
    blocks = [(role, tuple(block)) for role, block in groupby(figures, lambda one: one.role)]
    moving = [one for role, block in blocks if role in MOVING for one in block]
    height = 2 if moving else 1

    def tall(text: str) -> Cell:
        return Cell(text, bold=True, align="center", rows=height)

    def titles(role: Role, block: Sequence[Figure]) -> Iterator[Cell]:
        if role in MOVING:
            yield Cell(_MOVES[role], bold=True, align="center", span=len(block))
        else:
            yield from (tall(one.short) for one in block)

    first = (
        tall("TT"),
        tall("Đơn vị"),
        *(cell for role, block in blocks for cell in titles(role, block)),
        *(tall(title) for title, _, _ in extras),
        *(tall(share.short) for share in form.percentages),
    )
    return (first, words.head(one.short for one in moving)) if moving else (first,)


def _row(
    place: str, row: CommuneRow, figures: Sequence[Figure], extras: Sequence[int | None]
) -> tuple[Cell, ...]:
    name = row.body
    if row.last_known:
        day = f" ({full_day(row.as_of)})" if row.as_of else ""
        name = f"{row.body} (*){day}"
    values = (figure_of(row, figure.id) for figure in figures)
    texts = (place, name, *(words.number(v) for v in (*values, *extras)))
    return words.cells(texts, italic=row.last_known)


def _sum(
    title: str,
    total: Mapping[str, int | None],
    figures: Sequence[Figure],
    extras: Sequence[int | None],
) -> tuple[Cell, ...]:
    values = (total[figure.id] for figure in figures)
    numbers = (words.number(v) for v in (*values, *extras))
    first = Cell(title, bold=True, align="center", span=2)
    return (first, *words.cells(numbers, bold=True))
