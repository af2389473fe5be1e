"""What is told once: the same step of the same duty and date, for however many bearers."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from operator import attrgetter

from language.collation import vietnamese
from language.numbers import count
from notifications.letter import Item
from notifications.wording import committees

# All but whom it is about: what makes two items one thing to tell. Each bearer has its own form.
_same = attrgetter(
    *(f.name for f in fields(Item) if f.name not in ("bearer", "because", "enclosed"))
)


def _told(item: Item) -> tuple[object, ...]:
    beside = item.enclosed
    return _same(item), (beside.about, beside.says, beside.lack) if beside else None


@dataclass(frozen=True)
class Group:
    """Items that differ in their bearer only; `item` stands for all of them.

    `files`: the names of what is enclosed for each of them.
    """

    item: Item
    bearers: tuple[str, ...]
    becauses: tuple[str, ...]
    files: tuple[str, ...] = ()

    @property
    def who(self) -> str:
        """UBND xã Đại Phú, or UBND các xã Đại Phú, Sơn Nam và thị trấn Vị Xuyên."""
        return committees(self.bearers)

    @property
    def whose(self) -> str:
        """For subjects: the bearer's name when it is one, else how many: "03 đơn vị"."""
        return self.who if len(self.bearers) == 1 else f"{count(len(self.bearers))} đơn vị"

    @property
    def consolidates(self) -> bool:
        """The duty is the report built from others' reports."""
        return self.item.round is not None and self.item.bearer == self.item.round.consolidator

    @property
    def report(self) -> str:
        return "báo cáo tổng hợp" if self.consolidates else "báo cáo"


def grouped(items: Iterable[Item]) -> tuple[Group, ...]:
    """Groups in the order of their first (worst) item; bearers by their names, each once."""
    gathered: dict[tuple[object, ...], list[Item]] = {}
    for item in items:
        gathered.setdefault(_told(item), []).append(item)
    return tuple(
        Group(
            item=same[0],
            bearers=tuple(sorted({item.bearer for item in same}, key=vietnamese)),
            becauses=tuple(dict.fromkeys(item.because for item in same if item.because)),
            files=tuple(dict.fromkeys(name for item in same for name in _enclosed(item))),
        )
        for same in gathered.values()
    )


def _enclosed(item: Item) -> tuple[str, ...]:
    return tuple(file.name for file in item.enclosed.files) if item.enclosed else ()
