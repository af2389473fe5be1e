"""What the consolidated report tells of one group as a whole."""

from collections.abc import Iterator

from dondoc.documents.content import Forecast, GroupTable, Pace, Share, TargetLine
from dondoc.documents.paper import Block, Table, heading, say
from dondoc.documents.papers import words
from notifications.wording import count, full_day, upper_first

_DENOMINATORS = (
    ("population", "Toàn bộ số người thuộc diện văn bản nêu"),
    ("listed", "Danh sách đã giao"),
    ("confirmed", "Danh sách sau khi trừ các trường hợp đã xác nhận"),
)


def group_text(group: GroupTable, letter: str, appendix: str) -> Iterator[Block]:
    """Yield the paragraphs and the table of the three denominators."""
    yield heading(f"{letter}) {upper_first(group.name)}")
    yield from say(f"{_movement(group)} (chi tiết tại {appendix}).")
    yield from say(_compared(group))
    if group.population or group.listed or group.confirmed:
        yield _shares(group)
    yield from say(_two_truths(group))
    if group.target:
        yield from say(_target(group.target, group.total.closing))
        yield from say(" ".join(filter(None, (_pace(group.pace), _forecast(group.forecast)))))


def _movement(group: GroupTable) -> str:
    total = group.total
    plus = total.recognised + total.arrived + total.expired
    minus = total.enrolled + total.covered_elsewhere + total.left
    adjusted = f" (điều chỉnh kỳ trước: {words.number(total.adjusted)})" if total.adjusted else ""
    return (
        f"Đầu kỳ {count(total.opening)} người chưa tham gia BHYT{adjusted}; trong kỳ tăng "
        f"{count(plus)}, giảm {count(minus)} (trong đó đã tham gia {count(total.enrolled)}); đã "
        f"cấp thẻ cho {count(total.carded)} người; cuối kỳ còn {count(total.closing)} người, "
        f"trong đó {count(total.not_joining)} người chưa tham gia sau khi đã được tuyên truyền, "
        "vận động, giúp đỡ"
    )


def _compared(group: GroupTable) -> str:
    closing = group.total.closing if group.complete else None
    text = f"So với kỳ trước: {words.change(group.previous, closing)}."
    if group.baseline:
        text += (
            f" So với ngày {full_day(group.baseline.on)} ({count(group.baseline.people)} người): "
            f"{words.change(group.baseline.people, closing)}."
        )
    return text


def _shares(group: GroupTable) -> Table:
    rows = []
    for name, title in _DENOMINATORS:
        share: Share = getattr(group, name) or Share()
        whole, covered = words.number(share.whole), words.number(share.covered)
        rows.append((title, whole, covered, words.percent(share.percent)))
    titles = ("Cách tính (ba số không thay nhau)", "Số người", "Đã tham gia", "Tỷ lệ")
    return words.table((85, 24, 24, 32), titles, rows, "lrrr")


def _two_truths(group: GroupTable) -> str:
    stated = _people(group.stated)
    if group.carded is None:
        return f"Đã tham gia theo các đơn vị báo cáo: {stated}; theo dữ liệu thẻ: {words.UNKNOWN}."
    day = f" đến ngày {full_day(group.cards_as_of)}" if group.cards_as_of else ""
    text = (
        f"Đã tham gia theo các đơn vị báo cáo: {stated}; theo dữ liệu thẻ{day}: "
        f"{_people(group.carded)}."
    )
    if group.stated is not None and group.stated != group.carded:
        apart = count(abs(group.stated - group.carded))
        text += f" Chênh {apart} người: chênh lệch thời điểm, cần đối chiếu."
    return text


def _people(people: int | None) -> str:
    return words.UNKNOWN if people is None else f"{count(people)} người"


def _target(target: TargetLine, closing: int) -> str:
    return (
        f"Mục tiêu đến ngày {full_day(target.due_on)} ({target.clause.place}): {target.percent}% "
        f"{target.population} {target.measure}; theo báo cáo còn {count(closing)} người chưa "
        "tham gia."
    )


def _pace(pace: Pace | None) -> str:
    if pace is None or not pace.remaining:
        return ""
    if pace.weeks <= 0:
        return f"Mốc thời gian đã qua, còn {count(pace.remaining)} người."
    recent = (
        f"; kỳ này bình quân {words.decimal(pace.recent)} người mỗi tuần"
        if pace.recent is not None
        else ""
    )
    return (
        f"Để đạt mục tiêu, trong {words.decimal(pace.weeks)} tuần còn lại cần bình quân "
        f"{words.decimal(pace.needed)} người mỗi tuần{recent}."
    )


def _forecast(forecast: Forecast | None) -> str:
    if forecast is None:
        return ""
    if forecast.likely is None:
        return f"Chưa đủ ba kỳ số liệu để ước tính (mới có {count(forecast.rounds)} kỳ)."
    width = ""
    if forecast.low is not None and forecast.high is not None:
        width = f" (trong khoảng từ {count(forecast.low)} đến {count(forecast.high)})"
    return (
        f"Nếu giữ nhịp của {count(forecast.rounds)} kỳ gần nhất, đến ngày "
        f"{full_day(forecast.on)} ước còn {count(forecast.likely)} người{width}; đây là ước tính, "
        "không phải số liệu báo cáo."
    )
