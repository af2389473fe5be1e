"""What a form begins with from the card list: only what two counts tell of this very period."""

from dataclasses import replace
from datetime import date

import orjson
import pytest

from dondoc.reports.checks import FiguresRefused
from dondoc.reports.prefill import From, Value, prefill
from dondoc.reports.template import FormOf
from models import CountKind
from rules.meaning.figures import Filled
from rules.meaning.form import Role
from tests.counting import counted, take_over
from tests.coverage_form import COVERAGE
from tests.dondoc.reports.test_template import made, read, rows_of, written
from tests.offices import D2024, DAI_PHU, MONTHLY, Scene, played
from tests.reporting import MAY, MINORITY, NEAR_POOR, file_report, form, group, row_of

LISTED, CARDS = CountKind.LISTED, CountKind.CARDS
LAST = [counted(LISTED, 20, "2024-04-10"), counted(CARDS, 5, "2024-04-30")]
JUNE = "2024-06-05"


@played
def file_may(office: Scene) -> None:
    """Return an office in which the round of May is filed and the cards at its end counted."""
    office.day("2024-04-26")
    file_report(office, MAY, "2024-05-03 10:00")
    take_over(office, "2024-05-06 08:00", LAST)


@pytest.fixture
def may(office: Scene) -> Scene:
    file_may(office)
    return office


def offered(scene: Scene, group: str = NEAR_POOR) -> tuple[Value, Value]:
    """Return what the form of June begins with: who was enrolled, who got a card."""
    with scene.office.reading() as session:
        values = prefill(session, scene.office.rulebook, row_of(scene, due=JUNE)).values
    return values[f"{group}.enrolled"], values[f"{group}.carded"]


def test_two_counts_tell_who_came_in_this_period(may: Scene) -> None:
    take_over(may, "2024-06-01 08:00", [counted(CARDS, 12, "2024-05-31")])
    new = Value(7, From.CARDS, date(2024, 5, 31))
    assert offered(may) == (new, new)
    assert new.origin == "danh sách thẻ đến ngày 31/5/2024"
    assert offered(may, MINORITY) == (Value(12, From.LAST), Value(12, From.LAST))


@pytest.mark.parametrize(
    ("people", "as_of", "more"),
    [
        (4, "2024-05-31", []),
        (12, "2024-06-01", []),
        (12, "2024-05-31", [counted(LISTED, 22, "2024-05-20")]),
    ],
    ids=["fewer cards than before", "of a day after the cut-off", "another list in between"],
)
def test_what_is_no_difference_of_this_period_is_not_offered(
    may: Scene, people: int, as_of: str, more: list[object]
) -> None:
    take_over(may, "2024-06-02 08:00", [counted(CARDS, people, as_of), *more])  # type: ignore[list-item]
    assert offered(may) == (Value(5, From.LAST), Value(5, From.LAST))


def test_one_count_tells_no_difference(office: Scene) -> None:
    office.day("2024-04-26")
    file_report(office, MAY, "2024-05-03 10:00")
    rows = [counted(CARDS, 5, "2024-04-28"), counted(CARDS, 12, "2024-05-31")]
    take_over(office, "2024-06-02 08:00", rows)
    assert offered(office)[0].source == From.LAST
    with office.office.reading() as session:
        first = prefill(session, office.office.rulebook, row_of(office)).values
    assert first[f"{NEAR_POOR}.enrolled"] == Value(None)


def test_the_template_says_where_a_figure_comes_from(may: Scene) -> None:
    take_over(may, "2024-06-01 08:00", [counted(CARDS, 12, "2024-05-31")])
    rows = rows_of(made(may, FormOf(D2024, MONTHLY, DAI_PHU, date(2024, 6, 5))))
    shown = {row[0]: (row[2], row[3]) for row in rows}
    assert shown[f"{NEAR_POOR}.enrolled"] == (7, "danh sách thẻ đến ngày 31/5/2024")
    assert shown[f"{NEAR_POOR}.opening"] == (15, "cuối kỳ trước")


def test_the_first_opening_is_the_list_that_was_handed_down(office: Scene) -> None:
    office.day("2024-04-26")
    take_over(office, "2024-04-27 08:00", [*LAST, counted(LISTED, 22, "2024-05-02")])
    with office.office.reading() as session:
        values = prefill(session, office.office.rulebook, row_of(office)).values
    assert values[f"{NEAR_POOR}.opening"] == Value(20, From.LIST, date(2024, 4, 10))
    assert values[f"{NEAR_POOR}.opening"].origin == "danh sách đã giao đến ngày 10/4/2024"
    assert values[f"{MINORITY}.opening"] == Value(None)


def test_nil_of_a_group_with_people_on_its_list_needs_figures_or_a_word(office: Scene) -> None:
    office.day("2024-04-26")
    take_over(office, "2024-04-27 08:00", [*LAST, counted(LISTED, 0, "2024-04-10", group=MINORITY)])
    nil = Filled(date(2024, 4, 30), nil=True)
    with pytest.raises(FiguresRefused) as refused:
        file_report(office, nil, "2024-05-03 10:00")
    [remark] = refused.value.remarks
    assert remark.at == f"{NEAR_POOR}.opening"
    assert remark.says.startswith(
        "danh sách đến ngày 10/4/2024 có 20 người mà đơn vị chưa có số liệu lần nào"
    )
    word = {remark.at: "danh sách giao nhầm, BHXH đang rà lại"}
    done = file_report(office, replace(nil, explanations=word), "2024-05-03 10:00")
    assert [one.at for one in done.explained] == [remark.at]


def test_nil_after_a_closing_that_is_known_needs_no_word(may: Scene) -> None:
    file_report(may, Filled(date(2024, 5, 31), nil=True), "2024-06-03 10:00", due=JUNE)


@pytest.mark.parametrize("road", ["xlsx", "json", "typed"])
def test_an_honest_first_form_passes_beside_the_list_it_began_with(
    office: Scene, road: str
) -> None:
    """Who was recognised, arrived or expired since stands on no list of that day."""
    office.day("2024-04-26")
    take_over(office, "2024-04-27 08:00", [counted(LISTED, 20, "2024-04-10")])
    came = dict.fromkeys(COVERAGE.of_role(Role.PLUS), 2)
    near_poor = group(opening=20, enrolled=2, carded=2, closing=18 + sum(came.values()), **came)
    honest = form(can_ngheo=near_poor, dtts=MAY.groups[MINORITY])
    given = honest if road == "typed" else as_file(office, honest, road)
    assert file_report(office, given, "2024-05-03 10:00").explained == ()


def as_file(office: Scene, filled: Filled, road: str) -> Filled:
    """Return `filled` as it comes back from a file."""
    if road == "json":
        said = {
            "as_of": "2024-04-30",
            "groups": {id_: dict(of) for id_, of in filled.groups.items()},
            **filled.texts,
        }
        return read(orjson.dumps(said))
    values = {f"{g}.{name}": n for g, of in filled.groups.items() for name, n in of.items()}
    values |= filled.texts | {"as_of": filled.as_of}
    rows = [[*row[:2], values.get(row[0], row[2]), *row[3:]] for row in rows_of(made(office))]
    return read(written(rows))
