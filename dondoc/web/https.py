"""HTTPS on one's own: the office's certificate and key, looked at before anything is served."""

import ssl
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from dondoc.errors import Refused, why
from language.dates import hour_of_day
from language.zone import local

_WHERE = "sửa web.certificate, web.key trong config.yaml, hoặc bỏ cả hai để chạy sau proxy"


@dataclass(frozen=True)
class Papers:
    """The files by which the pages are served under HTTPS."""

    certificate: Path
    key: Path

    def context(self, now: datetime) -> ssl.SSLContext:
        """Return what connections are made with, at the machine's instant `now` (aware).

        Raises:
            Refused: a file is missing or is none of that kind, the two do not belong together, or
                the certificate does not hold now.
        """
        self._refuse_other_days(now)
        self._refuse_no_key()
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.minimum_version = ssl.TLSVersion.TLSv1_2
        try:
            made.load_cert_chain(self.certificate, self.key)
        except ssl.SSLError as failure:
            raise Refused(
                f"khóa {self.key} không phải của chứng thư {self.certificate}: {_WHERE}"
            ) from failure
        return made

    def _refuse_other_days(self, now: datetime) -> None:
        try:
            found = x509.load_pem_x509_certificate(_read(self.certificate))
        except ValueError as failure:
            raise Refused(
                f"{self.certificate} không phải chứng thư dạng PEM: {_WHERE}"
            ) from failure
        begins, ends = found.not_valid_before_utc, found.not_valid_after_utc
        if not begins <= now <= ends:
            said = (
                f"hết hạn từ {hour_of_day(local(ends))}"
                if now > ends
                else f"chỉ có hiệu lực từ {hour_of_day(local(begins))}"
            )
            raise Refused(
                f"chứng thư {self.certificate} {said}: thay chứng thư còn hạn rồi chạy lại"
            )

    def _refuse_no_key(self) -> None:
        content = _read(self.key)
        try:
            load_pem_private_key(content, None)
        except TypeError as failure:
            raise Refused(
                f"khóa {self.key} có mật khẩu: lưu lại không mật khẩu, chỉ chủ tệp đọc được (0600)"
            ) from failure
        except ValueError as failure:
            raise Refused(f"{self.key} không phải khóa dạng PEM: {_WHERE}") from failure


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as failure:
        raise Refused(f"không đọc được {path} ({why(failure)}): {_WHERE}") from failure
