"""Contacts stored before they had channels and capacities keep their address."""

from alembic import command
from sqlalchemy import Engine, text

from dondoc.setup.migrating import config_of

ROWS = """
    INSERT INTO contact (id, body_uid, post, person, channel, address, valid_to)
    VALUES (1, 'x', 'chair', 'A', 'email', 'a@x.invalid', NULL),
           (2, 'x', 'chair', 'B', 'email', 'b@x.invalid', '2024-05-01')
"""


def test_an_older_contact_keeps_its_address_and_who_ended_is_no_longer_listed(
    database: Engine,
) -> None:
    config = config_of(database)
    command.downgrade(config, "0002")
    with database.begin() as connection:
        connection.execute(
            text("INSERT INTO body (uid, name, kind) VALUES ('x', 'Xã X', 'commune')")
        )
        connection.execute(text(ROWS))
    command.upgrade(config, "head")
    with database.begin() as connection:
        found = connection.execute(
            text("SELECT email, channels, capacity, position FROM contact ORDER BY id")
        ).all()
    assert [tuple(row) for row in found] == [
        ("a@x.invalid", "", "holder", 0),
        ("b@x.invalid", "", "holder", None),
    ]
