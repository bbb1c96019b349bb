"""Excel workbooks, read in a child process: a damaged or hostile one may abort its reader."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from halfterm.cycles.errors import BadInput
from halfterm.warehouse.workbook import REFUSED

_LONGEST = 120  # seconds


def copy_as_csv(path: Path, copy: Path) -> None:
    """Write the first sheet of a workbook as CSV in UTF-8, each row at its place.

    Raises:
        BadInput: not a workbook, too large when unpacked, an empty sheet, or too long to read.
    """
    if path.stat().st_size == 0:
        raise BadInput(f"{path.name}: the file is empty")
    # -P: a module lying in the folder of the data must not be imported in place of a library's.
    command = [sys.executable, "-P", "-m", "halfterm.warehouse.workbook", str(path.resolve()), str(copy)]
    try:
        # What the reader says when it breaks can quote a cell, so its words are not taken.
        made = subprocess.run(  # noqa: S603 - our own module, arguments as a list
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=_LONGEST, check=False
        )
    except subprocess.TimeoutExpired:
        raise BadInput(f"{path.name}: the workbook takes too long to read; save the sheet as CSV") from None
    if made.returncode == REFUSED:
        raise BadInput(f"{path.name}: {made.stdout.decode()}")
    if made.returncode:
        raise BadInput(f"{path.name}: this is not a workbook that can be read")
