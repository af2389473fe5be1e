"""The real server: under HTTPS on its own, behind a proxy, and stopping while somebody asks."""

import http.client
import json
import signal
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

from dondoc.errors import Refused
from dondoc.logins.tries import MOST_OF_A_PLACE, of_place, remaining
from dondoc.setup.loopback import free_port
from dondoc.setup.settings import WebSettings
from dondoc.web.serving import Served, bound, serving
from tests.offices import Scene
from tests.simulated import stand
from tests.web.test_log import lines

ROOT = Path(__file__).parents[2]
LONG = datetime(2024, 1, 1, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Made:
    """A certificate made by its own key, and that key, both as files of `folder`."""

    folder: Path
    key: ec.EllipticCurvePrivateKey

    def certificate(self, holds: tuple[datetime, datetime] = LONG) -> str:
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "dondoc.test")])
        made = (
            x509.CertificateBuilder(name, name, self.key.public_key(), 1)
            .not_valid_before(holds[0])
            .not_valid_after(holds[1])
            .add_extension(
                x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), False
            )
            .sign(self.key, hashes.SHA256())
        )
        return self._file("web.pem", made.public_bytes(Encoding.PEM))

    def key_file(self, password: bytes = b"") -> str:
        shut = BestAvailableEncryption(password) if password else NoEncryption()
        return self._file(
            "web.key", self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, shut)
        )

    def _file(self, name: str, content: bytes) -> str:
        (self.folder / name).write_bytes(content)
        return str(self.folder / name)


def made(folder: Path) -> Made:
    return Made(folder, ec.generate_private_key(ec.SECP256R1()))


@contextmanager
def served(scene: Scene, **said: object) -> Iterator[Served]:
    web = WebSettings.model_validate({"port": free_port(), **said})
    settings = scene.office.settings.settings.model_copy(update={"web": web})
    scene.office.settings = scene.office.settings.model_copy(update={"settings": settings})
    with serving(scene.office) as found:
        yield found


def ask(url: str, path: str = "/dang-nhap", **headers: str) -> http.client.HTTPResponse:
    place = urlsplit(url)
    assert place.hostname
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=20)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


def test_a_certificate_of_the_office_serves_the_pages_under_https_and_nothing_without_it(
    office: Scene, tmp_path: Path
) -> None:
    paper = made(tmp_path)
    with served(office, certificate=paper.certificate(), key=paper.key_file()) as found:
        place = urlsplit(found.url)
        assert (place.scheme, place.hostname) == ("https", "127.0.0.1")
        trusting = ssl.create_default_context(cafile=str(tmp_path / "web.pem"))
        connection = http.client.HTTPSConnection(
            "127.0.0.1", place.port, timeout=20, context=trusting
        )
        connection.request("GET", "/dang-nhap")
        answer = connection.getresponse()
        answer.read()
        connection.close()
        assert answer.status == 200
        assert answer.headers["strict-transport-security"] == "max-age=31536000"
        assert "Secure" in answer.headers["set-cookie"]
        with pytest.raises((http.client.HTTPException, OSError)):
            ask(found.url.replace("https", "http"))


def test_without_a_certificate_nobody_is_told_to_come_under_https(office: Scene) -> None:
    with served(office) as found:
        answer = ask(found.url)
    assert "strict-transport-security" not in answer.headers
    assert "Secure" not in answer.headers["set-cookie"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("missing", r"không đọc được .*web\.pem \(không có tệp"),
        ("text", r"web\.pem không phải chứng thư dạng PEM"),
        ("expired", r"hết hạn từ 07:00 ngày 01/5/2024.*thay chứng thư"),
        ("early", r"chỉ có hiệu lực từ 07:00 ngày 01/6/2024"),
        ("other key", r"web\.key không phải của chứng thư"),
        ("locked key", r"web\.key có mật khẩu"),
        ("no key", r"web\.key không phải khóa dạng PEM"),
    ],
)
def test_what_https_lacks_is_said_in_one_line(
    office: Scene, tmp_path: Path, wrong: str, said: str
) -> None:
    paper = made(tmp_path)
    holds = {
        "expired": (LONG[0], datetime(2024, 5, 1, tzinfo=UTC)),
        "early": (datetime(2024, 6, 1, tzinfo=UTC), LONG[1]),
    }
    certificate = paper.certificate(holds.get(wrong, LONG))
    key = (made(tmp_path) if wrong == "other key" else paper).key_file(
        b"mat khau" if wrong == "locked key" else b""
    )
    if wrong == "missing":
        Path(certificate).unlink()
    if wrong == "text":
        Path(certificate).write_text("chứng thư")
    if wrong == "no key":
        Path(key).write_text("khóa")
    with (
        pytest.raises(Refused, match=said) as refused,
        served(office, certificate=certificate, key=key),
    ):
        pass
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("trusted", [True, False])
def test_what_a_proxy_says_of_a_caller_is_taken_from_one_that_is_trusted_alone(
    office: Scene, trusted: bool
) -> None:
    told = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
    with served(office, trusted_proxies=["127.0.0.1"] if trusted else ["192.0.2.1"]) as found:
        answer = ask(found.url, **told)
        for _ in range(2):
            ask(found.url, "/api/me", Authorization="Bearer dondoc_x", **told)
    assert ("Secure" in answer.headers["set-cookie"]) is trusted
    with office.office.reading() as session:
        place = of_place("203.0.113.9" if trusted else "127.0.0.1")
        assert remaining(session, place, MOST_OF_A_PLACE) == MOST_OF_A_PLACE - 2


def _begun(url: str) -> socket.socket:
    """Begin a request whose body has not come yet; the server has it in hand."""
    place = urlsplit(url)
    made_ = socket.create_connection((place.hostname, place.port), timeout=20)
    head = (
        f"POST /api/acts/register HTTP/1.1\r\nHost: {place.netloc}\r\nContent-Length: 2\r\n"
        "Content-Type: application/json\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n"
    )
    made_.sendall(head.encode())
    assert made_.recv(100).startswith(b"HTTP/1.1 100")
    return made_


def _ended(begun: socket.socket) -> bytes:
    begun.sendall(b"{}")
    got = b""
    while part := begun.recv(4096):
        got += part
    begun.close()
    return got


def _until_nobody_more_is_let_in(url: str) -> None:
    place = urlsplit(url)
    while True:
        try:
            socket.create_connection((place.hostname, place.port), timeout=20).close()
        except (ConnectionRefusedError, ConnectionResetError):
            # Reset: it waited to be let in when the door was shut.
            return


def test_who_is_being_answered_when_everything_stops_gets_the_whole_answer(office: Scene) -> None:
    with ExitStack() as stack:
        found = stack.enter_context(served(office))
        begun = _begun(found.url)
        stopping = threading.Thread(target=stack.pop_all().close)
        stopping.start()
        _until_nobody_more_is_let_in(found.url)
        got = _ended(begun)
        stopping.join()
    assert got.startswith(b"HTTP/1.1 401")
    assert json.loads(got.partition(b"\r\n\r\n")[2])["do"]
    assert lines(office)[-1]["status"] == 401


@pytest.mark.slow
def test_a_sigterm_lets_the_pages_answer_whom_they_are_answering_and_ends_well(
    tmp_path: Path,
) -> None:
    stand(tmp_path / "state", "2024-05-08 10:00")
    command = [sys.executable, "-m", "dondoc", "--config", tmp_path / "state/demonstration.yaml"]
    with subprocess.Popen(
        [*command, "web"], cwd=ROOT, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stderr
        url = next(line.split("Web: ")[1].strip() for line in running.stderr if "Web: " in line)
        begun = _begun(url)
        running.send_signal(signal.SIGTERM)
        _until_nobody_more_is_let_in(url)
        assert _ended(begun).startswith(b"HTTP/1.1 401")
        assert running.wait(30) == 0


def test_a_short_answer_waits_for_nobody_to_say_that_its_head_came() -> None:
    """A socket that names no protocol keeps asyncio from sending at once: 40 ms on every page."""
    listening = bound("127.0.0.1", 0)
    try:
        assert listening.proto == socket.IPPROTO_TCP
        assert listening.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    finally:
        listening.close()
