"""What somebody tells of one visit, and why it cannot be meant so. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from language.dates import full_day
from rules.meaning.visiting import AnswerKind, MetKind, UnknownWord, Visiting, WayKind

# Longer words about one visit are a letter.
MOST_WORDS = 500
# A UUID as text, or what a device made of one.
_LONGEST_KEY = 64


@dataclass(frozen=True)
class Told:
    """One visit to one person (case number) under a directive, on the local date `on`.

    `key`: made where it was written, the same for every sending; `occasion`: shared by all told of
    one visit to a household, "" where each is told by itself. `way`, `went`, `met`, `answer`,
    `reason`, `situation`: codes of `rules/people/tham.yaml`. `promised_on`: the local date the
    person named. `words`: what else was said, or by what it can be shown. `sheet`: the number of
    the printed sheet. `device`, `device_at`: which one wrote it, the instant (aware) by its clock.
    """

    key: str
    person: int
    directive: str
    on: date
    way: str
    met: str
    went: tuple[str, ...] = ()
    informed: bool = False
    mobilised: bool = False
    answer: str = ""
    reason: str | None = None
    situation: str = ""
    promised_on: date | None = None
    words: str = ""
    occasion: str = ""
    sheet: int | None = None
    device: str | None = None
    device_at: datetime | None = None


def mistakes(told: Told, visiting: Visiting, since: date, today: date) -> Iterator[str]:
    """Yield what is wrong with it, in the office's words; nothing of a person is in them.

    Args:
        since: the first local date on which the directive holds; today: the local date of telling.
    """
    if not 0 < len(told.key) <= _LONGEST_KEY or len(told.occasion) > _LONGEST_KEY:
        yield f"mã của lần thăm phải có, dài không quá {_LONGEST_KEY} ký tự"
    if not since <= told.on <= today:
        yield f"ngày thăm phải từ {full_day(since)} (văn bản có hiệu lực) đến hôm nay"
    unknown = list(_unknown(told, visiting))
    yield from unknown
    if not unknown:
        yield from _unlike(told, visiting)


def _unknown(told: Told, visiting: Visiting) -> Iterator[str]:
    asked = [
        ("cách thăm", told.way, visiting.ways),
        ("người gặp", told.met, visiting.met),
        ("câu trả lời", told.answer, visiting.answers),
        ("tình trạng", told.situation, visiting.situations),
        *(("người đi", one, visiting.went) for one in told.went),
    ]
    if told.reason is not None:
        asked.append(("lý do", told.reason, visiting.reasons))
    for what, said, known in asked:
        if said not in known:
            yield str(UnknownWord(what, said, known))


def _unlike(told: Told, visiting: Visiting) -> Iterator[str]:
    """Yield what does not go together."""
    way, met = visiting.ways[told.way], visiting.met[told.met]
    answer = visiting.answers[told.answer].kind
    if met.kind is not MetKind.HOUSEHOLD and (told.informed or told.mobilised):
        yield f"{met.title}: không ghi đã tuyên truyền, đã vận động"
    if met.kind is not MetKind.HOUSEHOLD and answer is not AnswerKind.NONE:
        yield f"{met.title}: không có câu trả lời của người đó"
    if told.mobilised and not visiting.mobilises(told.way, told.met):
        yield f"{way.title}: không tính là đã vận động"
    if not told.went and way.kind is WayKind.VISIT:
        yield "nêu ai đã đi thăm"
    if (answer is AnswerKind.LATER) != (told.reason is not None):
        yield 'lý do đi cùng câu trả lời "chưa", và chỉ câu đó'
    if told.promised_on and (answer is AnswerKind.NONE or told.promised_on < told.on):
        yield "ngày hẹn cần có câu trả lời và không trước ngày thăm"
    if way.evidence and told.informed and not told.words.strip():
        yield f"{way.title}: nêu bằng chứng (số, ngày, ai ký nhận)"
    if len(told.words) > MOST_WORDS:
        yield f"ghi chú dài quá {MOST_WORDS} ký tự"
