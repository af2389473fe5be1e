"""The bytes of a mail, read back by another parser than wrote them."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html import unescape

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from language.text import nfc
from notifications.envelope import Envelope, Mailbox, header_id, reopen, seal
from notifications.mime import Attachment

OFFICE = Mailbox("Văn phòng HĐND và UBND huyện", "vanphong@sonduong.example")
OFFICER = Mailbox("Trần Văn Thử", "daiphu@sonduong.example")
SPECIALIST = Mailbox("Nguyễn Thị Mẫu", "mau@sonduong.example")
WHEN = datetime(2024, 5, 7, 3, 0, tzinfo=UTC)


def sealed(subject: str = "[Nhắc việc] Báo cáo BHYT", text: str = "Kính gửi\n") -> Envelope:
    return seal(
        message_id=header_id("thu-17", "sonduong.example"),
        from_=OFFICE,
        to=OFFICER,
        reply_to=SPECIALIST,
        subject=subject,
        text=text,
        date=WHEN,
    )


def parsed(content: bytes) -> EmailMessage:
    return message_from_bytes(content, _class=EmailMessage, policy=default)


def body(mail: EmailMessage, kind: str) -> str:
    """Return the text or HTML part as its reader sees it."""
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_a_mail_reads_back_whole() -> None:
    text = "Kính gửi: Đồng chí Trần Văn Thử.\n\n" + "Đề nghị đồng chí gửi báo cáo. " * 60 + "\n"
    mail = parsed(sealed(text=text).content)
    assert mail["Subject"] == "[Nhắc việc] Báo cáo BHYT"
    assert body(mail, "plain") == text
    assert mail["From"].addresses[0].display_name == OFFICE.name
    assert mail["To"].addresses[0].addr_spec == OFFICER.address
    assert mail["Reply-To"].addresses[0].addr_spec == SPECIALIST.address
    assert mail["Date"].datetime == WHEN


def test_every_header_stands_once() -> None:
    mail = parsed(sealed().content)
    assert len(mail.keys()) == len({key.lower() for key in mail.keys()})  # noqa: SIM118 - a mail's keys may repeat
    assert mail["Message-ID"] == "<thu-17@sonduong.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Content-Language"] == "vi"


@pytest.mark.parametrize("subject", ["ộ" * 110, "Báo cáo " * 60 + "hết", "ộ" * 1500])
def test_a_long_vietnamese_subject_is_folded_and_whole(subject: str) -> None:
    content = sealed(subject=subject).content
    assert max(map(len, content.split(b"\r\n"))) <= 78
    assert parsed(content)["Subject"] == subject


WORD = st.one_of(
    st.sampled_from(["Báo", "cáo", "BHYT", "05/5/2024", "[Nhắc", "việc]", "và", "huyện", "(qua"]),
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1),
)


@given(st.lists(WORD, min_size=1, max_size=30).map(" ".join))
@pytest.mark.long
def test_any_subject_and_text_survive(words: str) -> None:
    envelope = sealed(subject=words, text=f"{words}\n")
    assert reopen(envelope.content) == replace(envelope, date=WHEN)
    assert max(map(len, envelope.content.split(b"\r\n"))) <= 998


@given(st.lists(WORD, min_size=1, max_size=20).map(" ".join))
@pytest.mark.long
def test_any_display_name_survives(name: str) -> None:
    envelope = replace(sealed(), to=Mailbox(nfc(name), "a@sonduong.example"))
    again = seal(**{key: value for key, value in vars(envelope).items() if key != "content"})
    assert reopen(again.content).to == envelope.to
    assert max(map(len, again.content.split(b"\r\n"))) <= 998


def test_the_same_message_is_the_same_bytes() -> None:
    assert sealed().content == sealed().content


def test_decomposed_letters_are_composed() -> None:
    assert sealed(subject="Ba\u0301o ca\u0301o").subject == "Báo cáo"


def test_a_header_cannot_be_smuggled_in() -> None:
    with pytest.raises(ValueError, match=r"linefeed|newline"):
        sealed(subject="Báo cáo\r\nBcc: ai-do@example.vn")


def test_the_page_says_what_the_text_says_and_lets_no_markup_in() -> None:
    text = (
        'Kính gửi: <b>A & B</b> "trước ngày 05".\n'
        "https://dondoc.example/b?x=1&y=2.\n\nTrân trọng.\n"
    )
    html = body(parsed(sealed(text=text).content), "html")
    assert "&lt;b&gt;A &amp; B&lt;/b&gt;" in html
    assert "<b>" not in html
    assert html.count("<p ") == 2
    assert (
        '<a href="https://dondoc.example/b?x=1&amp;y=2">https://dondoc.example/b?x=1&amp;y=2</a>.'
    ) in html
    shown = unescape(re.sub(r"<[^>]+>", "", html.partition("<body")[2].partition(">")[2]))
    assert shown.split() == text.split()


@given(st.lists(WORD, min_size=1, max_size=12).map(" ".join), st.binary(max_size=400))
@example('" "', b"")
@example("<a>", b"")
@pytest.mark.long
def test_any_attachment_keeps_its_name_and_bytes(name: str, data: bytes) -> None:
    name = name.replace("/", "-").replace("\\", "-")
    assume(name.isprintable())
    whole = seal(
        **{key: value for key, value in vars(sealed()).items() if key != "content"},
        attachments=[Attachment(name, data, "application/pdf")],
    )
    (part,) = parsed(whole.content).iter_attachments()
    # Not get_filename(): it takes away quotes and brackets that stand in the decoded name itself.
    assert part["Content-Disposition"].params["filename"] == name
    assert part.get_payload(decode=True) == data
    assert max(map(len, whole.content.split(b"\r\n"))) <= 998
    assert reopen(whole.content) == whole


@pytest.mark.parametrize(
    ("name", "kind"),
    [("", "text/plain"), ("../a", "text/plain"), ("a\r\nB: c", "text/plain"), ("a", "x\r\ny")],
)
def test_an_attachment_cannot_break_out_of_its_header(name: str, kind: str) -> None:
    with pytest.raises(ValueError, match=r"attachment|media type"):
        Attachment(name, b"", kind)


@given(st.lists(WORD, min_size=1, max_size=30).map(" ".join))
def test_every_line_ends_with_crlf_and_the_parser_finds_no_defect(words: str) -> None:
    content = sealed(subject=words, text=f"{words}\n.\n\r{words}\n").content
    assert content.isascii()
    assert content.count(b"\n") == content.count(b"\r") == content.count(b"\r\n")
    mail = parsed(content)
    assert [part.defects for part in mail.walk()] == [[], [], []]


@pytest.mark.parametrize("address", ["a b@x.vn", "a@x.vn>\r\nBcc: <b@x.vn", "ộ@x.vn", "a" * 300])
def test_an_impossible_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="address"):
        seal(
            **{
                **{key: value for key, value in vars(sealed()).items() if key != "content"},
                "to": Mailbox("A", address),
            }
        )


def test_an_address_may_be_what_another_channel_takes() -> None:
    phone = replace(sealed(), to=Mailbox("Trần Văn Thử", "0912000000"))
    again = seal(**{key: value for key, value in vars(phone).items() if key != "content"})
    assert reopen(again.content).to.address == "0912000000"


def test_a_naive_date_or_a_broken_id_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        seal(
            message_id="<1@a.vn>",
            from_=OFFICE,
            to=OFFICER,
            reply_to=SPECIALIST,
            subject="",
            text="",
            date=WHEN.replace(tzinfo=None),
        )
    with pytest.raises(ValueError, match="Message-ID"):
        header_id("17 ", "sonduong.example")
