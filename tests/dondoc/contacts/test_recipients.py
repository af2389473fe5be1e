"""Who is told: the holder, else the acting one, else a deputy; how; and who gets a copy."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dondoc.contacts.book import know_bodies, store_contacts
from dondoc.contacts.recipients import NO_WAY, NOBODY, VACANT, Directory, Recipient, next_way
from dondoc.contacts.row import ContactRow
from models import Contact
from rules.meaning.recipient import Party
from rules.meaning.routing import BY_EMAIL, Route, Routing
from tests.offices import DAI_PHU, Scene, at

HOLDER = ContactRow(DAI_PHU, "chair", "Ma Giữ", "giu@x.invalid", "0912000000")
ACTING = replace(HOLDER, person="Ma Quyền", email="quyen@x.invalid", capacity="acting")
DEPUTY = replace(HOLDER, person="Ma Thay", email="thay@x.invalid", capacity="deputy")
EMPTY = ContactRow(DAI_PHU, "chair", None, None, capacity="vacant")
MAILBOX = ContactRow(DAI_PHU, "mailbox", None, "vt@x.invalid")
COPIED = Route("sao", "Sao gửi văn thư", ("email",), frozenset({"overdue"}), copies=("mailbox",))
ALL = BY_EMAIL.routes[0]
TODAY = date(2024, 5, 7)


def hold(office: Scene, *rows: ContactRow, now: str = "2024-04-26 06:00") -> None:
    with office.office.writing() as session:
        know_bodies(session, office.office.rulebook.bodies, rows)
        store_contacts(session, rows, at(now))


def told(office: Scene, routing: Routing = BY_EMAIL, step: str = "overdue") -> list[Recipient]:
    with office.office.reading() as session:
        directory = Directory(session, office.office.rulebook.bodies, TODAY, routing)
        return directory.recipients("chair", Party(DAI_PHU, None, None), step)


def person(office: Scene, recipient: Recipient) -> str | None:
    with office.office.reading() as session:
        return session.get_one(Contact, recipient.contact).person


@pytest.mark.parametrize(
    ("rows", "whom"),
    [
        ([HOLDER, ACTING, DEPUTY], "Ma Giữ"),
        ([EMPTY, ACTING, DEPUTY], "Ma Quyền"),
        ([EMPTY, DEPUTY], "Ma Thay"),
        ([DEPUTY], "Ma Thay"),
        ([replace(HOLDER, valid_to=date(2024, 5, 6)), DEPUTY], "Ma Thay"),
        ([replace(HOLDER, valid_to=date(2024, 5, 7)), DEPUTY], "Ma Giữ"),
        ([replace(HOLDER, email=None), DEPUTY], "Ma Thay"),
        ([replace(ACTING, valid_from=date(2024, 5, 8)), DEPUTY], "Ma Thay"),
    ],
    ids=["held", "acting", "vacant", "no-holder", "ended", "last-day", "phone-only", "not-yet"],
)
def test_the_next_in_turn_is_told_where_the_one_before_cannot_be(
    any_office: Scene, rows: list[ContactRow], whom: str
) -> None:
    hold(any_office, *rows)
    (recipient,) = told(any_office)
    assert person(any_office, recipient) == whom


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([MAILBOX], NOBODY),
        ([EMPTY], VACANT),
        ([replace(HOLDER, channels="zalo")], NO_WAY),
    ],
)
def test_a_post_nobody_can_be_told_at_says_why(
    office: Scene, rows: list[ContactRow], reason: str
) -> None:
    hold(office, *rows)
    assert told(office) == [Recipient(DAI_PHU, "chair", None, "email", reason)]


@pytest.mark.parametrize(
    ("allowed", "accounts", "channel"),
    [
        (("email",), ("email", "zalo"), "email"),
        (("zalo", "email"), ("email", "zalo"), "zalo"),
        (("zalo", "email"), ("email",), "email"),
        (("any",), ("email", "zalo"), "zalo"),
        (("email", "any"), ("zalo",), "zalo"),
    ],
)
def test_the_route_says_which_of_a_contacts_channels_is_taken(
    office: Scene, allowed: tuple[str, ...], accounts: tuple[str, ...], channel: str
) -> None:
    hold(office, replace(HOLDER, channels="zalo,email"))
    routing = Routing([Route("r", "R", allowed)]).limited_to(accounts)
    (recipient,) = told(office, routing)
    assert recipient.channel == channel


def test_after_a_channel_failed_for_good_the_next_is_tried() -> None:
    contact = Contact(
        body_uid=DAI_PHU, post="chair", email="a@x.invalid", phone="0912", channels="email zalo"
    )
    routing = Routing([Route("r", "R", ("email", "any"))])
    assert next_way(routing, contact, "overdue", "email") == ("zalo", "0912")
    assert next_way(routing, contact, "overdue", "zalo") is None
    assert next_way(BY_EMAIL, contact, "overdue", "email") is None


def routed(office: Scene, *routes: Route) -> Scene:
    office.office.rulebook = replace(office.office.rulebook, routing=Routing(routes))
    return office


def test_nobody_gets_a_copy_unless_a_route_says_so(office: Scene) -> None:
    office.days("2024-05-06", "2024-05-07")
    assert office.gateway.to("mailbox.02617-base@noi-bo.invalid") == []


def test_the_mailbox_gets_a_copy_where_the_route_says_so(office: Scene) -> None:
    routed(office, replace(COPIED, posts=frozenset({"chair"})), ALL)
    office.days("2024-05-06", "2024-05-07")
    (copy,) = office.gateway.to("mailbox.02617-base@noi-bo.invalid")
    assert "Đại Phú" in copy.text
    assert "07/05 overdue → mailbox: sent" in office.story()


def test_a_copy_waits_for_release_with_what_it_is_a_copy_of(office_with: Any) -> None:
    office = routed(office_with(release="person"), replace(COPIED, posts=frozenset({"chair"})), ALL)
    office.days("2024-05-06", "2024-05-07")
    assert "07/05 overdue → mailbox: held" in office.story()


def test_who_is_told_anyway_gets_no_copy_beside_it(office: Scene) -> None:
    routed(office, replace(COPIED, posts=frozenset({"chair"}), copies=("officer",)), ALL)
    office.days("2024-05-06", "2024-05-07")
    assert [line for line in office.story() if "overdue → officer" in line] == [
        "07/05 overdue → officer: sent"
    ]


def test_a_deputy_is_not_called_chair(office_with: Any) -> None:
    office = office_with(contacts=[EMPTY, DEPUTY])
    office.days("2024-05-06", "2024-05-07")
    (letter,) = office.gateway.to("thay@x.invalid")
    assert "Đồng chí Ma Thay, người được giao thay Chủ tịch UBND xã Đại Phú" in letter.text


def test_who_acts_is_called_so(office_with: Any) -> None:
    office = office_with(contacts=[ACTING])
    office.days("2024-05-06", "2024-05-07")
    (letter,) = office.gateway.to("quyen@x.invalid")
    assert "Đồng chí Ma Quyền, quyền Chủ tịch UBND xã Đại Phú" in letter.text


def test_what_waits_for_who_left_goes_to_who_came(office_with: Any) -> None:
    officer = replace(HOLDER, post="officer")
    office = office_with(contacts=[officer])
    office.sweep("2024-05-02 07:00")
    new = replace(officer, person="Hà Mới", email="moi@x.invalid")
    hold(office, new, now="2024-05-02 08:00")
    office.dispatch("2024-05-02 08:05")
    assert office.gateway.to("giu@x.invalid") == []
    (letter,) = office.gateway.to("moi@x.invalid")
    assert "Hà Mới" in letter.text
    assert len(office.entries("notice.readdressed")) == 1
    assert office.story() == ["02/05 reminder → officer: sent"]


def test_what_waits_for_who_left_fails_where_nobody_came(office_with: Any) -> None:
    office = office_with(contacts=[replace(HOLDER, post="officer")])
    office.sweep("2024-05-02 07:00")
    hold(office, MAILBOX, now="2024-05-02 08:00")
    office.dispatch("2024-05-02 08:05")
    assert office.gateway.sent == []
    assert [(n.state, n.reason) for n in office.notices()] == [("failed", NOBODY)]


def test_who_has_the_word_already_does_not_get_it_twice(office_with: Any) -> None:
    first = replace(HOLDER, post="officer")
    second = replace(first, person="Hà Hai", email="hai@x.invalid")
    office = office_with(contacts=[first, second])
    office.sweep("2024-05-02 07:00")
    hold(office, second, now="2024-05-02 08:00")
    office.dispatch("2024-05-02 08:05")
    assert len(office.gateway.to("hai@x.invalid")) == 1
    assert sorted(n.state for n in office.notices()) == ["cancelled", "sent"]
