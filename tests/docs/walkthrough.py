"""A walk-through: a document of commands, each run in order, with what each really says beneath it.

A block of `sh` holds commands, one a line (a backslash goes on with the next). All of them must succeed, but
those after `!` be refused. A block of `text` right after it is what they say; after the word `text` may stand
which lines of it are shown, as in `text 1-8,12`, and an ellipsis stands for the others.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Final
from unittest.mock import patch

from halfterm.flows.cli import USER_ERROR, main

ROOT: Final = Path(__file__).parents[2]
FOLDER: Final = ROOT / "docs" / "walkthroughs"
WIDTH: Final = 100
_BLOCK: Final = re.compile(
    r"^```sh\n(?P<commands>.*?)^```\n(?:\n```text(?P<lines>[^\n]*)\n(?P<said>.*?)^```\n)?",
    re.MULTILINE | re.DOTALL,
)


def ran(text: str, folder: Path) -> str:
    """The document as it is when every output in it is the real one; its commands are run in a folder.

    Raises:
        AssertionError: a command fails, or is none that a walk-through may have.
    """
    pieces, place = [], 0
    with _at(folder):
        for found in _BLOCK.finditer(text):
            commands = filter(str.strip, found["commands"].replace("\\\n", " ").splitlines())
            said = "".join(map(_run, commands))
            if found["said"] is not None:
                pieces += [text[place : found.start("said")], _shown(said, found["lines"].strip())]
                place = found.end("said")
    return "".join([*pieces, text[place:]])


@contextmanager
def _at(folder: Path) -> Iterator[None]:
    """In the folder, with the examples beside, and a terminal of one width whoever runs it."""
    examples = folder / "examples"
    if not examples.exists():
        examples.symlink_to(ROOT / "examples")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HALFTERM_")}
    with chdir(folder), patch.dict(os.environ, kept | {"COLUMNS": str(WIDTH)}, clear=True):
        yield


def _run(command: str) -> str:
    """What one command says; after `!` it has to be refused, as in a shell."""
    match shlex.split(command):
        case ["!", "halfterm", *words]:
            code, said = _halfterm(words)
            assert code == USER_ERROR, f"{command}: {code}: {said}"
            return said
        case ["halfterm", *words]:
            code, said = _halfterm(words)
            assert code == 0, f"{command}: {code}: {said}"
            return said
        case ["cp", "-r", there, here]:
            shutil.copytree(there, here)
            return ""
    raise AssertionError(f"a walk-through has no command such as: {command}")


def _halfterm(words: Sequence[str]) -> tuple[object, str]:
    """The command line itself, in this process: importing it anew for each command would take seconds."""
    said = io.StringIO()
    with patch.object(sys, "argv", ["halfterm", *words]), redirect_stdout(said), redirect_stderr(said):
        try:
            main()
        except SystemExit as ended:
            return ended.code, said.getvalue()


def _shown(said: str, lines: str) -> str:
    """The chosen lines of an output, without the spaces that end them."""
    whole = [line.rstrip() for line in said.strip("\n").splitlines()]
    if not lines:
        return "\n".join(whole) + "\n"
    shown: list[str] = []
    upto = 0
    for first, last in _ranges(lines, len(whole)):
        shown += (["…"] if first > upto + 1 else []) + whole[first - 1 : last]
        upto = last
    return "\n".join([*shown, *(["…"] if upto < len(whole) else [])]) + "\n"


def _ranges(lines: str, last: int) -> Iterator[tuple[int, int]]:
    for part in lines.split(","):
        first, _, end = part.partition("-")
        assert int(first) <= last, f"text {lines}: there are only {last} lines"
        yield int(first), min(int(end or first), last)
