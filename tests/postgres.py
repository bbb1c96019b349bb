"""Where tests keep a register: in SQLite and in a real PostgreSQL, a server a session, a database a test."""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest

from halfterm.warehouse.register_address import RegisterAddress, register_address

_PATIENCE = 60  # seconds for the server to begin
_MISSING = "the tests need PostgreSQL's server: install Debian's package postgresql"


@dataclass(frozen=True)
class PostgresServer:
    """A running server that lets everybody on its socket in."""

    folder: Path
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def new_database(self) -> str:
        """Make an empty database; its URL."""
        name = f"register_{next(self._numbers)}"
        self.execute("postgres", f"CREATE DATABASE {name}")
        return self.url(name)

    def url(self, database: str, *, user: str = "halfterm") -> str:
        return f"postgresql://{user}@/{database}?host={self.folder}"

    def execute(self, database: str, *statements: str) -> None:
        """Run statements behind halfterm's back, each in a transaction of its own."""
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())


@dataclass(frozen=True)
class RegisterPlace:
    """Where one test's register is: its address, and a way in behind halfterm's back."""

    where: Path | str
    address: RegisterAddress
    server: PostgresServer | None = None

    @property
    def anchor(self) -> Path:
        assert self.address.anchor is not None
        return self.address.anchor

    def execute(self, *statements: str) -> None:
        """Run statements, each in a transaction of its own."""
        if self.server is not None:
            self.server.execute(str(self.address.url.database), *statements)
            return
        with sqlite3.connect(str(self.where)) as raw:
            for statement in statements:
                raw.execute(statement)
        raw.close()

    def drop_guards(self) -> None:
        """Take the triggers away, as somebody who wants to change the past would."""
        if self.server is not None:
            self.execute("DROP FUNCTION event_only_added() CASCADE")
        else:
            self.execute(*(f"DROP TRIGGER event_no_{move}" for move in ("update", "delete", "replace")))


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> RegisterPlace:
    """An address with nothing at it yet, once in each store."""
    folder = tmp_path / "a place?with=marks"
    folder.mkdir()
    if request.param == "sqlite":
        path = folder / "register.sqlite"
        return RegisterPlace(path, register_address(path))
    server: PostgresServer = request.getfixturevalue("postgres")
    url = server.new_database()
    return RegisterPlace(url, register_address(url, anchor=folder / "register.head"), server)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A server for the session: each process of a parallel run that needs one starts its own."""
    with running_server("--no-sync", durable=False) as server:
        yield server


@contextmanager
def running_server(*initdb: str, durable: bool) -> Iterator[PostgresServer]:
    """A server on a socket of a temporary folder, with no port; stopped and removed on the way out.

    Raises:
        RuntimeError: PostgreSQL is not installed, or does not start; its own words are added.
    """
    folder = Path(tempfile.mkdtemp(prefix="halfterm-pg-"))
    user = _give_away(folder)
    try:
        words = ["--username=halfterm", "--auth=trust", "--encoding=UTF8", "--locale=C", *initdb]
        made = subprocess.run(
            [_binary("initdb"), "-D", folder / "data", *words],
            check=False, capture_output=True, text=True, cwd=folder, **user,
        )  # fmt: skip
        if made.returncode:
            raise RuntimeError(f"initdb failed: {made.stderr}")
        settings = ["-c", "listen_addresses=", "-c", f"fsync={'on' if durable else 'off'}"]
        command = [_binary("postgres"), "-D", folder / "data", "-k", folder, *settings]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, **user)
        try:
            server = PostgresServer(folder)
            _wait_for(server, process)
            yield server
        finally:
            process.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown
            process.wait(timeout=_PATIENCE)
    finally:
        shutil.rmtree(folder)


def _wait_for(server: PostgresServer, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            return server.execute("postgres", "SELECT 1")
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > until:
                said = (server.folder / "log").read_text(errors="replace")
                raise RuntimeError(f"PostgreSQL did not start: {said}") from None
        time.sleep(0.05)


def _binary(name: str) -> str:
    """The newest installed: Debian keeps them off the path."""
    debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[4]))
    found = str(debian[-1]) if debian else shutil.which(name)
    if found is None:
        raise RuntimeError(_MISSING)
    return found


def _give_away(folder: Path) -> dict[str, Any]:
    """The server refuses to run as root: the folder, and how to start a process, for another user."""
    if os.geteuid() != 0:
        return {}
    other = _unprivileged()
    os.chown(folder, other.pw_uid, other.pw_gid)
    return {"user": other.pw_uid, "group": other.pw_gid, "extra_groups": []}


def _unprivileged() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")
