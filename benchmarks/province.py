"""An office with its own rules folder, as large as is asked, with the rounds it has lived through.

Bodies and dispatch are made up; calendar, policies, forms and rights are those shipped.
Everything is on the disk as an office has it, so that the commands themselves can be timed.
"""

import random
import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path

from sqlalchemy import insert, select, update

from benchmarks.country import SEED, Commune
from dondoc.day.sweeping import run_sweep
from dondoc.setup.loading import load
from dondoc.setup.wiring import Office, open_office
from models import Obligation, Report
from rules.meaning.form import Form
from rules.reading.form_file import load_forms
from rules.rulebook import HOME
from steps.states import ObligationState

DIRECTIVE, DUTY, ROUND, FORM = "tinh-2024", "bao-cao", "tong-hop", "coverage"
# The consolidator's date of the round that is open, and the instant at which the office is looked
# at: two weeks after it, with one body in ten still silent.
DUE = "2024-06-10"
LOOKED = datetime(2024, 6, 24, 2, tzinfo=UTC)
_SHIPPED = ("calendars", "policies", "forms", "routing")
_QUOTES = (
    "Bảo đảm 100% người thuộc hộ cận nghèo tham gia bảo hiểm y tế đến 31/12/2024",
    "Báo cáo kết quả về Ủy ban nhân dân tỉnh (qua Cơ quan tổng hợp) trước ngày 05 hàng tháng",
    "Cơ quan tổng hợp báo cáo Ủy ban nhân dân tỉnh trước ngày 10 hàng tháng",
)
TEXT = "".join(f"{place}. {quote}.\n" for place, quote in enumerate(_QUOTES, 1))
_SETTINGS = "state: var\n"
_BODIES = """\
bodies:
  ubnd: {name: Ủy ban nhân dân tỉnh Một, short: UBND tỉnh, kind: district}
  van-phong: {name: Văn phòng UBND tỉnh Một, short: Văn phòng UBND tỉnh, kind: office}
  tong-hop: {name: Cơ quan tổng hợp tỉnh Một, short: Cơ quan tổng hợp, kind: agency}
"""
_LETTERHEADS = """\
letterheads:
  tong-hop:
    for: [tong-hop]
    above: [Ủy ban nhân dân, tỉnh Một]
    place: Một
    documents:
      consolidation: {symbol: BC-CQTH, signature: [Giám đốc], copies: [Như trên, "Lưu: VT"]}
"""
DECLARED = f"""\
directive: {DIRECTIVE}
title: Văn bản viết ra để đo
cited_as: Văn bản viết ra để đo của UBND tỉnh Một
topic: BHYT
matter: thực hiện chính sách bảo hiểm y tế
issuer: ubnd
number: 1/UBND
issued_on: 2024-01-02
text: {{file: dispatch.txt, sha256: {sha256(TEXT.encode()).hexdigest()}, source: viết ra để đo}}
in_force: {{from: 2024-01-02, until: 2024-12-31, assumed: để đo}}
groups:
  can-ngheo:
    name: người thuộc hộ cận nghèo
    shares: {{own: 30, state: 70, clause: T-1}}
duties:
  bao-phu:
    clause: T-1
    place: mục 1
    short: bao phủ
    kind: target
    quote: {_QUOTES[0]}
    bearers: every commune
    action: bảo đảm mọi người thuộc hộ cận nghèo tham gia bảo hiểm y tế
    due: {{wording: đến 31/12/2024, sense: by, on: 2024-12-31}}
    target: {{population: người cận nghèo, group: can-ngheo, measures: [enrolled], percent: 100}}
  {DUTY}:
    clause: T-2
    place: mục 2
    short: báo cáo tháng
    kind: report
    quote: {_QUOTES[1]}
    bearers: every commune
    action: báo cáo kết quả
    to: ubnd
    via: tong-hop
    asks: {FORM}
    period: {{of: month, due: in the next one, assumed: để đo}}
    due: {{wording: trước ngày 05 hàng tháng, sense: before, every: month, day: 5,
      first: 2024-02-05, last: 2024-12-05, assumed: để đo}}
  {ROUND}:
    clause: T-3
    place: mục 3
    short: tổng hợp tháng
    kind: report
    quote: {_QUOTES[2]}
    bearers: tong-hop
    action: tổng hợp, báo cáo
    to: ubnd
    consolidates: {DUTY}
    period: {{of: month, due: in the next one, assumed: để đo}}
    due: {{wording: trước ngày 10 hàng tháng, sense: before, every: month, day: 10,
      first: 2024-02-10, last: 2024-12-10, assumed: để đo}}
"""


@dataclass(frozen=True)
class Written:
    """A directive as its folder holds it: `declared` is directive.yaml, `text` the dispatch."""

    id: str
    declared: str
    text: str


@dataclass(frozen=True)
class Province:
    """An office on the disk: `config` is what its commands are given."""

    config: Path
    communes: int


def found(
    folder: Path,
    communes: Sequence[Commune],
    database: str | None = None,
    *,
    follows: Written | None = None,
    settings: str = _SETTINGS,
) -> Province:
    """Write rules and settings of an office into `folder`, which is empty or not there.

    Args:
        database: its URL; None: a file in the office's state folder.
        follows: the directive it follows; None: that of 2024.
        settings: what else its config.yaml says.
    """
    follows = follows or Written(DIRECTIVE, DECLARED, TEXT)
    rules = folder / "rules"
    for name in _SHIPPED:
        shutil.copytree(HOME / name, rules / name, ignore=shutil.ignore_patterns("*.py"))
    own = {
        "bodies/tinh.yaml": _kinds() + _BODIES + "".join(map(_body, communes)),
        "letterheads/the-thuc.yaml": _LETTERHEADS,
        f"directives/{follows.id}/directive.yaml": follows.declared,
        f"directives/{follows.id}/dispatch.txt": follows.text,
    }
    for name, text in own.items():
        file = rules / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    config = folder / "config.yaml"
    stored = f"database: {database}\n" if database else ""
    config.write_text(
        f"directives: [{follows.id}]\nrules: rules\n{settings}{stored}"
        "office: {name: Văn phòng UBND tỉnh, body: van-phong}\n",
        "utf-8",
    )
    return Province(config, len(communes))


def _kinds() -> str:
    """Return the kinds of bodies as the shipped file declares them."""
    (file,) = (HOME / "bodies").glob("*.yaml")
    text = file.read_text("utf-8")
    return text[text.index("kinds:") : text.index("bodies:")]


def _body(commune: Commune) -> str:
    return f'  {commune.code}@base: {{name: "{commune.name}", kind: commune}}\n'


def live(province: Province, mornings: Sequence[datetime]) -> None:
    """Let the office live through `mornings` (aware, in order): sweeps, and reports in between."""
    with closing(open_office(load(province.config))) as office:
        for morning in mornings:
            run_sweep(office, morning, accept_gap=True)
            _file(office, morning + timedelta(hours=2))


def mornings() -> Iterator[datetime]:
    """Yield the mornings on which most is said: a round opens, is due, is late."""
    yield datetime(2024, 1, 3, tzinfo=UTC)
    for month in range(2, 7):
        for day in (1, 3, 5, 7, 12):
            yield datetime(2024, month, day, tzinfo=UTC)


def _file(office: Office, now: datetime) -> None:
    """Record the reports of all who owe one that has begun, but of one body in ten."""
    draw = random.Random(SEED)
    with office.writing() as session:
        begun = select(Obligation.id, Obligation.bearer_uid).where(
            Obligation.duty == DUTY,
            Obligation.state == ObligationState.OPEN.value,
            Obligation.opened_at.is_not(None),
            Obligation.due_on <= now.date(),
        )
        ids = [
            id_ for id_, uid in session.execute(begun.order_by(Obligation.id)) if uid[4:5] != "7"
        ]
        if not ids:
            return
        session.execute(insert(Report), [report_row(id_, now, draw) for id_ in ids])
        submitted = ObligationState.SUBMITTED.value
        moved = update(Obligation).where(Obligation.id.in_(ids))
        change = moved.values(state=submitted, received_at=now, recorded_at=now, wake_at=None)
        session.execute(change, execution_options={"synchronize_session": False})


@cache
def _form() -> Form:
    return next(form for form in load_forms(HOME / "forms") if form.id == FORM)


def report_row(obligation: int, now: datetime, draw: random.Random) -> dict[str, object]:
    opening, came, went = draw.randrange(50, 500), draw.randrange(9), draw.randrange(40)
    told = dict.fromkeys(_form().ids, 0) | {
        "opening": opening,
        "recognised": came,
        "enrolled": went,
        "closing": opening + came - went,
        "carded": went,
    }
    figures = {
        "as_of": (now - timedelta(days=now.day)).date().isoformat(),
        "nil": False,
        "groups": {"can-ngheo": told},
        "done": f"Đã đến {draw.randrange(99)} hộ.",
        "obstacles": "",
        "proposals": "",
    }
    return {
        "obligation_id": obligation,
        "revision": 1,
        "received_at": now,
        "recorded_at": now,
        "recorded_by": "van-phong/specialist",
        "road": "paper",
        "state": "submitted",
        "form": _form().key,
        "figures": figures,
    }
