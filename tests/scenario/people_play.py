"""The lists of 2024 made up in the shape of the dispatch, handed down and worked through.

Everything is done at the desk, as its people would; beside each act its diary is written by hand.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import cycle, product
from pathlib import Path
from typing import Any

from sqlalchemy import select

from dondoc.desk import double, people_list, person_change, person_state
from dondoc.desk.context import desk
from models import DoubleReason, ListLine, PeopleListKind
from tests.offices import D2024, Scene, at
from tests.scenario.people_lives import MINORITY, NEAR_POOR, Book, Life

BHXH = "bhxh-huyen/officer"
NEAR = (
    *("Chi Thiết", "Đại Phú", "Đông Thọ", "Hào Phú", "Hồng Lạc", "Kháng Nhật"),
    *("Ninh Lai", "Phú Lương", "Sơn Nam", "Tam Đa", "Thiện Kế", "Trường Sinh"),
)
EIGHT = (
    *("Kháng Nhật", "Sơn Nam", "Đại Phú", "Phú Lương", "Tam Đa", "Thiện Kế", "Ninh Lai", "Hào Phú"),
)
LISTED = date(2024, 4, 10)
_HEAD = "Họ và tên,Ngày sinh,Giới tính,Số CCCD,Xã,Thôn,Thẻ từ ngày,Thẻ đến ngày\n"
_LAST = ("Ma", "Hoàng", "Lý", "Trần", "Nông", "Bàn", "Triệu", "Sằm", "La", "Đặng", "Vi", "Lưu")
_FIRST = ("An", "Bình", "Chi", "Dung", "Giang", "Hà", "Khánh", "Lan", "Minh", "Nga", "Oanh", "Phú")
_MIDDLE = ("Thị", "Văn", "Đức", "Minh", "Thu", "Kim", "Ngọc", "Xuân", "Hồng", "Quang", "Thanh")
_WORDS = list(product(_MIDDLE, _MIDDLE, _LAST, _FIRST))


def made_up() -> Book:
    """Return 282 near-poor people in twelve communes, 3,571 of minorities in eight, 60 in both."""
    book, both = Book(), cycle(EIGHT)
    shared = dict.fromkeys(EIGHT, 0)
    for _ in range(60):
        shared[next(both)] += 1
    for place, commune in enumerate(NEAR):
        for number in range(24 if place < 6 else 23):
            life = book.setdefault(len(book), Life())
            life.on.append((LISTED, commune, NEAR_POOR, ""))
            if number < shared.get(commune, 0):
                life.on.append((LISTED, commune, MINORITY, ""))
    for place, commune in enumerate(EIGHT):
        people = (447 if place < 3 else 446) - shared[commune]
        for _ in range(people):
            book.setdefault(len(book), Life()).on.append((LISTED, commune, MINORITY, ""))
    return book


def _row(number: int, life: Life, card: tuple[date, date] | None) -> str:
    middle, more, last, first = _WORDS[number * 7 % len(_WORDS)]
    born = date(1950 + number % 50, 1, 2) + timedelta(days=number % 360)
    sex = number % 2
    identity = f"008{sex}{born:%y}{number:06}"
    days = ",".join(f"{day:%d/%m/%Y}" for day in card) if card else ","
    told = f"{last} {middle} {more} {first},{born:%d/%m/%Y},{'Nữ' if sex else 'Nam'},{identity}"
    return f"{told},{life.on[-1][1]},Thôn {1 + number % 9},{days}\n"


@dataclass
class Year:
    """A played year: the office, the book kept by hand, and where files are written."""

    scene: Scene
    folder: Path
    book: Book = field(default_factory=made_up)

    def uid(self, commune: str, day: str = "2024-04-20") -> str:
        """Return the uid of a commune as it was called on `day`."""
        return self.scene.office.rulebook.bodies.named(commune, date.fromisoformat(day)).uid

    def of(self, commune: str, group: str) -> list[int]:
        """Return the numbers of whoever came on the list of `group` with that commune's list."""
        return [n for n, life in self.book.items() if (LISTED, commune, group, "") in life.on]

    def do(self, when: str, who: str, act: Any, request: object) -> Any:
        """Do an act at the local instant `when`."""
        with desk(self.scene.office, at(when), who) as opened:
            return act(opened, request)

    def list_comes(
        self,
        when: str,
        group: str,
        as_of: str,
        numbers: Iterable[int],
        kind: PeopleListKind = PeopleListKind.UNCOVERED,
        **more: Any,
    ) -> people_list.Answer:
        """Let a list be taken over, in which each of `numbers` has a line."""
        lines, day = list(numbers), date.fromisoformat(as_of)
        file = self.folder / "danh-sach.csv"
        rows = (_row(n, self.book[n], _card(self.book[n], day, kind)) for n in lines)
        file.write_text(_HEAD + "".join(rows), "utf-8")
        request = people_list.Request(
            file, D2024, group, kind, day, source="công văn số 45", apply=True, **more
        )
        done = self.do(when, BHXH, people_list.take_over, request)
        assert isinstance(done, people_list.Answer)
        self._name(done.list or 0, lines)
        return done

    def _name(self, list_id: int, lines: Sequence[int]) -> None:
        query = select(ListLine.person_id).where(ListLine.list_id == list_id)
        with self.scene.office.reading() as session:
            cases = session.scalars(query.order_by(ListLine.line)).all()
        for number, case in zip(lines, cases, strict=True):
            self.book[number].case = case

    def card(self, numbers: Iterable[int], first: str, last: str = "2025-12-31") -> None:
        """Write into the diaries that people have a card on these days, both included."""
        days = date.fromisoformat(first), date.fromisoformat(last)
        for number in numbers:
            self.book[number].cards.append(days)

    def cards_come(self, when: str, group: str, as_of: str) -> None:
        """Let the list come of whoever of `group` has a card on that day."""
        day = date.fromisoformat(as_of)
        holders = [
            number
            for number, life in self.book.items()
            if any(of == group for _, _, of, _ in life.on)
            and any(first <= day <= last for first, last in life.cards)
        ]
        self.list_comes(when, group, as_of, holders, PeopleListKind.CARDS)

    def joined(self, when: str, commune: str, group: str, numbers: Sequence[int]) -> None:
        """Let the commune state that people joined on that day."""
        day = date.fromisoformat(when[:10])
        cases = tuple(self.book[number].case for number in numbers)
        request = person_state.Request(D2024, group, cases, day)
        self.do(when, f"{self.uid(commune)}/officer", person_state.state, request)
        for number in numbers:
            self.book[number].joined.append((day, group))

    def ask(self, when: str, commune: str, number: int, reason: str, **more: Any) -> int:
        """Let the commune ask for a change of one of its people, from that day on."""
        request = person_change.Request(
            D2024, self.book[number].case, reason, date.fromisoformat(when[:10]), **more
        )
        who = f"{self.uid(commune)}/officer"
        return int(self.do(when, who, person_change.ask, request).change)

    def confirm(self, when: str, change: int, who: str) -> None:
        """Let whose word it is confirm a change on that day."""
        said = person_change.Deciding(change, True, "12/XN", date.fromisoformat(when[:10]))
        self.do(when, who, person_change.decide, said)

    def leaves(
        self, when: str, commune: str, number: int, reason: str, by_bhxh: bool = False
    ) -> int:
        """Let somebody leave every list for a reason that is confirmed on the same day."""
        change = self.ask(when, commune, number, reason)
        self.confirm(when, change, BHXH if by_bhxh else f"{self.uid(commune)}/chair")
        self.off(when, number, reason)
        return change

    def off(self, when: str, number: int, reason: str, groups: Iterable[str] = ()) -> None:
        """Write into a diary that somebody left the lists, of `groups` or of all."""
        day = date.fromisoformat(when[:10])
        mine = tuple(groups) or {of for _, _, of, _ in self.book[number].on}
        self.book[number].off.extend((day, of, reason) for of in mine)

    def moves(self, when: str, here: str, there: str, number: int, takes: bool) -> None:
        """Let somebody move between communes, where the other one takes them or does not."""
        change = self.ask(when, here, number, "chuyen-di", to=there)
        self.confirm(when, change, f"{self.uid(here)}/chair")
        answer = person_change.Answering(change, takes)
        self.do(when, f"{self.uid(there)}/officer", person_change.answer, answer)
        if takes:
            day, life = date.fromisoformat(when[:10]), self.book[number]
            groups = {of for _, _, of, _ in life.on}
            self.off(when, number, "chuyen-di")
            life.on.extend((day, there, of, "chuyen-den") for of in groups)

    def made_one(self, when: str, kept: int, gone: int) -> None:
        """Let two entries turn out to be one person, who stays where the first lives."""
        request = double.Request(self.book[kept].case, self.book[gone].case, DoubleReason.MET)
        self.do(when, BHXH, double.merge, request)
        self.off(when, gone, "trung-ho-so")
        self.book[gone].case = self.book[kept].case


def _card(life: Life, day: date, kind: PeopleListKind) -> tuple[date, date] | None:
    if kind is not PeopleListKind.CARDS:
        return None
    return next((one for one in life.cards if one[0] <= day <= one[1]), None)
