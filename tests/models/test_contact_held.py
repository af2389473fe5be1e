"""Who holds a post on a day: the method and its SQL agree."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models import Body, Contact

_DAY = date(2024, 5, 5)
_ends = st.none() | st.integers(-2, 2).map(lambda n: _DAY + timedelta(days=n))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(valid_from=_ends, valid_to=_ends, position=st.sampled_from([0, None]))
def test_the_method_and_its_sql_agree(
    sqlite: Engine, valid_from: date | None, valid_to: date | None, position: int | None
) -> None:
    with Session(sqlite) as session:
        session.add(Body(uid="x", name="Xã X", kind="commune"))
        contact = Contact(
            body_uid="x",
            post="officer",
            email="x@x.invalid",
            valid_from=valid_from,
            valid_to=valid_to,
            position=position,
        )
        session.add(contact)
        session.flush()
        found = session.scalars(select(Contact.id).where(Contact.held_on(_DAY))).all()
        assert (contact.id in found) == contact.holds(_DAY)
        session.rollback()
