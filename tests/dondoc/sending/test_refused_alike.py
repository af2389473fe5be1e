"""An account whose letters are all refused in the same words rests, and says so."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from dondoc.contacts.row import ContactRow
from rules.rulebook import Rulebook
from tests.dondoc.sending.test_delivery_outcomes import PLAIN, Post, swept
from tests.offices import D2024, Scene
from tests.sinks.mail import relay


@pytest.fixture(scope="session")
def rulebook(whole: Rulebook) -> Rulebook:
    """All communes: ten letters are more than a few of them get."""
    return whole


@pytest.mark.parametrize(
    ("treated", "first", "rests", "after"),
    [
        # The relay takes nothing from this account: ten letters are enough to know.
        ("spam", 10, [("email", "554")], 11),
        # Addresses that do not exist say nothing of the account.
        ("nouser", 12, [], 12),
    ],
)
def test_an_account_whose_letters_are_all_refused_alike_rests(
    office_with: Callable[..., Scene],
    rulebook: Rulebook,
    tmp_path: Path,
    treated: str,
    first: int,
    rests: list[tuple[str, str]],
    after: int,
) -> None:
    communes = rulebook.directives[D2024].duties["bao-cao-thang"].bearers
    rows = [
        ContactRow(body.uid, "officer", "Hoàng Thị Thử", f"{treated}.{n}@demo.invalid")
        for n, body in enumerate(communes.resolve(rulebook.bodies, date(2024, 5, 5))[:12])
    ]
    made = Post(office_with(contacts=rows), tmp_path)
    with relay() as (port, _):
        made.wire(email={**PLAIN, "port": port})
        swept(made).dispatch()
        assert sum(state == "failed" for _, state in made.notices()) == first
        assert made.resting() == rests
        # An hour later one more is tried, and where it fares no better the account rests again.
        made.dispatch("10:01")
        assert sum(state == "failed" for _, state in made.notices()) == after
        assert made.resting("10:02") == rests
        made.scene.office.gateway.close()
