"""A country's office whose dispatch it has not seen yet: today is its first morning."""

from collections.abc import Sequence
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

from benchmarks.country import Commune
from benchmarks.province import Written, found
from language.dates import full_day

DIRECTIVE = "hom-nay"
_HEAD = """\
directive: {id}
title: Văn bản viết ra để thử
cited_as: Văn bản viết ra để thử của UBND tỉnh
topic: BHYT
matter: thực hiện chính sách bảo hiểm y tế
issuer: ubnd
number: 1/UBND
issued_on: {issued}
text: {{file: dispatch.txt, sha256: {digest}, source: viết ra để thử}}
in_force: {{from: {issued}, until: {due}, assumed: để thử}}
duties:
"""
_DUTY = """\
  viec-{place}:
    clause: T-{place}
    place: mục {place}
    short: việc thứ {place}
    kind: report
    quote: {quote}
    bearers: every commune
    action: báo cáo kết quả
    to: ubnd
    due: {{wording: "trước ngày {day}", sense: before, on: {due}}}
"""
# How long a killed worker holds its letters, in seconds; long enough for a database to recover.
LEASE = 20
# Open at every hour; a killed worker's letters are looked for as soon as may be.
_SETTINGS = """\
state: state
sweep: {{at: "00:01"}}
courtesy: {{opens: "00:00", closes: "23:59", off_days: true}}
dispatch: {{every_minutes: 1, lease_seconds: {lease}}}
prefect: {{api: "http://127.0.0.1:{prefect}/api"}}
channels:
  email:
    {{schema: smtp, host: 127.0.0.1, port: {relay}, security: none, timeout_connect: 1,
      timeout_session: 1, timeout_transaction: 1, timeout_body: 2, timeout_final: 2}}
"""


def directive_of(today: date, duties: int) -> Written:
    """Return a dispatch that asks so many reports of each, open on `today` (local) already.

    It was issued long before: what is issued on a day off would wait for the next working day.
    """
    issued, due = today - timedelta(days=30), today + timedelta(days=4)
    said = f"về Ủy ban nhân dân tỉnh trước ngày {full_day(due)}"
    quotes = [f"Báo cáo kết quả việc thứ {place} {said}" for place in range(1, duties + 1)]
    text = "".join(f"{place}. {quote}.\n" for place, quote in enumerate(quotes, 1))
    head = _HEAD.format(
        id=DIRECTIVE,
        issued=issued,
        due=due,
        digest=sha256(text.encode()).hexdigest(),
    )
    declared = (
        _DUTY.format(place=place, quote=quote, day=full_day(due), due=due)
        for place, quote in enumerate(quotes, 1)
    )
    return Written(DIRECTIVE, head + "".join(declared), text)


def settle_office(
    folder: Path, communes: Sequence[Commune], duties: int, relay: int, prefect: int, today: date
) -> Path:
    """Write an office's rules, settings and address book into `folder`; return its config.yaml.

    Args:
        relay, prefect: ports on this machine.
    """
    settings = _SETTINGS.format(lease=LEASE, relay=relay, prefect=prefect)
    written = directive_of(today, duties)
    config = found(folder, communes, follows=written, settings=settings).config
    rows = (f"{one.code}@base,officer,Người {one.code},{one.code}@example.org" for one in communes)
    book = "\n".join(["body,post,person,email", *rows, ""])
    (folder / "danh-ba.csv").write_text(book, "utf-8")
    return config
