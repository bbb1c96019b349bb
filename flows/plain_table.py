"""A table for the terminal: no boxes, dim heads, and texts by people shown as they are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from rich.table import Table
from rich.text import Text


def plain_table(
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    title: str | None = None,
    numbers: Collection[str] = (),
    unbroken: Collection[str] = (),
) -> Table:
    """A table with these heads; columns in `numbers` stand to the right, `unbroken` ones never wrap."""
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for head in heads:
        table.add_column(
            Text(head),
            justify="right" if head in numbers else "left",
            header_style="dim",
            no_wrap=head in unbroken,
        )
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table
