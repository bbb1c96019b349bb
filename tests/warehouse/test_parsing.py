"""The parser is a process of its own: it is limited, it is replaced when it dies, and it outlives nobody."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from halfterm.cycles.errors import BadInput
from halfterm.warehouse.database import memory, staging_folder
from halfterm.warehouse.parse_job import Limits
from halfterm.warehouse.table_file import staged


def table(path: Path, rows: int = 1) -> Path:
    path.write_text("upn,reading\n" + "".join(f"p{i},{i}\n" for i in range(rows)), encoding="utf-8")
    return path


def count(path: Path) -> int:
    with memory() as connection, staged(connection, path):
        return int(connection.execute("SELECT count(*) FROM staged_file").fetchall()[0][0])


def parsers(parent: int) -> list[int]:
    """The processes that a process has started for parsing."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii").split()
    command = b"halfterm.warehouse.parser_process"
    return [int(child) for child in children if command in Path(f"/proc/{child}/cmdline").read_bytes()]


def is_alive(process: int) -> bool:
    stat = Path(f"/proc/{process}/stat")
    return stat.exists() and stat.read_text(encoding="ascii").split()[2] != "Z"


def interrupt_once_busy(parser: int) -> None:
    """Press Ctrl-C as soon as the parser has a fork that parses."""
    children = Path(f"/proc/{parser}/task/{parser}/children")
    until = time.monotonic() + 20
    while not children.read_text(encoding="ascii") and time.monotonic() < until:
        time.sleep(0.005)
    os.kill(os.getpid(), signal.SIGINT)


def gone_within(process: int, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while is_alive(process) and time.monotonic() < until:
        time.sleep(0.02)
    return not is_alive(process)


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (Limits(wall=0.02), "t.csv: the text file takes too long to read; save it as CSV or in parts"),
        (Limits(file=100_000), "t.csv: there is no room for the copy that is parsed: the disk is full"),
    ],
    ids=["time", "file"],
)
def test_a_file_that_asks_for_more_than_the_limits_is_refused_and_leaves_nothing(
    tmp_path: Path, limits: Limits, said: str
) -> None:
    path = table(tmp_path / "t.csv", 200_000)
    with memory() as connection:
        with pytest.raises(BadInput) as refused, staged(connection, path, limits=limits):
            pass
        assert str(refused.value).startswith(said)
        assert not list(staging_folder(connection).iterdir())
    assert count(path) == 200_000


def test_a_file_that_needs_more_memory_than_it_is_given_is_refused_and_the_next_is_parsed(
    tmp_path: Path,
) -> None:
    path = table(tmp_path / "t.csv", 1000)
    with memory() as connection:
        with pytest.raises(BadInput) as refused, staged(connection, path, limits=Limits(memory=64 * 1024**2)):
            pass
        assert not list(staging_folder(connection).iterdir())
    # Where an engine ends itself for want of memory, it cannot say why.
    assert str(refused.value).partition(":")[2].strip() in (
        "the text file needs more memory to read than a file is given; save it as CSV or in parts",
        "this is not a text file that can be read",
    )
    assert count(path) == 1000


def test_a_parser_that_was_killed_is_replaced(tmp_path: Path) -> None:
    path = table(tmp_path / "t.csv")
    count(path)
    (parser,) = parsers(os.getpid())
    os.kill(parser, signal.SIGKILL)
    assert count(path) == 1
    assert parsers(os.getpid()) != [parser]


def test_one_parser_serves_every_thread(tmp_path: Path) -> None:
    paths = [table(tmp_path / f"t{i}.csv", i) for i in range(1, 13)]
    with ThreadPoolExecutor(6) as threads:
        assert list(threads.map(count, paths)) == list(range(1, 13))
    assert len(parsers(os.getpid())) == 1


def test_a_fork_of_the_parent_gets_a_parser_of_its_own(tmp_path: Path) -> None:
    """In an interpreter without threads of others, which a fork would not have."""
    table(tmp_path / "t.csv", 7)
    script = f"""
import os, threading
from pathlib import Path
from tests.warehouse.test_parsing import count, parsers
path = Path({str(tmp_path / "t.csv")!r})
count(path)
before = parsers(os.getpid())
child = os.fork()
if child == 0:
    right = count(path) == 7 and parsers(os.getpid()) not in ([], before)
    os._exit(0 if right else 1)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
assert count(path) == 7 and parsers(os.getpid()) == before
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_parent_that_is_killed_leaves_no_parser(tmp_path: Path) -> None:
    table(tmp_path / "t.csv")
    script = f"""
import os, time
from pathlib import Path
from tests.warehouse.test_parsing import count, parsers
count(Path({str(tmp_path / "t.csv")!r}))
print(parsers(os.getpid())[0], flush=True)
time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        parser = int(parent.stdout.readline())
        assert is_alive(parser)
        parent.kill()
    assert gone_within(parser, 5.0)


def test_an_interrupt_midway_stops_the_parser_and_the_next_file_is_parsed_anew(tmp_path: Path) -> None:
    long = table(tmp_path / "long.csv", 1_500_000)
    assert count(table(tmp_path / "t.csv", 3)) == 3
    (parser,) = parsers(os.getpid())
    # A run in the background may have been started with Ctrl-C ignored.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    threading.Thread(target=interrupt_once_busy, args=(parser,)).start()
    try:
        with pytest.raises(KeyboardInterrupt):
            count(long)
    finally:
        signal.signal(signal.SIGINT, before)
    assert gone_within(parser, 5.0)
    assert count(tmp_path / "t.csv") == 3


def test_the_parser_is_given_no_key_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HALFTERM_TEST_SECRET", "towel")
    count(table(tmp_path / "t.csv"))
    for parser in parsers(os.getpid()):
        os.kill(parser, signal.SIGKILL)
    count(tmp_path / "t.csv")
    (parser,) = parsers(os.getpid())
    assert b"towel" not in Path(f"/proc/{parser}/environ").read_bytes()
