"""Numbers of rows and pupils, as a person writes them."""

from __future__ import annotations

from collections.abc import Sequence

_MOST_NAMED = 40


def counted(number: int, noun: str) -> str:
    """A number with its noun; nouns here take an s.

    >>> counted(1, "pupil"), counted(1200, "row")
    ('1 pupil', '1,200 rows')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def row_list(rows: Sequence[int]) -> str:
    """Row numbers one by one, so that each can be searched for; when there are many, as runs.

    >>> row_list([3, 4, 9]), row_list([7])
    ('rows 3, 4, 9', 'row 7')
    """
    if len(rows) > _MOST_NAMED:
        return row_runs(rows)
    return ("row " if len(rows) == 1 else "rows ") + ", ".join(str(row) for row in sorted(rows))


def row_runs(rows: Sequence[int]) -> str:
    """Row numbers with neighbours joined; beyond forty runs the rest is counted.

    >>> row_runs([3, 4, 5, 9]), row_runs([7])
    ('rows 3-5, 9', 'row 7')
    """
    runs: list[tuple[int, int]] = []
    for row in sorted(rows):
        if runs and row == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    words = [str(first) if first == last else f"{first}-{last}" for first, last in runs[:_MOST_NAMED]]
    beyond = sum(last - first + 1 for first, last in runs[_MOST_NAMED:])
    tail = f" and {beyond:,} more" if beyond else ""
    return ("row " if len(rows) == 1 else "rows ") + ", ".join(words) + tail
