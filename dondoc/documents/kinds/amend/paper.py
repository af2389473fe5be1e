"""The công văn that amends or replaces one that named a body wrongly, in the same form.

Decree 30/2020/NĐ-CP, art. 18: a document with a mistake in its content is amended or replaced by
one of the same form; "đính chính" as a document is for form and procedure alone.
"""

from collections.abc import Iterator
from dataclasses import replace

from dondoc.documents.kinds.amend.content import Amending
from dondoc.documents.parts.words import reporting
from dondoc.documents.writers.paper import Block, Paper, closing, say
from language.dates import full_day
from notifications.wording import committees, limit, official


def amending(draft: Amending) -> Paper:
    """Return the draft, to whoever got the first one."""
    frame = draft.frame
    if not frame.to:
        named = (*(body for body, _ in draft.cleared), *draft.still)
        frame = replace(frame, to=(official(draft.consolidator), official(committees(named))))
    matter = draft.matter or f"kết quả thực hiện văn bản chỉ đạo của {draft.issuer}"
    return Paper(
        kind="",
        about=f"{_what(draft)} Công văn {_first(draft)} đôn đốc {reporting(matter)}",
        author=draft.issuer,
        blocks=tuple(_blocks(draft)),
        frame=frame,
    )


def _what(draft: Amending) -> str:
    return "sửa đổi" if draft.still else "thay thế"


def _first(draft: Amending) -> str:
    return f"số {draft.number} ngày {full_day(draft.dated)}"


def _blocks(draft: Amending) -> Iterator[Block]:
    inputs, first = draft.inputs, _first(draft)
    cleared = official(committees(body for body, _ in draft.cleared))
    yield from say(
        f"Ngày {full_day(draft.dated)}, {draft.issuer} có Công văn số {draft.number} đôn đốc báo "
        f"cáo theo {inputs.cited_as}, {inputs.place} “{inputs.wording}” "
        f"({limit(inputs.wording, draft.due_on)}), trong đó nêu {cleared} chưa gửi báo cáo. "
        f"Qua đối chiếu, {_received(draft)}. {draft.issuer} có ý kiến như sau:"
    )
    yield from say(
        f"1. Việc nêu {cleared} tại Công văn {first} là chưa đúng; "
        "đơn vị đã gửi báo cáo đúng hạn, không phải giải trình nguyên nhân chậm."
    )
    if draft.still:
        yield from say(
            f"2. Công văn {first} được sửa đổi: bỏ {cleared} khỏi danh sách đơn vị chưa gửi báo "
            f"cáo. Nội dung khác giữ nguyên đối với {official(committees(draft.still))}."
        )
    else:
        yield from say(f"2. Công văn này thay thế Công văn {first}.")
    yield from say(
        f"3. Đề nghị {official(draft.consolidator)} tổng hợp theo kết quả nêu trên; nếu báo cáo "
        "tổng hợp đã nêu khác thì thay thế bằng báo cáo cùng hình thức."
    )
    yield closing(f"4. Giao {draft.office} theo dõi, cập nhật kết quả./.")


def _received(draft: Amending) -> str:
    told = (
        f"báo cáo của {official(body)} đã được nhận ngày {full_day(on)}"
        for body, on in draft.cleared
    )
    return "; ".join(told)
