"""Whose digital signature a PDF bears, and whether what was signed is still what it says.

ISO 32000-1, 12.8: the bytes of `/ByteRange` are signed by the CMS (RFC 5652) of `/Contents`. Who
vouches for the certificate is not looked up: that needs the issuer's list, and it is said.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import new as new_hash

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509 import Certificate
from cryptography.x509.oid import NameOID

_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]")
_MOST, _LONGEST = 8, 80
_DIGEST = bytes.fromhex("06092a864886f70d010904")
_HASHES = {
    "608648016503040201": hashes.SHA256(),
    "608648016503040202": hashes.SHA384(),
    "608648016503040203": hashes.SHA512(),
    "2b0e03021a": hashes.SHA1(),  # noqa: S303 - what old signatures were made with is said
}


@dataclass(frozen=True)
class PdfSignature:
    """One signature. `signer`: who, by the certificate; "" where it cannot be read.

    `holds`: what was signed is unchanged, None where that cannot be told. `whole`: nothing was
    added to the file after it.
    """

    signer: str
    holds: bool | None
    whole: bool

    def __str__(self) -> str:
        who = f"chữ ký số của {self.signer}" if self.signer else "có chữ ký số"
        if self.holds is None:
            return f"{who}: chưa kiểm tra được"
        if not self.holds:
            return f"{who}: KHÔNG khớp, tệp đã bị sửa sau khi ký"
        more = "" if self.whole else ", có phần thêm vào sau khi ký"
        return f"{who}: nội dung đúng như lúc ký{more} (chưa tra tổ chức chứng thực)"


def signatures(content: bytes) -> list[PdfSignature]:
    """Return the signatures in the PDF `content`, in their order."""
    return [
        _signature(content, *map(int, found.groups()))
        for found in list(_RANGE.finditer(content))[:_MOST]
    ]


def _signature(content: bytes, start: int, first: int, second: int, length: int) -> PdfSignature:
    end = second + length
    if start != 0 or not first < second <= end <= len(content):
        return PdfSignature("", False, whole=False)
    whole = not content[end:].strip()
    held = content[first:second].strip()
    try:
        cms = bytes.fromhex(held.strip(b"<>").decode("ascii"))
        signer, holds = _held(cms, content[:first] + content[second:end])
    except (ValueError, IndexError, StopIteration, UnsupportedAlgorithm):
        return PdfSignature("", None, whole)
    return PdfSignature(signer, holds, whole)


def _held(cms: bytes, signed: bytes) -> tuple[str, bool]:
    """Return who signed, and whether the signature in `cms` is one of the bytes `signed`.

    Raises:
        ValueError: it is made in a way that is not read here.
    """
    kind, data = next(_parts(cms))
    content = list(_parts(next(one for tag, one in _parts(data) if tag == 0xA0)))
    infos = [one for tag, one in _parts(content[0][1]) if tag == 0x31][-1]
    info = list(_parts(next(_parts(infos))[1]))
    algorithm = _HASHES.get(_inside(info[2][1]))
    attributes = next((one for tag, one in info if tag == 0xA0), None)
    signature = next(one for tag, one in info if tag == 0x04)
    certificates = pkcs7.load_der_pkcs7_certificates(cms[: _whole(cms)])
    serial = int.from_bytes(list(_parts(info[1][1]))[-1][1], "big")
    own = next((one for one in certificates if one.serial_number == serial), None)
    if kind != 0x30 or algorithm is None or attributes is None or own is None:
        raise ValueError
    digest = new_hash(algorithm.name.replace("-", ""), signed).digest()
    told = attributes.partition(_DIGEST)[2]
    same = told[4 : 4 + len(digest)] == digest
    return _name(own), same and _fits(own, signature, _as_set(attributes), algorithm)


def _fits(own: Certificate, signature: bytes, said: bytes, by: hashes.HashAlgorithm) -> bool:
    key = own.public_key()
    with suppress(InvalidSignature):
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, said, padding.PKCS1v15(), by)
            return True
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, said, ec.ECDSA(by))
            return True
        raise ValueError
    return False


def _name(own: Certificate) -> str:
    names = own.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    said = str(names[0].value) if names else ""
    return "".join(one if one.isprintable() else " " for one in said)[:_LONGEST].strip()


def _inside(sequence: bytes) -> str:
    """Return the object identifier that a sequence begins with, in hex."""
    return next(_parts(sequence))[1].hex()


def _as_set(attributes: bytes) -> bytes:
    """Return signed attributes as they are signed (RFC 5652, 5.4): as a set, not as they stand."""
    size = len(attributes)
    if size < 0x80:
        return bytes((0x31, size)) + attributes
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((0x31, 0x80 | len(length))) + length + attributes


def _parts(der: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield (tag, content) of each value that stands in `der` (X.690), one after the other."""
    at = 0
    while at < len(der):
        head, size = _length(der, at)
        if at + head + size > len(der):
            raise ValueError
        yield der[at], der[at + head : at + head + size]
        at += head + size


def _whole(der: bytes) -> int:
    """Return how many bytes the first value in `der` has: the rest only fills the place."""
    head, size = _length(der, 0)
    return head + size


def _length(der: bytes, at: int) -> tuple[int, int]:
    """Return the lengths of the head and of the content of the value at `at`."""
    first = der[at + 1]
    if first < 0x80:
        return 2, first
    more = first & 0x7F
    if not 1 <= more <= 4:
        raise ValueError
    return 2 + more, int.from_bytes(der[at + 2 : at + 2 + more], "big")
