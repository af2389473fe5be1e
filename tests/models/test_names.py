"""Every state, way, post and event has the name people read beside it."""

from collections.abc import Iterable, Mapping

import pytest

from models.message import MESSAGE_STATE_NAMES, MessageState
from models.notice import NOTICE_STATE_NAMES, NoticeState
from models.report import REPORT_STATE_NAMES, ReportState
from rules.meaning.letterhead import DOCUMENT_NAMES, Document
from steps.posts import POST_NAMES, Post
from steps.states import OBLIGATION_STATE_NAMES, ObligationState

NAMED = [
    (ObligationState, OBLIGATION_STATE_NAMES),
    (NoticeState, NOTICE_STATE_NAMES),
    (MessageState, MESSAGE_STATE_NAMES),
    (ReportState, REPORT_STATE_NAMES),
    (Post, POST_NAMES),
    (Document, DOCUMENT_NAMES),
]


@pytest.mark.parametrize(("things", "names"), NAMED, ids=lambda one: getattr(one, "__name__", ""))
def test_each_has_a_name_and_no_name_stands_for_nothing(
    things: Iterable[str], names: Mapping[str, str]
) -> None:
    assert {str(one) for one in things} == set(names)
