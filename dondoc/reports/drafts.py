"""Drafts: what a body writes before it files, sealed in the database, its files in a folder.

Nothing here is a report: no count, letter or document reads it.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from shutil import rmtree
from uuid import uuid4

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from dondoc.errors import NotPossible, Refused, why
from dondoc.reports.attach import Examined
from dondoc.reports.draft_text import DraftText, Waiting
from dondoc.setup.seal import Broken, Seal
from models import Draft, DraftEnd, Event
from models.trail import append

FOLDER = "drafts"
MOST_FILES, MOST_BYTES = 10, 60_000_000
_OTHER_KEY = (
    "bản nháp không mở được bằng khóa hiện có của Văn phòng (khóa đã đổi, hoặc dữ liệu bị sửa): "
    "bỏ bản nháp rồi ghi lại"
)


@dataclass(frozen=True)
class Drafts:
    """The drafts of one office: where their files wait, and the seal that opens them."""

    session: Session
    state: Path
    seal: Seal

    def of(self, obligation: int) -> Draft | None:
        """Return the draft of an obligation (its id), ended or not; locked until the end."""
        query = select(Draft).where(Draft.obligation_id == obligation)
        return self.session.scalar(
            query.with_for_update().execution_options(populate_existing=True)
        )

    def text(self, draft: Draft | None) -> DraftText:
        """Return what is written, nothing where it ended; raise NotPossible where it is broken."""
        if draft is None or draft.sealed is None:
            return DraftText()
        try:
            return DraftText.from_bytes(self.seal.open(draft.sealed, _about(draft)))
        except Broken as error:
            raise NotPossible(_OTHER_KEY) from error

    def save(
        self, draft: Draft | None, obligation: int, text: DraftText, by: str, now: datetime
    ) -> Draft:
        """Store `text` as the next version, begun where there is none; return it.

        Args:
            by: the post, as `uid/post`; now: the instant (aware).
        """
        begins = draft is None or draft.sealed is None
        if draft is None:
            draft = Draft(obligation_id=obligation, version=0)
            self.session.add(draft)
        if begins:
            draft.begun_at, draft.begun_by, draft.report_id = now, by, None
            draft.ended_at = draft.ended_as = draft.ended_by = draft.once = None
        draft.version += 1
        draft.saved_at, draft.saved_by = now, by
        draft.sealed = self.seal.close(text.to_bytes(), _about(draft))
        self.session.flush()
        if begins:
            data = {"obligation": obligation, "by": by}
            append(self.session, now, [Event("draft.begun", f"draft:{draft.id}", data)])
        return draft

    def end(self, draft: Draft, how: DraftEnd, by: str, now: datetime) -> None:
        """End it: nothing written stays, its files go once that is committed."""
        draft.end(how, by, now)
        data = {"obligation": draft.obligation_id, "by": by, "report": draft.report_id}
        kind = "draft.filed" if how is DraftEnd.FILED else "draft.discarded"
        append(self.session, now, [Event(kind, f"draft:{draft.id}", data)])
        folder = self._folder(draft.obligation_id)
        event.listen(
            self.session, "after_commit", lambda _: rmtree(folder, ignore_errors=True), once=True
        )

    def keep(
        self, obligation: int, file: Examined, told: str, writer: str, now: datetime
    ) -> Waiting:
        """Write a file, encrypted, beside the draft of `obligation`; return how it waits.

        Raises:
            NotPossible: it cannot be written.
        """
        number, folder = uuid4().hex, self._folder(obligation)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / number).write_bytes(self.seal.close(file.content, number))
        except OSError as failure:
            raise NotPossible(f"không ghi được tệp của bản nháp: {why(failure)}") from failure
        size = len(file.content)
        return Waiting(number, file.name, file.content_type, size, told, writer, now)

    def files(self, obligation: int, waiting: Iterable[Waiting]) -> Iterator[Examined]:
        """Yield the files that wait, as they came.

        Raises:
            NotPossible: one is not there any more, or is another.
        """
        for one in waiting:
            try:
                sealed = (self._folder(obligation) / one.number).read_bytes()
                content = self.seal.open(sealed, one.number)
            except (OSError, Broken) as error:
                raise NotPossible(
                    f"tệp {one.name} của bản nháp không còn đọc được: bỏ tệp ấy, gửi lại"
                ) from error
            yield Examined(one.name, one.content_type, content)

    def drop(self, obligation: int, numbers: Collection[str]) -> None:
        """Remove files, by their numbers, once the transaction is committed."""
        paths = [self._folder(obligation) / number for number in numbers]

        def gone(_: Session) -> None:
            for path in paths:
                with suppress(OSError):
                    path.unlink()

        event.listen(self.session, "after_commit", gone, once=True)

    def _folder(self, obligation: int) -> Path:
        return self.state / FOLDER / str(obligation)


def refuse_too_much(files: Collection[Waiting]) -> None:
    """Refuse more files than one report takes."""
    if len(files) > MOST_FILES:
        raise Refused(f"một báo cáo nhận nhiều nhất {MOST_FILES} tệp kèm theo: bỏ bớt")
    if sum(one.size for one in files) > MOST_BYTES:
        raise Refused(f"các tệp kèm theo cộng lại quá {MOST_BYTES // 1_000_000} MB: bỏ bớt")


def _about(draft: Draft) -> str:
    return f"draft:{draft.obligation_id}:{draft.version}"
