"""The dispatch of 2021 from the lists to the proposals, played at the desk by its people.

Who joins, who does not, what was done for whom: all of it is written down here first, by hand; the
office is only told of it, and what it makes of it is held against this book.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from dondoc.cases.telling import Told
from dondoc.desk import (
    case_answer,
    case_report,
    case_return,
    case_signing,
    helping,
    people_list,
    person_state,
    proposals,
    receive_list,
    reconcile,
    sponsor,
    sponsor_use,
    visit,
)
from dondoc.desk import sign as signing
from dondoc.desk.context import desk
from dondoc.desk.receipt import Receipt
from dondoc.desk.sheet_of_money import Sheet
from models import EntryKind, HelpOutcome, ListLine, PeopleListKind, Side, SponsorKind
from tests import chairs
from tests.offices import D2021, Scene, at
from tests.reporting import file_report, form, group

BHXH, LABOUR = "bhxh-huyen/officer", "phong-ldtbxh/officer"
NEAR_POOR = "can-ngheo"
LISTED = date(2021, 6, 7)
VILLAGES = 3
FILED_BY, SUMMED_BY = "2021-07-05", "2021-07-10"
_HEAD = "Họ và tên,Ngày sinh,Giới tính,Số CCCD,Xã,Thôn,Thẻ từ ngày,Thẻ đến ngày\n"
_LAST = ("Ma", "Hoàng", "Lý", "Trần", "Nông", "Bàn", "Triệu", "Sằm", "La", "Đặng", "Vi", "Lưu")
_FIRST = ("An", "Bình", "Chi", "Dung", "Giang", "Hà", "Khánh", "Lan", "Minh", "Nga", "Oanh", "Phú")
_MIDDLE = ("Thị", "Văn", "Đức", "Minh", "Thu", "Kim", "Ngọc", "Xuân", "Hồng", "Quang", "Thanh")

# What is done for whom does not join: i informed, m mobilised, h paid for, s help sought and none
# found, w help sought and not yet answered, 0 nobody met, n a neighbour asked.
WHOLE = ("im s", "im s", "im h", "im s")
# Communes with people who do not join: how each of them is worked on.
ROADS: dict[str, tuple[str, ...]] = {
    "Đại Phú": (*WHOLE, "0 0 0"),
    "Sơn Nam": ("im s", "im s", "im s", "i"),
    "Tam Đa": ("im s", "im h", ""),
    "Hào Phú": ("im s", "im s", "im w"),
    "Đông Thọ": ("im s", "im s", "n"),
    "Ninh Lai": ("im s", "im s"),
    "Phú Lương": ("im s", "im", "0 0"),
    "Thiện Kế": ("im s", "im s"),
}


@dataclass
class Life:
    """One person of the book: of which commune, and how they are worked on; None: they join."""

    commune: str
    road: str | None = None
    case: int = 0

    @property
    def whole(self) -> bool:
        """Say whether there is all the evidence that the clause asks."""
        return self.road is not None and self.road.startswith("im ") and self.road[3:] in {"s", "h"}


def book_of(communes: Sequence[str]) -> list[Life]:
    """Return 400 near-poor people, thirteen a commune or twelve; the first of some do not join."""
    lives: list[Life] = []
    for place, commune in enumerate(communes):
        roads = ROADS.get(commune, ())
        of = 12 if place < len(communes) * 13 - 400 else 13
        lives += [Life(commune, roads[n] if n < len(roads) else None) for n in range(of)]
    return lives


def _row(number: int, life: Life, card: str) -> str:
    middle, more = _MIDDLE[number % 11], _MIDDLE[number // 11 % 11]
    name = f"{_LAST[number * 5 % 12]} {middle} {more} {_FIRST[number * 7 % 12]}"
    born = date(1950, 1, 2) + timedelta(days=number * 61)
    sex = number % 2
    told = f"{name},{born:%d/%m/%Y},{'Nữ' if sex else 'Nam'},008{sex}{born:%y}{number:06}"
    return f"{told},{life.commune},Thôn {1 + number % VILLAGES},{card}\n"


@dataclass
class Road:
    """A played dispatch: the office, where files are written, and the book."""

    scene: Scene
    folder: Path
    communes: Sequence[str]
    lives: list[Life] = field(init=False)
    keys: Iterator[int] = field(default_factory=lambda: iter(range(1, 10**6)))

    def __post_init__(self) -> None:
        self.lives = book_of(self.communes)

    def uid(self, commune: str) -> str:
        """Return the uid of a commune in that summer."""
        return self.scene.office.rulebook.bodies.named(commune, LISTED).uid

    def who(self, commune: str, post: str = "officer") -> str:
        """Return a post of a commune, as who acts."""
        return f"{self.uid(commune)}/{post}"

    def do(self, when: str, who: str, act: Any, request: object) -> Any:
        """Do an act at the local instant `when`."""
        with desk(self.scene.office, at(when), who) as opened:
            return act(opened, request)

    def sweep(self, day: str) -> None:
        """Let the morning of `day` come."""
        self.scene.sweep(f"{day} 07:00", accept_gap=True)

    def staying(self) -> list[Life]:
        """Return who does not join."""
        return [life for life in self.lives if life.road is not None]

    def handed_down(self, when: str) -> None:
        """Let the list come, and let every commune acknowledge its part."""
        self._list(when, list(range(len(self.lives))), PeopleListKind.UNCOVERED, LISTED)
        for commune in self.communes:
            has = receive_list.Receiving(1, commune)
            self.do(when[:10] + " 14:00", self.who(commune), receive_list.receive, has)

    def cards_come(self, when: str, numbers: Iterable[int], as_of: str) -> None:
        """Let the list come of whoever of these has a card, until the end of the year."""
        self._list(when, list(numbers), PeopleListKind.CARDS, date.fromisoformat(as_of))

    def _list(self, when: str, numbers: list[int], kind: PeopleListKind, day: date) -> None:
        card = "15/06/2021,31/12/2021" if kind is PeopleListKind.CARDS else ","
        file = self.folder / "danh-sach.csv"
        rows = (_row(n, self.lives[n], card) for n in numbers)
        file.write_text(_HEAD + "".join(rows), "utf-8")
        request = people_list.Request(
            file, D2021, NEAR_POOR, kind, day, source="công văn số 61/BHXH", apply=True
        )
        done = self.do(when, BHXH, people_list.take_over, request)
        query = select(ListLine.person_id).where(ListLine.list_id == done.list)
        with self.scene.office.reading() as session:
            cases = session.scalars(query.order_by(ListLine.line)).all()
        for number, case in zip(numbers, cases, strict=True):
            self.lives[number].case = case

    def visited(self, when: str, life: Life, did: str, on: str = "") -> None:
        """Let it be told that somebody went to a person: `did` as in `ROADS`, without help."""
        met = {"0": "khong-gap", "n": "hang-xom"}.get(did, "nguoi-do")
        said = "chua" if met == "nguoi-do" else "khong-tra-loi"
        told = Told(
            key=f"tham-{next(self.keys)}",
            person=life.case,
            directive=D2021,
            on=date.fromisoformat(on or when[:10]),
            way="tham-ho",
            met=met,
            went=("can-bo", "truong-thon"),
            informed="i" in did,
            mobilised="m" in did,
            answer=said,
            reason="cho-tien" if said == "chua" else None,
            situation="o-nha" if met == "nguoi-do" else "di-vang",
        )
        done = self.do(when, self.who(life.commune), visit.record, visit.Request((told,)))
        assert done.recorded == 1, done

    def worked_on(self, when: str, days: Sequence[str]) -> None:
        """Let the communes tell what they did on these days for whom does not join."""
        for life in self.staying():
            steps = [step for step in (life.road or "").split() if step not in {"s", "h", "w"}]
            for day, did in zip(days, steps, strict=False):
                self.visited(when, life, did, day)

    def helped(self, when: str) -> dict[str, int]:
        """Let help be sought and given; return, by commune, the sponsor that it has."""
        day, sponsors = date.fromisoformat(when[:10]), dict[str, int]()
        for life in self.staying():
            step = (life.road or "").split()[-1:] or [""]
            if step[0] in {"s", "w"}:
                outcome = HelpOutcome.REFUSED if step[0] == "s" else HelpOutcome.WAITING
                asked = helping.Sought(
                    D2021, life.case, SponsorKind.ORGANISATION, "Hội Chữ thập đỏ", day, outcome
                )
                self.do(when, self.who(life.commune), helping.seek, asked)
            elif step[0] == "h":
                number = sponsors.setdefault(life.commune, 0) or self.sponsor(when, life.commune)
                sponsors[life.commune] = number
                self.paid(when, number, [life])
        return sponsors

    def sponsor(self, when: str, commune: str, amount: int = 5_000_000) -> int:
        """Let a sponsor pledge and give; return their number."""
        who, day = self.who(commune), date.fromisoformat(when[:10])
        added = sponsor.Request(SponsorKind.ORGANISATION, f"Hợp tác xã chè {commune}")
        number = int(self.do(when, who, sponsor.add, added).sponsor)
        for kind in (EntryKind.PLEDGE, EntryKind.RECEIVE):
            money = sponsor.Money(number, kind, amount, day, "phiếu thu số 7")
            self.do(when, who, sponsor.money, money)
        return number

    def paid(self, when: str, number: int, lives: Sequence[Life]) -> int:
        """Let a sponsor pay six months of 30 percent for people; return how much, in đồng."""
        persons = tuple(life.case for life in lives)
        day = date.fromisoformat(when[:10])
        request = sponsor_use.Request(
            D2021,
            number,
            persons,
            date(2021, 7, 1),
            6,
            day,
            "biên lai số 12",
            30,
            "Nghị định số 146/2018/NĐ-CP",
        )
        done = self.do(when, self.who(lives[0].commune), sponsor_use.use, request)
        return sum(part.amount for part in done.parts)

    def reports(self, when: str, commune: str, number: str) -> case_report.Answer:
        """Let the chair's report of a commune be drafted, signed and sent up."""
        who, day = self.who(commune), date.fromisoformat(when[:10])
        drafted = self.do(when, who, case_report.draft, case_report.Request(D2021, commune))
        said = case_signing.Signing(drafted.report, number, day, "Nguyễn Văn Ký", f"PL-{number}")
        sent = self.do(when, self.who(commune, "chair"), case_signing.sign, said)
        assert isinstance(sent, case_report.Answer)
        assert sent.cases == drafted.cases
        return sent

    def gives_back(self, when: str, commune: str, lives: Sequence[Life]) -> None:
        """Let who takes the cases return some of a commune."""
        persons = tuple(life.case for life in lives)
        back = case_return.Returning(D2021, commune, "chưa rõ đã vận động ai hỗ trợ", persons)
        self.do(when, LABOUR, case_return.give_back_cases, back)

    def files(self, when: str, commune: str, upto: str) -> dict[str, int]:
        """Let a commune file what the book says of that day; return its figures of the group."""
        mine = [life for life in self.lives if life.commune == commune]
        stay = sum(life.road is not None for life in mine)
        joined = len(mine) - stay
        figures = {"opening": len(mine), "enrolled": joined, "closing": stay, "carded": joined}
        filled = form(upto, can_ngheo=group(**figures))
        file_report(self.scene, filled, when, self.uid(commune), FILED_BY)
        return figures

    def summed_up(self, when: str, number: str) -> signing.Answer:
        """Let BHXH sign the consolidation of what the communes filed."""
        receipt = Receipt(number=number, dated=date.fromisoformat(when[:10]), signer="Lê Văn Bảo")
        request = signing.Request(D2021, date.fromisoformat(SUMMED_BY), receipt)
        found = self.do(when, "bhxh-huyen/director", signing.sign, request)
        assert isinstance(found, signing.Answer)
        return found

    def joins(self, when: str, life: Life) -> None:
        """Let a commune state that somebody joined on that day."""
        day = date.fromisoformat(when[:10])
        joined = person_state.Request(D2021, NEAR_POOR, (life.case,), day)
        self.do(when, self.who(life.commune), person_state.state, joined)

    def brought_together(self, when: str, number: str) -> None:
        """Let the Labour office sign what it brought together."""
        receipt = Receipt(number=number, dated=date.fromisoformat(when[:10]), signer="Trần Thị Hà")
        request = signing.Request(D2021, None, receipt, duty=chairs.CONSOLIDATION)
        self.do(when, "phong-ldtbxh/director", signing.sign, request)

    def proposed(self, when: str, kind: str, lives: Sequence[Life]) -> None:
        """Let the Labour office propose one thing for people."""
        persons, named = tuple(life.case for life in lives), "Quỹ Vì người nghèo"
        asked = proposals.Proposing(D2021, persons, kind, "hộ neo đơn", named)
        self.do(when, LABOUR, proposals.propose, asked)

    def passed_on(self, when: str, number: str) -> case_answer.Answer:
        """Let what is proposed be reported to the district."""
        day = date.fromisoformat(when[:10])
        request = proposals.Forwarding(D2021, number, day, "Trần Thị Hà")
        found = self.do(when, "phong-ldtbxh/director", proposals.forward, request)
        assert isinstance(found, case_answer.Answer)
        return found

    def decided(self, when: str, number: str) -> case_answer.Answer:
        """Let the district decide on everything that was passed on."""
        request = proposals.Deciding(D2021, True, number, date.fromisoformat(when[:10]))
        found = self.do(when, "van-phong/specialist", proposals.decide, request)
        assert isinstance(found, case_answer.Answer)
        return found

    def money_list(self, when: str, side: Side, told: Sequence[tuple[int, int, int]]) -> Any:
        """Let one of the three bring its list: the person's place in the book, months, đồng."""
        file = self.folder / "doi-chieu.csv"
        head = _HEAD.rstrip().rsplit(",", 2)[0] + ",Số tháng,Số tiền\n"
        rows = (
            f"{_row(n, self.lives[n], ',').rstrip().rsplit(',', 2)[0]},{months},{amount}\n"
            for n, months, amount in told
        )
        file.write_text(head + "".join(rows), "utf-8")
        body = "ubnd-huyen" if side is Side.BUDGET else None
        day = date.fromisoformat(when[:10])
        bringing = reconcile.Bringing(1, side, day, Sheet(file), body, "công văn số 12")
        return self.do(when, LABOUR, reconcile.bring, bringing)
