"""The shape of a form file: what an office may write, key by key."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from rules.files.located import Shape, Words, refuse, spelled
from rules.meaning.form import Role
from rules.meaning.policy import Check
from rules.reading.directive_shape import Slug

# As the engine's attributes are spelled: a figure is one.
Name = Annotated[str, spelled(r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$", "a-z, 0-9 and single underscores")]
Version = Annotated[int, Field(ge=1, le=999)]


class _Asked(Shape):
    since: Version = 1
    until: Version | None = None

    @model_validator(mode="after")
    def _in_turn(self) -> "_Asked":
        if self.until is not None and self.until < self.since:
            raise refuse("`until` lies before `since`", f"{self.since} or later", "until")
        return self


class FigureShape(_Asked):
    name: Words
    short: Words | None = None
    role: Annotated[Role, Field(strict=False)] = Role.MEMO
    negative: bool = False
    required: bool = True
    carried_from: Name | None = None
    within: Name | None = None
    from_cards: bool = False
    sums: bool = True
    reasons: list[Slug] = Field(default_factory=list)


class FormTextShape(_Asked):
    name: Words
    heading: Words | None = None
    required: bool = False
    carried: bool = False


class _Sum(Shape):
    sum: list[Name] = Field(min_length=1)
    less: list[Name] = Field(default_factory=list)


class ValueShape(_Sum):
    over: Literal["round", "rounds"] = "round"
    beyond: Literal["list"] | None = None


class IdentityShape(Shape):
    title: Words
    of: Literal["roles"] | None = None
    sum: list[Name] = Field(default_factory=list)
    less: list[Name] = Field(default_factory=list)
    equals: Name | None = None
    says: Words

    @model_validator(mode="after")
    def _one_of_two(self) -> "IdentityShape":
        if (self.of is None) != bool(self.sum and self.equals) or (self.of and self.less):
            what = "an identity is that of the roles, or a sum that equals a figure"
            raise refuse(what, "of: roles, or sum together with equals")
        return self


class PercentageShape(Shape):
    name: Words
    short: Words | None = None
    part: list[Name] = Field(min_length=1)
    whole: list[Name] = Field(min_length=1)


class MeasureShape(Shape):
    figure: Name
    name: Words
    alone: Words | None = None
    follows: Name | None = None


class ListsShape(Shape):
    covered: Words
    figures: list[Name] = Field(default_factory=list)
    source: Words


class WordsShape(Shape):
    summary: Words | None = None
    remaining: Words | None = None
    about: Words | None = None
    overlap: Words | None = None
    balance: Words | None = None
    nil: Words | None = None


class CheckShape(Shape):
    title: Words
    when: object
    check: Annotated[Check, Field(strict=False)]
    at: Name
    says: Words


class FormShape(Shape):
    form: Slug
    version: Version = 1
    name: Words
    unit: Words = "người"
    rows: dict[Slug, Words] | None = Field(default=None, min_length=1)
    figures: dict[Name, FigureShape] = Field(default_factory=dict)
    texts: dict[Name, FormTextShape] = Field(default_factory=dict)
    percentages: dict[Name, PercentageShape] = Field(default_factory=dict)
    measures: dict[Name, MeasureShape] = Field(default_factory=dict)
    lists: ListsShape | None = None
    words: WordsShape = WordsShape()
    cases: Name | None = None
    identities: dict[Slug, IdentityShape] = Field(default_factory=dict)
    values: dict[Name, ValueShape] = Field(default_factory=dict)
    checks: dict[Slug, CheckShape] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _asks_something(self) -> "FormShape":
        if not self.figures and not self.texts:
            raise refuse("a form asks for figures or for texts", "figures, texts, or both")
        if self.figures:
            return self
        for key in ("rows", "percentages", "measures", "lists", "identities", "values", "checks"):
            if getattr(self, key):
                raise refuse(f"`{key}` without figures", "figures, or only texts", key)
        return self
