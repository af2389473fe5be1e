"""A state more is said in its model: which group it belongs to, and what it may become."""

import ast

import models
from models.obligation import OBLIGATION_MACHINE
from steps.states import OBLIGATION_STATE_NAMES, ObligationState
from tests.models.test_standing import FILES, ROOT
from tests.sources import nodes, parsed

# Where one state is meant and no other: the acts that begin and end it, and their refusals.
_ACTS = {
    "dondoc/desk/event.py",
    "dondoc/desk/stop.py",
    "dondoc/obligations/registrar.py",
    "dondoc/reports/evidence.py",
}


def test_every_state_can_be_reached_and_left_as_its_table_says() -> None:
    reached = {to for moves in OBLIGATION_MACHINE.moves.values() for to in moves}
    begun = {ObligationState.OPEN, ObligationState.HISTORIC}
    assert reached | begun == set(ObligationState) == set(OBLIGATION_MACHINE.moves)
    assert set(OBLIGATION_STATE_NAMES) == {state.value for state in ObligationState}
    assert not ObligationState.ended() & ObligationState.unfinished()


def test_who_asks_whether_it_is_owed_asks_the_group() -> None:
    """Nobody but the acts names the one state that is owed no more; the group is asked."""
    named = set()
    for file in FILES:
        place = file.relative_to(ROOT).as_posix()
        if place.startswith("models/"):
            continue
        for node in nodes(parsed(file)):
            if isinstance(node, ast.Attribute) and node.attr == "WITHDRAWN":
                named.add(place)
    assert named == _ACTS
    assert models.ObligationState.WITHDRAWN in ObligationState.ended()
