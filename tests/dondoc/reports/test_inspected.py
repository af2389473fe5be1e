"""Files on their way in: photos lose their traces, signed PDFs not a byte."""

import struct
import zlib
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID

from dondoc.errors import Refused
from dondoc.reports.attach import Examined
from dondoc.reports.inspected import inspected

TRACES = (b"GPS 21.7N 105.3E", b"Made by Phone 12", b"thumbnail of before", b"PK\x03\x04hidden")
SIGNER = "Nguyễn Văn Mẫu"


def segment(marker: int, inside: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", 2 + len(inside)) + inside


def exif(turned: int, order: str = "<") -> bytes:
    """Return an EXIF segment that says how to turn the picture, and where it was taken."""
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(f"{order}I", 8)
    entry = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, turned, 0)
    tiff = head + struct.pack(f"{order}H", 1) + entry + struct.pack(f"{order}I", 0)
    return segment(0xE1, b"Exif\0\0" + tiff + TRACES[0])


SHOWN = (
    segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
    segment(0xE2, b"ICC_PROFILE\0\x01\x01colours"),
    segment(0xDB, bytes(65)),
    segment(0xC2, bytes(15)),
)
# Two scans of a progressive picture, with a stuffed byte and a restart in between.
SCANS = (
    segment(0xDA, b"one"),
    b"\x01\xff\x00\x02\xff\xd0\x03",
    segment(0xC4, b"table"),
    segment(0xDA, b"two"),
    b"\x04\x05\xff\xd9",
)


def jpeg(turned: int = 1, order: str = "<") -> bytes:
    traces = (
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + TRACES[1]),
        segment(0xE2, b"MPF\0" + TRACES[2]),
        segment(0xFE, TRACES[1]),
    )
    return b"".join(
        (b"\xff\xd8", SHOWN[0], exif(turned, order), *traces, *SHOWN[1:], *SCANS, TRACES[3])
    )


def kept(name: str, content_type: str, content: bytes) -> tuple[bytes, str]:
    file, told = inspected(Examined(name, content_type, content))
    return file.content, told


def test_a_photo_keeps_its_picture_and_nothing_that_tells_of_it() -> None:
    content, told = kept("a.jpg", "image/jpeg", jpeg())
    assert content == b"".join((b"\xff\xd8", *SHOWN, *SCANS))
    assert "đã xóa vị trí" in told


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_photo_stays_turned_as_it_was(order: str) -> None:
    content, _ = kept("a.jpg", "image/jpeg", jpeg(turned=6, order=order))
    assert struct.pack("<HHIHH", 0x0112, 3, 1, 6, 0) in content
    assert not [trace for trace in TRACES if trace in content]


def test_a_photo_without_traces_is_not_touched() -> None:
    clean = b"".join((b"\xff\xd8", *SHOWN, *SCANS))
    assert kept("a.jpg", "image/jpeg", clean) == (clean, "")


def test_a_png_loses_its_texts_and_what_follows_it() -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    start, end = b"\x89PNG\r\n\x1a\n", chunk(b"IEND", b"")
    shown = chunk(b"IHDR", bytes(13)) + chunk(b"IDAT", b"picture")
    traced = start + shown + chunk(b"tEXt", TRACES[1]) + chunk(b"eXIf", TRACES[0]) + end + TRACES[3]
    content, told = kept("a.png", "image/png", traced)
    assert content == start + shown + end
    assert told


@pytest.mark.parametrize("cut", [3, 20, 60, -1])
def test_a_photo_that_is_cut_off_is_refused(cut: int) -> None:
    with pytest.raises(Refused, match="ảnh hỏng"):
        kept("a.jpg", "image/jpeg", b"".join((b"\xff\xd8", *SHOWN, *SCANS))[:cut])


def signed_pdf(more: bytes = b"") -> bytes:
    """Return a PDF with a real signature over everything but the place that holds it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, SIGNER)])
    begins = datetime(2024, 1, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(4711)
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=900))
        .sign(key, hashes.SHA256())
    )
    room = 4000
    head = b"%%PDF-1.7\n1 0 obj<</Type/Sig/ByteRange [0 %04d %04d %04d]/Contents "
    start = len(head % (0, 0, 0))
    tail = b">>endobj\ntrailer<<>>\n%%EOF\n"
    before = head % (start, start + room + 2, len(tail))
    cms = (
        pkcs7.PKCS7SignatureBuilder()
        .set_data(before + tail)
        .add_signer(certificate, key, hashes.SHA256())
        .sign(
            serialization.Encoding.DER,
            [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary],
        )
    )
    return before + b"<" + cms.hex().encode().ljust(room, b"0") + b">" + tail + more


def test_a_signed_pdf_is_kept_to_the_byte_and_says_whose_signature_holds() -> None:
    content, told = kept("a.pdf", "application/pdf", pdf := signed_pdf())
    assert content == pdf
    assert told.startswith(f"chữ ký số của {SIGNER}: nội dung đúng như lúc ký (chưa tra")


def test_a_pdf_that_was_changed_after_signing_says_so() -> None:
    pdf = signed_pdf().replace(b"/Type/Sig", b"/Type/Sic")
    assert "KHÔNG khớp, tệp đã bị sửa sau khi ký" in kept("a.pdf", "application/pdf", pdf)[1]


def test_what_was_added_after_signing_is_said() -> None:
    pdf = signed_pdf(b"2 0 obj<<>>endobj")
    assert "có phần thêm vào sau khi ký" in kept("a.pdf", "application/pdf", pdf)[1]


@pytest.mark.parametrize("held", [b"", b"30", b"zz", b"3080" + b"00" * 40, b"3003020101"])
def test_a_signature_that_cannot_be_read_is_neither_right_nor_wrong(held: bytes) -> None:
    pdf = (
        b"%PDF-1.7 /ByteRange [0 40 060 10]".ljust(40) + (b"<" + held + b">").ljust(20) + b"x" * 10
    )
    told = kept("a.pdf", "application/pdf", pdf)[1]
    assert told.startswith("có chữ ký số: chưa kiểm tra được") or "KHÔNG khớp" in told


def test_a_pdf_without_a_signature_says_so() -> None:
    assert "không có chữ ký số" in kept("a.pdf", "application/pdf", b"%PDF-1.7")[1]
