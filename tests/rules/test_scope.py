"""Whether a body is meant is the same question as who is meant, asked without naming the others."""

from datetime import date

import pytest

from rules.meaning.scope import Scope
from rules.rulebook import load

BODIES = load().bodies
UIDS = tuple(body.uid for body in BODIES.all())


@pytest.mark.parametrize("on", [date(2024, 5, 5), date(2024, 9, 5), date(2026, 1, 5)], ids=str)
@pytest.mark.parametrize(
    "scope",
    [Scope(("commune",)), Scope((), UIDS[:40]), Scope(("agency",), UIDS[20:40]), Scope()],
    ids=["every", "named", "both", "nobody"],
)
def test_a_body_is_meant_where_it_is_among_those_who_are(scope: Scope, on: date) -> None:
    meant = {body.uid for body in scope.resolve(BODIES, on)}
    assert {uid for uid in (*UIDS, "nobody") if scope.means(BODIES, uid, on)} == meant
