"""`halfterm scale ...` in words: what a scale holds, what may be done with it, a grade on another scale."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.cycles.scale import Scale
from halfterm.cycles.scale_reading import grades_in_words, near, points_of, text_of
from halfterm.cycles.scale_use import convert
from halfterm.warehouse.scale_file import built_in_scales, read_scales

Row = tuple[str, ...]

LIST_HEADS = ("Scale", "What it is", "Cells hold", "Subtract")


def scales_of(workspace: Path | None) -> Mapping[str, Scale]:
    """The scales of a workspace, or the built-in ones alone.

    Raises:
        BadInput: the folder is no workspace, or one of its scales is wrong.
    """
    if workspace is None:
        return built_in_scales()
    if not (workspace / "halfterm.toml").is_file():
        raise BadInput(f"{workspace}: not a workspace: there is no halfterm.toml in it")
    return read_scales(workspace / "scales")


def scale_of(scales: Mapping[str, Scale], name: str) -> Scale:
    """The scale of an id.

    Raises:
        BadInput: there is none; the near misses are offered.
    """
    if name not in scales:
        raise BadInput(
            f"no scale '{name}'{did_you_mean(name, scales) or '; `halfterm scale list` shows them'}"
        )
    return scales[name]


def list_row(scale: Scale) -> Row:
    """One line about a scale."""
    return (scale.id, scale.name, _holds(scale), "yes" if scale.subtract else "no, only an order")


def _holds(scale: Scale) -> str:
    if len(scale.grades) > 2:
        first, *_, last = scale.grades
        return f"grades {first} to {last}"
    return grades_in_words(scale).replace(", ", " or ") if scale.grades else grades_in_words(scale)


def grade_rows(scale: Scale) -> list[Row]:
    """Each grade with its points, lowest first."""
    return [(grade, f"{points:g}") for grade, points in scale.grades.items()]


def threshold_rows(scale: Scale) -> list[Row]:
    """Each threshold with its name and where it lies."""
    return [
        (name, threshold.name, threshold.at or _by_year(threshold.by_year))
        for name, threshold in scale.thresholds.items()
    ]


def _by_year(by_year: Mapping[str, str]) -> str:
    """The marks of the years, equal ones together."""
    years: dict[str, list[str]] = {}
    for year, mark in by_year.items():
        years.setdefault(mark, []).append(year)
    told = (
        f"{mark} ({y[0]} to {y[-1]}, {len(y)} years)" if len(y) > 1 else f"{mark} ({y[0]})"
        for mark, y in years.items()
    )
    return "; ".join(told)


def facts(scale: Scale) -> Iterator[str]:
    """What a cell may hold and what may be done with the scores, a sentence each."""
    yield f"Cells hold {_cells(scale)}."
    if scale.subtract:
        yield "Scores subtract, on this scale only."
    else:
        yield "Differences mean nothing here: use ranks or a threshold."
    if scale.direction == "lower":
        yield "Lower is better."
    if scale.sub_level is not None:
        yield f"One step is {_amount(scale.sub_level, scale)}."
    if scale.expected is not None:
        expected = scale.expected
        yield (
            f"Expected without anything done: {_amount(expected.half_term, scale)} a half-term, "
            f"{expected.year:g} a year."
        )
    if scale.most_change is not None:
        yield f"A change of more than {_amount(scale.most_change, scale)} in a half-term is asked about."
    for code, status in scale.statuses.items():
        yield f"{code} means {status}."
    if scale.not_codes:
        yield f"Refused, because they could be grades: {', '.join(scale.not_codes)}."
    for target, way in scale.convert_to.items():
        yield f"Converts to {target}: {way.rule}."
    if scale.source:
        yield f"Source: {scale.source}."


def _cells(scale: Scale) -> str:
    """What a cell may hold; the grades themselves are in a table below."""
    if scale.percent_sign:
        return f"{grades_in_words(scale)}, with or without %"
    if not scale.grades:
        return grades_in_words(scale)
    before = f", also as {scale.prefixes[0]} {next(reversed(scale.grades))}" if scale.prefixes else ""
    points = {"none": "", "grades": ", or the points of one", "any": ", or any points between"}
    return f"one of the grades below, in capitals or not{before}{points[scale.numbers]}"


def _amount(points: float, scale: Scale) -> str:
    return f"{points:g} {scale.unit if points == 1 else scale.units}"


def converted(scales: Mapping[str, Scale], text: str, source: str, target: str) -> dict[str, object]:
    """A grade of one scale on another, with the points on both and the rule.

    Raises:
        BadInput: a scale is not there, the text is not a grade of it, or no official table leads there.
    """
    before, after = scale_of(scales, source), scale_of(scales, target)
    points = convert(text, before, after)
    return {
        "from": {"scale": source, "grade": _grade(text, before), "points": points_of(text, before).score},
        "to": {"scale": target, "grade": text_of(points, after), "points": points},
        "rule": before.convert_to[target].rule,
    }


def _grade(text: str, scale: Scale) -> str:
    score = points_of(text, scale).score
    return text if score is None else text_of(score, scale)


def suggestion(text: str, scale: Scale) -> str:
    """The grades that look like a text, ready to be put behind a message; empty when none does."""
    grades = near(text, scale)
    return f"; did you mean {' or '.join(grades)}?" if grades and points_of(text, scale).problem else ""
