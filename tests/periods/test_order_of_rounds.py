"""Rounds follow each other by their dates: a duty's kind of period may change."""

from sqlalchemy import text

from dondoc.obligations.punctuality import streaks
from dondoc.reports.filed import next_to_file, past_of
from tests.offices import DAI_PHU, Scene
from tests.periods.offices import CROSSING
from tests.periods.test_three_directives import file_nil, row_of


def test_a_quarter_before_the_months_stays_before_them(crossing: Scene) -> None:
    crossing.sweep("2024-05-02 07:00")
    with crossing.office.database.begin() as connection:
        # As if the report due on 28/5 had still been a quarter's: as text its label sorts last.
        connection.execute(text("DROP TRIGGER IF EXISTS witness_obligation_update"))
        connection.execute(
            text("UPDATE obligation SET period = '2024-Q1' WHERE duty = 'xa' AND due_on = :due"),
            {"due": "2024-05-28"},
        )
    first = row_of(crossing, "xa", "2024-05-28")
    file_nil(crossing, first, "2024-05-20 10:00", "2024-03-31")
    june = row_of(crossing, "xa", "2024-06-28")
    rulebook = crossing.office.rulebook
    with crossing.office.reading() as session:
        assert [one.as_of.isoformat() for one in past_of(session, rulebook, june).rounds] == [
            "2024-03-31"
        ]
        later = next_to_file(session, rulebook.bodies, first)
        assert later is not None
        assert later.period == "2024-06"
        # Nobody has been punctual in the new rhythm yet: everybody is reminded.
        duty = rulebook.directives[CROSSING].duties["xa"]
        assert streaks(session, duty, june.period, [DAI_PHU]) == {DAI_PHU: 0}
