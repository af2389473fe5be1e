"""Kiểm tra một bản xuất dấu vết của Đôn Đốc; verify an exported trail, away from its office.

    python3 -I verify_trail.py [FOLDER] [--key HEX]

Needs Python 3.11 or newer and the package `cryptography`, nothing of Đôn Đốc; the formats are
specified in docs/trail.md. FOLDER is where entries.jsonl lies (this script's folder if not said).
--key is the office's public key (64 hex digits) as you know it from elsewhere: without it the
signatures prove only that all was signed by whoever made the export's own key file.
Exit: 0 whole, 1 something does not fit or there is nothing to verify, 2 wrong usage, 3 could not
be read.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
except ImportError:
    sys.exit("Cần gói `cryptography` / the package `cryptography` is needed: pip install it")

ENTRIES, CHECKPOINTS = "entries.jsonl", "checkpoints.jsonl"
KEY_PEM, KEY_HEX = "public_key.pem", "public_key.hex"
FORMAT = "dondoc-checkpoint-1"
ZEROS = "0" * 64
# What says that the checkpoints begin anew, and with which key where that was the reason.
KEY_KINDS = ("trail.renewed", "trail.rekeyed")
# A rewritten trail breaks at every entry: the first thousand say it well enough.
MOST = 1000

_CHECKPOINT = re.compile(rb'\{"checkpoint":(\{.*\}),"signature":"([0-9a-f]{128})"\}\n')
_ENTRY = re.compile(rb'\{"entry":(\{.*\}),"hash":"([0-9a-f]{64})"\}\n')


class Problem(NamedTuple):
    """What does not fit. `entry` is the entry's number, 0 where it concerns no one entry."""

    entry: int
    kind: str
    detail: str


class Checkpoint(NamedTuple):
    """A signed statement: at the instant `at` the trail had `entries`, the last hashed `head`.

    `prev` is the SHA-256 of the line before (64 zeros: the first), `key` the signer's public key.
    """

    at: str
    entries: int
    head: str
    key: str
    prev: str

    def canonical(self) -> bytes:
        """Return the bytes that are signed."""
        said = {**self._asdict(), "format": FORMAT}
        return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

    def line(self, signature: bytes) -> bytes:
        """Return its line in checkpoints.jsonl."""
        return b'{"checkpoint":%b,"signature":"%b"}\n' % (
            self.canonical(),
            signature.hex().encode(),
        )


def entry_line(content: bytes, digest: str) -> bytes:
    """Return the line of entries.jsonl for an entry's canonical bytes and its stored hash."""
    return b'{"entry":%b,"hash":"%b"}\n' % (content, digest.encode())


def line_hash(line: bytes) -> str:
    """Return what the next checkpoint's `prev` is, given a line of checkpoints.jsonl."""
    return sha256(line.removesuffix(b"\n")).hexdigest()


def read_checkpoint(line: bytes, public: str) -> Checkpoint:
    """Return the checkpoint a line holds, signed by the key `public` (raw, hex).

    Raises:
        ValueError: it is no such line, or not signed by that key.
    """
    found = _CHECKPOINT.fullmatch(line)
    if found is None:
        raise ValueError("không đúng dạng một điểm kiểm")
    content, signature = found[1], bytes.fromhex(found[2].decode())
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(signature, content)
    except InvalidSignature:
        raise ValueError("chữ ký không phải của khóa này trên nội dung này") from None
    said = json.loads(content)
    said.pop("format", None)
    checkpoint = Checkpoint(**said)
    strict = checkpoint.canonical() == content and type(checkpoint.entries) is int
    if not strict or checkpoint.key != public:
        raise ValueError("không đúng dạng một điểm kiểm")
    return checkpoint


def read_checkpoints(lines: Iterable[bytes], public: str) -> tuple[list[Checkpoint], list[Problem]]:
    """Return the checkpoints that `public` has signed, and what does not fit among the lines."""
    good: list[Checkpoint] = []
    problems: list[Problem] = []
    prev, least = ZEROS, 0
    for number, line in enumerate(lines, 1):
        where = f"{CHECKPOINTS} dòng {number}"
        try:
            one = read_checkpoint(line, public)
        except (ValueError, TypeError) as error:
            problems.append(Problem(0, "checkpoint", f"{where}: {error}"))
        else:
            if one.prev != prev:
                what = "không nối với dòng trước: có dòng bị bỏ, chèn hoặc sửa"
                problems.append(Problem(one.entries, "checkpoint", f"{where}: {what}"))
            elif one.entries < least:
                what = f"số mục giảm từ {least} xuống {one.entries}"
                problems.append(Problem(one.entries, "checkpoint", f"{where}: {what}"))
            good.append(one)
            least = one.entries
        prev = line_hash(line)
    return good, problems


class Rekeyed(NamedTuple):
    """The entry `seq` said at the instant `at` which key signs from then on; "" for any."""

    seq: int
    at: str
    key: str

    @classmethod
    def of(cls, seq: int, at: str, kind: str, data: object) -> "Rekeyed | None":
        """Return what an entry says of the key, None where it says nothing of it."""
        if kind not in KEY_KINDS or not isinstance(data, dict):
            return None
        return cls(seq, at, str(data.get("to", "")))


def other_key(keys: Sequence[Rekeyed], checkpoints: Iterable[Checkpoint]) -> Problem | None:
    """Tell of checkpoints that another key has signed than the last change of it named."""
    last = keys[-1] if keys else None
    if last is None or not last.key or all(one.key == last.key for one in checkpoints):
        return None
    what = f"các điểm kiểm không do khóa đã nêu ở mục {last.seq} ký; chép lại khóa ấy"
    return Problem(last.seq, "key", what)


class Chain:
    """The chain as it is read, entry by entry, with the checkpoints it has to agree with.

    It goes on from the entry `after`, whose hash is `head`.
    """

    def __init__(
        self, checkpoints: Sequence[Checkpoint] = (), after: int = 0, head: str = ZEROS
    ) -> None:
        self.entries = 0
        self.head = head
        self.anchored_to: int | None = None
        self.problems: list[Problem] = []
        self.unsaid = 0
        # Of an export: when the checkpoints began anew.
        self.keys: list[Rekeyed] = []
        self._expected = after + 1
        self._marks = sorted(checkpoints, key=lambda one: one.entries, reverse=True)
        self._next = self._marks[-1].entries if self._marks else -1

    def add(self, seq: int, prev: str, digest: str, content: bytes) -> None:
        """Take the next entry: its number, the two stored hashes, its canonical bytes."""
        self.entries += 1
        expected = self._expected
        if sha256(content).hexdigest() != digest:
            self.problem(seq, "hash", "nội dung không cho ra mã băm đã ghi")
        if seq < expected:
            # A stranger: what follows has to go on from the entry before it.
            self.problem(seq, "order", f"đứng sau mục {expected - 1}")
            return
        if seq > expected:
            missing = f"mục {expected}" if seq == expected + 1 else f"các mục {expected}–{seq - 1}"
            self.problem(seq, "gap", f"thiếu {missing} ở trước")
        elif prev != self.head:
            self.problem(seq, "link", f"prev không phải mã băm của mục {seq - 1}")
        self._expected = seq + 1
        self.head = digest
        if 0 <= self._next <= seq:
            self._compare(seq, digest)

    def _compare(self, seq: int, digest: str) -> None:
        while self._marks and self._marks[-1].entries <= seq:
            mark = self._marks.pop()
            if mark.entries < seq:
                # Reported as a gap already, or it lay before the first entry.
                continue
            if mark.head == digest:
                self.anchored_to = seq
            else:
                what = f"mã băm khác với điểm kiểm đã ký lúc {mark.at}"
                self.problem(seq, "rewritten", what)
        self._next = self._marks[-1].entries if self._marks else -1

    def finish(self) -> None:
        """Say what the checkpoints have signed and the chain does not reach."""
        if self._marks:
            last = self._marks[0]
            what = f"các mục {self._expected}–{last.entries} đã ký lúc {last.at} không còn"
            self.problem(self._expected, "cut", what)
        self.count_unsaid()

    def count_unsaid(self) -> None:
        """Say how many problems there were beyond those that are named; once."""
        if self.unsaid and self.problems[-1].kind != "more":
            self.problems.append(Problem(0, "more", f"còn {self.unsaid} chỗ không khớp nữa"))

    def problem(self, entry: int, kind: str, detail: str) -> None:
        """Note what does not fit; after the first thousand only count."""
        if len(self.problems) < MOST:
            self.problems.append(Problem(entry, kind, detail))
        else:
            self.unsaid += 1


def verify_export(folder: Path, known: str | None = None) -> Chain:
    """Read the export in `folder` and return the chain with everything that does not fit.

    Args:
        known: the office's public key, raw in hex, as known from elsewhere.
    Raises:
        OSError: a file is missing or cannot be read.
    """
    public, wrong = _public_key(folder, known)
    with (folder / CHECKPOINTS).open("rb") as lines:
        checkpoints, more = read_checkpoints(lines, public)
    chain = Chain(checkpoints)
    chain.problems += wrong + more
    with (folder / ENTRIES).open("rb") as lines:
        for number, line in enumerate(lines, 1):
            _add_line(chain, number, line)
    chain.finish()
    if wrong_key := other_key(chain.keys, checkpoints):
        chain.problem(*wrong_key)
    if chain.entries != (chain.anchored_to or 0):
        what = f"chỉ được ký đến mục {chain.anchored_to or 0}"
        chain.problem((chain.anchored_to or 0) + 1, "unsigned", what)
    return chain


def _add_line(chain: Chain, number: int, line: bytes) -> None:
    found = _ENTRY.fullmatch(line)
    try:
        said = json.loads(found[1]) if found else {}
        seq, prev = said["seq"], said["prev"]
    except (ValueError, KeyError, TypeError, RecursionError):
        seq = None
    if found is None or type(seq) is not int:
        chain.problem(number, "line", f"{ENTRIES} dòng {number}: không đúng dạng một mục")
    else:
        chain.add(seq, prev, found[2].decode(), found[1])
        at, kind = str(said.get("at", "")), str(said.get("kind", ""))
        if one := Rekeyed.of(seq, at, kind, said.get("data")):
            chain.keys.append(one)


def _public_key(folder: Path, known: str | None) -> tuple[str, list[Problem]]:
    """Return the public key to judge by, and where the export's key files say another one."""
    stated = (folder / KEY_HEX).read_bytes()
    public = known or stated.decode("ascii", "replace").strip()
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
    except ValueError:
        return ZEROS, [Problem(0, "key", f"{KEY_HEX}: không phải một khóa công khai")]
    pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    found = []
    if stated != public.encode() + b"\n":
        found.append(Problem(0, "key", f"{KEY_HEX} không phải khóa đã biết"))
    if (folder / KEY_PEM).read_bytes() != pem:
        found.append(Problem(0, "key", f"{KEY_PEM} không phải khóa ấy"))
    return public, found


def _hex_key(text: str) -> str:
    if re.fullmatch("[0-9a-f]{64}", text.lower()) is None:
        raise argparse.ArgumentTypeError("64 chữ số hệ 16 / 64 hex digits")
    return text.lower()


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what was found; return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).parent)
    parser.add_argument("--key", type=_hex_key, help="khóa công khai đã biết / the key you know")
    asked = parser.parse_args(arguments)
    try:
        chain = verify_export(asked.folder, asked.key)
    except OSError as error:
        sys.stderr.write(f"Không đọc được / cannot read: {error}\n")
        return 3
    for problem in chain.problems:
        sys.stdout.write(f"mục/entry {problem.entry}: {problem.kind}: {problem.detail}\n")
    if not chain.entries and not chain.problems:
        sys.stdout.write("không có gì để kiểm tra / there is nothing to verify\n")
        return 1
    state = "KHÔNG KHỚP / DOES NOT FIT" if chain.problems else "nguyên vẹn / whole"
    sys.stdout.write(
        f"{state}: {chain.entries} mục/entries, đã ký đến mục/signed to {chain.anchored_to or 0}, "
        f"mã băm cuối/head {chain.head}\n"
    )
    for one in chain.keys:
        reason = f"khóa ký mới/new key {one.key}" if one.key else "không còn khớp/did not fit"
        sys.stdout.write(
            f"Điểm kiểm bắt đầu lại/checkpoints begin anew: mục/entry {one.seq}, {one.at}: "
            f"{reason}\n"
        )
    if not asked.key:
        stated = (asked.folder / KEY_HEX).read_text("ascii", "replace").strip()
        sys.stdout.write(
            "Hãy đối chiếu khóa này với khóa do đơn vị công bố / "
            f"compare with the key the office has published: {stated}\n"
        )
    return 1 if chain.problems else 0


if __name__ == "__main__":
    sys.exit(main())
