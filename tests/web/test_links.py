"""Links in letters: opened by anybody's scanner, used by the post alone, good for drafts alone."""

import re
from collections.abc import Callable, Iterator
from email import message_from_bytes
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from dondoc.desk import sending
from dondoc.desk.context import desk
from dondoc.setup.database import open_engine
from dondoc.setup.links import PLACE, Links
from dondoc.setup.settings import WebSettings
from dondoc.web.app import make_app
from models import Draft, Message, Notice, Report
from notifications.envelope import Envelope
from notifications.outcome import Outcome
from rules.meaning.engine import PolicyEngine
from rules.rulebook import Rulebook
from tests.offices import DAI_PHU, SON_NAM, RememberingGateway, Scene, scene
from tests.web.browsing import ADDRESS, Person
from tests.web.conftest import it_is, play_may

_LINK = re.compile(rf"{ADDRESS}(/thu/[0-9a-f]{{32}}-[a-z2-7]{{26}})")


class Leaving(RememberingGateway):
    """A gateway that fills in links as the real one does."""

    def __init__(self, links: Links) -> None:
        super().__init__()
        self.links = links

    def send(self, channel: str, envelope: Envelope) -> Outcome:
        return super().send(channel, self.links.filled(envelope))


@pytest.fixture
def linking(
    sqlite_template: Path, rulebook: Rulebook, policies: PolicyEngine, tmp_path: Path
) -> Iterator[Scene]:
    """The office on 07/5/2024, whose letters have links."""
    file = tmp_path / "dondoc.sqlite"
    file.write_bytes(sqlite_template.read_bytes())
    engine: Engine = open_engine(f"sqlite:///{file}")
    with scene(engine, rulebook, policies, tmp_path) as made:
        settings = made.office.settings.settings
        web = settings.model_copy(update={"web": WebSettings(url=ADDRESS)})
        made.office.settings = made.office.settings.model_copy(update={"settings": web})
        made.gateway = Leaving(Links(tmp_path))
        made.office.gateway = made.gateway  # type: ignore[assignment]
        play_may(made)
        yield made
    engine.dispose()


def mail_to(made: Scene, uid: str, post: str = "officer") -> Envelope:
    return made.gateway.to(f"{post}.{uid.replace('@', '-')}@noi-bo.invalid")[-1]


def link_to(made: Scene, uid: str = DAI_PHU) -> str:
    found = _LINK.search(mail_to(made, uid).text)
    assert found
    return found.group(1)


def opens(made: Scene, path: str) -> Person:
    """Return somebody who opened a link and pressed the button."""
    somebody = Person(make_app(made.office, open_doors=False))
    somebody.get(path)
    somebody.post(path)
    return somebody


@pytest.fixture
def guest(linking: Scene) -> Callable[[], Person]:
    return lambda: opens(linking, link_to(linking))


def code_in(made: Scene) -> str:
    found = re.search(r"Đôn Đốc: (\d{8})", made.gateway.sent[-1].text)
    assert found
    return found.group(1)


def test_the_link_stands_in_the_mail_that_left_and_not_in_the_letter_that_is_kept(
    linking: Scene,
) -> None:
    mail = mail_to(linking, DAI_PHU)
    proof = link_to(linking).rpartition("-")[2]
    parts = message_from_bytes(mail.content).walk()
    texts = [
        part.get_payload(decode=True) for part in parts if part.get_content_maintype() == "text"
    ]
    assert len(texts) == 2
    assert all(isinstance(text, bytes) and proof.encode() in text for text in texts)
    with linking.office.reading() as session:
        kept = session.scalars(select(Message.content)).all()
    unfolded = b"".join(kept).replace(b"=\r\n", b"")
    assert proof.encode() not in unfolded
    assert PLACE.encode() in unfolded


def test_opening_a_link_changes_nothing_however_often(linking: Scene) -> None:
    somebody = Person(make_app(linking.office, open_doors=False))
    before = len(linking.entries("message.link_used"))
    for _ in range(3):
        page = somebody.get(link_to(linking))
        assert page.status == 200
        assert "Xem và viết bản nháp" in page.text
    assert len(linking.entries("message.link_used")) == before == 0


def test_a_link_shows_and_drafts_and_its_use_is_in_the_trail(
    linking: Scene, guest: Callable[[], Person]
) -> None:
    somebody = guest()
    number = linking.obligation().id
    page = somebody.get(f"/bao-cao/{number}")
    assert (page.status, page.path) == (200, f"/bao-cao/{number}")
    assert "xem và viết nháp được" in page.text
    somebody.post(f"/bao-cao/{number}", **_fields(page.html), viec="luu")
    (entry,) = linking.entries("message.link_used")
    assert f"{DAI_PHU}/officer" in entry.data
    with linking.office.reading() as session:
        assert session.scalars(select(Draft.saved_by)).one() == f"{DAI_PHU}/officer"


def _fields(html: str) -> dict[str, str]:
    """Return what the page carries of itself."""
    return dict(re.findall(r'<input type="hidden" name="([^"_][^"]*)" value="([^"]*)"', html))


def test_a_link_alone_files_nothing_what_was_typed_is_kept(
    linking: Scene, guest: Callable[[], Person]
) -> None:
    somebody = guest()
    number = linking.obligation().id
    page = somebody.get(f"/bao-cao/{number}")
    for word in ("nop", "khong"):
        answer = somebody.post(f"/bao-cao/{number}", **_fields(page.html), viec=word)
        page = somebody.get(f"/bao-cao/{number}")
    assert answer.path != f"/bao-cao/{number}/bien-nhan"
    with linking.office.reading() as session:
        assert session.scalars(select(Report.id)).all() == []


@pytest.mark.parametrize("path", ["/", "/viec", "/danh-ba", "/he-thong", "/bao-cao", "/tai-khoan"])
def test_a_link_opens_no_other_page(guest: Callable[[], Person], path: str) -> None:
    assert guest().get(path).path == "/dang-nhap"


def test_a_link_opens_no_other_report(linking: Scene, guest: Callable[[], Person]) -> None:
    other = linking.obligation(SON_NAM).id
    assert guest().get(f"/bao-cao/{other}").path == "/dang-nhap"


def test_a_code_sent_to_the_posts_own_address_lets_them_file(
    linking: Scene, guest: Callable[[], Person]
) -> None:
    somebody = guest()
    somebody.get(f"/bao-cao/{linking.obligation().id}")
    assert somebody.post("/thu/gui-ma").path == "/thu/ma"
    assert linking.gateway.sent[-1].to.address == mail_to(linking, DAI_PHU).to.address
    assert somebody.post("/thu/ma", ma="00000000").status == 400
    assert "nộp được rồi" in somebody.post("/thu/ma", ma=code_in(linking)).text
    assert [len(linking.entries(f"message.code_{what}")) for what in ("sent", "typed")] == [1, 1]
    somebody.get("/thu/ma")
    assert somebody.post("/thu/ma", ma=code_in(linking)).status == 400
    number = linking.obligation().id
    page = somebody.get(f"/bao-cao/{number}")
    filed = somebody.post(f"/bao-cao/{number}", **_fields(page.html), viec="khong", chac="1")
    assert filed.path == f"/bao-cao/{number}/bien-nhan", filed.text
    with linking.office.reading() as session:
        assert len(session.scalars(select(Report.id)).all()) == 1


def test_a_code_is_guessed_five_times_at_most(linking: Scene, guest: Callable[[], Person]) -> None:
    somebody = guest()
    somebody.get(f"/bao-cao/{linking.obligation().id}")
    somebody.post("/thu/gui-ma")
    for _ in range(5):
        somebody.post("/thu/ma", ma="00000000")
    assert "quá nhiều lần" in somebody.post("/thu/ma", ma=code_in(linking)).text


def test_no_code_is_sent_while_sending_is_off(linking: Scene, guest: Callable[[], Person]) -> None:
    somebody = guest()
    somebody.get(f"/bao-cao/{linking.obligation().id}")
    with desk(linking.office, linking.office.clock.now(), "van-phong/specialist") as opened:
        sending.stop(opened, sending.Request("thử"))
    before = len(linking.gateway.sent)
    assert somebody.post("/thu/gui-ma").status == 503
    assert len(linking.gateway.sent) == before


def test_a_forged_a_foreign_and_an_expired_link_open_nothing(linking: Scene) -> None:
    path = link_to(linking)
    other = link_to(linking, SON_NAM)
    somebody = Person(make_app(linking.office, open_doors=False))
    mixed = path.rpartition("-")[0] + "-" + other.rpartition("-")[2]
    for forged in (
        mixed,
        path[:-1] + ("a" if path[-1] != "a" else "b"),
        f"/thu/{'0' * 32}-{PLACE}",
    ):
        assert somebody.get(forged).status == 404
    it_is(linking, "2024-05-22 09:00")
    assert somebody.get(path).status == 404


def test_who_came_by_a_link_is_out_after_a_while_and_no_click_lets_them_in(
    linking: Scene, guest: Callable[[], Person]
) -> None:
    somebody = guest()
    number = linking.obligation().id
    page = somebody.get(f"/bao-cao/{number}")
    token = re.search(r'name="_token" value="([0-9a-f]+)"', page.html)
    assert token
    it_is(linking, "2024-05-07 09:20")
    assert somebody.get(f"/bao-cao/{number}").path == "/dang-nhap"
    somebody.post("/dang-nhap/mo", _token=token.group(1))
    assert somebody.get(f"/bao-cao/{number}").path == "/dang-nhap"


def test_an_office_without_an_address_of_its_pages_has_no_link_in_its_letters(
    office: Scene,
) -> None:
    assert all("/thu/" not in mail.text for mail in office.gateway.sent)


def test_a_link_is_taken_back_at_its_letter_and_who_had_come_by_it_is_out(
    linking: Scene, guest: Callable[[], Person]
) -> None:
    somebody, other = guest(), opens(linking, link_to(linking, SON_NAM))
    assert somebody.get("/bao-cao").path == "/dang-nhap"  # only what it is about
    inside = re.search(r"/bao-cao/\d+", opens(linking, link_to(linking)).html)
    with linking.office.reading() as session:
        token = link_to(linking).rpartition("/")[2]
        message = linking.gateway.links.message(session, token, linking.office.clock.now())
        assert message
        carried = session.scalars(select(Notice.id).where(Notice.message_id == message.id)).first()
    keeper = Person(make_app(linking.office, open_doors=True), "van-phong/specialist")
    assert "Thu hồi đường dẫn trong thư này" in keeper.get(f"/vi-sao/thu/{carried}").text
    done = keeper.post(f"/vi-sao/thu/{carried}/dong-duong-dan")
    assert "Đã thu hồi đường dẫn; 02 người đang vào" in done.text
    assert "Đường dẫn trong thư này đã thu hồi." in done.text
    assert Person(make_app(linking.office)).get(link_to(linking)).status == 404
    assert inside is None or somebody.get(inside.group()).path == "/dang-nhap"
    assert other.get(link_to(linking, SON_NAM)).status == 200
    (entry,) = linking.entries("message.link_ended")
    assert '"by":"van-phong/specialist"' in entry.data
    again = keeper.post(f"/vi-sao/thu/{carried}/dong-duong-dan")
    assert "đã thu hồi trước đó" in again.text
