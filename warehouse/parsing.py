"""Foreign files are parsed in a child process: a damaged or hostile one may break its reader.

One parser a process is started when first needed and stays (see `parser_process.py`): starting Python and
DuckDB for each file would take ten times as long as parsing a small one.
"""

from __future__ import annotations

import atexit
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress

from halfterm.cycles.errors import BadInput
from halfterm.warehouse.parse_job import EXCEL, PARQUET, STAGED, XML, Answer, Job, Parsed

_GOODBYE = 5.0  # seconds that a parser without work has to end

# The parser gets no other part of the environment: keys and passwords may lie there.
_KEPT = (
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "LD_LIBRARY_PATH",
    "PATH",
    "PYTHONHOME",
    "PYTHONPATH",
    "SYSTEMROOT",
    "TZ",
)


def parse(job: Job) -> Parsed:
    """Parse a file into a database in the job's folder.

    Raises:
        BadInput: the file is refused, breaks its reader, or asks for more than the limits allow.
    """
    answer = _PARSER.ask(job)
    if answer.parsed is not None:
        return answer.parsed
    raise BadInput(*(answer.problems or (f"{job.name}: {_words(job, answer)}",)))


def _words(job: Job, answer: Answer) -> str:
    what = _kind(job)
    match answer.trouble:
        case "late":
            return f"{what} takes too long to read; save it as CSV or in parts"
        case "memory":
            return f"{what} needs more memory to read than a file is given; save it as CSV or in parts"
        case "no room":
            return "there is no room for the copy that is parsed: the disk is full, or the file too large"
        case "unreadable":
            return "the file cannot be opened"
    return f"this is not {what.replace('the ', 'an ' if what == 'the XML file' else 'a ')} that can be read"


def _kind(job: Job) -> str:
    if job.has_kind(EXCEL):
        return "the workbook"
    if job.has_kind(PARQUET):
        return "the Parquet file"
    return "the XML file" if job.has_kind(XML) else "the text file"


class _Parser:
    """The parser of this process: one job at a time, whichever thread asks; started anew when it has died."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, job: Job) -> Answer:
        """The answer to a job. A parser found dead is replaced once; a second death is this file's doing."""
        with self._lock:
            for _ in range(2):
                said = self._said(job)
                if said:
                    return Answer.from_line(said)
                self._stop()
                (job.folder / STAGED).unlink(missing_ok=True)
            return Answer(trouble="closed")

    def _said(self, job: Job) -> bytes:
        process = self._running()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(job.line())
            process.stdin.flush()
            return process.stdout.readline()
        except BrokenPipeError:
            return b""
        except BaseException:
            # Interrupted midway: the answer still to come must not be taken for that of the next job.
            self._stop()
            raise

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            # -P: a module lying in the folder of the data must not be imported in place of a library's.
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "halfterm.warehouse.parser_process"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={name: os.environ[name] for name in _KEPT if name in os.environ},
                # A group of its own: it is stopped with its fork, and not by the parent's Ctrl-C.
                start_new_session=True,
            )
        return self._process

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            _close(process)
            process.wait()

    def end(self) -> None:
        """Let the parser end by closing its input, as it also does when this process is killed."""
        with self._lock:
            process, self._process = self._process, None
            if process is not None:
                _close(process)
                process.wait(_GOODBYE)

    def forget(self) -> None:
        """In a fork of this process: the parser, and a lock that another thread held, are the parent's."""
        self._lock = threading.Lock()
        process, self._process = self._process, None
        if process is not None:
            _close(process)
            process.returncode = 0  # not this process's child: there is nothing to wait for


def _close(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(BrokenPipeError):  # what was still to be written has no reader any more
                pipe.close()


_PARSER = _Parser()
atexit.register(_PARSER.end)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_PARSER.forget)
