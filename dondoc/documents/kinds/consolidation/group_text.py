"""What the consolidated report tells of one group as a whole."""

import re
from collections.abc import Iterator
from dataclasses import replace

from dondoc.documents.kinds.consolidation.group_shares import group_shares
from dondoc.documents.parts import words
from dondoc.documents.parts.coverage import Forecast, Pace, TargetLine
from dondoc.documents.parts.groups import CommuneRow, GroupTable
from dondoc.documents.writers.paper import Block, heading, say
from language.dates import full_day
from language.numbers import count
from language.text import lower_first, upper_first
from notifications.wording import listed
from rules.meaning.figures import GroupFigures
from rules.meaning.form import Role

_ASKED = re.compile(r"\{([^{}]*)\}")


def group_text(group: GroupTable, letter: str, appendix: str) -> Iterator[Block]:
    """Yield the paragraphs and the table of the three denominators."""
    yield heading(f"{letter}) {upper_first(group.name)}")
    yield from say(f"{_movement(group)} (chi tiết tại {appendix}).")
    if not group.form.balanced:
        return
    yield from say(_last_known(group))
    yield from say(_compared(group))
    if group.form.lists:
        yield from group_shares(group, group.form.lists)
    if group.target:
        yield from say(_target(group, group.target))
        yield from say(group.target.told)
        yield from say(" ".join(filter(None, _outlook(group))))


def _movement(group: GroupTable) -> str:
    if not group.with_figures:
        return f"Chưa có số liệu của đơn vị nào trong {count(len(group.rows))} đơn vị"
    told = summary(group.total_received if _absent(group) else group.total)
    if _absent(group):
        return f"{upper_first(_reported(group))}: {told}"
    if not group.complete:
        return f"{upper_first(_part(group))}: {told}"
    return upper_first(told)


def summary(figures: GroupFigures) -> str:
    """Return one sentence of a row, as its form words it; else figure by figure."""
    form = figures.form
    shares = {share.id: words.share(figures, share) for share in form.percentages}
    if not form.words.summary:
        named = [f"{lower_first(one.name)} {_count(figures.get(one.id))}" for one in form.figures]
        named += [f"{lower_first(share.name)} {shares[share.id]}" for share in form.percentages]
        return "; ".join(named)
    adjusted = figures.adjustment
    corrected = f" (điều chỉnh kỳ trước: {words.number(adjusted)})" if adjusted else ""
    told = shares | {
        Role.PLUS.value: count(figures.plus),
        Role.MINUS.value: count(figures.minus),
        Role.ADJUSTMENT.value: corrected,
        **{id_: _count(number) for id_, number in figures.items()},
    }
    return _ASKED.sub(lambda found: told[found[1]], form.words.summary)


def _count(number: int | None) -> str:
    return words.UNKNOWN if number is None else count(number)


def _part(group: GroupTable) -> str:
    """Say of how many bodies a sum is that is no sum of the group."""
    has, of = count(len(group.with_figures)), count(len(group.rows))
    return f"tính riêng {has}/{of} đơn vị có số liệu (chưa phải số của cả nhóm)"


def _absent(group: GroupTable) -> list[CommuneRow]:
    """Return the rows whose figures are the last known ones: nothing of this round."""
    return [row for row in group.rows if row.last_known and row.figures]


def _reported(group: GroupTable) -> str:
    """Say of how many bodies a movement is that is not the group's."""
    mine = len(group.with_figures) - len(_absent(group))
    of = count(len(group.rows))
    return f"tính riêng {count(mine)}/{of} đơn vị đã báo cáo kỳ này (chưa phải số của cả nhóm)"


def _last_known(group: GroupTable) -> str:
    old = _absent(group)
    if not old:
        return ""
    people = count(sum(row.figures.closing for row in old if row.figures))
    of = "" if group.complete else f", {_part(group)}"
    return (
        f"Thêm {people} {group.form.unit} theo báo cáo gần nhất của {count(len(old))} đơn vị chưa "
        f"có báo cáo kỳ này, {listed([_dated(row) for row in old])}, thì còn "
        f"{count(group.total.closing)} "
        f"{group.form.unit}{of}."
    )


def _dated(row: CommuneRow) -> str:
    return f"{row.body} (đến {full_day(row.as_of)})" if row.as_of else row.body


def _compared(group: GroupTable) -> str:
    text = f"So với kỳ trước{_since_last(group)}."
    if group.baseline:
        closing = group.total.closing if group.complete else None
        text += (
            f" So với ngày {full_day(group.baseline.on)} ({count(group.baseline.people)} "
            f"{group.form.unit}): {words.change(group.baseline.people, closing, group.form.unit)}."
        )
    return text


def _since_last(group: GroupTable) -> str:
    """Compare like with like: who has not reported this round has not moved, as far as is known."""
    mine = [row for row in group.with_figures if not row.last_known]
    if len(mine) == len(group.rows):
        return f": {words.change(group.previous, group.total.closing, group.form.unit)}"
    previous = replace(group, rows=tuple(mine)).previous
    if previous is None:
        return f": {words.change(None, None, group.form.unit)}"
    change = words.change(previous, group.total_received.closing, group.form.unit)
    return f" (riêng {count(len(mine))} đơn vị đã báo cáo kỳ này): {change}"


def _target(group: GroupTable, target: TargetLine) -> str:
    remaining = f"{group.form.unit} {group.form.words.remaining}".rstrip()
    left = f"theo báo cáo còn {count(group.total.closing)} {remaining}"
    if not group.with_figures:
        left = f"số {remaining}: {words.UNKNOWN}"
    elif not group.complete:
        left += f", {_part(group)}"
    elif _absent(group):
        left += f", kể cả số liệu gần nhất của {count(len(_absent(group)))} đơn vị"
    return (
        f"Mục tiêu đến ngày {full_day(target.due_on)} ({target.clause.place}): {target.percent}% "
        f"{target.population} {target.measure}; {left}."
    )


def _outlook(group: GroupTable) -> tuple[str, str]:
    return _pace(group.pace, group.form.unit), _forecast(group.forecast, group.form.unit)


def _pace(pace: Pace | None, unit: str) -> str:
    if pace is None or not pace.remaining:
        return ""
    if pace.weeks <= 0:
        return f"Mốc thời gian đã qua, còn {count(pace.remaining)} {unit}."
    recent = (
        f"; kỳ này bình quân {words.decimal(pace.recent)} {unit} mỗi tuần"
        if pace.recent is not None
        else ""
    )
    return (
        f"Để đạt mục tiêu, trong {words.decimal(pace.weeks)} tuần còn lại cần bình quân "
        f"{words.decimal(pace.needed)} {unit} mỗi tuần{recent}."
    )


def _forecast(forecast: Forecast | None, unit: str) -> str:
    if forecast is None:
        return ""
    if forecast.likely is None:
        return f"Chưa đủ ba kỳ số liệu để ước tính (mới có {count(forecast.rounds)} kỳ)."
    width = ""
    if forecast.low is not None and forecast.high is not None:
        width = f" (trong khoảng từ {count(forecast.low)} đến {count(forecast.high)})"
    return (
        f"Nếu giữ nhịp của {count(forecast.rounds)} kỳ gần nhất, đến ngày "
        f"{full_day(forecast.on)} ước còn {count(forecast.likely)} {unit}{width}; đây là ước tính, "
        "không phải số liệu báo cáo."
    )
