"""How letters, papers and screens speak of a target's figures: whose, of which day, who is left."""

from language.dates import full_day
from language.numbers import count
from language.zone import ZONE, local_date
from rules.meaning.duty import Duty
from rules.meaning.form import Form
from rules.meaning.period import Period
from rules.meaning.target import TargetStanding, TargetState, Told
from rules.rulebook import Rulebook

STATE_NAMES = {
    TargetState.REACHED: "đã đạt",
    TargetState.MISSED: "chưa đạt",
    TargetState.UNKNOWN: "chưa có số liệu",
}


# How a body was said to stand, before "100% người thuộc …".
SAID_OF_TARGET = {
    TargetState.REACHED: "đã đạt",
    TargetState.MISSED: "chưa đạt",
    TargetState.UNKNOWN: "chưa có số liệu về",
}


def source_of(form: Form, told: Told, whose: str = "") -> str:
    """Return where a figure is from: "báo cáo tháng 6 năm 2024 của UBND xã Đại Phú".

    Args:
        whose: the name of the body `told` is of, as letters name it; "" where it is named already.
    """
    of = f" của {whose}" if whose else ""
    if told.report is not None:
        period = Period.of_label(told.source)
        return f"báo cáo{f' {period.name}' if period else ''}{of}"
    if told.source:
        return f"{form.lists.source if form.lists else 'danh sách'}{of} ({told.source})"
    heir = f"mà {whose} tiếp tục thực hiện" if whose else "trước khi nhập"
    return f"số cộng của các đơn vị {heir}"


def remaining(rulebook: Rulebook, duty: Duty, told: Told) -> str:
    """Return who is left: "còn 50 người chưa tham gia hoặc chưa được cấp thẻ BHYT"."""
    form = rulebook.measuring(duty)
    lacking = form.lacking(duty.target.measures if duty.target else ())
    if not told.lacking:
        return f"không còn {form.unit} nào {lacking}"
    return f"còn {count(told.lacking)} {form.unit} {lacking}"


def in_words(rulebook: Rulebook, duty: Duty, standing: TargetStanding, whose: str) -> str:
    """Return how a target stands, with whose figures say so, of which day, recorded when."""
    state, by = STATE_NAMES[standing.state], standing.by
    if standing.state is TargetState.UNKNOWN:
        state += f" tính đến ngày {full_day(standing.day)}"
    if standing.since is not None:
        state += f" từ ngày {full_day(standing.since)}"
    if by is None:
        return state
    nearest = "; số gần nhất" if standing.state is TargetState.UNKNOWN else ""
    source = source_of(rulebook.measuring(duty), by, whose)
    return (
        f"{state}{nearest}: {remaining(rulebook, duty, by)} (theo {source}, số liệu tính đến ngày "
        f"{full_day(by.as_of)}, ghi nhận ngày {full_day(local_date(by.recorded_at))})"
    )


def target_view(standing: TargetStanding) -> dict[str, object]:
    """Return how a target stands as machines get it, with whose figures say so and their day."""
    by, since = standing.by, standing.since
    return {
        "state": standing.state.value,
        "since": since.isoformat() if since else None,
        "remaining": by.lacking if by else None,
        "as_of": by.as_of.isoformat() if by else None,
        "body": by.body if by else None,
        "report": by.report if by else None,
        "source": by.source if by else None,
        "recorded_at": by.recorded_at.astimezone(ZONE).isoformat() if by else None,
    }
