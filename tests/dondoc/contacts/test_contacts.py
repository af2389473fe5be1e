"""The address book: whole or not at all, the same again changes nothing, the same file back."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from dondoc.contacts import book
from dondoc.contacts.book import Changes
from dondoc.contacts.file import write_table
from dondoc.contacts.row import CONTACTS
from dondoc.incoming.reading import read_table
from models import Contact, Entry
from notifications.outcome import Kind, Outcome
from rules.errors import RuleError
from tests.offices import DAI_PHU, SON_NAM, Scene, at

NOW = "2024-05-02 10:00"
FIRST = f"""body,post,person,email,phone,channels,capacity,valid_from,valid_to
{SON_NAM},officer,Lý Thị Sơn,son@x.invalid,0912 345 678,"email,zalo",,2024-01-01,
{DAI_PHU},chair,,,,,vacant,,
{DAI_PHU},chair,"Ma, Văn Quyền",quyen@x.invalid,,,acting,,2024-12-31
Hợp Hoà,văn thư,,vt@x.invalid,,,,01/3/2024,
"""


def write(office: Scene, text: str, name: str = "danh-ba.csv") -> Path:
    file = office.office.settings.state_folder / name
    file.write_bytes(text.encode())
    return file


def take(office: Scene, file: Path, now: str = NOW) -> Changes:
    bodies = office.office.rulebook.bodies
    listing = book.read_contacts(file, bodies, at(now).date())
    with office.office.writing() as session:
        book.know_bodies(session, bodies, listing.rows)
        return book.store_contacts(session, listing.rows, at(now), listing.form)


def give(office: Scene, name: str) -> Path:
    file = office.office.settings.state_folder / name
    with office.office.reading() as session:
        write_table(file, *book.listed(session))
    return file


def stored(office: Scene, uid: str = DAI_PHU) -> list[Contact]:
    with office.office.reading() as session:
        query = select(Contact).where(Contact.body_uid == uid).order_by(Contact.id)
        return list(session.scalars(query))


def test_a_file_is_taken_before_any_directive_is_registered(any_office: Scene) -> None:
    changes = take(any_office, write(any_office, FIRST))
    assert (len(changes.added), len(changes.changed), len(changes.ended)) == (4, 0, 0)


def test_looking_first_changes_nothing(office: Scene) -> None:
    take(office, write(office, FIRST))
    file = write(office, FIRST.replace("son@x", "moi@x"))
    rows = book.read_contacts(file, office.office.rulebook.bodies, date(2024, 5, 2)).rows
    before = len(office.entries("contact.changed"))
    with office.office.reading() as session:
        changes = book.compare(session, rows)
    assert [(c.body, c.row, c.fields) for c in changes.changed] == [(SON_NAM, 2, ("email",))]
    assert len(office.entries("contact.changed")) == before
    assert stored(office, SON_NAM)[0].email == "son@x.invalid"


def test_the_same_file_again_changes_nothing(any_office: Scene) -> None:
    take(any_office, write(any_office, FIRST))
    with any_office.office.reading() as session:
        entries = len(session.scalars(select(Entry)).all())
    changes = take(any_office, write(any_office, FIRST), "2024-05-03 10:00")
    assert (len(changes), changes.unchanged) == (0, 4)
    with any_office.office.reading() as session:
        assert len(session.scalars(select(Entry)).all()) == entries


@pytest.mark.parametrize(
    "text",
    [
        FIRST,
        FIRST.replace("\n", "\r\n"),
        "\ufeff" + FIRST,
        FIRST.replace('"email,zalo"', "email").replace('"Ma, Văn Quyền"', "Ma").replace(",", ";"),
        f"Thư điện tử,Họ tên,Chức danh,Đơn vị,STT\na@x.invalid,Mẫu,Chủ tịch,{DAI_PHU},01\n",
    ],
    ids=["plain", "windows", "marked", "semicolons", "own-columns"],
)
def test_export_gives_the_same_bytes_back(any_office: Scene, text: str) -> None:
    file = write(any_office, text)
    take(any_office, file)
    assert give(any_office, "ra.csv").read_bytes() == file.read_bytes()


def test_export_gives_the_same_cells_back(office: Scene) -> None:
    take(office, write(office, FIRST))
    first = give(office, "ra.xlsx")
    assert len(take(office, first)) == 0
    again = give(office, "lai.xlsx")
    assert read_table(again).rows == read_table(first).rows
    assert read_table(again).form.header == read_table(first).form.header


def test_before_any_file_export_gives_one_to_fill_in(office: Scene) -> None:
    office.sweep("2024-04-26 07:00")
    table = read_table(give(office, "ra.csv"))
    assert table.form.header == CONTACTS.names
    assert take(office, give(office, "ra.csv")).unchanged == len(table.rows)


def test_one_bad_row_and_nothing_is_taken(office: Scene) -> None:
    take(office, write(office, FIRST))
    with pytest.raises(RuleError):
        take(office, write(office, FIRST.replace("son@x", "moi@x").replace("vt@x.invalid", "vt")))
    assert stored(office, SON_NAM)[0].email == "son@x.invalid"


def test_who_is_no_longer_listed_ended_yesterday(office: Scene) -> None:
    take(office, write(office, FIRST))
    changes = take(office, write(office, FIRST.replace("Lý Thị Sơn", "Hà Văn Mới")))
    assert (len(changes.added), len(changes.ended)) == (1, 1)
    old, new = stored(office, SON_NAM)
    assert (old.person, old.valid_to, old.position) == ("Lý Thị Sơn", date(2024, 5, 1), None)
    assert (new.person, new.holds(date(2024, 5, 2))) == ("Hà Văn Mới", True)


def test_a_letter_that_waits_for_another_try_does_not_follow_who_left(office: Scene) -> None:
    take(office, write(office, FIRST), "2024-05-02 06:30")
    office.sweep("2024-05-02 07:00")
    office.gateway.outcome = Outcome(Kind.TEMPORARY, "451", "thử lại sau")
    office.dispatch("2024-05-02 07:05")
    successor = FIRST.replace("Lý Thị Sơn,son@", "Hà Văn Mới,moi@")
    take(office, write(office, successor), "2024-05-02 07:30")
    office.gateway.outcome = Outcome(Kind.SENT)
    office.dispatch("2024-05-02 08:00")
    assert office.gateway.to("son@x.invalid") == []
    [letter] = office.gateway.to("moi@x.invalid")
    assert letter.to.name == "Hà Văn Mới"


def test_who_had_left_before_the_list_was_made_ended_on_that_day(office: Scene) -> None:
    left = FIRST.replace("acting,,2024-12-31", "acting,,2024-04-20")
    take(office, write(office, left))
    kept = "".join(line for line in left.splitlines(True) if "Quyền" not in line)
    assert len(take(office, write(office, kept)).ended) == 1
    [gone] = [one for one in stored(office) if one.person == "Ma, Văn Quyền"]
    assert gone.valid_to == date(2024, 4, 20)


def test_a_name_spelt_otherwise_is_the_same_person(office: Scene) -> None:
    take(office, write(office, FIRST.replace("Lý Thị Sơn", "Lý Thị Hoà")))
    changes = take(office, write(office, FIRST.replace("Lý Thị Sơn", "Lý Thị Hòa")))
    assert [change.fields for change in changes.changed] == [("person",)]
    assert len(stored(office, SON_NAM)) == 1


def test_role_mailboxes_end_with_the_first_file_and_do_not_come_back(office: Scene) -> None:
    office.sweep("2024-04-26 07:00")
    assert len(stored(office)) > 1
    take(office, write(office, FIRST), "2024-04-26 10:00")
    office.office.contacts_taken = None
    office.sweep("2024-05-02 07:00")
    today = date(2024, 5, 2)
    assert [c.capacity for c in stored(office) if c.holds(today)] == ["vacant", "acting"]
    office.dispatch("2024-05-02 07:05")
    assert office.gateway.to("officer.02620-base@noi-bo.invalid") == []
    assert office.gateway.to("son@x.invalid")


def test_the_settings_key_still_takes_a_file_over(office: Scene) -> None:
    file = write(office, FIRST)
    located = office.office.settings
    named = located.settings.model_copy(update={"contacts": str(file)})
    office.office.settings = located.model_copy(update={"settings": named})
    office.sweep("2024-04-26 07:00")
    assert len(stored(office)) == 2
    write(office, FIRST.replace("quyen@x", "khac@x"))
    office.sweep("2024-04-27 07:00")
    assert stored(office)[1].email == "khac@x.invalid"


def test_the_trail_has_counts_and_ids_only(office: Scene) -> None:
    take(office, write(office, FIRST))
    take(office, write(office, FIRST.replace("Lý Thị Sơn", "Hà Văn Mới")))
    with office.office.reading() as session:
        text = "\n".join(entry.data + entry.subject for entry in session.scalars(select(Entry)))
    for personal in ("Lý Thị", "Hà Văn", "son@x", "345 678", "Quyền"):
        assert personal not in text
    assert office.entries("contacts.imported")[0].data == (
        '{"added":4,"by":"settings","changed":0,"ended":0,"listed":4}'
    )


@pytest.mark.long
def test_a_large_address_book_is_taken_in_one_go(office: Scene) -> None:
    uids = [b.uid for b in office.office.rulebook.bodies.all() if b.kind == "commune"]
    lines = [f"{uids[n % len(uids)]},officer,Người {n},n{n}@x.invalid" for n in range(5000)]
    text = "\n".join(("body,post,person,email", *lines, ""))
    assert len(take(office, write(office, text)).added) == 5000
    assert len(take(office, write(office, text), "2024-05-03 10:00")) == 0
    day = at(NOW).date() + timedelta(days=1)
    assert sum(contact.holds(day) for contact in stored(office)) > 100
