"""The bytes of the trail are those docs/trail.md specifies, for whoever reads only that."""

import json
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from dondoc.setup.database import writing
from models import Event
from models.trail import GENESIS, append, canonical, canonical_data

DOC = Path(__file__).parents[3] / "docs" / "trail.md"
KINDS = {"hash", "link", "gap", "order", "cut", "rewritten", "unsigned"}


def plain_json(value: object) -> bytes:
    """Return the canonical bytes as the standard library makes them."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def example() -> list[bytes]:
    return DOC.read_bytes().partition(b"```jsonl\n")[2].partition(b"\n```")[0].split(b"\n")


def test_the_worked_example_can_be_recomputed_from_the_page_alone() -> None:
    *entries, checkpoint = example()
    prev = "0" * 64
    for number, line in enumerate(entries, 1):
        said = json.loads(line)
        content = plain_json(said["entry"])
        assert line == b'{"entry":%b,"hash":"%b"}' % (content, said["hash"].encode())
        assert sha256(content).hexdigest() == said["hash"]
        assert (said["entry"]["seq"], said["entry"]["prev"]) == (number, prev)
        prev = said["hash"]
    signed = json.loads(checkpoint)
    content = plain_json(signed["checkpoint"])
    assert checkpoint == b'{"checkpoint":%b,"signature":"%b"}' % (
        content,
        signed["signature"].encode(),
    )
    assert (signed["checkpoint"]["entries"], signed["checkpoint"]["head"]) == (2, prev)
    public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(signed["checkpoint"]["key"]))
    public.verify(bytes.fromhex(signed["signature"]), content)


def test_our_own_code_makes_the_same_bytes() -> None:
    for line in example()[:-1]:
        said = json.loads(line)
        entry = said["entry"]
        data = canonical_data(entry.pop("data"))
        assert sha256(canonical(**entry, data=data)).hexdigest() == said["hash"]


def test_the_page_names_every_kind_of_break() -> None:
    page = DOC.read_text("utf-8")
    readme = (DOC.parents[1] / "dondoc" / "trail" / "standalone" / "README.md").read_text("utf-8")
    for kind in KINDS | {"checkpoint", "key", "line", "unreadable", "more"}:
        assert f"| `{kind}` |" in page
        assert f"| `{kind}` |" in readme


texts = st.text(st.characters(codec="utf-8"), max_size=12)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.long
@given(st.dictionaries(texts, values, max_size=5), texts, texts, texts, st.integers(1, 2**31 - 1))
def test_the_canonical_bytes_are_plain_sorted_json(
    data: dict[str, object], at: str, kind: str, subject: str, seq: int
) -> None:
    made = canonical(seq, at, kind, subject, canonical_data(data), GENESIS)
    entry = {"at": at, "data": data, "kind": kind, "prev": GENESIS, "seq": seq, "subject": subject}
    assert made == plain_json(entry)


@pytest.mark.parametrize(
    "value",
    [1.5, float("nan"), [0, [0.0]], datetime(2024, 5, 7, tzinfo=UTC), {1, 2}, b"x", 2**64],
    ids=repr,
)
def test_what_has_no_one_form_is_not_entered(sqlite: Engine, value: object) -> None:
    with pytest.raises(TypeError), writing(sqlite) as session:
        append(session, datetime(2024, 5, 7, tzinfo=UTC), [Event("x", "x:1", {"deep": [value]})])
