"""One channel, one envelope, one outcome; and the folder of .eml files behind the default one."""

import errno
import logging
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from email import message_from_binary_file
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from notifications.compose import compose
from notifications.envelope import Envelope, Mailbox, header_id, seal
from notifications.gateway import Gateway, Kind
from notifications.maildir import failure
from steps import table
from tests.notifications.samples import OFFICER, SENDER, letter, sample


def envelope(message: str = "thu-17") -> Envelope:
    now: datetime
    now, item = sample(table.FIRST)
    composed = compose(letter(OFFICER, now, item))
    return seal(
        message_id=header_id(message, "sonduong.example"),
        from_=Mailbox(SENDER.organisation, "vanphong@sonduong.example"),
        to=Mailbox(OFFICER.person or "", "daiphu@sonduong.example"),
        reply_to=Mailbox(SENDER.person, SENDER.email),
        subject=composed.subject,
        text=composed.text,
        date=now,
    )


def gateway(outbox: Path) -> Gateway:
    return Gateway({"mail": {"schema": "maildir", "outbox": str(outbox)}})


def test_a_message_lies_in_the_outbox_as_it_was_sealed(tmp_path: Path) -> None:
    sent = envelope()
    outcome = gateway(tmp_path / "outbox").send("mail", sent)
    (path,) = (tmp_path / "outbox").iterdir()
    assert outcome.kind is Kind.SENT
    assert path.name == outcome.reason == "20240426T070000-thu-17.eml"
    assert path.read_bytes() == sent.content
    with path.open("rb") as file:
        mail = message_from_binary_file(file, policy=default)
    assert mail["Subject"] == "[Nhắc việc] Báo cáo tháng BHYT trước ngày 05/5/2024"
    assert mail.get_body(("plain",)).get_content().replace("\r\n", "\n") == sent.text
    assert mail.get_all("Message-ID") == ["<thu-17@sonduong.example>"]


def test_only_the_office_can_read_the_outbox_file(tmp_path: Path) -> None:
    gateway(tmp_path).send("mail", envelope())
    (path,) = tmp_path.iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_same_message_twice_is_one_file(tmp_path: Path) -> None:
    post = gateway(tmp_path)
    first, again = post.send("mail", envelope()), post.send("mail", envelope())
    assert first == again
    assert len(list(tmp_path.iterdir())) == 1
    post.send("mail", envelope("thu-18"))
    assert len(list(tmp_path.iterdir())) == 2


def test_another_text_under_the_same_id_never_replaces_the_first(tmp_path: Path) -> None:
    post, sent = gateway(tmp_path), envelope()
    post.send("mail", sent)
    outcome = post.send("mail", replace(sent, content=b"khac"))
    assert (outcome.kind, outcome.code) == (Kind.PERMANENT, "CONFLICT")
    (path,) = tmp_path.iterdir()
    assert path.read_bytes() == sent.content


@contextmanager
def as_nobody() -> Iterator[None]:
    """Root may write everywhere: step down for a moment."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


def test_a_folder_without_permission_may_be_tried_again(tmp_path: Path) -> None:
    post, sent = gateway(tmp_path / "outbox"), envelope()
    (tmp_path / "outbox").mkdir()
    (tmp_path / "outbox").chmod(0o500)
    with as_nobody():
        outcome = post.send("mail", sent)
    (tmp_path / "outbox").chmod(0o700)
    assert (outcome.kind, outcome.code) == (Kind.TEMPORARY, "EACCES")
    assert "không có quyền ghi" in outcome.reason
    assert list((tmp_path / "outbox").iterdir()) == []
    assert post.send("mail", sent).kind is Kind.SENT


def test_a_path_that_is_no_folder_is_a_wrong_setting(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("")
    assert gateway(tmp_path / "outbox" / "in").send("mail", envelope()).kind is Kind.CONFIG


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOSPC, Kind.TEMPORARY),
        (errno.EDQUOT, Kind.TEMPORARY),
        (errno.EROFS, Kind.TEMPORARY),
        (errno.EIO, Kind.TEMPORARY),
        (errno.ENOTDIR, Kind.CONFIG),
    ],
)
def test_what_the_disk_says_becomes_an_outcome(number: int, kind: Kind) -> None:
    outcome = failure(OSError(number, os.strerror(number), "outbox"))
    assert (outcome.kind, outcome.code) == (kind, errno.errorcode[number])
    assert outcome.reason


@pytest.mark.parametrize(
    "account",
    [
        {"schema": "maildir"},
        {"schema": "khong-co"},
        {"schema": "maildir", "outbox": None},
        {"schema": "tgram", "bot_token": 5},
        "khong-co://host",
        "",
    ],
)
def test_an_account_that_makes_no_plugin_is_a_wrong_setting(account: dict[str, object]) -> None:
    outcome = Gateway({"mail": account}).send("mail", envelope())
    assert (outcome.kind, outcome.code) == (Kind.CONFIG, "BAD_ACCOUNT")


def test_an_unknown_channel_is_a_wrong_setting() -> None:
    assert Gateway({}).send("mail", envelope()).code == "NO_ACCOUNT"


class Sink(BaseHTTPRequestHandler):
    """Answers every POST with 200."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Silent: the test asks for the outcome only."""


def test_a_success_of_a_foreign_plugin_is_sent() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Sink) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        chat = Gateway({"chat": f"json://127.0.0.1:{server.server_port}/"})
        outcome = chat.send("chat", envelope())
        server.shutdown()
    assert outcome.kind is Kind.SENT


def test_apprise_never_logs_below_a_warning() -> None:
    logging.getLogger("apprise").setLevel(logging.DEBUG)
    Gateway({})
    assert logging.getLogger("apprise").level == logging.WARNING


def test_a_failure_of_a_foreign_plugin_is_a_doubt() -> None:
    nobody_listens = Gateway({"chat": "json://127.0.0.1:1/"})
    outcome = nobody_listens.send("chat", envelope())
    assert (outcome.kind, outcome.code) == (Kind.UNKNOWN, "FALSE")
