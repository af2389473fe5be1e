"""What may stand in a request of another program: days, instants, numbers, texts, files."""

import re
from datetime import date, datetime
from typing import Annotated

from pydantic import (
    AfterValidator,
    Base64Bytes,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictInt,
    StrictStr,
    WithJsonSchema,
)

from dondoc.desk.reach import LARGEST, YEARS
from language.text import nfc

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})")
# The longest text anybody means, in characters, and the longest list.
_LONGEST, MOST = 20_000, 5_000
_NOT_A_DAY = f"cần ngày dạng YYYY-MM-DD, năm {YEARS.start} đến {YEARS.stop - 1}"
_NO_INSTANT = "cần thời điểm có múi giờ, ví dụ YYYY-MM-DDT07:00:00+07:00"


def _day(said: object) -> date:
    try:
        found = date.fromisoformat(said) if isinstance(said, str) and _DAY.fullmatch(said) else None
    except ValueError:
        found = None
    if found is None or found.year not in YEARS:
        raise ValueError(_NOT_A_DAY)
    return found


def _instant(said: object) -> datetime:
    # What stands in an address writes "+" as a space.
    text = said.replace(" ", "+") if isinstance(said, str) else ""
    try:
        found = datetime.fromisoformat(text) if _INSTANT.fullmatch(text) else None
    except ValueError:
        found = None
    if found is None or found.year not in YEARS:
        raise ValueError(_NO_INSTANT)
    return found


def _text(said: str) -> str:
    if "\0" in said:
        raise ValueError("có ký tự không phải chữ (NUL)")
    return nfc(said)


Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Instant = Annotated[
    datetime, BeforeValidator(_instant), WithJsonSchema({"type": "string", "format": "date-time"})
]
Number = Annotated[StrictInt, Field(ge=-LARGEST, le=LARGEST)]
Text = Annotated[StrictStr, Field(max_length=_LONGEST), AfterValidator(_text)]
# Of what is asked in an address, where a number is text.
Row = Annotated[int, Field(ge=1, le=LARGEST)]


class File(BaseModel):
    """A file: its name, and its bytes in base64."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[Text, Field(min_length=1, max_length=180)]
    content: Base64Bytes
