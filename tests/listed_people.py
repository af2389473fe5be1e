"""People on lists for tests: case numbers without anything personal, and what lists say of them."""

from collections.abc import Iterable, Mapping
from datetime import date

from dondoc.desk import people_list, receive_list
from dondoc.desk.context import desk
from dondoc.people.coming import Arrived, Line, coming
from dondoc.people.ledger import Ground, enter, facts_of
from models import PeopleListKind, Person
from tests.offices import D2024, Scene, at
from tests.reporting import NEAR_POOR

BHXH = "bhxh-huyen/officer"


def people(scene: Scene, when: str, bodies: Mapping[str, Iterable[int]]) -> None:
    """Let there be people: the case numbers of each body (uid)."""
    with scene.office.writing() as session:
        session.add_all(
            Person(
                id=number,
                body_uid=body,
                sealed=b"",
                seal_key=1,
                state="known",
                recorded_at=at(when),
                recorded_by=BHXH,
            )
            for body, numbers in bodies.items()
            for number in numbers
        )


def list_comes(
    scene: Scene,
    when: str,
    lines: Iterable[Line],
    as_of: str,
    kind: PeopleListKind = PeopleListKind.UNCOVERED,
    group: str = NEAR_POOR,
) -> None:
    """Let a list of `group` come at the local instant `when`."""
    list_ = Arrived(
        directive=D2024,
        group=group,
        kind=kind,
        as_of=date.fromisoformat(as_of),
        known_from=at(when).date(),
        source="BHXH huyện, công văn số 45",
        lines=list(lines),
    )
    with scene.office.writing() as session:
        found = coming(facts_of(session, D2024), list_, scene.office.rulebook.reasons)
        ground = Ground(f"list:{when}", at(when), BHXH)
        enter(session, found.revision, ground)


def on_the_list(body: str, numbers: Iterable[int]) -> list[Line]:
    """Return a line for each of `numbers`."""
    return [Line(number, body) for number in numbers]


def with_card(body: str, numbers: Iterable[int], since: str, until: str) -> list[Line]:
    """Return a line of a card list for each of `numbers`; `until`: the last day on the card."""
    days = date.fromisoformat(since), date.fromisoformat(until)
    return [Line(number, body, *days, "CN") for number in numbers]


# One of two communes each: as a file, for what happens to whole lists.
_TWO = (
    "Họ và tên,Ngày sinh,Giới tính,Xã,Thôn",
    "Ma Thị Hoa,12/3/1984,Nữ,Đại Phú,Tân Lập",
    "Hoàng Văn Sáu,05/6/1971,Nam,Sơn Nam,Ba Nhà",
)


def bring(office: Scene, group: str, when: str, lines: tuple[str, ...] = _TWO) -> None:
    file = office.office.settings.state_folder / f"{group}.csv"
    file.write_text("\n".join(lines), "utf-8")
    request = people_list.Request(file, D2024, group, as_of=date(2024, 4, 10), apply=True)
    with desk(office.office, at(when), BHXH) as opened:
        people_list.take_over(opened, request)


def receive(office: Scene, number: int, body: str, when: str) -> None:
    with desk(office.office, at(when), BHXH) as opened:
        receive_list.receive(opened, receive_list.Receiving(number, body))
