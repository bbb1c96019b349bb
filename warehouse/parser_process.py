"""The parser: a process that forks once for each foreign file, under limits. See `parsing.py`.

It has imported what parsing needs and holds an idle engine without threads, so that a fork can start at once.
What a library or the engine says when it breaks can quote a pupil: only `Answer`s leave a fork, and what is
printed goes nowhere.
"""

from __future__ import annotations

import errno
import os
import select
import signal
import sys
from typing import BinaryIO, NoReturn

import duckdb

from halfterm.cycles.errors import BadInput
from halfterm.warehouse.parse_job import Answer, Job, Limits, Trouble
from halfterm.warehouse.staging import stage, warm_up

_LONGEST_ANSWER = 16 * 1024**2  # bytes; the headers of thousands of columns are far below
_BLOCK = 64 * 1024

_Engine = duckdb.DuckDBPyConnection | None


def serve(jobs: BinaryIO, answers: BinaryIO) -> None:
    """Answer one line with one line, until the other side closes."""
    engine = warm_up()
    for line in iter(jobs.readline, b""):
        answers.write(_answer_apart(line, engine, jobs=jobs, answers=answers) + b"\n")
        answers.flush()


def _answer_apart(line: bytes, engine: _Engine, *, jobs: BinaryIO, answers: BinaryIO) -> bytes:
    """The answer of a fork of its own; a fork that dies or writes nonsense gives a trouble."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        for inherited in (reading, jobs.fileno(), answers.fileno()):
            os.close(inherited)
        _work(line, engine, writing)
    os.close(writing)
    try:
        said = _heard(reading, child, jobs=jobs)
    finally:
        os.close(reading)
        _, status = os.waitpid(child, 0)
    return said if said and status == 0 else Answer(trouble=_trouble_of(status)).line()


def _heard(reading: int, child: int, *, jobs: BinaryIO) -> bytes:
    """What the fork says. When the parent goes meanwhile, the fork and this process go too."""
    said = b""
    while True:
        ready, _, _ = select.select([reading, jobs.fileno()], [], [])
        if reading not in ready:
            os.kill(child, signal.SIGKILL)
            raise SystemExit(0)
        block = os.read(reading, _BLOCK)
        said += block
        if not block or len(said) > _LONGEST_ANSWER:
            return said if not block else b""


def _trouble_of(status: int) -> Trouble:
    late = (signal.SIGALRM, signal.SIGXCPU)
    return "late" if os.WIFSIGNALED(status) and os.WTERMSIG(status) in late else "broken"


def _work(line: bytes, engine: _Engine, writing: int) -> NoReturn:
    """Parse, say how it went and end, without the tidying of an interpreter that was forked."""
    code = 1
    try:
        with os.fdopen(writing, "wb") as answer:
            answer.write(_answer(line, engine).line())
        code = 0
    finally:
        os._exit(code)


def _answer(line: bytes, engine: _Engine) -> Answer:
    try:
        job = Job.from_line(line)
        _limit(job.limits)
        return Answer(parsed=stage(job, engine))
    except BadInput as refused:
        return Answer(problems=refused.problems)
    except (MemoryError, duckdb.OutOfMemoryException):
        return Answer(trouble="memory")
    except OSError as trouble:
        return Answer(trouble=_trouble_with_files(trouble))
    except BaseException:  # a reader that panics raises more than Exception, and none of it is told
        return Answer(trouble="broken")


def _trouble_with_files(trouble: OSError) -> Trouble:
    if trouble.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return "no room"
    # A library may fail with another number: it was sent to a place of the file that is not there.
    return "unreadable" if trouble.errno in (errno.EACCES, errno.EPERM, errno.ENOENT, errno.EIO) else "broken"


def _limit(limits: Limits) -> None:
    import resource

    for what, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.processor),
        (resource.RLIMIT_FSIZE, limits.file),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    signal.setitimer(signal.ITIMER_REAL, limits.wall)


def _main() -> None:
    # Nothing that a library prints may land between the answers.
    with os.fdopen(os.dup(0), "rb") as jobs, os.fdopen(os.dup(1), "wb") as answers:
        nowhere = os.open(os.devnull, os.O_RDWR)
        for standard in (0, 1, 2):
            os.dup2(nowhere, standard)
        serve(jobs, answers)


if __name__ == "__main__":
    _main()
    sys.exit(0)
