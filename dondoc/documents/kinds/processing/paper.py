"""The record of processing, the impact assessment and what people are told, on paper.

By Law 91/2025/QH15 and Decree 356/2025/NĐ-CP, whose full texts and forms were not at hand: what
they ask beyond this is named as a gap, never made up.
"""

from collections.abc import Iterator

from dondoc.documents.kinds.processing.content import Incidents, ListKept, Processing
from dondoc.documents.parts import words
from dondoc.documents.writers.paper import Block, Paper, heading, note, say
from language.dates import full_day, moment
from language.numbers import count

_LISTS = ("Số", "Văn bản, nhóm", "Nơi lập, tính đến", "Số người", "Mục đích", "Căn cứ", "Lưu đến")
_DATA = (
    "Họ và tên, ngày sinh, giới tính, các số định danh (căn cước, mã số bảo hiểm xã hội, số thẻ "
    "bảo hiểm y tế), điện thoại, địa chỉ, quan hệ trong hộ; dân tộc là dữ liệu cá nhân nhạy cảm. "
    "Tất cả được mã hóa nơi lưu"
)
_RISKS = (
    (
        "Người không có phận sự xem hồ sơ",
        "Quyền xem theo xã, theo thôn được giao; mã thứ hai khi vào trang; mỗi lần xem ghi vào "
        "nhật ký không sửa, không xóa được, có dấu vết bảo chứng",
        "dondoc people seen SỐ; dondoc audit verify",
    ),
    (
        "Nhận ra một người từ số đếm",
        "Mục có từ 1 đến 4 người được gộp với mục khác, cả trong tổng và hiệu",
        "dondoc people count",
    ),
    (
        "Mất máy, mất bản sao lưu",
        "Mã hóa AES-256-GCM, khóa không nằm trong cơ sở dữ liệu và bản sao lưu; đổi được khóa",
        "dondoc people rekey",
    ),
    (
        "Lưu quá lâu",
        "Mỗi danh sách có ngày lưu; hết hạn thì xóa người, giữ số đếm; giữ lại khi có khiếu nại",
        "dondoc list keep; dondoc purge; dondoc doctor",
    ),
    (
        "Sai người, gộp nhầm",
        "Biến động theo đề nghị, xác nhận, áp dụng, có căn cứ, hủy được; gộp nhầm thì tách lại "
        "được đúng như trước",
        "dondoc people unmerge",
    ),
    (
        "Lộ tên qua thư, nhật ký, tệp",
        "Thư, nhật ký máy, dấu vết, tên tệp, bảng xuất chỉ có số hồ sơ và số đếm",
        "phép thử của phần mềm với người đánh dấu",
    ),
)
_TOLD = (
    "Cơ quan nào giữ dữ liệu, của ai, để làm gì, theo văn bản nào, lưu đến ngày nào: như bảng ở "
    "mục I.",
    "Người dân có quyền biết dữ liệu về mình, đề nghị đính chính, khiếu nại: nộp tại Ủy ban nhân "
    "dân nơi cư trú; đề nghị được ghi thành biến động của hồ sơ, có người xác nhận và ngày.",
    "Khi khiếu nại chưa giải quyết xong, danh sách được giữ lại, không xóa.",
    "Ai đã xem hồ sơ của mình, lúc nào, với chức danh nào: cơ quan trả lời được từ nhật ký.",
)
_GAPS = (
    "Toàn văn Luật 91/2025/QH15 và Nghị định 356/2025/NĐ-CP chưa có trong phần mềm: người lập đối "
    "chiếu điều khoản, mẫu biểu và thời hạn gửi trước khi ký.",
    "Người phụ trách bảo vệ dữ liệu cá nhân của cơ quan, số điện thoại tiếp nhận: ghi tay.",
    "Việc có phải xin sự đồng ý của người dân hay không: theo căn cứ của từng danh sách, người lập "
    "kết luận.",
)


def processing(found: Processing) -> Paper:
    """Return the record, the assessment, what people are told, and what is left open."""
    return Paper(
        kind="Hồ sơ xử lý dữ liệu cá nhân",
        about=f"trong các danh sách người, đến {moment(found.at)}",
        author=found.office,
        blocks=tuple(_blocks(found)),
        landscape=True,
    )


def _blocks(found: Processing) -> Iterator[Block]:
    yield heading("I. Hồ sơ hoạt động xử lý")
    yield from say(f"Cơ quan xử lý: {found.office}")
    erased = f"đã xóa {count(found.erased)} người" if found.erased else "chưa xóa ai"
    yield from say(f"Đang theo dõi {count(found.people)} người; theo thời hạn lưu {erased}")
    yield from say(_DATA)
    sees = "; ".join(found.sees) or "không ai"
    yield from say(f"Ai được xem hồ sơ từng người: {sees}. Ai khác chỉ thấy số đếm")
    yield from say(f"Đã mở hồ sơ {count(found.accesses)} lần, mỗi lần có trong nhật ký")
    if found.lists:
        yield words.table((10, 50, 42, 16, 44, 44, 28), _LISTS, map(_row, found.lists), "cllclll")
    else:
        yield from say("Chưa có danh sách nào")
    yield from say(_befell(found.incidents))
    yield heading("II. Đánh giá tác động")
    titles = ("Nguy cơ", "Biện pháp đang có", "Kiểm bằng")
    yield words.table((52, 120, 62), titles, _RISKS, "lll")
    yield heading("III. Thông báo cho người dân")
    for text in _TOLD:
        yield from say(text)
    yield heading("IV. Chưa có căn cứ hoặc chưa ghi")
    for text in _GAPS:
        yield from say(text)
    if assumed := found.incidents.assumed:
        yield from say(f"Thời hạn báo sự cố ({found.incidents.hours} giờ): {assumed}.")
    yield note("Bản này do phần mềm lập từ dữ liệu đang có; cơ quan kiểm tra, bổ sung rồi ký.")


def _befell(found: Incidents) -> str:
    """Say in counts what befell the data, and within which time it is to be reported."""
    term = f"Sự cố phải báo {found.to} trong {found.hours} giờ từ khi phát hiện ({found.basis})"
    if not found.recorded:
        return f"Chưa ghi sự cố nào. {term}"
    parts = (
        ("báo đúng hạn", found.in_time),
        ("báo chậm", found.late),
        ("chưa báo", found.waiting),
        ("kết thúc không báo", found.unreported),
    )
    how = ", ".join(f"{count(number)} {words}" for words, number in parts if number)
    return (
        f"Đã ghi {count(found.recorded)} sự cố ({how}), {count(found.still)} chưa kết thúc. {term}"
    )


def _row(one: ListKept) -> tuple[str, ...]:
    kept = full_day(one.until) if one.until else "chưa đặt"
    return (
        str(one.number),
        f"{one.directive}; {one.group}",
        f"{one.brought_by}, {full_day(one.as_of)}",
        count(one.people),
        one.purpose,
        one.ground,
        f"{kept}; đang giữ lại" if one.held else kept,
    )
