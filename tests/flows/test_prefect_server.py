"""Where Prefect's server listens and who may ask it."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from halfterm.cycles.errors import BadInput
from halfterm.flows.prefect_server import PrefectServer, prefect_server, server_named


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace whose Prefect is at home in it."""
    for name in ("PREFECT_HOME", "PREFECT_PROFILES_PATH"):
        # Set first, so that what `prepare` sets is taken back as well.
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    return tmp_path


def test_it_listens_on_this_machine_only_and_asks_for_a_password(home: Path) -> None:
    server = prefect_server(home, port=None)
    assert server.api.startswith("http://127.0.0.1:")
    assert server.command[-4:] == ("--host", "127.0.0.1", "--port", str(server.port))
    environment = server.environment()
    assert environment["PREFECT_SERVER_API_AUTH_STRING"] == environment["PREFECT_API_AUTH_STRING"]
    user, _, password = server.auth.partition(":")
    assert (user, len(password) >= 32) == ("halfterm", True)


def test_the_password_is_made_once_and_kept_for_the_owners_eyes(home: Path) -> None:
    first, again = prefect_server(home, port=None), prefect_server(home, port=None)
    assert first.auth == again.auth
    kept = home / ".prefect" / "auth"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.parent.stat().st_mode & 0o777 == 0o700
    assert first.auth not in repr(first)


def test_a_taken_port_is_refused_when_chosen_and_passed_over_when_not(home: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        with pytest.raises(BadInput, match=f"--port {taken}: another program listens there"):
            prefect_server(home, port=taken)
    usual = prefect_server(home, port=None)
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # it was in use a moment ago, perhaps
        other.bind(("127.0.0.1", usual.port))
        other.listen()
        assert prefect_server(home, port=None).port > usual.port


def test_a_port_where_nobody_or_somebody_else_listens_does_not_answer(home: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        server = PrefectServer(other.getsockname()[1], "halfterm:x")
        assert not server.answers()


def test_a_server_of_the_environment_is_used() -> None:
    assert server_named({"PREFECT_API_URL": "https://prefect.example/api"}) == "https://prefect.example/api"
    assert server_named({"PREFECT_API_URL": ""}) is None
    assert server_named({}) is None
