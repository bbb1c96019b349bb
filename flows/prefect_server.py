"""Prefect's server for a workspace: on loopback, behind a password, as a child of `halfterm up`."""

from __future__ import annotations

import os
import secrets
import socket
import sys
import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from halfterm.cycles.errors import BadInput
from halfterm.flows.prefect_home import prepare

LOOPBACK = "127.0.0.1"
USUAL_PORT = 4200
_TRIED = 20  # ports after the usual one
_ANSWER = 2.0  # seconds in which a server that is well answers


@dataclass(frozen=True, slots=True)
class PrefectServer:
    """Where the server listens, and how to start it; `auth` is user and password in one."""

    port: int
    auth: str = field(repr=False)

    @property
    def api(self) -> str:
        return f"http://{LOOPBACK}:{self.port}/api"

    @property
    def page(self) -> str:
        """The address for a browser on this machine."""
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def command(self) -> tuple[str, ...]:
        place = ("--host", LOOPBACK, "--port", str(self.port))
        return (sys.executable, "-m", "prefect", "server", "start", *place)

    def environment(self) -> dict[str, str]:
        """What the server and everything that speaks to it find in their environment."""
        return {
            "PREFECT_API_URL": self.api,
            "PREFECT_SERVER_API_AUTH_STRING": self.auth,
            "PREFECT_API_AUTH_STRING": self.auth,
        }

    def answers(self) -> bool:
        """Whether the server is up, lets us in, and so is ours."""
        request = urllib.request.Request(f"{self.api}/admin/version")  # noqa: S310 - our own http address
        request.add_header("Authorization", f"Basic {b64encode(self.auth.encode()).decode()}")
        # A proxy of the environment is for the world outside, not for this machine.
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with direct.open(request, timeout=_ANSWER):
                return True
        except (urllib.error.URLError, OSError):
            return False


def prefect_server(workspace: Path, *, port: int | None) -> PrefectServer:
    """A server to be started for this workspace: at a port of one's choice, or the first free one.

    Raises:
        BadInput: the chosen port is taken.
    """
    prepare(workspace)
    return PrefectServer(_port(port), _auth(Path(os.environ["PREFECT_HOME"])))


def server_named(environment: Mapping[str, str]) -> str | None:
    """The address of a server that the environment names: it is then used, and none is started."""
    return environment.get("PREFECT_API_URL") or None


def _auth(home: Path) -> str:
    """User and password of the server, made once and kept where only the workspace's owner reads."""
    kept = home / "auth"
    if not kept.is_file():
        fresh = home / ".auth.new"
        fresh.touch(mode=0o600)
        fresh.write_text(f"halfterm:{secrets.token_urlsafe(24)}\n", encoding="ascii")
        fresh.replace(kept)
    return kept.read_text(encoding="ascii").strip()


def _port(wanted: int | None) -> int:
    if wanted is not None:
        if not _is_free(wanted):
            raise BadInput(f"--port {wanted}: another program listens there; choose another, or none")
        return wanted
    tried = range(USUAL_PORT, USUAL_PORT + _TRIED)
    free = next((port for port in tried if _is_free(port)), None)
    if free is None:
        raise BadInput(f"no port from {tried[0]} to {tried[-1]} is free; choose one with --port")
    return free


def _is_free(port: int) -> bool:
    with socket.socket() as tried:
        # As the server will: a port that was left a moment ago counts as free.
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((LOOPBACK, port))
        except OSError:
            return False
    return True
