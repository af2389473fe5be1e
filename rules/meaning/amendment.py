"""One dispatch giving way to another, clause by clause, from a date."""

from collections.abc import Mapping
from dataclasses import replace

from rules.errors import Problem, RuleError
from rules.meaning.directive import Amendment, Directive
from rules.meaning.duty import Duty


def amended(directives: Mapping[str, Directive]) -> dict[str, Directive]:
    """The directives with `replaced_from` on every duty that a later dispatch takes over.

    Raises: RuleError for an amendment of a directive or clause that is not there.
    """
    found, problems = dict(directives), list[Problem]()
    for directive in directives.values():
        for index, amendment in enumerate(directive.amends):
            mistakes = _mistakes(directive, index, amendment, directives)
            problems.extend(mistakes)
            if not mistakes:
                found[amendment.directive] = _give_way(found[amendment.directive], amendment)
    if problems:
        raise RuleError(problems)
    return found


def _mistakes(
    directive: Directive, index: int, amendment: Amendment, known: Mapping[str, Directive]
) -> list[Problem]:
    at = ("amends", index)
    earlier = known.get(amendment.directive)
    if earlier is None or earlier is directive:
        what = f'"{amendment.directive}" is no other directive'
        others = ", ".join(id_ for id_ in known if id_ != directive.id) or "another directive"
        return [directive.problem((*at, "directive"), what, others)]
    clauses = [duty.clause for duty in earlier.duties.values()]
    unknown = [clause for clause in amendment.clauses if clause not in clauses]
    what, allowed = f"{earlier.id} has no clause {', '.join(unknown)}", ", ".join(clauses)
    return [directive.problem((*at, "clauses"), what, allowed)] if unknown else []


def _give_way(directive: Directive, amendment: Amendment) -> Directive:
    duties = {id_: _replaced(duty, amendment) for id_, duty in directive.duties.items()}
    return replace(directive, duties=duties)


def _replaced(duty: Duty, amendment: Amendment) -> Duty:
    if amendment.clauses and duty.clause not in amendment.clauses:
        return duty
    first = min(amendment.from_, duty.replaced_from or amendment.from_)
    return replace(duty, replaced_from=first)
