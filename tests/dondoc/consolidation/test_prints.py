"""A signed consolidation is given back as it was signed, in whatever month it is asked for."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import orjson
import pytest

from dondoc.day.sweeping import print_signed
from dondoc.desk import sign, unsign
from dondoc.desk.context import desk
from dondoc.desk.receipt import Receipt
from dondoc.documents.kind import Sources
from dondoc.documents.kinds.consolidation import KIND
from dondoc.documents.kinds.consolidation.assembly import signed_report
from dondoc.documents.writers.form import form_of
from dondoc.errors import Refused
from dondoc.reports.attach import kept_at
from models import Obligation, Print
from tests.offices import D2024, Scene, at
from tests.reporting import sign_round
from tests.rounds import MISSING, file_all, round_of_may, uids

TENTH = date(2024, 5, 10)
PAPER = Receipt(
    number="45/BC-BHXH",
    dated=date(2024, 5, 9),
    signer="Trần Văn Mẫu",
    capacity="KT. Giám đốc; Phó Giám đốc",
)
FILES = ["tong-hop.pdf", "tong-hop.docx", "tong-hop.xlsx"]


@contextmanager
def sources(scene: Scene, when: str) -> Iterator[Sources]:
    with scene.office.reading() as session:
        yield Sources(session, scene.office, at(when))


def sign_it(scene: Scene, when: str = "2024-05-09 16:00") -> sign.Answer:
    with desk(scene.office, at(when)) as opened:
        return sign.sign(opened, sign.Request(D2024, TENTH, PAPER, partial=True))


def kept(
    scene: Scene, when: str, as_of: str | None = None, revision: int | None = None
) -> dict[str, bytes] | None:
    assert KIND.kept
    with sources(scene, when) as found:
        instant = at(as_of) if as_of else None
        files = KIND.kept(found, D2024, TENTH, instant, revision)
    return dict(files) if files is not None else None


def test_what_was_signed_in_may_is_given_back_in_august_byte_by_byte(office: Scene) -> None:
    round_of_may(office)
    done = sign_it(office)
    assert [name for name in done.prints if not name.endswith(".csv")] == FILES
    may, august = kept(office, "2024-05-09 16:01"), kept(office, "2024-08-20 09:00")
    assert may is not None
    assert tuple(may) == done.prints
    assert may == august == kept(office, "2024-08-20 09:00", revision=1)


def test_it_carries_number_date_and_signer_as_they_were_recorded(office: Scene) -> None:
    round_of_may(office)
    sign_it(office)
    with office.office.reading() as session:
        now = at("2024-08-20 09:00")
        report = signed_report(session, office.office.rulebook, D2024, TENTH, 1, now)
    said = form_of(report.frame)
    assert said.number == "Số: 45/BC-BHXH"
    assert said.dated == "Sơn Dương, ngày 09 tháng 5 năm 2024"
    assert (said.capacity, said.signer) == (("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), "Trần Văn Mẫu")


def test_the_entry_holds_the_digest_of_every_file(office: Scene) -> None:
    round_of_may(office)
    sign_it(office)
    (entry,) = office.entries("consolidation.printed")
    said = orjson.loads(entry.data)
    with office.office.reading() as session:
        assert said["files"] == {one.name: one.sha256 for one in session.query(Print)}
    assert said["anew"] is False


def test_a_file_that_was_changed_or_is_gone_is_not_given_for_the_signed_one(office: Scene) -> None:
    round_of_may(office)
    sign_it(office)
    with office.office.reading() as session:
        (pdf,) = session.query(Print).where(Print.name == "tong-hop.pdf")
    where = kept_at(office.office.settings.state_folder, pdf.sha256)
    where.write_bytes(where.read_bytes() + b" ")
    with pytest.raises(Refused, match=r"tong-hop\.pdf .* không còn đúng như lúc lưu"):
        kept(office, "2024-08-20 09:00")
    where.unlink()
    with pytest.raises(Refused, match=r"không đọc được tệp tong-hop\.pdf .*bản sao lưu"):
        kept(office, "2024-08-20 09:00")


def test_a_draft_is_written_while_something_is_newer_and_as_of_an_instant(office: Scene) -> None:
    round_of_may(office)
    sign_it(office)
    assert kept(office, "2024-05-10 09:00", as_of="2024-05-09 15:00") is None
    file_all(office, but=uids(office, *MISSING[1:]) | _filed(office))
    assert kept(office, "2024-05-10 10:00") is None
    assert kept(office, "2024-05-10 10:00", revision=1) is not None


def _filed(scene: Scene) -> set[str]:
    with scene.office.reading() as session:
        rows = session.query(Obligation).where(Obligation.received_at.is_not(None))
        return {row.bearer_uid for row in rows}


def test_a_signature_taken_back_gives_back_nothing(office: Scene) -> None:
    round_of_may(office)
    sign_it(office)
    with desk(office.office, at("2024-05-09 17:00")) as opened:
        unsign.unsign(opened, unsign.Request(D2024, TENTH, "ghi nhầm đợt"))
    assert kept(office, "2024-05-09 17:01") is None


def test_what_was_signed_before_files_were_kept_is_made_once_and_says_so(any_office: Scene) -> None:
    round_of_may(any_office)
    sign_round(any_office, when="2024-05-09 16:00")
    assert kept(any_office, "2024-05-10 06:00") is None
    assert print_signed(any_office.office, at("2024-05-10 07:00")) == 1
    assert print_signed(any_office.office, at("2024-05-11 07:00")) == 0
    files = kept(any_office, "2024-08-20 09:00")
    assert files is not None
    tables = [content.decode() for name, content in files.items() if name.endswith(".csv")]
    assert tables
    assert all("LẬP LẠI NGÀY 10/5/2024" in table for table in tables)
    assert files == kept(any_office, "2024-09-01 09:00", revision=1)
    (entry,) = any_office.entries("consolidation.printed")
    assert orjson.loads(entry.data)["anew"] is True
