"""What waits for a decision: each kind as it comes to wait, and gone once it is settled."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import event

from dondoc.desk import issue, release, settle
from dondoc.desk.context import Desk, desk
from dondoc.desk.look import look
from dondoc.looking.waiting.everything import Waiting, waiting
from dondoc.looking.waiting.figures import apart
from dondoc.looking.waiting.letters import held, number_held
from dondoc.setup.database import open_engine
from dondoc.visible import Sight
from models import CountKind
from notifications.outcome import Kind, Outcome
from rules.meaning.engine import PolicyEngine
from rules.rulebook import Rulebook
from tests.counting import counted, take_over
from tests.offices import D2024, DAI_PHU, SON_NAM, Scene, at, scene
from tests.reporting import MAY, file_report

HEAD, SPECIALIST, INSPECTOR = (
    "van-phong/office-head",
    "van-phong/specialist",
    "ubnd-huyen/inspector",
)
# On the day after the first reports are late everything that can wait does.
DAY = "2024-05-09 09:30"


@pytest.fixture(scope="module")
def played(
    sqlite_template: Path,
    rulebook: Rulebook,
    policies: PolicyEngine,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Scene]:
    """An office in which chairs wait to be told, one letter is in doubt, and figures disagree."""
    folder = tmp_path_factory.mktemp("waiting")
    (folder / "dondoc.sqlite").write_bytes(sqlite_template.read_bytes())
    engine = open_engine(f"sqlite:///{folder / 'dondoc.sqlite'}")
    with scene(engine, rulebook, policies, folder, release="person") as made:
        made.day("2024-04-26")
        file_report(made, MAY, "2024-05-03 10:00", bearer=DAI_PHU)
        take_over(
            made,
            "2024-05-03 11:00",
            [
                counted(CountKind.LISTED, 20, "2024-04-10"),
                counted(CountKind.CARDS, 1, "2024-05-02"),
            ],
        )
        made.days("2024-05-06", "2024-05-08")
        made.gateway.outcome = Outcome(Kind.UNKNOWN, reason="máy chủ ngắt giữa chừng")
        made.day("2024-05-09")
        yield made
    engine.dispose()


@contextmanager
def seen(scene: Scene, who: str, when: str = DAY) -> Iterator[Waiting]:
    with desk(scene.office, at(when), who, looks=True) as opened:
        yield waiting(look(opened, Sight.NOTICES))


class TakenBack(Exception):
    """What was tried is not to stay: others look at the same office."""


@contextmanager
def taken_back(scene: Scene, who: str) -> Iterator[Desk]:
    with suppress(TakenBack), desk(scene.office, at(DAY), who) as opened:
        yield opened
        opened.session.flush()
        raise TakenBack


def test_a_letter_to_a_chair_waits_for_the_head_of_the_office(played: Scene) -> None:
    with seen(played, HEAD) as found:
        assert {one.notice.recipient_post for one in found.held} >= {"chair"}
        assert all("release" in one.may for one in found.held)
    with seen(played, SPECIALIST) as found:
        assert not any("release" in one.may for one in found.held)
        assert all("call" in one.may for one in found.held)


def test_who_only_reads_sees_everything_and_may_do_nothing(played: Scene) -> None:
    with seen(played, HEAD) as mine, seen(played, INSPECTOR) as theirs:
        assert theirs.total == mine.total > 0
        kinds = [kind for kind in vars(theirs).values() if isinstance(kind, list)]
        assert not any(one.may for kind in kinds for one in kind)


def test_a_message_in_doubt_waits_once_with_what_the_relay_said(played: Scene) -> None:
    with seen(played, SPECIALIST) as found:
        assert found.doubtful
        messages = [one.notice.message_id for one in found.doubtful]
        assert len(messages) == len({*messages})
        assert {one.reason for one in found.doubtful} == {"máy chủ ngắt giữa chừng"}
        assert all(one.may == {"settle"} for one in found.doubtful)


def test_a_commune_sees_nothing_of_its_neighbour(played: Scene) -> None:
    with seen(played, f"{SON_NAM}/officer") as found:
        assert {one.row.bearer_uid for one in found.held} <= {SON_NAM}


def test_figures_that_cannot_both_be_right_wait(played: Scene) -> None:
    with seen(played, SPECIALIST) as found:
        [one] = found.contradictions
        assert (one.row.bearer_uid, one.stated.lacking, one.listed.lacking) == (DAI_PHU, 15, 19)
        assert one.difference == 4


def test_figures_are_read_of_those_alone_about_whom_cards_were_counted(played: Scene) -> None:
    given: list[str] = []
    engine = played.office.database

    def note(_c: object, _u: object, statement: str, parameters: object, *_: object) -> None:
        if "report.figures" in statement:
            given.append(str(parameters))

    event.listen(engine, "before_cursor_execute", note)
    with desk(played.office, at(DAY), HEAD, looks=True) as opened:
        apart(look(opened, Sight.NOTICES))
    event.remove(engine, "before_cursor_execute", note)
    assert given
    assert all(DAI_PHU in one and SON_NAM not in one for one in given)


def test_how_many_letters_are_held_is_known_though_few_are_shown(played: Scene) -> None:
    for who in (HEAD, SPECIALIST):
        with desk(played.office, at(DAY), who, looks=True) as opened:
            looking = look(opened, Sight.NOTICES)
            assert number_held(looking) == len(held(looking)) > 1
            assert len(held(looking, of=1)) == 1


def test_a_drafted_letter_waits_until_one_is_issued(played: Scene) -> None:
    with seen(played, SPECIALIST) as found:
        [one] = found.drafts
        assert one.counts.urged == 5
    with taken_back(played, SPECIALIST) as opened:
        request = issue.Request(D2024, date(2024, 5, 10), "12/UBND-VX", date(2024, 5, 9))
        issue.issue(opened, request)
        assert waiting(look(opened, Sight.NOTICES)).drafts == []


def test_what_is_settled_waits_no_more(played: Scene) -> None:
    with taken_back(played, HEAD) as opened:
        sight = look(opened, Sight.NOTICES)
        first = waiting(sight)
        release.release(opened, release.Request((first.held[0].notice.id,)))
        settle.settle(opened, settle.Request(first.doubtful[0].notice.id, arrived=True))
        opened.session.flush()
        then = waiting(sight)
        assert (len(then.held), len(then.doubtful)) == (
            len(first.held) - 1,
            len(first.doubtful) - 1,
        )


def test_the_number_of_statements_does_not_grow_with_what_waits(played: Scene) -> None:
    counts = []
    for who in (f"{SON_NAM}/officer", INSPECTOR):
        statements: list[str] = []

        def note(*said: object, into: list[str] = statements) -> None:
            into.append(str(said[2]))

        event.listen(played.office.database, "before_cursor_execute", note)
        with seen(played, who):
            pass
        event.remove(played.office.database, "before_cursor_execute", note)
        counts.append(len(statements))
    # An inspector's rights need fewer tables than one body's share.
    assert max(counts) <= 30
