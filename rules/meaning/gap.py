"""What a dispatch may leave out: the elements of Decree 09/2019/NĐ-CP art. 7 and of its header."""

from typing import Literal, get_args

Gap = Literal[
    "number",  # số, ký hiệu
    "issued_on",  # ngày ban hành
    "header",  # phần đầu văn bản: cơ quan ban hành, địa danh, trích yếu
    "until",  # hiệu lực đến ngày nào
    "first_period",
    "last_period",
    "cut_off",  # chốt số liệu đến ngày nào
    "form",  # mẫu, đề cương báo cáo
    "method",  # gửi bằng cách nào
    "deadline",
    "frequency",
    "bearer",  # ai, nếu văn bản chỉ nói chung
    "baseline",
    "attachment",  # phụ lục, danh sách kèm theo
    "reference",  # văn bản được dẫn chiếu, không có trong tay
    "cases",  # ai báo cáo, tổng hợp từng trường hợp
    "consequence",  # chậm thì sao
]

GAPS: tuple[str, ...] = get_args(Gap)
