"""What lists call a duty: a short name of its own, given wherever something can be due."""

from pathlib import Path

from tests.rules.small_directive import directive, refusal, rulebook

HAS, OTHER = "    short: báo cáo\n", "    short: rà soát\n"


def test_a_duty_is_called_by_its_short_name(tmp_path: Path) -> None:
    found = directive(tmp_path)
    assert [duty.name for duty in found.duties.values()] == ["báo cáo", "rà soát"]


def test_a_duty_with_a_term_needs_one(tmp_path: Path) -> None:
    said = refusal(tmp_path, (HAS, ""))
    assert "directive.yaml:19: duties.bao-cao.due: a duty with a term needs a short name" in said


def test_two_duties_are_not_called_alike(tmp_path: Path) -> None:
    said = refusal(tmp_path, (OTHER, HAS))
    assert 'duties.ra-soat.short: "bao-cao" is called "báo cáo" already' in said


def test_what_is_no_longer_declared_is_called_by_its_id() -> None:
    assert rulebook().duty_name("son-duong-bhyt-2024", "bao-cao-thang") == "báo cáo tháng BHYT"
    assert rulebook().duty_name("son-duong-bhyt-2024", "bo-di") == "bo-di"
    assert rulebook().duty_name("van-ban-khac", "bao-cao") == "bao-cao"


def test_all_that_is_ever_due_in_the_shipped_dispatches_has_one() -> None:
    for declared in rulebook().directives.values():
        due = [d for d in declared.duties.values() if d.due and (d.due.dated or d.due.after)]
        assert due
        assert all(duty.short for duty in due)
