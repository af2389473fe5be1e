"""What the file of a mail is called in an outbox; who looks for one needs nothing that sends."""

import re
from datetime import datetime

from language.zone import ZONE


def file_name(date: datetime, message_id: str) -> str:
    """20240507T100000-17.eml: local time and the local part of the Message-ID; nobody's name."""
    stamp = date.astimezone(ZONE).strftime("%Y%m%dT%H%M%S")
    return f"{stamp}-{name_of_id(message_id)}.eml"


def name_of_id(message_id: str) -> str:
    """Return what a file's name has, between the hour and the ending, of a Message-ID."""
    local_part = message_id.strip("<>").partition("@")[0]
    return re.sub(r"[^A-Za-z0-9.-]", "_", local_part)
