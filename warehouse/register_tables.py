"""The tables of a register, and the triggers that keep its events as they were written."""

from __future__ import annotations

from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, Text, inspect, select

from halfterm.cycles.errors import StoreTrouble

VERSION = 1
"""Of the tables below. A register with a higher one was made by a newer halfterm."""

_metadata = MetaData()

EVENTS = Table(
    "event",
    _metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("on_day", String(10), nullable=False),
    Column("actor", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)

# Days and times of the ledger are ISO texts in UTC: the same in both stores, and they sort.
RUN_STEPS = Table(
    "run_step",
    _metadata,
    Column("scope", Text, primary_key=True),
    Column("step", Text, primary_key=True),
    Column("content_key", Text, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("holder", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("began", String(32), nullable=False),
    Column("heartbeat", String(32), nullable=False),
    Column("lease_until", String(32), nullable=False),
    Column("ended", String(32)),
    Column("note", Text, nullable=False),
)

_version = Table("register_version", _metadata, Column("version", Integer, nullable=False))

_SQLITE_GUARDS = (
    "CREATE TRIGGER IF NOT EXISTS event_no_update BEFORE UPDATE ON event "
    "BEGIN SELECT RAISE(ABORT, 'events are only ever added'); END",
    "CREATE TRIGGER IF NOT EXISTS event_no_delete BEFORE DELETE ON event "
    "BEGIN SELECT RAISE(ABORT, 'events are only ever added'); END",
    # INSERT OR REPLACE deletes without telling the trigger above.
    "CREATE TRIGGER IF NOT EXISTS event_no_replace BEFORE INSERT ON event "
    "WHEN EXISTS (SELECT 1 FROM event WHERE number = NEW.number) "
    "BEGIN SELECT RAISE(ABORT, 'events are only ever added'); END",
)
_POSTGRESQL_GUARDS = (
    "CREATE OR REPLACE FUNCTION event_only_added() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'events are only ever added'; END $$",
    "DROP TRIGGER IF EXISTS event_no_update ON event",
    "CREATE TRIGGER event_no_update BEFORE UPDATE OR DELETE ON event "
    "FOR EACH ROW EXECUTE FUNCTION event_only_added()",
    "DROP TRIGGER IF EXISTS event_no_truncate ON event",
    "CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON event "
    "FOR EACH STATEMENT EXECUTE FUNCTION event_only_added()",
)
_SQLITE_GUARD_NAMES = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'event'"
# A trigger can be switched off and still be there.
_POSTGRESQL_GUARD_NAMES = (
    "SELECT tgname FROM pg_trigger WHERE tgrelid = 'event'::regclass AND tgenabled IN ('O', 'A')"
)
_GUARD_NAMES = {
    "sqlite": {"event_no_update", "event_no_delete", "event_no_replace"},
    "postgresql": {"event_no_update", "event_no_truncate"},
}


def is_settled(connection: Connection, *, name: str) -> bool:
    """Whether the tables are there, in this version.

    Raises:
        StoreTrouble: a newer halfterm made them.
    """
    if not inspect(connection).has_table(_version.name):
        return False
    version = connection.execute(select(_version.c.version)).scalar()
    if version is not None and version > VERSION:
        raise StoreTrouble(f"{name}: the register was made by a newer halfterm; update this one")
    return version == VERSION


def settle(connection: Connection) -> None:
    """Make what is missing of the tables and their guards, within the transaction of the caller."""
    _metadata.create_all(connection)
    # A table of this name that somebody else made fails here, and nothing of ours stays behind in it.
    connection.execute(select(EVENTS).limit(1)).all()
    set_guards(connection)
    connection.execute(_version.delete())
    connection.execute(_version.insert().values(version=VERSION))


def missing_guards(connection: Connection) -> tuple[str, ...]:
    """The triggers that should refuse a change of an event and are not there, or are off."""
    dialect = connection.dialect.name
    query = _SQLITE_GUARD_NAMES if dialect == "sqlite" else _POSTGRESQL_GUARD_NAMES
    there = set(connection.exec_driver_sql(query).scalars())
    return tuple(sorted(_GUARD_NAMES[dialect] - there))


def set_guards(connection: Connection) -> None:
    """Make the triggers that refuse a change of an event, those that are missing."""
    guards = _SQLITE_GUARDS if connection.dialect.name == "sqlite" else _POSTGRESQL_GUARDS
    for statement in guards:
        connection.exec_driver_sql(statement)
