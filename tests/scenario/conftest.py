"""The five months are played once for all that is looked at."""

import pytest

from tests.scenario import play
from tests.scenario.letters import letters
from tests.scenario.months import acts
from tests.scenario.office import living
from tests.scenario.outside import copied
from tests.scenario.seen import FIRST, LAST, Scenario


@pytest.fixture(scope="session")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    folder = tmp_path_factory.mktemp("scenario")
    with living(folder) as played:
        play.run(played, LAST, play.days(FIRST, LAST), play.filed(), acts())
        outside, sent = copied(played, folder / "copy"), letters(played.outbox)
        uids = {
            body.short_name or body.name: body.uid
            for on in (FIRST, LAST)
            for body in played.office.rulebook.bodies.in_force(on, "commune")
        }
    return Scenario(outside, sent, uids)
