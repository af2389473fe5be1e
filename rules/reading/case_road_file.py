"""Reads from YAML what the road of whoever does not join is like."""

from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from rules.files.located import Shape, Words, refuse
from rules.files.source import read, validate
from rules.meaning.case import Becomes, CaseRoad, Leave, Need, Needed, Proposing, Term
from rules.reading.directive_shape import Slug

FILE = "ho-so.yaml"

_NeedId = Annotated[Need, Field(strict=False)]
_LeaveId = Annotated[Leave, Field(strict=False)]


class _Evidence(Shape):
    title: Words
    lacking: Words
    record: Words


class _Proposal(Shape):
    title: Words
    becomes: Becomes
    named: Words | None = None


class _Term(Shape):
    days: int | None = Field(default=None, ge=1, le=366)
    assumed: Words

    @property
    def term(self) -> Term:
        return Term(self.days, self.assumed)


class _Terms(Shape):
    report: _Term
    propose: _Term


class _File(Shape):
    needs: dict[_NeedId, _Evidence]
    leaves: dict[_LeaveId, Words]
    proposals: dict[Slug, _Proposal] = Field(min_length=1)
    terms: _Terms

    @model_validator(mode="after")
    def _whole(self) -> "_File":
        for key, every, said in (("needs", Need, self.needs), ("leaves", Leave, self.leaves)):
            if missing := [one.value for one in every if one not in said]:
                raise refuse(f"`{missing[0]}` is not declared", ", ".join(every), key)
        return self


def load_case_road(folder: Path, shipped: Path) -> CaseRoad:
    """Return what `folder` declares, where it declares nothing what `shipped` does.

    Raises: RuleError with every problem.
    """
    own = folder / FILE
    one = validate(read(own if own.is_file() else shipped / FILE), _File)
    return CaseRoad(
        needs={
            need: Needed(need, said.title, said.lacking, said.record)
            for need, said in one.needs.items()
        },
        leaves=dict(one.leaves),
        proposals={
            id_: Proposing(id_, said.title, said.becomes, said.named or "")
            for id_, said in one.proposals.items()
        },
        report=one.terms.report.term,
        propose=one.terms.propose.term,
    )
