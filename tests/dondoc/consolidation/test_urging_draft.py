"""The drafted công văn names the round's date, whoever was granted another."""

from datetime import date

from dondoc.consolidation.consolidate import consolidation
from dondoc.decisions.decide import Grounds, move, pause
from dondoc.documents.kinds.urge.assembly import urging_draft
from dondoc.documents.registry import paper_of
from dondoc.sending.views import Views
from tests.offices import D2024, Scene, at
from tests.rounds import round_of_may, uids


def test_an_extension_of_one_is_not_the_date_of_all(office: Scene) -> None:
    round_of_may(office)
    rulebook = office.office.rulebook
    with office.office.writing() as session:
        row = session.merge(office.obligation(*uids(office, "Chi Thiết")))
        grounds = Grounds("mưa lũ", "Phó Chủ tịch UBND huyện", "12/QĐ-UBND")
        move(session, rulebook, [row], 1, grounds, at("2024-05-04 15:00"), extension=True)
    with office.office.reading() as session:
        found = consolidation(session, rulebook, D2024, date(2024, 5, 10))
        draft = urging_draft(rulebook, found, "Văn phòng", at("2024-05-08 16:00"))
    assert len(draft.absent) == 3
    assert draft.due_on == date(2024, 5, 5)
    frame = paper_of(draft).frame
    assert frame
    assert frame.to == (
        "Bảo hiểm xã hội huyện",
        "Ủy ban nhân dân các xã Chi Thiết, Sơn Nam, Vân Sơn",
    )
    text = "".join(
        run.text for block in paper_of(draft).blocks for run in getattr(block, "runs", ())
    )
    assert (
        "hạn trước ngày 05/5/2024; Ủy ban nhân dân xã Chi Thiết được gia hạn đến 06/5/2024" in text
    )
    assert not set(frame.to) & set(frame.copies)


def test_a_body_of_which_nothing_is_asked_for_a_while_is_not_urged(office: Scene) -> None:
    round_of_may(office)
    office.day("2024-05-07")
    with office.office.writing() as session:
        row = session.merge(office.obligation(*uids(office, "Chi Thiết")))
        grounds = Grounds("mưa lũ", "ubnd-huyen/leader")
        pause(session, [row], date(2024, 5, 15), grounds, at("2024-05-07 15:00"))
    with office.office.reading() as session:
        found = consolidation(session, office.office.rulebook, D2024, date(2024, 5, 10))
        draft = urging_draft(office.office.rulebook, found, "Văn phòng", at("2024-05-08 16:00"))
        told = Views(session, office.office.rulebook, at("2024-05-08 16:00"), {}).round_of(
            found.row
        )
    assert draft.absent == ("UBND xã Sơn Nam", "UBND xã Vân Sơn")
    # The mail asks the same question; of whom nothing is asked is late all the same.
    assert told
    assert sorted(told.urged) == list(draft.absent)
    assert "UBND xã Chi Thiết" in told.late
