"""What an inspector reads: how a date was read, why a notice was decided, what came of it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from dondoc.documents.kinds.dossier.content import Reading
from dondoc.obligations.dated import dated
from language.dates import day_off, full_day, moment
from language.zone import local_date
from models import Kind, Obligation, ObligationState
from models.standing import (
    WAY_NAMES,
    by_document,
    has_passed,
    has_term,
    is_overdue,
    is_owed,
    on_time,
)
from rules.meaning.calendar import WorkingCalendar
from rules.meaning.deadline import Sense
from rules.meaning.duty import TIMELINESS_NAMES
from rules.meaning.fact_names import ATTRIBUTE_NAMES, OPERATOR_NAMES
from steps.states import OBLIGATION_STATE_NAMES

_UNDECLARED = "văn bản không còn nêu chỉ tiêu này"
_DAY = timedelta(days=1)
_CODE = "khoản 5 Điều 148 Bộ luật Dân sự năm 2015, áp dụng tương tự"


def reading_of(row: Obligation, calendar: WorkingCalendar, *, decided: bool) -> Reading:
    """Return the two readings of the dates of `row`, each with the sentence that explains it.

    Args:
        decided: whether a person's decision moved or paused it.
    """
    dated = has_term(row.late_from)
    return Reading(
        due_on=row.due_on,
        aim_on=row.aim_on,
        late_from=row.late_from,
        aim_why=_aim_why(row) if dated else "",
        late_why=_late_why(row, calendar, decided=decided) if dated else "",
        original_due_on=row.original_due_on if row.original_due_on != row.due_on else None,
    )


def _aim_why(row: Obligation) -> str:
    named = full_day(row.due_on)
    if at := row.readings.get("at"):
        start = f"hạn lúc {at} ngày {named}"
        same = row.aim_on == row.due_on
        return start if same else f"{start}; lấy ngày làm việc còn kịp trước giờ ấy"
    strict = row.readings["sense"] == Sense.BEFORE
    start = f"“trước ngày” không gồm ngày {named}" if strict else f"tính cả ngày {named}"
    last = row.due_on - _DAY if strict else row.due_on
    if row.aim_on == last:
        return start
    return f"{start}; ngày {full_day(last)} là {day_off(last)}, lấy ngày làm việc liền trước"


def _late_why(row: Obligation, calendar: WorkingCalendar, *, decided: bool) -> str:
    sense = Sense(row.readings["sense"])
    strict = sense is Sense.BEFORE and row.readings["before"] == "strict"
    last = row.due_on - _DAY if strict else row.due_on
    parts = [_last_day(sense, last, strict=strict)]
    computed = dated(row, row.due_on, calendar).late_from
    if "at" in row.readings:
        parts = ["văn bản nêu giờ: quá hạn từ giờ ấy, kể cả ngày nghỉ"]
    elif local_date(computed) > last + _DAY:
        until = full_day(local_date(computed) - _DAY)
        parts.append(f"ngày ấy là {day_off(last)} nên tính đến hết ngày {until} ({_CODE})")
    if computed != row.late_from:
        by = "theo quyết định nêu tại mục 7" if decided else "theo lịch làm việc biết khi ghi nhận"
        parts.append(by)
    if by_document(row):
        parts.append(TIMELINESS_NAMES["issued"])
    return "; ".join(parts)


def _last_day(sense: Sense, last: date, *, strict: bool) -> str:
    if sense is not Sense.BEFORE:
        return f"hết ngày {full_day(last)} mới quá hạn"
    named = "ngày trước ngày văn bản nêu" if strict else "cả ngày văn bản nêu"
    return f"Văn phòng tính {named}, {full_day(last)}, là còn trong hạn"


def because(leaves: Iterable[Sequence[object]], kinds: Mapping[str, str]) -> str:
    """Return why a policy decided: "số ngày làm việc quá hạn: 1 (từ 1)".

    Args:
        kinds: what the kinds of body are called, by their id.
    """
    return "; ".join(_leaf(kinds, *leaf) for leaf in leaves)


def _leaf(
    kinds: Mapping[str, str], attribute: object, operator: object, constant: object, value: object
) -> str:
    name = ATTRIBUTE_NAMES.get(str(attribute), str(attribute))
    if operator == "eq":
        return f"{name}: {_word(value, kinds)}"
    how = OPERATOR_NAMES.get(str(operator), str(operator))
    return f"{name}: {_word(value, kinds)} ({how} {_word(constant, kinds)})"


def _word(value: object, kinds: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, str) and "T" in value:
        return _instant(value)
    return {**OBLIGATION_STATE_NAMES, **kinds}.get(str(value), str(value))


def _instant(text: str) -> str:
    try:
        return moment(datetime.fromisoformat(text))
    except ValueError:
        return text


def outcome(row: Obligation, bearer: str, via: str, now: datetime, target: str = "") -> str:
    """Return what came of the obligation by the instant `now` (aware), in whole sentences.

    Args:
        target: of a target, how it stands in words.
    """
    if not is_owed(row):
        on = f" từ {moment(row.withdrawn_at)}" if row.withdrawn_at else ""
        return f"{bearer} không còn phải thực hiện nhiệm vụ này{on}."
    if row.received_at is not None:
        return _filed(row, row.received_at, bearer)
    if row.kind == Kind.TARGET:
        passed = has_passed(row.late_from, now)
        term = f"hạn ngày {full_day(row.due_on)}" if passed else "còn trong hạn"
        return f"Đến {moment(now)}, chỉ tiêu ({term}): {target or _UNDECLARED}."
    if row.state == ObligationState.HISTORIC:
        return "Hạn này trước khi dùng phần mềm; chưa có dữ liệu để kết luận."
    missing = f"Đến {moment(now)}, chưa ghi nhận báo cáo của {bearer}"
    if row.state == ObligationState.SUSPENDED and row.suspended_until:
        return f"{missing}; đang tạm dừng đến hết ngày {full_day(row.suspended_until)}."
    if not has_term(row.late_from):
        return f"{missing}; văn bản không nêu thời hạn nên không tính quá hạn."
    if not is_overdue(row, now):
        passed = local_date(now) > row.due_on
        return f"{missing}; {'đã đến hạn, chưa tính quá hạn' if passed else 'còn trong hạn'}."
    said = f"{missing}; quá hạn từ {moment(row.late_from)}."
    if row.via_checked_at:
        said += f" {via or 'Nơi nhận'} đã xác nhận chưa nhận được, {moment(row.via_checked_at)}."
    return said


def _filed(row: Obligation, received_at: datetime, bearer: str) -> str:
    in_time = on_time(received_at, row.late_from)
    how = WAY_NAMES["done_on_time" if in_time else "done_late"]
    if not has_term(row.late_from):
        how = "văn bản không nêu thời hạn, không tính đúng hạn hay quá hạn"
    if by_document(row):
        on = full_day(local_date(received_at))
        said = f"Văn bản báo cáo của {bearer} phát hành ngày {on}: {how}."
    else:
        said = f"Báo cáo của {bearer} được nhận {moment(received_at)}: {how}."
    if row.state == ObligationState.RETURNED:
        said += " Báo cáo đã được trả lại để chỉnh lý; thời điểm hoàn thành không đổi."
    elif row.state == ObligationState.ACCEPTED:
        said += " Báo cáo đã được chấp nhận."
    return said
