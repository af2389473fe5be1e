"""What the forms of visits say, as visits that are told."""

from collections.abc import Sequence

from dondoc.cases.boxes import BOXES, day_of, here_of, told_of
from dondoc.cases.telling import Told
from dondoc.errors import Refused
from dondoc.looking.to_visit import Home, Member
from dondoc.web.visit import Visit
from rules.meaning.visiting import AnswerKind, MetKind, Visiting

# The fields of a line that is typed: which box each is.
COLUMNS = dict(zip(("gap", "lam", "tra_loi", "ly_do", "tinh_trang", "hen"), BOXES, strict=True))


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


def typed(visit: Visit, directive: str, members: Sequence[Member]) -> list[Told]:
    """Return the visits of a sheet that was typed; a line of which nothing is typed is none.

    Raises:
        Refused: a line says something that no box has; all such lines are named.
    """
    words = visit.office.rulebook.visiting
    on = day_of(visit.field("ngay"), "ngày thăm")
    went = tuple(code for code in visit.form.getlist("di") if isinstance(code, str))
    number = visit.field("phieu")
    if number and not (number.isascii() and number.isdigit() and len(number) < 10):
        raise Refused("số phiếu: một số, in ở đầu phiếu")
    sheet = int(number) if number else None
    wrong: list[str] = []
    found: list[Told] = []
    for line, member in enumerate(members, 1):
        said = {box: visit.field(f"{name}_{member.case}") for name, box in COLUMNS.items()}
        key = f"{visit.field('khoa')}-{member.case}"
        try:
            told = told_of(
                said,
                words,
                key=key,
                person=member.case,
                directive=directive,
                on=on,
                went=went,
                sheet=sheet,
            )
        except Refused as refused:
            wrong.append(f"dòng {line} (hồ sơ số {member.case}): {refused}")
            continue
        if told is not None:
            found.append(told)
    if wrong:
        raise Refused("; ".join(wrong))
    return found
