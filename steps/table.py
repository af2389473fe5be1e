"""The steps: each kind of word that goes out, with everything the program asks about it.

Policies name a step by its id; letters, courtesy, premise, corrections and screens ask the table
what it is. A new one is a line here and its text; `notifications.texts` holds the two together.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

# What a step's text cannot do without, besides the obligation itself.
Need = Literal["round", "target", "return", "enclosure", "gathered", "undone", "watched"]
# What must hold of the round, of the target, or of the lists owed, for a step to be true.
RestsOn = Literal[
    "complete",
    "missing",
    "late",
    "unreached",
    "unknown",
    "missed",
    "unlisted",
    "unreceived",
    "unvisited",
    "promised",
    "behind",
    "rising",
    "silent",
    "reportable",
    "proposable",
    "decided",
    "left",
]


# One object a step, so comparing is looking whether it is the same.
@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """A step.

    Args:
        id: how policies, notices and machines name it; never changes, stored rows hold it.
        name: how screens and papers call it.
        needs: what its item must hold.
        urgent: goes out whatever the daily cap.
        blames: says that its bearer is late, or missed its target; corrected where that is wrong.
        names_the_late: says who of a whole round is late; corrected where that proves wrong.
        tells_the_round: shows how the whole round stands even where it is about one body of it.
        briefs: reports how the round stands: what it told is kept, a later one takes its place, and
            it stays true when the consolidation itself has come.
        gathers: tells which reports have come to who consolidates them: what it told is kept.
        before: what it comes before; without sense once that has passed.
        of_return: about a report that was given back: true while it is.
        rests_on: what must hold for it to be true: of the round, that all are in, somebody is
            missing, somebody is late; of the target, that it is not reached, is not known, is
            missed; of the lists that go down, that one has not come, or who is told lacks its part;
            of the people whom who is told goes to, that some wait too long, promised, would be left
            on the target's day, or are concerned by a rise of the contribution; of duties without a
            date, that who is told said nothing this quarter;
            of cases, that some wait for the report or the proposal, were decided on, have left.
        by_policy: fired by policies; what people's decisions lead to is not.
        asks: asks its reader for something.
        remembers: of what is followed: what it tells is kept, and only what is new tells it again.
        wants_report: asks its bearer for the report: the first such word of a round to a body says
            what the first notice alone says, and carries the form.
        text: the template's name where several steps share one; empty: `id`.
    """

    id: str
    name: str
    needs: tuple[Need, ...] = ()
    urgent: bool = False
    blames: bool = False
    names_the_late: bool = False
    tells_the_round: bool = False
    briefs: bool = False
    gathers: bool = False
    before: Literal["day", "target"] | None = None
    of_return: bool = False
    rests_on: RestsOn | None = None
    by_policy: bool = True
    asks: bool = True
    remembers: bool = False
    wants_report: bool = False
    text: str = ""

    @property
    def accuses(self) -> bool:
        """Says that somebody is late: whoever was told it hears of it where it was wrong."""
        return self.blames or self.names_the_late

    @property
    def template(self) -> str:
        return self.text or self.id


def _before_target(days: int) -> Step:
    return Step(
        f"target_{days}",
        f"còn {days:02} ngày",
        needs=("target",),
        before="target",
        rests_on="unreached",
        text="target",
    )


CORRECTION = Step("correction", "đính chính", urgent=True, by_policy=False, asks=False)
DECISION_UNDONE = Step(
    "decision_undone", "rút lại quyết định", needs=("undone",), urgent=True, by_policy=False
)
PROPOSAL = Step("proposal", "đề xuất lãnh đạo", urgent=True, blames=True, tells_the_round=True)
BRIEF = Step(
    "brief",
    "báo cáo nhanh",
    needs=("round",),
    urgent=True,
    names_the_late=True,
    tells_the_round=True,
    briefs=True,
)
OVERDUE = Step(
    "overdue",
    "quá hạn",
    urgent=True,
    blames=True,
    # To who consolidates: of whom it has no report.
    names_the_late=True,
    tells_the_round=True,
    wants_report=True,
)
URGE = Step(
    "urge",
    "dự thảo công văn đôn đốc",
    needs=("round", "enclosure"),
    urgent=True,
    names_the_late=True,
    tells_the_round=True,
    rests_on="late",
)
ASK_VIA = Step("ask_via", "hỏi nơi tổng hợp", urgent=True)
TARGET_MISSED = Step(
    "target_missed", "chưa đạt", needs=("target",), urgent=True, blames=True, rests_on="missed"
)
REPLY_LATE = Step("reply_late", "qua ngày hẹn gửi lại", needs=("return",), of_return=True)
RETURNED = Step("returned", "trả lại để chỉnh lý", needs=("return",), of_return=True)
REPLY_DUE = Step("reply_due", "đến ngày hẹn gửi lại", needs=("return",), of_return=True)
ASK_FIGURES = Step("ask_figures", "hỏi số liệu", needs=("target",), rests_on="unknown")
LIST_OWED = Step(
    "list_owed", "chưa có danh sách giao xuống", needs=("watched",), rests_on="unlisted"
)
LIST_WAITS = Step(
    "list_waits", "chưa ghi nhận danh sách", needs=("watched",), rests_on="unreceived"
)
PROMISES_WAIT = Step(
    "promises_wait", "qua ngày hẹn tham gia", needs=("watched",), rests_on="promised"
)
RISE_AHEAD = Step("rise_ahead", "mức đóng sắp tăng", needs=("watched",), rests_on="rising")
PACE_SLOW = Step("pace_slow", "tiến độ chậm so với chỉ tiêu", needs=("watched",), rests_on="behind")
VISITS_WAIT = Step("visits_wait", "lâu chưa đến hộ", needs=("watched",), rests_on="unvisited")
ASK_ACTIVITY = Step(
    "ask_activity", "hỏi việc không nêu thời hạn", needs=("watched",), rests_on="silent"
)
CASES_WAIT_HEAD = Step(
    "cases_wait_head",
    "lâu chưa báo cáo trường hợp chưa tham gia",
    needs=("watched",),
    rests_on="reportable",
    text="cases_wait",
)
CASES_WAIT = Step(
    "cases_wait",
    "trường hợp chưa tham gia chờ báo cáo",
    needs=("watched",),
    rests_on="reportable",
)
PROPOSALS_WAIT_HEAD = Step(
    "proposals_wait_head",
    "lâu chưa đề xuất cho trường hợp chưa tham gia",
    needs=("watched",),
    rests_on="proposable",
    text="proposals_wait",
)
PROPOSALS_WAIT = Step(
    "proposals_wait",
    "trường hợp chưa tham gia chờ đề xuất",
    needs=("watched",),
    rests_on="proposable",
)
CASES_DECIDED = Step(
    "cases_decided",
    "quyết định về trường hợp chưa tham gia",
    needs=("watched",),
    rests_on="decided",
    remembers=True,
)
CASES_OPEN = Step(
    "cases_open",
    "việc theo quyết định chưa xong",
    needs=("watched",),
    rests_on="decided",
    text="cases_decided",
)
CASES_LEFT = Step(
    "cases_left",
    "trường hợp đã báo cáo nay đã rời",
    needs=("watched",),
    rests_on="left",
    asks=False,
    remembers=True,
)
DRAFT = Step("draft_waiting", "bản nháp chưa nộp", before="day")
DUE_TODAY = Step("due_today", "đến hạn", before="day", wants_report=True)
BLOCKED = Step(
    "blocked",
    "còn thiếu báo cáo",
    needs=("round",),
    names_the_late=True,
    tells_the_round=True,
    rests_on="missing",
)
READY = Step(
    "ready", "đã đủ để tổng hợp", needs=("round",), tells_the_round=True, rests_on="complete"
)
CAME_IN = Step("came_in", "có báo cáo gửi về để tổng hợp", needs=("gathered",), gathers=True)
REMINDER = Step("reminder", "nhắc trước hạn", before="day", wants_report=True)
TARGET_7 = _before_target(7)
TARGET_15 = _before_target(15)
TARGET_30 = _before_target(30)
FIRST = Step("first", "thông báo đầu kỳ", before="day", wants_report=True)

# The worst first: what blames, then what presses, then what informs. So they stand in a letter.
STEPS = (
    CORRECTION,
    DECISION_UNDONE,
    PROPOSAL,
    BRIEF,
    OVERDUE,
    URGE,
    ASK_VIA,
    TARGET_MISSED,
    REPLY_LATE,
    RETURNED,
    REPLY_DUE,
    ASK_FIGURES,
    DRAFT,
    DUE_TODAY,
    BLOCKED,
    READY,
    CAME_IN,
    REMINDER,
    LIST_OWED,
    LIST_WAITS,
    CASES_DECIDED,
    CASES_LEFT,
    CASES_WAIT_HEAD,
    PROPOSALS_WAIT_HEAD,
    CASES_WAIT,
    PROPOSALS_WAIT,
    CASES_OPEN,
    PROMISES_WAIT,
    VISITS_WAIT,
    PACE_SLOW,
    RISE_AHEAD,
    ASK_ACTIVITY,
    TARGET_7,
    TARGET_15,
    TARGET_30,
    FIRST,
)
_BY_ID = {step.id: step for step in STEPS}
_RANK = {step.id: rank for rank, step in enumerate(STEPS)}
# What a policy, a directive's basis and a case may name.
BY_POLICY = tuple(step.id for step in STEPS if step.by_policy)
ALL = tuple(_BY_ID)


def step_of(id_: str) -> Step:
    """Return the step called `id_`. Raises: KeyError where there is none."""
    return _BY_ID[id_]


def named(id_: str) -> str:
    """Return what screens and papers call the step `id_`; the id of one that is no more."""
    known = _BY_ID.get(id_)
    return known.name if known else id_


def rank(id_: str) -> int:
    """Return the place of the step `id_` in a letter, 0 for the worst."""
    return _RANK[id_]


def those(which: Callable[[Step], bool]) -> frozenset[str]:
    """Return the ids of the steps of which `which` holds, for asking the database."""
    return frozenset(step.id for step in STEPS if which(step))
