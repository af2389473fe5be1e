"""Tổng hợp: the round as its consolidator has it; signed in part or whole, corrected, printed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from dondoc.consolidation.consolidate import consolidation_by
from dondoc.consolidation.round import Consolidation, Readiness
from dondoc.desk import sign as signing
from dondoc.desk import unsign as unsigning
from dondoc.desk.copies import lines_to_choose
from dondoc.documents.kind import FORMATS, Sources
from dondoc.documents.kinds import amend, brief, consolidation, urge
from dondoc.errors import DonDocError, Refused
from dondoc.web.download import TYPES, download
from dondoc.web.given import attached, receipt
from dondoc.web.pages.round.place import PATH, Place, Seen, There, seen
from dondoc.web.visit import Here, Visit
from language.collation import vietnamese
from language.numbers import count
from models import Obligation
from models.standing import has_term
from rules.meaning.letterhead import Document

router = APIRouter()
PAGE = f"{PATH}/tong-hop"
# What is printed of a round, by its command.
_KINDS = {one.KIND.command: one.KIND for one in (consolidation, urge, amend, brief)}


@router.get(PAGE)
def show(visit: Here, place: There) -> Response:
    """Show the round as it would be consolidated now, and its signatures."""
    return _shown(visit, place)


def _shown(
    visit: Visit, place: Place, wrong: str = "", at: str = "", status: int = 200
) -> Response:
    with seen(visit, place) as found:
        above = _above(found)
        built = consolidation_by(found.look.session, found.look.desk.rulebook, above)
        page: dict[str, Any] = {
            "found": found,
            "built": built,
            "due": above.original_due_on,
            "conclusion": _conclusion(built),
            "names": built.row_names,
            "summed": [one for one in built.form.figures if one.sums] if built.form else [],
            "totals": built.totals(),
            "missing": [line.body.name for line in built.missing],
            "closed_at": visit.field("chot") or _known_at(built).isoformat(),
            "signs": found.may_above("sign"),
            "copies": lines_to_choose(found.look.desk, above, Document.CONSOLIDATION),
            "unsigns": found.may_above("unsign"),
            "documents": _documents(built),
            "parts": sorted(built.present, key=lambda line: vietnamese(line.body.name)),
        }
    return visit.show(
        "round/consolidated.html", status=status, place=place, wrong=wrong, at=at, **page
    )


def _known_at(built: Consolidation) -> datetime:
    """Return the instant at which the last of what is shown became known: a page that shows the
    same is the same, and a signature holds what was seen."""
    known = [built.row.registered_at]
    for line in built.lines:
        if line.report is not None:
            known += [line.report.recorded_at, line.report.decided_at or line.report.recorded_at]
    return max(known)


def _above(found: Seen) -> Obligation:
    if found.above is None:
        raise Refused("đợt này không có báo cáo tổng hợp")
    return found.above


def _conclusion(built: Consolidation) -> str:
    last = built.signatures[-1] if built.signatures else None
    if last and not built.says_more_than(last):
        number = f" số {last.report.number}" if last.report.number else ""
        how = "từng phần" if last.signature.partial else "đầy đủ"
        return f"Đã ký {how}{number}, {count(len(last.reports))} đơn vị"
    if built.readiness is Readiness.BLOCKED:
        return "Chưa có báo cáo nào để tổng hợp"
    if built.readiness is Readiness.PARTIAL:
        return (
            f"{count(len(built.present))}/{count(len(built.lines))} đơn vị có số liệu, "
            f"còn {count(len(built.missing))}: ký được từng phần"
        )
    if built.untold:
        return f"Đủ {count(len(built.present))} đơn vị, {count(len(built.untold))} thiếu số liệu"
    return f"Đủ {count(len(built.present))} đơn vị: ký được"


def _documents(built: Consolidation) -> Sequence[tuple[str, str, tuple[str, ...]]]:
    """Return what can be printed now: its command, its name, its formats."""
    found: list[tuple[str, str, tuple[str, ...]]] = [
        ("consolidation", "Báo cáo tổng hợp", ("docx", "pdf", "xlsx"))
    ]
    if built.missing:
        found.append(("urge", "Dự thảo công văn đôn đốc", ("docx", "pdf")))
    found.append(("brief", "Báo cáo nhanh cho lãnh đạo", ("pdf", "docx")))
    return found


@router.post(f"{PAGE}/ky")
def signed(visit: Here, place: There) -> Response:
    """Enter that it was signed; its figures stand still from then on."""
    try:
        with seen(visit, place) as found:
            above = _above(found)
            dated = has_term(above.late_from)
            request = signing.Request(
                place.directive,
                above.original_due_on if dated else above.due_on,
                receipt(visit),
                _closed_at(visit),
                partial=visit.field("tung_phan") == "1",
                untold=visit.field("thieu_so") == "1",
                files=attached(visit),
                duty=above.duty,
            )
    except Refused as refused:
        return _shown(visit, place, str(refused), "ky", 400)
    return visit.do(
        signing.sign,
        request,
        to=f"{place.path}/tong-hop",
        receipt=_signed,
        again=lambda wrong: _shown(visit, place, _plain(wrong), "ky", 400),
    )


def _closed_at(visit: Visit) -> datetime | None:
    """Return the instant at which the figures were those on the page that was signed from."""
    said = visit.field("chot")
    if not said:
        return None
    try:
        at = datetime.fromisoformat(said)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise Refused("thời điểm chốt số liệu của trang không đọc được: mở lại trang rồi ký")
    return min(at, visit.now)


def _plain(wrong: str) -> str:
    """Return what is refused as this page can mend it: it has boxes, not options."""
    return (
        wrong.replace("thêm --partial", "đánh dấu “Ký từng phần”")
        .replace("thêm --without-figures", "đánh dấu “Vẫn ký dù thiếu số liệu”")
        .replace("dùng: dondoc unsign", "dùng “Hủy lần ký ghi nhầm” ở cuối trang")
        .replace("--closed-at", "thời điểm chốt")
        .replace("--received-at", "ngày nhận")
    )


def _signed(answer: signing.Answer) -> str:
    how = "từng phần" if answer.partial else "đầy đủ"
    said = f"Đã ghi báo cáo tổng hợp {how} đã ký, {count(len(answer.in_))} đơn vị"
    return f"{said}; số liệu của {count(len(answer.frozen))} đơn vị được chốt."


@router.post(f"{PAGE}/huy-ky")
def unsigned(visit: Here, place: There) -> Response:
    """Take the last signature back: it was entered by mistake."""
    with seen(visit, place) as found:
        above = _above(found)
    request = unsigning.Request(
        place.directive, above.original_due_on, visit.field("ly_do"), above.duty
    )
    return visit.do(
        unsigning.unsign,
        request,
        to=f"{place.path}/tong-hop",
        receipt="Đã hủy lần ký ghi nhầm; số liệu sửa được trở lại.",
        again=lambda wrong: _shown(visit, place, wrong, "huy", 400),
    )


@router.get(f"{PATH}/tai-lieu/{{kind}}.{{format}}")
def printed(visit: Here, place: There, kind: str, format: str) -> Response:
    """Give one document of the round; one that was signed byte for byte as it was."""
    found_kind = _KINDS.get(kind)
    if found_kind is None or format not in TYPES or format not in FORMATS:
        raise HTTPException(404)
    with seen(visit, place) as found:
        above = _above(found)
        asked = {
            "directive": place.directive,
            "round_due": above.original_due_on,
            "round_duty": above.duty,
        }
        sources = Sources(found.look.session, visit.office, visit.now)
        made = found_kind.signed(sources, **asked)
        if made is None:
            document = found_kind.filled(sources, **asked)
            made = [
                (name, content if isinstance(content, bytes) else b"".join(content))
                for name, content in found_kind.files(
                    document, visit.now, [format], mark=visit.office.mark
                )
            ]
    for name, content in made:
        if not name.endswith(f".{format}"):
            continue
        return download(content, f"{place.due}-{name}")
    raise DonDocError("tài liệu này không có dạng ấy")


@router.get(f"{PATH}/ban-ky/{{revision}}/{{name}}")
def kept(visit: Here, place: There, revision: int, name: str) -> Response:
    """Give a file of a consolidation as it was signed."""
    with seen(visit, place) as found:
        above = _above(found)
        sources = Sources(found.look.session, visit.office, visit.now)
        files = consolidation.KIND.signed(
            sources,
            directive=place.directive,
            round_due=above.original_due_on,
            revision=revision,
            round_duty=above.duty,
        )
    for called, content in files or ():
        if called == name:
            return download(content, called)
    raise HTTPException(404)
