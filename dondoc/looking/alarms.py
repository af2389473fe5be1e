"""Every alarm there is: whom it concerns, and how it reaches him besides the doctor.

An alarm is a line of the doctor that is not in order; whoever has `dondoc doctor` called by a timer
chooses where it is mailed to. `docs/operating.md` shows this table.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class Receiver(StrEnum):
    """Who has to act on an alarm."""

    ADMINISTRATOR = "quản trị hệ thống"
    SPECIALIST = "chuyên viên"
    HEAD = "Chánh Văn phòng"


class Way(StrEnum):
    """How an alarm reaches somebody who does not ask for it; more than one may."""

    BOARD = "bảng theo dõi"
    MAIL = "thư cho quản trị"


class Alarm(NamedTuple):
    """Who receives an alarm, and by which ways besides the doctor."""

    receiver: Receiver
    ways: tuple[Way, ...] = ()


# A line about one account carries its name after this.
ACCOUNT = "kênh"
_ADMINISTRATOR = Alarm(Receiver.ADMINISTRATOR)
_SPECIALIST = Alarm(Receiver.SPECIALIST)
ALARMS: Mapping[str, Alarm] = {
    "cơ sở dữ liệu": _ADMINISTRATOR,
    "lược đồ": _ADMINISTRATOR,
    "đồng hồ": _ADMINISTRATOR,
    "lượt quét": _ADMINISTRATOR,
    "các máy": Alarm(Receiver.ADMINISTRATOR, (Way.BOARD, Way.MAIL)),
    "nhịp chạy": Alarm(Receiver.ADMINISTRATOR, (Way.BOARD, Way.MAIL)),
    "bản phục hồi": Alarm(Receiver.HEAD, (Way.BOARD,)),
    "việc gửi": Alarm(Receiver.SPECIALIST, (Way.BOARD,)),
    "hàng đợi": Alarm(Receiver.ADMINISTRATOR, (Way.BOARD,)),
    "chờ duyệt": Alarm(Receiver.HEAD, (Way.BOARD,)),
    "chưa rõ kết quả": _SPECIALIST,
    "kênh gửi": Alarm(Receiver.ADMINISTRATOR, (Way.BOARD,)),
    ACCOUNT: Alarm(Receiver.ADMINISTRATOR, (Way.BOARD,)),
    "danh bạ": Alarm(Receiver.SPECIALIST, (Way.BOARD,)),
    "nơi nhận": _SPECIALIST,
    "văn bản": Alarm(Receiver.SPECIALIST, (Way.BOARD,)),
    "lời văn": _SPECIALIST,
    "mẫu báo cáo": _SPECIALIST,
    "dữ liệu": Alarm(Receiver.HEAD),
    "thời hạn lưu": Alarm(Receiver.HEAD),
    "sự cố dữ liệu": Alarm(Receiver.HEAD),
    "dấu vết": Alarm(Receiver.HEAD, (Way.BOARD,)),
    "lịch làm việc": _SPECIALIST,
    "Prefect": _ADMINISTRATOR,
    "quyền tệp": _ADMINISTRATOR,
    "đĩa": _ADMINISTRATOR,
    "sao lưu": _ADMINISTRATOR,
}


def alarm_of(name: str) -> Alarm:
    """Return the alarm of the doctor's line `name`, which may be about one account."""
    return ALARMS[name] if name in ALARMS else ALARMS[name.partition(" ")[0]]
