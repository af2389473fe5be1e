"""How far a group is covered: by three denominators, and by whose word."""

from collections.abc import Iterator

from dondoc.documents.parts import words
from dondoc.documents.parts.coverage import Share
from dondoc.documents.parts.groups import GroupTable
from dondoc.documents.writers.paper import Block, Table, say
from language.dates import full_day
from language.numbers import count
from language.text import upper_first
from rules.meaning.form import Lists

_DENOMINATORS = (
    ("population", "Toàn bộ số {unit} thuộc diện văn bản nêu"),
    ("listed", "Danh sách đã giao, cộng người tăng thêm từ đó"),
    ("confirmed", "Danh sách sau khi trừ các trường hợp đã xác nhận, cộng người tăng thêm từ đó"),
)

_NOT_COUNTED = "không tính được"


def group_shares(group: GroupTable, lists: Lists) -> Iterator[Block]:
    """Yield the table of the denominators that are known, and what is stated beside the cards."""
    counted = group.population or group.listed or group.confirmed
    if counted:
        yield _shares(group, lists)
        yield from say(_what_covered_means(group, lists))
    if counted or group.by_list is not None or group.by_list_part:
        yield from say(_two_truths(group, lists))
    else:
        # Those who joined are told with the movement: only of what share they are is not known.
        yield from say(f"Chưa có danh sách, {lists.source} để tính tỷ lệ {lists.covered}.")


def _denominators(group: GroupTable) -> list[tuple[str, str]]:
    return [(name, title.format(unit=group.form.unit)) for name, title in _DENOMINATORS]


def _shares(group: GroupTable, lists: Lists) -> Table:
    rows = []
    for name, title in _denominators(group):
        share: Share = getattr(group, name) or Share()
        whole, covered = words.number(share.whole), words.number(share.covered)
        percent = _NOT_COUNTED if _impossible(group, share) else words.percent(share.percent)
        rows.append((f"{title}{_of_how_many(share)}", whole, covered, percent))
    titles = (
        "Cách tính (ba số không thay nhau)",
        f"Số {group.form.unit}",
        upper_first(lists.covered),
        "Tỷ lệ",
    )
    return words.table((85, 24, 24, 32), titles, rows, "lrrr")


def _impossible(group: GroupTable, share: Share | None) -> bool:
    """Whether more people are not yet covered than there are, so that no share can be told."""
    if share is None or share.whole is None:
        return False
    return (group.complete or share.part is not None) and share.covered is None


def _of_how_many(share: Share) -> str:
    if share.part is None:
        return ""
    known, of = share.part
    return f" (riêng {count(known)}/{count(of)} đơn vị đã biết)"


def _what_covered_means(group: GroupTable, lists: Lists) -> str:
    unit, remaining = group.form.unit, group.form.words.remaining
    text = ""
    if group.listed or group.confirmed:
        text += (
            f"Theo danh sách, “{lists.covered}” là số {unit} {lists.covered} cộng dồn từ ngày của "
            f"danh sách theo các đơn vị báo cáo; số {unit} là danh sách ấy cộng số tăng thêm từ đó."
        )
    if group.population:
        text += (
            f" Theo toàn bộ số {unit} thuộc diện, “{lists.covered}” là toàn bộ trừ số {remaining} "
            "cuối kỳ."
        )
    closing = group.total.closing
    for name, title in _denominators(group):
        share: Share = getattr(group, name) or Share()
        if _impossible(group, share):
            text += (
                f" {title}: không tính được tỷ lệ, vì số {remaining} cuối kỳ ({count(closing)}) "
                f"nhiều hơn số {unit} ({words.number(share.whole)}): chênh lệch thời điểm, cần đối "
                "chiếu."
            )
    return text.strip()


def _two_truths(group: GroupTable, lists: Lists) -> str:
    shares = (group.population, group.listed, group.confirmed)
    none = any(_impossible(group, share) for share in shares) and group.stated is None
    people = _NOT_COUNTED if none else _people(group, group.stated, group.stated_part)
    covered = upper_first(lists.covered)
    stated = f"{covered} theo các đơn vị báo cáo{_counted_on(group)}: {people}"
    if group.by_list is None and group.by_list_part is None:
        return f"{stated}; theo {lists.source}: {words.UNKNOWN}."
    carded = _people(group, group.by_list, group.by_list_part)
    text = f"{stated}; theo {lists.source}{_card_days(group)}: {carded}."
    both = group.stated is not None and group.by_list is not None
    if both and (difference := abs((group.stated or 0) - (group.by_list or 0))):
        apart = count(difference)
        text += f" Chênh {apart} {group.form.unit}: chênh lệch thời điểm, cần đối chiếu."
    return text


def _counted_on(group: GroupTable) -> str:
    """Name the list on which both counts stand, where it is one and the same for all bodies."""
    for name, title in reversed(_denominators(group)):
        share: Share | None = getattr(group, name)
        if share and share.covered is not None and share.covered == group.stated:
            return f" (tính trên {title[:1].lower()}{title[1:]})"
    return ""


def _card_days(group: GroupTable) -> str:
    if group.cards_as_of is None:
        return ""
    if group.cards_until in (None, group.cards_as_of):
        return f" đến ngày {full_day(group.cards_as_of)}"
    first, last = full_day(group.cards_as_of), words.day(group.cards_until)
    return f" (các đơn vị không cùng ngày, sớm nhất {first}, muộn nhất {last})"


def _people(group: GroupTable, people: int | None, part: Share | None) -> str:
    if part is not None and part.covered is not None:
        return f"{count(part.covered)} {group.form.unit}{_of_how_many(part)}"
    return words.UNKNOWN if people is None else f"{count(people)} {group.form.unit}"
