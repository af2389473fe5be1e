"""The shipped rules of an office with few communes: what holds of five holds of thirty-one.

Scenes that live through days need a body that is late and others beside it, not all of a district:
each further one is asked, reminded and told on, which is most of what such a day costs.
"""

from dataclasses import replace
from hashlib import sha256

from rules.meaning.body import BodyRegistry
from rules.meaning.directive import Directive
from rules.meaning.scope import Scope
from rules.rulebook import Rulebook

# Đại Phú, Sơn Nam, Chi Thiết, Kháng Nhật; Vân Sơn and Hồng Lạc, which become one in 2024.
COMMUNES = (
    "02617@base",
    "02620@base",
    "02599@base",
    "02575@base",
    "02593@base",
    "02608@base",
)
# Those of the round that `tests/rounds.py` plays: beside the few Hợp Thành, Đông Thọ, Hợp Hòa.
NINE = (*COMMUNES, "02566@base", "02572@base", "02578@base")

# What was made of a rulebook, and that one, by whose identity it is found again.
_made: dict[tuple[int, tuple[str, ...]], tuple[Rulebook, Rulebook]] = {}


def few_of(rulebook: Rulebook, communes: tuple[str, ...] = COMMUNES) -> Rulebook:
    """Return `rulebook` as if there were no other communes than `communes` and their heirs.

    The same of the same, so that what is played once in a process (`prepared`) is known again.
    """
    key = (id(rulebook), communes)
    if key not in _made:
        _made[key] = rulebook, _few_of(rulebook, communes)
    return _made[key][1]


def _few_of(rulebook: Rulebook, communes: tuple[str, ...]) -> Rulebook:
    kept = _kept(rulebook.bodies, communes)
    bodies = [body for body in rulebook.bodies.all() if body.uid in kept]
    return replace(
        rulebook,
        bodies=BodyRegistry(bodies, rulebook.bodies.kinds.values()),
        directives={id_: _among(one, kept) for id_, one in rulebook.directives.items()},
        digest=sha256(f"{communes} of {rulebook.digest}".encode()).hexdigest(),
    )


def _kept(bodies: BodyRegistry, communes: tuple[str, ...]) -> frozenset[str]:
    kept = {body.uid for body in bodies.all() if body.kind != "commune"} | set(communes)
    heirs = list(communes)
    while heirs:
        next_ones = bodies.get(heirs.pop()).succeeded_by
        heirs.extend(next_ones)
        kept.update(next_ones)
    return frozenset(kept)


def _among(directive: Directive, kept: frozenset[str]) -> Directive:
    duties = {
        id_: replace(
            duty,
            bearers=_scope(duty.bearers, kept),
            concerns=duty.concerns and _scope(duty.concerns, kept),
        )
        for id_, duty in directive.duties.items()
    }
    return replace(directive, duties=duties)


def _scope(scope: Scope, kept: frozenset[str]) -> Scope:
    return replace(scope, uids=tuple(uid for uid in scope.uids if uid in kept))
