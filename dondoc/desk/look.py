"""What somebody sees: from a sight, who looks and the day to the bodies whose matters they see.

The one place that decides it. A list is read with `Look.visible`; what a caller names is asked for
by the methods, which refuse what is hidden before anything of it is read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from dondoc.cases import assigning
from dondoc.desk.actor import Actor
from dondoc.desk.context import Desk, Which
from dondoc.desk.permission import NO_PART, Matter
from dondoc.errors import Refused
from dondoc.named import body_uid, named_on
from dondoc.visible import EVERYTHING, Sight, Visible
from models import Assignment, CaseReport, Entry, Obligation, Reconciliation, Sponsor
from rules.meaning.body import Body, BodyRegistry
from rules.meaning.policy import post_of
from rules.meaning.recipient import Party
from rules.meaning.right import USUAL, Right, Role, filled_by

_OTHERS = "trong đó có đơn vị không được xem"


@dataclass(frozen=True)
class Look:
    """One sight as one post of a body has it on the day of its desk.

    `who` None: nobody is named, and the office is none of the bodies; then everything is visible.
    """

    desk: Desk
    right: Right
    who: Actor | None
    visible: Visible

    @property
    def session(self) -> Session:
        """Return the transaction in which it is read."""
        return self.desk.session

    def one(self, which: Which) -> Obligation:
        """Return the obligation that is named; raise Refused where it is hidden or there is none.

        What is hidden does not tell its dates either.
        """
        rulebook = self.desk.rulebook
        on = named_on(rulebook, which.directive, which.due)
        uid = body_uid(rulebook.bodies, which.bearer, on)
        self.refuse([self.desk.party(which.directive, which.duty, uid)])
        return self.desk.one(which)

    def refuse_round(self, row: Obligation) -> None:
        """Raise Refused where a body of the round of `row`, an input or a consolidation, is hidden.

        Where no round is built from it or by it, it stands for itself.
        """
        if self.visible.everything:
            return
        declared = self.desk.rulebook.directives.get(row.directive_id)
        duty = declared.duties.get(row.duty) if declared else None
        above = duty and (duty.id if duty.consolidates else duty.consolidated_by)
        if not declared or not above:
            self.refuse([self.party(row)])
            return
        joined = (above, declared.duties[above].consolidates)
        query = select(Obligation.duty, Obligation.bearer_uid).where(
            Obligation.directive_id == row.directive_id,
            Obligation.duty.in_(joined),
            Obligation.period == row.period,
        )
        found = [
            (duty, self.desk.party(row.directive_id, duty, bearer))
            for duty, bearer in self.session.execute(query)
        ]
        whole = next((party for duty, party in found if duty == above), self._nobody)
        self.refuse([party for _, party in found], whole)

    def refuse_hidden(
        self,
        directive: str = "",
        duty: str = "",
        bearer: str = "",
        due: date | None = None,
        round_due: date | None = None,
        round_duty: str | None = None,
        sheet: int | None = None,
        reconciliation: int | None = None,
        sponsor: int | None = None,
        case_report: int | None = None,
        **_: object,
    ) -> None:
        """Raise Refused where what is named is hidden.

        It is an obligation by its `due`, a body, a round by its consolidator's date, or else
        everything there is. On a printed `sheet` are persons: who opens them is asked for each.
        """
        if sheet is not None:
            return
        if reconciliation is not None:
            self._refuse_of(self.session.get(Reconciliation, reconciliation))
            return
        if sponsor is not None:
            self._refuse_of(self.session.get(Sponsor, sponsor))
            return
        if case_report is not None:
            self._refuse_case_report(case_report)
            return
        bodies = self.desk.rulebook.bodies
        if due is not None:
            self.one(Which(directive, duty, bearer, due))
        elif bearer:
            uid = body_uid(bodies, bearer, self.desk.today)
            self.refuse([Party(uid, office=self.desk.work.office)])
        elif round_due is not None:
            # Few looks are at a round, and what reads one is an eighth of what a look loads.
            from dondoc.consolidation.consolidate import consolidator

            rulebook = self.desk.rulebook
            built = consolidator(self.session, rulebook, directive, round_due, round_duty)
            self.refuse_round(built)
        else:
            self.refuse_part()

    def _refuse_of(self, row: Reconciliation | Sponsor | None) -> None:
        """Raise Refused where the body that keeps `row` is hidden; filling says there is none."""
        if row is not None:
            self.refuse([Party(row.body_uid, office=self.desk.work.office)])

    def _refuse_case_report(self, number: int) -> None:
        """Refuse one that there is not, or that is hidden.

        Its named annex is for the body whose it is and, once signed, whoever brings them together.
        """
        row = self.session.get(CaseReport, number)
        if row is None:
            raise _no_case_report(number)
        party = self.desk.party(row.directive_id, row.duty, row.body_uid)
        if self.right.name != Sight.PERSONS:
            self.refuse([party])
        elif row.body_uid not in self.visible.own and not (
            row.report_id is not None and party.via in self.visible.reached
        ):
            raise _no_case_report(number)

    def refuse_part(self) -> None:
        """Raise Refused where a body that owes anything is hidden: the whole is seen, or nothing.

        What is about no body in particular, as the trail, is about all of them.
        """
        if not self.visible.everything:
            owed = self.session.scalars(select(Obligation.bearer_uid).distinct())
            self.refuse([Party(uid) for uid in owed], self._nobody)

    def shown(self, rows: Sequence[Obligation]) -> list[Obligation]:
        """Return those of `rows` that are visible."""
        hidden = self.visible.hidden(self.session, {row.bearer_uid for row in rows})
        return [row for row in rows if row.bearer_uid not in hidden]

    def refuse(self, parties: Sequence[Party], whole: Party | None = None) -> None:
        """Raise Refused, saying who may see it, where the bearer of one of `parties` is hidden.

        Args:
            whole: whom it concerns where it is one thing about all `parties`.
        """
        hidden = self.visible.hidden(self.session, {party.bearer for party in parties})
        for party in parties:
            if self.who is not None and party.bearer in hidden:
                reason = _OTHERS if whole else NO_PART
                raise _matter(self.desk).refusal(self.right, self.who, whole or party, reason)

    def party(self, row: Obligation) -> Party:
        """Return whom an obligation has to do with."""
        return self.desk.party(row.directive_id, row.duty, row.bearer_uid)

    @property
    def _nobody(self) -> Party:
        return Party("", office=self.desk.work.office)


def _no_case_report(number: int) -> Refused:
    return Refused(f"không có báo cáo trường hợp số {number} trong phần được xem")


def look(desk: Desk, sight: Sight) -> Look:
    """Return what whoever looks sees: who was named, the settings name, or the office itself.

    Raises:
        Refused: who looks is nobody on that day, or sees nothing of it; who does is said.
    """
    right = desk.rulebook.rights.sights.get(sight)
    if right is None:
        raise Refused(f"bảng quyền (rules/rights) chưa nêu ai được xem mục {sight.value!r}")
    who = _looking(desk)
    if who is None and sight is Sight.PERSONS:
        raise Refused("chưa rõ ai xem: hồ sơ từng người chỉ mở cho chức danh được nêu tên (--as)")
    visible = _visible(desk, right, who) if who else EVERYTHING
    if who and not visible:
        reason = NO_PART if any(right.roles_of(who.body, who.post)) else ""
        raise _matter(desk).refusal(right, who, Party("", office=desk.work.office), reason)
    return Look(desk, right, who, visible)


def _matter(desk: Desk) -> Matter:
    return Matter((), desk.bodies, desk.today)


def _looking(desk: Desk) -> Actor | None:
    """Return who looks; the office's own specialist needs no entry in the address book."""
    office, text = desk.work.office, desk.said or desk.settings.as_
    if text:
        return desk.actor(text)
    post = post_of(USUAL)
    if office is None or office not in desk.bodies or post not in desk.bodies.get(office).posts:
        return None
    return Actor(desk.bodies.get(office), post)


def _visible(desk: Desk, right: Right, who: Actor) -> Visible:
    roles = frozenset(right.roles_of(who.body, who.post))
    mine = frozenset(_answered_for(desk.bodies, who.body, desk.today))
    persons = right.name == Sight.PERSONS
    if Role.ALL in roles or (Role.OFFICE in roles and desk.work.office in mine):
        return EVERYTHING
    found = Visible(
        own=mine if Role.BEARER in roles else frozenset(),
        reporting=frozenset(_reporting(desk, roles & {Role.VIA, Role.TO}, mine, persons)),
        reached=mine if Role.REACHED in roles else frozenset(),
        villages=assigned_villages(desk) if persons else None,
    )
    return _looked_up(desk, found) if desk.crowd and found.reporting else found


# By database: the head of the trail, and who owed what was asked for while it stood.
_Owing = tuple[str, dict[frozenset[tuple[str, str]], frozenset[str]]]
_owing: WeakKeyDictionary[Engine, _Owing] = WeakKeyDictionary()
_HEAD = select(Entry.hash).order_by(Entry.seq.desc()).limit(1)


def _looked_up(desk: Desk, found: Visible) -> Visible:
    """Return `found` with who owes what is reported: every list asks, a registration changes it."""
    session, asked = desk.session, found.reporting
    engine = session.get_bind().engine
    known = _owing.get(engine)
    if known is None or asked not in known[1] or known[0] != session.scalar(_HEAD):
        rows = session.execute(found.owing().add_columns(_HEAD.scalar_subquery())).all()
        bearers = frozenset(bearer for bearer, _ in rows)
        head = next((head for _, head in rows), "")
        if known is None or known[0] != head:
            known = _owing[engine] = head, {}
        known[1][asked] = bearers
    return replace(found, bearers=known[1][asked])


def assigned_villages(desk: Desk) -> frozenset[int] | None:
    """Return the villages (their numbers) that who looks is assigned to, None for none."""
    if desk.login is None:
        return None
    assigned = select(Assignment.village_id).where(
        Assignment.login_id == desk.login, assigning.holds(desk.today)
    )
    return frozenset(desk.session.scalars(assigned)) or None


def _answered_for(bodies: BodyRegistry, body: Body, today: date) -> Iterator[str]:
    """Yield the uids that `body` answers for: its own, those it follows, those yet to begin."""
    near, ahead = {body.uid, *body.succeeded_by}, [body]
    while ahead:
        before = [one for one in bodies.predecessors(ahead.pop().uid) if one.uid not in near]
        near.update(one.uid for one in before)
        ahead += before
    for uid in near:
        answering = bodies.answering(uid, today) if uid in bodies else []
        if uid == body.uid or body.uid in {one.uid for one in answering}:
            yield uid


def _reporting(
    desk: Desk, roles: frozenset[Role], mine: frozenset[str], by_lists: bool
) -> Iterator[tuple[str, str]]:
    """Yield the duties, by directive and id, in which one of `mine` has one of `roles`.

    Args:
        by_lists: only those whose reports are held against lists of people.
    """
    forms = desk.rulebook.forms
    for directive in desk.rulebook.directives.values():
        for duty, declared in directive.duties.items():
            form = forms.get(declared.asks)
            if by_lists and (form is None or form.lists is None):
                continue
            party = desk.party(directive.id, duty, "")
            if any(filled_by(role, party) in mine for role in roles):
                yield directive.id, duty
