"""What is left of a wording while its words are taken out, and what each of them told."""

import re
from typing import Any

NUMBER = r"([0-9]{1,2})"
_NEW = r"(?:mùng\s+|mồng\s+)?"
DAY = rf"ngày\s+{_NEW}{NUMBER}(?![0-9/.-])(?!\s*ngày)(?!\s+tháng\s+(?:giêng|chạp))"
DATE = (
    rf"(?<![0-9/.])(?:ngày\s+(?:mai\s+)?)?{_NEW}{NUMBER}(?:[/-]|\s+tháng\s+){NUMBER}"
    r"(?:(?:[/-]|\s+năm\s+)([0-9]{4}))?(?![0-9/])"
)
# Words around a deadline that say nothing of its date.
_FILLERS = (
    r"(?<!\w)(?:định kỳ|báo cáo(?: nhanh)?|gửi|về|thời gian|thời hạn|thực hiện|hoàn thành|phải|là"
    r"|của|thuộc|mỗi|cho|để|trong|vào|lúc|ngày|đến|hết|từ|và|sáng|chiều|tối|tính|số liệu|các|kể"
    r"|kết quả|chậm nhất|tổng hợp|trước|xong|năm)(?!\w)"
)


class Reader:
    """What is left of the words, and what was found in those that were taken out."""

    def __init__(self, words: str) -> None:
        self.rest = words
        self.found: dict[str, Any] = {}
        self.said: dict[str, str] = {}

    def take(self, pattern: str) -> re.Match[str] | None:
        """Take the first words that fit out of the rest."""
        found = re.search(pattern, self.rest)
        if found is not None:
            self.rest = f"{self.rest[: found.start()]}|{self.rest[found.end() :]}"
        return found

    def tell(self, words: re.Match[str], **fields: Any) -> None:
        """Keep what `words` say; what was told before stands."""
        for name, value in fields.items():
            if value is not None and name not in self.found:
                self.found[name] = value
                self.said[name] = words[0].strip()

    def first_date_only(self) -> list[str]:
        """Leave the words of the first of several dates; return those of each other one."""
        parts, dates = [""], 0
        for piece in re.split(r"(;|\s+và\s+|\.\.\.|…)", self.rest):
            stretch = re.search(r"(?<!\w)từ\s", piece)
            dated = bool(re.search(f"{DATE}|{DAY}", piece)) and not stretch
            if dated and dates:
                parts.append("")
            dates += dated
            parts[-1] += piece
        self.rest = parts[0]
        return parts[1:]

    def unread(self) -> tuple[str, ...]:
        """Return what no step took, but for words that say nothing of a date."""
        pieces = [" ".join(piece.split()) for piece in re.split(r"[|,;:.…()]", self.rest)]
        return tuple(filter(self.says, pieces))

    @staticmethod
    def says(words: str) -> bool:
        """Whether there is more to `words` than what says nothing of a date."""
        return re.search(r"\w", re.sub(_FILLERS, "", words)) is not None
