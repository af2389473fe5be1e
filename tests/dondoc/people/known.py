"""Facts about people of the tests, by case number."""

from datetime import date

from dondoc.people.fact import Fact, Kind

LIST, GROUP, HERE = "danh sách ngày 10/4/2024", "can-ngheo", "xa-a"
CARDS = "dữ liệu thẻ"
CAME = date(2024, 4, 10)


def listed(
    person: int, body: str = HERE, since: date = CAME, began: str = "", group: str = GROUP
) -> Fact:
    """Return that `person` is on the list of `group`."""
    return Fact(person, Kind.LISTED, group, since, since, LIST, body=body, began=began)


def stated(person: int, since: date, group: str = GROUP) -> Fact:
    """Return that the commune of `person` states that they joined."""
    return Fact(person, Kind.STATED, group, since, since, "xã báo", began="da-tham-gia")


def carded(person: int, since: date, until: date, known: date | None = None) -> Fact:
    """Return that a card list shows a card of `person` up to before `until`."""
    came, ended = "duoc-cap-the", "the-het-han"
    known = known or since
    return Fact(person, Kind.CARDED, "DT", since, known, CARDS, until, began=came, ended=ended)
