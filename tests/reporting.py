"""Filed reports for tests: a form filled in, submitted, changed."""

from dataclasses import replace
from datetime import date
from typing import Any

from dondoc import find
from dondoc.consolidation.sign import Signing, sign
from dondoc.reports.attach import Examined
from dondoc.reports.evidence import Evidence
from dondoc.reports.submit import Submitted, submit
from models import Obligation
from rules.meaning.figures import Filled, Given
from tests.coverage_form import FIGURES
from tests.offices import D2024, DAI_PHU, Scene, at

NEAR_POOR, MINORITY = "can-ngheo", "dtts"


def group(**figures: Given) -> dict[str, Given]:
    """Return a group in which nothing moves but what is named."""
    return {**dict.fromkeys(FIGURES, 0), **figures}


def form(as_of: str = "2024-04-30", **groups: dict[str, Given]) -> Filled:
    """Return a filled-in form; `can_ngheo=…` names the group can-ngheo."""
    return Filled(
        as_of=date.fromisoformat(as_of),
        groups={name.replace("_", "-"): figures for name, figures in groups.items()},
        texts={"done": "Đã tuyên truyền tại 12 thôn"},
    )


MAY = form(
    can_ngheo=group(opening=20, enrolled=5, closing=15, carded=5, not_joining=2),
    dtts=group(opening=100, arrived=2, enrolled=12, closing=90, carded=12),
)


def changed(filled: Filled, in_: str = NEAR_POOR, **figures: Given) -> Filled:
    """Return `filled` with other figures in one group."""
    return replace(filled, groups={**filled.groups, in_: {**filled.groups[in_], **figures}})


def row_of(scene: Scene, bearer: str = DAI_PHU, due: str = "2024-05-05") -> Obligation:
    return scene.obligation(bearer, due)


def file_report(
    scene: Scene,
    filled: Filled,
    when: str,
    bearer: str = DAI_PHU,
    due: str = "2024-05-05",
    files: tuple[Examined, ...] = (),
    received: str | None = None,
    **more: Any,
) -> Submitted:
    """Submit `filled` at the local instant `when`, received then or at `received`."""
    office, row = scene.office, scene.obligation(bearer, due)
    with office.writing() as session:
        return submit(
            session,
            office.rulebook,
            office.policies,
            row.id,
            filled,
            Evidence(at(received or when)),
            "bhxh-huyen/officer",
            at(when),
            find.consolidations_of(session, office.rulebook, row),
            files,
            **more,
        )


def sign_round(
    scene: Scene, due: str = "2024-05-10", when: str | None = None, **more: Any
) -> Signing:
    """Record that the consolidation due on `due` was signed, at noon of that day or at `when`."""
    moment = at(when or f"{due} 12:00")
    more = {"partial": True} | more
    with scene.office.writing() as session:
        return sign(
            session,
            scene.office.rulebook,
            D2024,
            date.fromisoformat(due),
            Evidence(more.pop("received", moment)),
            "bhxh-huyen/officer",
            moment,
            **more,
        )
