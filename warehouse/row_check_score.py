"""What the rows hold of each measure: every different text is read once on the measure's scale."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from halfterm.cycles.scale import Scale, number_in
from halfterm.cycles.scale_reading import points_of
from halfterm.cycles.scale_systems import holds_fractions, mixed_systems, two_notations
from halfterm.warehouse.row_check_file import FileCheck, carried, is_one_of
from halfterm.warehouse.scale_cells import cells_of

MOST_TEXTS: Final = 1000
"""Different texts that are compared with other scales; a column with more of them is no column of grades."""

MOST_HERE: Final = 10_000
"""Different texts that are read in Python, at a hundred thousand a second."""

LEAST_TEXTS: Final = 2
LEAST_SHARE: Final = 0.05
"""Grades that are not the scale's are another system from so many texts and this share of the cells on."""


def read_scores(check: FileCheck) -> None:
    """Fill `load_cell` with what the rows hold of the measures (`check_cell`)."""
    check.run("check_reading")
    for scale in dict.fromkeys(measure.scale for measure in check.measures):
        _read_texts(check, check.request.scales[scale])
    check.run("check_score", scores="\nUNION ALL\n".join(_scores(check)))
    _choose_rows(check)
    check.run("check_cell", cells="\nUNION ALL\n".join(_cells(check)))
    check.run("load_cell")


def _read_texts(check: FileCheck, scale: Scale) -> None:
    """Read every different text of a scale's columns once: a few of them here, many by the engine.

    The engine takes longer to understand its question than it takes to read a thousand texts here.
    """
    columns = dict.fromkeys(check.names[m.column] for m in check.measures if m.scale == scale.id)
    texts = "\nUNION\n".join(f"SELECT text FROM check_text WHERE place = '{c}'" for c in columns)  # noqa: S608 - names of ours
    known = check.connection.execute(f"{texts} LIMIT {MOST_HERE + 1}").fetchall()
    if len(known) > MOST_HERE:
        cells = cells_of(scale, "t.text", tag="cell")
        check.run(
            "check_reading_many",
            {"scale": scale.id} | cells.parameters,
            score=cells.score,
            status=cells.status,
            problem=cells.problem,
            texts=texts,
        )
        return
    read = [points_of(text, scale) for (text,) in known]
    meant = {
        "scale": scale.id,
        "texts": [text for (text,) in known],
        "scores": [reading.score for reading in read],
        "statuses": [reading.status for reading in read],
        "problems": [reading.problem for reading in read],
    }
    check.run("check_reading_few", meant)


def _scores(check: FileCheck) -> Iterator[str]:
    """What the texts of each measure's column mean on its scale."""
    for i, measure in enumerate(check.measures):
        column = check.names[measure.column]
        yield (
            f"SELECT {i} AS measure, t.no, r.score, r.status, r.problem FROM check_text AS t "  # noqa: S608 - ours
            f"JOIN check_reading AS r ON r.text = t.text AND r.scale = '{measure.scale}' "
            f"WHERE t.place = '{column}'"
        )


def _choose_rows(check: FileCheck) -> None:
    """Say of every kind of row of a long file which measures it holds (`check_carried`)."""
    if not check.long:
        return
    parameters: dict[str, str] = {}
    measures, columns = [], ", ".join(check.choosing)
    for i, measure in check.long.items():
        holds = []
        for place, (column, values) in enumerate(measure.where.items()):
            condition, given = is_one_of(f"x_{check.names[column]}", values, tag=f"m{i}_{place}")
            holds.append(condition)
            parameters |= given
        measures.append(f"SELECT {columns}, {i} AS measure FROM kind WHERE {' AND '.join(holds)}")  # noqa: S608 - names of ours
    check.run(
        "check_carried",
        parameters,
        texts=", ".join(f"x_{c}.value AS x_{c}" for c in check.choosing),
        columns=columns,
        joins="\n".join(f"LEFT JOIN check_text AS x_{c} ON x_{c}.no = k.{c}" for c in check.choosing),
        measures="\nUNION ALL\n".join(measures),
    )


def _cells(check: FileCheck) -> Iterator[str]:
    """The filled cells: one query for the long measures of a column, one for each wide measure."""
    held = "SELECT r.row_no, r.pupil, s.* FROM check_row AS r"
    for i, measure in check.wide.items():
        column = check.names[measure.column]
        yield f"{held} JOIN check_score AS s ON s.measure = {i} AND s.no = r.{column}"
    by_column = sorted((check.names[measure.column], i) for i, measure in check.long.items())
    for column, measures in groupby(by_column, key=lambda pair: pair[0]):
        several = ", ".join(str(i) for _, i in measures)
        yield (
            f"{held} {carried(check)} JOIN check_score AS s "
            f"ON s.measure = k.measure AND s.no = r.{column} AND s.measure IN ({several})"
        )


def find_wrong_cells(check: FileCheck) -> None:
    """Name the cells that are not of their scale; grades of another system have a rule of their own."""
    doubtful = "SELECT DISTINCT measure FROM check_score WHERE problem IN ('unknown-grade', 'not-a-number')"
    for (measure,) in check.connection.execute(doubtful).fetchall():
        if _is_mixed(check, measure):
            check.run("check_score_mixed", {"measure": measure})
    for measure, mapped in enumerate(check.measures):
        _find_ambiguous(check, measure, check.request.scales[mapped.scale])
    if check.holds("SELECT 1 FROM check_score WHERE problem IS NOT NULL"):
        check.run("load_finding_cell", {"headers": [measure.column for measure in check.measures]})


def _find_ambiguous(check: FileCheck, measure: int, scale: Scale) -> None:
    """Name the numbers of a measure that each can be read alone, but not in the company of the others."""
    if not (scale.percent_sign or (scale.spellings.numerals and scale.numbers != "none")):
        return
    asked = {"measure": measure, "most": MOST_HERE}
    # The column is asked first, which costs little; in a long file other measures' cells are in it too.
    column = [text for (text,) in check.rows("check_score_number", asked)]
    if not (two_notations(column, scale) or _has_fraction(column, scale)):
        return
    texts = [text for (text,) in check.rows("check_score_number_held", asked)]
    if holds_fractions(texts, scale):
        check.run("check_score_ambiguous", {"measure": measure, "rule": "share-of-one"})
    elif two_notations(texts, scale):
        check.run("check_score_ambiguous", {"measure": measure, "rule": "mixed-grades"})


def _has_fraction(texts: list[str], scale: Scale) -> bool:
    return scale.percent_sign and any(0 < (number_in(text.strip()) or 0) < 1 for text in texts)


def _is_mixed(check: FileCheck, measure: int) -> bool:
    """Whether the cells that a measure's scale does not know are all of another scale."""
    mapped = check.measures[measure]
    scale = check.request.scales[mapped.scale]
    unknown = check.rows("check_score_unknown", {"measure": measure, "most": MOST_TEXTS + 1})
    texts = [text for text, _, _ in unknown]
    if not LEAST_TEXTS <= len({text.strip().upper() for text in texts}) <= MOST_TEXTS:
        return False
    if sum(cells for _, cells, _ in unknown) < LEAST_SHARE * unknown[0][2]:
        return False
    # Numbers on a scale of numbers are slips (the fraction of a count), not another system.
    if not scale.grades and all(number_in(text.strip()) is not None for text in texts):
        return False
    others = [other for other in check.request.scales.values() if other.id != scale.id]
    return _of_one_scale(texts, others)


def _of_one_scale(texts: list[str], scales: list[Scale]) -> bool:
    """Whether a scale that the texts seem to be on reads every one of them."""
    named = mixed_systems(texts, scales)
    likely = [scale for scale in scales if scale.id in named]
    return any(all(points_of(text, scale).score is not None for text in texts) for scale in likely)
