"""What is personal and whose time is over goes; what is open or doubtful stays; the trail holds."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError
from sqlalchemy import select, update

from dondoc.desk import purge
from dondoc.desk.context import desk
from dondoc.errors import Refused
from dondoc.looking.doctor import examine
from dondoc.reports.attach import examine_content, keep, kept_at
from dondoc.setup.settings import RetentionSettings
from dondoc.trail.retention import remove_remains
from dondoc.trail.verify import verify
from models import Attachment, Contact, Message, Notice, Obligation
from notifications.envelope import reopen
from notifications.mail_file import file_name
from tests.offices import DAI_PHU, SON_NAM, Scene, at
from tests.program import Dondoc
from tests.reporting import MAY, file_report

HEAD, LATER = "van-phong/office-head", "2025-06-02 08:00"
SCAN = examine_content("Báo cáo Ma Văn Mẫu.pdf", b"%PDF-1.4\n%%EOF")


def played(scene: Scene) -> Scene:
    """One commune has reported with a file, and somebody of it is listed no more; others owe."""
    scene.days("2024-04-26", "2024-04-26")
    keep(scene.office.settings.state_folder, SCAN)
    file_report(scene, MAY, "2024-05-03 10:00", files=(SCAN,))
    with scene.office.writing() as session:
        gone = {"position": None, "valid_to": date(2024, 5, 2), "person": "Ma Văn Mẫu"}
        for uid in (DAI_PHU, SON_NAM):
            held = Contact.body_uid == uid, Contact.post == "officer"
            session.execute(update(Contact).where(*held).values(gone))
    return keeping(scene, contacts=12, letters=12, attachments=12)


def keeping(scene: Scene, **months: int) -> Scene:
    """Let the settings keep what is personal so long; a year later is no wrong clock."""
    located = scene.office.settings
    sweep = located.settings.sweep.model_copy(update={"max_gap_days": 3660})
    more = {"retention": RetentionSettings(**months), "sweep": sweep}
    named = located.settings.model_copy(update=more)
    scene.office.settings = located.model_copy(update={"settings": named})
    return scene


def purged(scene: Scene, when: str = LATER, apply: bool = True) -> dict[str, tuple[int, int]]:
    """Return of each kind how much goes, and how much must stay."""
    with desk(scene.office, at(when), HEAD, looks=not apply) as opened:
        done = purge.purge(opened, purge.Request("quy chế lưu trữ" if apply else "", apply))
    return {kind: (one.purged, one.kept) for kind, one in done.kinds.items()}


def letters(scene: Scene) -> dict[str, list[Message]]:
    """Return the letters with a text, by whose report they are about; "" for those without."""
    query = (
        select(Message, Obligation.bearer_uid)
        .join(Notice, Notice.message_id == Message.id)
        .join(Obligation, Obligation.id == Notice.obligation_id)
    )
    found: dict[str, list[Message]] = {"": []}
    with scene.office.reading() as session:
        for message, bearer in session.execute(query.order_by(Message.id)):
            found.setdefault("" if message.purged else bearer, []).append(message)
    return found


def test_what_is_over_goes_and_what_is_still_asked_for_stays(any_office: Scene) -> None:
    scene = played(any_office)
    before = letters(scene)
    outbox, mine = scene.office.outbox, before[DAI_PHU]
    outbox.mkdir(exist_ok=True)
    for message in (*mine, *before[SON_NAM]):
        mail = reopen(message.content)
        (outbox / file_name(mail.date, mail.message_id)).write_bytes(message.content)
    assert purged(scene, apply=False) == purged(scene)
    after = letters(scene)
    assert [one.id for one in after[""]] == [one.id for one in mine]
    assert (mine[0].subject, after[""][0].subject) != ("", "")
    assert len(after[SON_NAM]) == len(before[SON_NAM]) > 0
    with scene.office.reading() as session:
        verdict = verify(session)
        assert session.scalars(select(Attachment.name)).all() == [""]
        people = select(Contact.body_uid, Contact.person).where(Contact.position.is_(None))
        assert dict(session.execute(people).all()) == {DAI_PHU: None, SON_NAM: "Ma Văn Mẫu"}
    assert verdict.problems == ()
    assert verdict.purged == {"message": len(mine), "attachment": 1, "contact": 1}
    # A kill at this very place leaves the files: the next purge takes them, and nothing twice.
    assert kept_at(scene.office.settings.state_folder, SCAN.sha256).exists()
    assert remove_remains(scene.office) == 1 + len(mine)
    assert not kept_at(scene.office.settings.state_folder, SCAN.sha256).exists()
    assert len(list(outbox.iterdir())) == len(before[SON_NAM])
    assert [gone for gone, _ in purged(scene).values()] == [0, 0, 0]


def test_nothing_goes_before_its_time_nor_without_a_setting(office: Scene) -> None:
    scene = keeping(played(office), letters=24)
    assert purged(scene, apply=False) == {
        "letters": (0, 0),
        "attachments": (0, 0),
        "contacts": (0, 0),
    }
    with pytest.raises(Refused, match="thời hạn lưu"):
        purged(keeping(scene))


def test_a_letter_in_doubt_or_with_a_correction_to_come_stays(
    office_with: Callable[..., Scene],
) -> None:
    scene = played(office_with(watched=False))
    [mine] = letters(scene)[DAI_PHU]
    with scene.office.writing() as session:
        session.execute(update(Message).where(Message.id == mine.id).values(state="unknown"))
    assert purged(scene, apply=False)["letters"][0] == 0
    with scene.office.writing() as session:
        session.execute(update(Message).where(Message.id == mine.id).values(state="sent"))
        about = session.scalars(select(Notice).where(Notice.message_id == mine.id)).one()
        about.state = "pending"
    assert purged(scene, apply=False)["letters"][0] == 0


def test_a_purge_that_is_broken_off_has_done_nothing(office: Scene) -> None:
    scene = played(office)

    def broken_off() -> None:
        with desk(scene.office, at(LATER), HEAD) as opened:
            purge.purge(opened, purge.Request("quy chế", apply=True))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()
    assert letters(scene)[""] == []
    assert scene.entries("rows.purged") == []


def test_who_purged_and_how_much_stands_in_the_trail_and_nobodys_name(office: Scene) -> None:
    scene = played(office)
    with (
        pytest.raises(Refused, match="cần nêu lý do"),
        desk(scene.office, at(LATER), HEAD) as opened,
    ):
        purge.purge(opened, purge.Request(" ", apply=True))
    purged(scene)
    [entry] = scene.entries("rows.retention")
    said = json.loads(entry.data)
    assert (said["by"], said["purged"]["attachments"]) == (HEAD, 1)
    assert "quy chế" not in entry.data


def test_what_was_purged_is_said_wherever_it_was_shown(
    office_with: Callable[..., Scene], tmp_path: Path
) -> None:
    scene = played(office_with(watched=False))
    with scene.office.reading() as session:
        mine = letters(scene)[DAI_PHU][0].id
        [notice] = session.scalars(select(Notice.id).where(Notice.message_id == mine)).all()
    purged(scene)
    remove_remains(scene.office)
    typed = Dondoc(tmp_path)
    gone = "đã xoá theo thời hạn lưu"
    report = ("son-duong-bhyt-2024", "bao-cao-thang", DAI_PHU, "--due", "2024-05-05")
    assert gone in typed.run("notice", "show", str(notice)).stdout
    assert typed.json("notice", "show", str(notice))["purged"] is True
    assert typed.json("why", str(notice))["message"]["purged"] is True
    assert gone in typed.run("report", "show", *report).stdout
    out = ("--out", str(tmp_path / "out"))
    assert gone in typed.run("report", "attachment", *report, *out, code=1).stderr
    assert gone in typed.run("audit", "verify").stdout.lower()
    typed.run("document", "dossier", *report, "--out", str(tmp_path / "ho-so.xlsx"))


def test_the_doctor_names_the_rule_of_the_house_and_what_is_kept_too_long(
    office_with: Callable[..., Scene],
) -> None:
    scene = played(office_with(watched=False))

    def said(when: str) -> tuple[bool, str]:
        [one] = [one for one in examine(scene.office, at(when)) if one.name == "thời hạn lưu"]
        return one.ok, one.said

    # A month is left to purge.
    assert said("2025-05-20 08:00")[0]
    late = said("2025-07-01 08:00")
    assert not late[0]
    assert "dondoc purge" in late[1]
    keeping(scene)
    assert "quy ước của nhà" in said("2025-07-01 08:00")[1]


@pytest.mark.parametrize("months", [{"letters": 11}, {"contacts": 0}, {"attachments": 10**9}])
def test_a_time_too_short_or_beyond_all_bounds_is_refused(months: dict[str, int]) -> None:
    with pytest.raises(ValidationError):
        RetentionSettings(**months)
