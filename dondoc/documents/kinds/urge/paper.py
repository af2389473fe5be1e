"""The drafted công văn đôn đốc: the office's model, in full form."""

from collections.abc import Iterator
from dataclasses import replace

from dondoc.documents.kinds.urge.content import Urging
from dondoc.documents.parts import words
from dondoc.documents.writers.paper import Block, Paper, closing, say
from language.dates import full_day, moment
from language.numbers import count
from notifications.wording import committees, limit, official


def urging(draft: Urging) -> Paper:
    """Return the draft as a công văn to the consolidator and to those whose report is missing.

    Raises:
        ValueError: nobody is missing, so there is nobody to urge.
    """
    if not draft.absent:
        raise ValueError("nobody to urge: no body of the round is absent")
    frame = draft.frame
    if not frame.to:
        frame = replace(frame, to=(official(draft.consolidator), _absent(draft)))
    return Paper(
        kind="",
        about=f"đôn đốc {words.reporting(draft.matter or _of_the_issuer(draft))}",
        author=draft.issuer,
        blocks=tuple(_blocks(draft)),
        frame=frame,
    )


def _of_the_issuer(draft: Urging) -> str:
    return f"kết quả thực hiện văn bản chỉ đạo của {draft.issuer}"


def _absent(draft: Urging) -> str:
    return official(committees(draft.absent))


def _blocks(draft: Urging) -> Iterator[Block]:
    inputs, consolidation = draft.inputs, draft.consolidation
    yield from say(
        f"Tại {inputs.cited_as}, {draft.issuer} giao {official(draft.bearers_as)}: "
        f"“{inputs.quote}” ({inputs.place}). {_found(draft)} "
        f"({limit(inputs.wording, draft.due_on)}{_extended(draft)}). Để bảo đảm tổng hợp "
        f"“{consolidation.wording}” ({consolidation.place}), {draft.issuer} có ý kiến như sau:"
    )
    by = (
        f"trước 16 giờ ngày {full_day(draft.answer_by)}"
        if draft.answer_by
        else "ngay khi nhận được văn bản này"
    )
    yield from say(
        f"1. Yêu cầu {_whom(draft)} gửi báo cáo {by}, nêu rõ nguyên nhân chậm. "
        "Đơn vị đã gửi cung cấp số, ký hiệu, ngày gửi để đối chiếu."
    )
    yield from say(
        f"2. Đề nghị {official(draft.consolidator)} tổng hợp "
        f"{'đúng thời hạn' if draft.in_time else 'sớm'}, ghi rõ đơn vị chưa có số liệu."
    )
    yield closing(f"3. Giao {draft.office} theo dõi, đôn đốc, báo cáo kết quả./.")


def _extended(draft: Urging) -> str:
    granted = (f"{official(body)} được gia hạn đến {full_day(on)}" for body, on in draft.extended)
    return "".join(f"; {one}" for one in granted)


def _whom(draft: Urging) -> str:
    if len(draft.absent) == 1:
        return _absent(draft)
    return f"{official(draft.bearers_as)} nêu trên"


def _found(draft: Urging) -> str:
    at, units = moment(draft.at), count(len(draft.absent))
    if draft.confirmed:
        return f"Theo {official(draft.consolidator)}, đến {at} còn {units} đơn vị chưa gửi báo cáo"
    follows = f"Theo kết quả theo dõi của {draft.office}, đến {at}"
    return f"{follows} chưa ghi nhận báo cáo của {units} đơn vị"
