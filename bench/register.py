"""How fast eight processes write to the register at once, and how it opens: `python -m bench.register`."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from rich.console import Console

from halfterm.warehouse.register import NewEvent, register
from halfterm.warehouse.register_address import RegisterAddress, register_address
from tests.postgres import running_server

PROCESSES, EVENTS, LONG = 8, 500, 20_000
DAY = date(2025, 5, 1)

WRITER = """
import sys
from datetime import date
from pathlib import Path
from halfterm.warehouse.register import register
from halfterm.warehouse.register_address import register_address

where = Path(sys.argv[1]) if sys.argv[1].endswith(".sqlite") else sys.argv[1]
with register(register_address(where, anchor=Path(sys.argv[2]))) as book:
    for line in range(int(sys.argv[4])):
        book.append("noted", sys.argv[3], actor="nia", on=date(2025, 5, 1), body={"line": line})
"""


def main() -> None:
    """Measure both stores, each on a disk that keeps what it is given."""
    console = Console()
    with (
        tempfile.TemporaryDirectory(prefix="halfterm-bench-") as folder,
        running_server(durable=True) as server,
    ):
        for place in (Path(folder) / "register.sqlite", server.new_database()):
            anchor = Path(folder) / ("sqlite.head" if isinstance(place, Path) else "postgresql.head")
            address = register_address(place, anchor=anchor)
            name = "SQLite" if isinstance(place, Path) else "PostgreSQL"
            took = write_at_once(str(place), address)
            console.print(f"{name}: {PROCESSES} processes x {EVENTS} events in {took:.1f} s, none lost")
            console.print(f"{name}: {LONG:,} events checked at open in {open_long(address):.2f} s")


def write_at_once(place: str, address: RegisterAddress) -> float:
    """Seconds until every process has written its events, Python's start among them."""
    began = time.perf_counter()
    command = [sys.executable, "-c", WRITER, place, str(address.anchor)]
    writers = [
        subprocess.Popen([*command, f"writer-{n}", str(EVENTS)])  # noqa: S603 - our own words
        for n in range(PROCESSES)
    ]
    if any(writer.wait() for writer in writers):
        raise SystemExit("a writer failed")
    took = time.perf_counter() - began
    with register(address) as book:
        for n in range(PROCESSES):
            lines = [event.body["line"] for event in book.events(subject=f"writer-{n}")]
            if lines != list(range(EVENTS)):
                raise SystemExit(f"writer-{n} lost events")
    return took


def open_long(address: RegisterAddress) -> float:
    """Seconds to open, and so to check, a register of many events."""
    with register(address) as book:
        missing = LONG - book.head().number
        body = {"move": "approved", "content": "a" * 64, "comment": "Read and agreed."}
        book.append_all(
            NewEvent("review", "spring-1/schools/ash", "head-ash", DAY, body | {"n": n})
            for n in range(missing)
        )
    began = time.perf_counter()
    with register(address):
        return time.perf_counter() - began


if __name__ == "__main__":
    main()
