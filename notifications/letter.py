"""What a message says, as plain values: who writes to whom, about which duties, resting on what.

The application fills these; `compose` turns them into a subject and a text. Everything here is a
name, a date or a count as an office reads it (Vietnamese, NFC). The only identifiers of ours are
`Item.step`, which chooses the template, and `Item.directive`, which groups; neither is ever shown.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from notifications.mime import Attachment
from notifications.rounds import GatheredView, RoundView, WatchedView
from steps.posts import Post
from steps.table import Step


@dataclass(frozen=True)
class Addressee:
    """Who reads it. `person` None: the post has no known holder and is addressed by its role.

    `role` "công chức Văn hóa – Xã hội", "Chủ tịch", "Giám đốc"; `body` "UBND xã Đại Phú",
    "BHXH tỉnh". `leads`: the post is the one that answers for its body, whatever it is called.
    """

    person: str | None
    role: str
    body: str
    post: str = Post.OFFICER
    leads: bool = False

    @property
    def is_head(self) -> bool:
        """Commands the body: is asked to direct, not to prepare."""
        return self.leads or self.post in Post.directing()

    @property
    def is_above(self) -> bool:
        """Stands above the Văn phòng: is reported to ("kính báo cáo, xin ý kiến")."""
        return self.post == Post.LEADER


@dataclass(frozen=True)
class Sender:
    """The specialist in whose name the office writes; `email` takes the replies."""

    person: str
    title: str
    phone: str
    email: str
    organisation: str


@dataclass(frozen=True)
class FiguresView:
    """The latest figures of a target, up to the local date `as_of`.

    `source` "báo cáo tháng 6 năm 2024 của UBND xã Đại Phú"; `remaining` "còn 50 người chưa tham
    gia hoặc chưa được cấp thẻ BHYT".
    """

    source: str
    as_of: date
    remaining: str


@dataclass(frozen=True)
class TargetView:
    """`population` "người thuộc hộ gia đình cận nghèo"; `measure` "tham gia và được cấp thẻ BHYT".

    `days_left`: calendar days from the sending to `due_on`, 0 on the day, negative after it.
    `state`: reached, missed or unknown; `figures`: what says so, None where there are none.
    """

    population: str
    measure: str
    percent: int
    days_left: int
    state: Literal["reached", "missed", "unknown"] = "unknown"
    figures: FiguresView | None = None


@dataclass(frozen=True)
class ReturnView:
    """A report given back: by whom and when, what is wrong where, by when its bearer answers.

    `reasons`: what a figure is called ("Hộ cận nghèo: Chưa tham gia BHYT cuối kỳ"), and the
    receiver's words about it, in the order of the form; never empty. Dates are local.
    """

    by: str
    returned_on: date
    received_on: date
    reply_by: date
    reply_is_makeup_day: bool
    reasons: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class UndoneView:
    """A decision about the term that was taken back; dates are local.

    `kind`: what it had granted; `days` it had moved the date by, `to` which date, or up to and with
    which one it had paused. `number`: of the decision that takes it back, "" where it has none.
    `until`: the last day that becomes late by nothing; `was_late`: it was late all the while.
    """

    kind: Literal["extend", "move", "pause"]
    decided_on: date
    days: int
    to: date
    undone_on: date
    number: str
    until: date
    until_is_makeup_day: bool
    was_late: bool


@dataclass(frozen=True)
class Enclosed:
    """What goes with a letter, made by whoever hands it in: files, and what is told beside.

    `about`: the bodies it names, as messages do; `says`: parts in whole sentences; `lack`: why
    there is no file, a Vietnamese clause with what to do, without a full stop; `doubtful`: because
    what is stored cannot be relied on, so that no figure and no name is to be told from it.
    """

    files: tuple[Attachment, ...] = ()
    about: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    lack: str = ""
    doubtful: bool = False


@dataclass(frozen=True)
class Said:
    """An earlier letter to the same addressee: the local date on which it left, and its step."""

    on: date
    step: Step


@dataclass(frozen=True)
class Out:
    """A document that is out and says what proved wrong: how it is cited, and whose it is.

    `cited_as` "Công văn số 12/UBND-VX ngày 08/5/2024 của UBND tỉnh"; `body` "UBND tỉnh".
    """

    cited_as: str
    body: str


@dataclass(frozen=True)
class SaidTo:
    """That the bearer was told it is late: which post of it, and on which local date word left.

    `on` None: it has not, for the reason `why` ("chờ duyệt").
    """

    role: str
    on: date | None
    why: str = ""


@dataclass(frozen=True)
class Joining:
    """The body told becomes part of the bearer: `told` "UBND xã Bình Yên"; `begun`: it has.

    `how`: which bodies become which one on which day, a clause without a full stop.
    """

    told: str
    begun: bool
    how: str


@dataclass(frozen=True)
class Item:
    """One thing told: one duty of one bearer in one period, at one step.

    `bearer`, `addressee_body` (to whom the report goes) and `via_body` are names as in a message:
    "UBND xã Đại Phú", "UBND tỉnh", "BHXH tỉnh". Dates are local; counts are working days, as of
    `Letter.now`: `working_days_left` in (today, aim_on], 0 on the day, negative after it;
    `working_days_late` 0 while not late. `late_on` is the first local date on which it is late.
    """

    step: Step
    directive: str
    cited_as: str  # a whole noun phrase: "Văn bản của UBND tỉnh … về …"
    called: str  # the report by its own short name: "báo cáo tháng BHYT"
    place: str
    quote: str
    wording: str
    bearer: str
    addressee_body: str
    via_body: str | None
    due_on: date
    aim_on: date
    aim_is_makeup_day: bool
    late_on: date
    working_days_left: int
    working_days_late: int
    recurring: bool
    basis_place: str | None  # None: the step rests on the office's own convention
    basis_quote: str | None
    round: RoundView | None = None
    target: TargetView | None = None
    basis_bearers: str = ""  # on whom that clause lays it; "" → the reader, or nobody to name
    joining: Joining | None = None  # the addressee is told of the body that it becomes part of
    because: str = ""  # a Vietnamese clause without a full stop; "" leaves the line out
    bearers_as: str = ""  # on whom the clause lays it: "UBND các xã, phường"; "" → `bearer`
    answer_by: date | None = None  # next working day after `Letter.now`; "by 16:00 on …"
    figures_from: date | None = None  # first day the figures should cover
    figures_to: date | None = None  # and the last
    figures_stated: bool = False  # the text says so itself; else it is the office's convention
    moved_from: date | None = None  # the day the text names, where a decision gave another
    extended: bool = False  # that decision was its bearer's own extension
    by_document: bool = False  # in time by the day on which the report's document is issued
    via_confirmed: bool = False  # the via body has looked and has not received it
    said: tuple[Said, ...] = ()  # correction: every wrong message to this addressee
    target_said: tuple[str, ...] = ()  # correction: how its target was said to stand
    out: tuple[Out, ...] = ()  # correction: documents that still say it
    taken_back: bool = False  # correction: it takes back an earlier correction
    wrong_hour: bool = False  # correction: what it speaks of left under a wrong clock
    still_late: bool = False  # correction: nothing has come in the meantime, it counts as late
    not_out: tuple[Out, ...] = ()  # correction: documents an earlier one called out, not so
    not_signed: bool = False  # they are consolidations that were called signed
    unsigned: bool = False  # they were entered as signed, which no letter said
    received_on: date | None = None  # correction: when the report was in fact received
    returned: ReturnView | None = None
    late_at: datetime | None = None  # the hour from which it is late, where the text states one
    late_decided: bool = False  # no day off, but a decision about the term let it count so late
    undone: UndoneView | None = None  # decision_undone: which decision was taken back
    told_it: tuple[SaidTo, ...] | None = None  # proposal: what its bearer was told, what not
    urged_by: str = ""  # proposal: the last issued công văn that names its bearer as late
    begins: bool = False  # its body heard nothing of this round before
    enclosed: Enclosed | None = None  # what goes with it, made elsewhere
    gathered: GatheredView | None = None  # came_in: the reports that have come
    watched: WatchedView | None = None  # what is followed without a day: how it stands


@dataclass(frozen=True)
class Letter:
    """One message to one contact; `items` worst first, never empty; `now` is aware.

    `mark`: a word that tells the reader it is no real letter; "" for a real one. `link`: the page
    where it is looked at and acted on, "" where there is none.

    Raises ValueError when there is no item or `now` is naive.
    """

    addressee: Addressee
    sender: Sender
    items: tuple[Item, ...]
    now: datetime
    mark: str = ""
    link: str = ""

    def __post_init__(self) -> None:
        if not self.items:
            raise ValueError("a letter needs at least one item")
        if self.now.tzinfo is None:
            raise ValueError("Letter.now must be aware")

    @property
    def in_office_name(self) -> bool:
        """Whether the office signs, not the specialist: whoever reads it commands a body."""
        return self.addressee.is_head or self.addressee.is_above

    @property
    def files(self) -> tuple[Attachment, ...]:
        """What goes with it, each file once."""
        enclosed = (item.enclosed for item in self.items if item.enclosed)
        return tuple(dict.fromkeys(file for one in enclosed for file in one.files))
