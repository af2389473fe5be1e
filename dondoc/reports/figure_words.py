"""What the cells of a report are called, and how the office writes its numbers."""

from rules.directive import Directive

FIGURE_NAMES = {
    "opening": "Chưa có BHYT đầu kỳ",
    "adjusted": "Điều chỉnh kỳ trước (+/−)",
    "recognised": "Tăng: mới được công nhận",
    "arrived": "Tăng: chuyển đến",
    "expired": "Tăng: thẻ hết hạn",
    "enrolled": "Giảm: đã tham gia BHYT",
    "covered_elsewhere": "Giảm: đã có thẻ theo nhóm khác (học sinh, người lao động, hộ nghèo)",
    "left": "Giảm: mất, chuyển đi, ra khỏi nhóm, sai danh sách",
    "closing": "Chưa có BHYT cuối kỳ",
    "carded": "Đã được cấp thẻ trong kỳ",
    "not_joining": "Trong số cuối kỳ: không tham gia dù đã được vận động, hỗ trợ",
}
FORM_NAMES = {
    "as_of": "Số liệu tính đến ngày",
    "nil": "Không phát sinh",
    "done": "Kết quả thực hiện",
    "obstacles": "Khó khăn, vướng mắc",
    "proposals": "Đề xuất, kiến nghị",
    "report": "Báo cáo",
}
STATE_NAMES = {
    "submitted": "đã nộp",
    "accepted": "đã chấp nhận",
    "returned": "trả lại",
    "adjustment": "điều chỉnh kỳ trước",
}


def name_of(directive: Directive, at: str) -> str:
    """Return what the filer knows the address `at` as."""
    group, _, figure = at.rpartition(".")
    name = FIGURE_NAMES.get(figure) or FORM_NAMES.get(figure, figure)
    known = directive.groups.get(group)
    return f"{known.name}: {name}" if known else name


def people(number: object) -> str:
    """Return a number as the office writes it: 1.240; anything else as it is."""
    if isinstance(number, bool) or not isinstance(number, int):
        return str(number)
    return f"{number:,}".replace(",", ".")
