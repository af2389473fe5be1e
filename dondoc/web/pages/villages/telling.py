"""What the forms of visits say, as visits that are told."""

from collections.abc import Iterator, Sequence
from datetime import date

from dondoc.cases.telling import Told
from dondoc.errors import Refused
from dondoc.looking.to_visit import Home, Member
from dondoc.web.visit import Visit
from language.dates import read_day
from rules.meaning.visiting import AnswerKind, MetKind, Visiting, WayKind

# Nothing is typed where it goes without saying: at home, as the first situation is.
_BOTH = "2"


def day_of(text: str, what: str) -> date:
    """Return the local date that was typed or picked; raise Refused where it is none."""
    found = read_day(text)
    if found is None:
        raise Refused(f"{what} {text!r} không phải ngày; ghi như 2/5/2024")
    return found


def at_the_door(visit: Visit, directive: str, home: Home) -> list[Told]:
    """Return the visits of one tap: of one member of the household, or to all who met nobody.

    The button says "CASE answer CODE [REASON]", "CASE situation CODE" or "nobody".
    """
    words = visit.office.rulebook.visiting
    pressed = visit.field("nut").split()
    on = day_of(visit.field("ngay"), "ngày thăm")
    went = tuple(code for code in visit.form.getlist("di") if isinstance(code, str))
    base = {"directive": directive, "on": on, "way": visit.field("cach"), "went": went}
    key = visit.field("khoa")
    if pressed == ["nobody"]:
        return [
            _not_met(base, key, one, words, words.of_met(MetKind.NOBODY)[0]) for one in home.members
        ]
    members = {str(one.case): one for one in home.members}
    member = members.get(pressed[0]) if pressed else None
    if member is None or len(pressed) < 3:
        raise Refused("chọn một câu trả lời")
    return [_met(visit, base, key, member, pressed[1:], words)]


def _met(
    visit: Visit,
    base: dict[str, object],
    key: str,
    member: Member,
    pressed: Sequence[str],
    words: Visiting,
) -> Told:
    met = visit.field("gap")
    whom = words.met.get(met)
    household = whom is not None and whom.kind is MetKind.HOUSEHOLD
    what, code, *reason = pressed
    promised = visit.field("hen")
    none = words.of_answer(AnswerKind.NONE)[0]
    answer = code if what == "answer" else none
    speaks = words.mobilises(str(base["way"]), met)
    return Told(
        key=f"{key}-{member.case}",
        person=member.case,
        met=met,
        informed=household and "tuyen-truyen" in visit.form.getlist("lam"),
        mobilised=speaks and "van-dong" in visit.form.getlist("lam"),
        answer=answer,
        reason=reason[0] if reason else None,
        situation=code if what == "situation" else here_of(words),
        promised_on=day_of(promised, "ngày hẹn") if promised and answer != none else None,
        words=visit.field("ghi_chu"),
        **base,  # type: ignore[arg-type]
    )


def _not_met(base: dict[str, object], key: str, member: Member, words: Visiting, met: str) -> Told:
    return Told(
        key=f"{key}-{member.case}",
        person=member.case,
        met=met,
        answer=words.of_answer(AnswerKind.NONE)[0],
        situation=here_of(words),
        **base,  # type: ignore[arg-type]
    )


def here_of(words: Visiting) -> str:
    """Return the situation that goes without saying: the first that asks for no change."""
    return next(one.id for one in words.situations.values() if not one.asks)


def typed(visit: Visit, directive: str, members: Sequence[Member]) -> Iterator[tuple[int, Told]]:
    """Yield the visits of a sheet that was typed, each with the number of its line.

    A line of which nothing is typed is no visit. Digits are the boxes of the printed form.

    Raises:
        Refused: a line says something that no box has; all such lines are named.
    """
    words = visit.office.rulebook.visiting
    wrong: list[str] = []
    for line, member in enumerate(members, 1):
        try:
            told = _line(visit, directive, member, words)
        except Refused as refused:
            wrong.append(f"dòng {line} (hồ sơ số {member.case}): {refused}")
            continue
        if told is not None:
            yield line, told
    if wrong:
        raise Refused("; ".join(wrong))


def _line(visit: Visit, directive: str, member: Member, words: Visiting) -> Told | None:
    said = {name: visit.field(f"{name}_{member.case}") for name in COLUMNS}
    if not any(said.values()):
        return None
    met = _box(said["gap"], "gặp ai", list(words.met))
    household = words.met[met].kind is MetKind.HOUSEHOLD
    done = said["lam"] or (_BOTH if household else "0")
    if done not in ("0", "1", "2"):
        raise Refused("đã làm: 0, 1 hoặc 2")
    none = words.of_answer(AnswerKind.NONE)[0]
    answer = _box(said["tra_loi"], "trả lời", list(words.answers), none)
    reason = _box(said["ly_do"], "lý do", list(words.reasons)) if said["ly_do"] else None
    promised = said["hen"]
    return Told(
        key=f"{visit.field('khoa')}-{member.case}",
        person=member.case,
        directive=directive,
        on=day_of(visit.field("ngay"), "ngày thăm"),
        way=words.of_way(WayKind.VISIT)[0],
        went=tuple(code for code in visit.form.getlist("di") if isinstance(code, str)),
        met=met,
        informed=household and done != "0",
        mobilised=household and done == _BOTH,
        answer=answer,
        reason=reason,
        situation=_box(said["tinh_trang"], "tình trạng", list(words.situations), here_of(words)),
        promised_on=day_of(promised, "ngày hẹn") if promised else None,
    )


# The columns of a line that is typed.
COLUMNS = ("gap", "lam", "tra_loi", "ly_do", "tinh_trang", "hen")


def _box(said: str, what: str, codes: Sequence[str], usual: str = "") -> str:
    """Return the code of a box by its digit; raise Refused where there is no such box."""
    if not said and usual:
        return usual
    if not (said.isascii() and said.isdigit() and 0 < int(said) <= len(codes)):
        raise Refused(f"{what}: một số từ 1 đến {len(codes)}")
    return codes[int(said) - 1]
