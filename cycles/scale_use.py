"""What may be done with scores: subtracting, converting, and asking whether a threshold is reached."""

from __future__ import annotations

from collections.abc import Mapping

from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.cycles.scale import Scale
from halfterm.cycles.scale_reading import grades_in_words, points_of


def check_subtract(after: Scale, before: Scale) -> None:
    """See that the difference of scores on two scales means anything.

    Raises:
        BadInput: they are two scales, or one whose grades have an order but no distances.
    """
    if after.id != before.id:
        points = before.spellings.grades
        unlike = [g for g, p in after.spellings.grades.items() if g in points and points[g] != p]
        why = f" ({unlike[0]} has other points on each)" if unlike else ""
        raise BadInput(
            f"scores on scale '{after.id}' and on scale '{before.id}' do not subtract{why}; "
            "load both on the same scale"
        )
    if not after.subtract:
        raise BadInput(no_differences(after))


def no_differences(scale: Scale) -> str:
    """Why nothing is subtracted on a scale whose grades only have an order."""
    return f"differences on scale '{scale.id}' mean nothing; use ranks or a threshold"


def threshold_of(scale: Scale, name: str, academic_year: str | None = None) -> float:
    """The points of a threshold of a scale; where it moves, in an academic year such as `2012/13`.

    Raises:
        BadInput: the scale has no such threshold, or nobody knows it for this year.
    """
    if name not in scale.thresholds:
        has = did_you_mean(name, scale.thresholds) or (
            f"; it has {', '.join(scale.thresholds)}" if scale.thresholds else "; it has none"
        )
        raise BadInput(f"scale '{scale.id}' has no threshold '{name}'{has}")
    threshold = scale.thresholds[name]
    written = threshold.at or threshold.by_year.get(academic_year or "")
    if written is None:
        years = list(threshold.by_year)
        asked = f"in {academic_year}" if academic_year else "without an academic year"
        raise BadInput(
            f"threshold '{name}' of scale '{scale.id}' is not known {asked}; "
            f"it is known for {len(years)} years from {years[0]} to {years[-1]}"
        )
    points = points_of(written, scale).score
    if points is None:
        raise BadInput(f"threshold '{name}' of scale '{scale.id}' does not lie on the scale")
    return points


def convert(value: str | float, source: Scale, target: Scale) -> float:
    """The points on another scale of a grade, or of the exact points of one.

    Only officially defined ways are gone, grade by grade; an average is on no grade and cannot go.

    Raises:
        BadInput: there is no such way, or the value is not a grade of the scale.
    """
    way = source.convert_to.get(target.id)
    if way is None:
        there = f"; it converts to {', '.join(source.convert_to)}" if source.convert_to else ""
        raise BadInput(
            f"scale '{source.id}' does not convert to '{target.id}': there is no official table{there}"
        )
    points = points_of(value, source).score if isinstance(value, str) else value
    grade = None if points is None else source.grade_at.get(points)
    if grade is None:
        raise BadInput(f"this is not a grade of scale '{source.id}'; it has {grades_in_words(source)}")
    counterpart = grade if way.grades is None else way.grades.get(grade)
    converted = None if counterpart is None else points_of(counterpart, target).score
    if converted is None:
        raise BadInput(f"grade '{grade}' of scale '{source.id}' has no counterpart on '{target.id}'")
    return converted


def scale_problems(scale: Scale) -> list[str]:
    """What one scale says that its own grades and numbers do not bear out."""
    return [
        f"threshold '{name}' does not lie on the scale; it has {grades_in_words(scale)}"
        for name, threshold in scale.thresholds.items()
        if any(points_of(written, scale).score is None for written in threshold.written)
    ]


def way_problems(scale: Scale, scales: Mapping[str, Scale]) -> list[str]:
    """The conversions of a scale that lead to no scale, or from or to grades that are not there."""
    problems = []
    for target_id, way in scale.convert_to.items():
        target = scales.get(target_id)
        if target is None:
            problems.append(f"converts to '{target_id}': no such scale{did_you_mean(target_id, scales)}")
            continue
        pairs = way.grades or {grade: grade for grade in scale.grades}
        problems += [
            f"converts to '{target_id}': no grade '{grade}'{did_you_mean(grade, scale.grades)}"
            for grade in pairs
            if grade not in scale.grades
        ]
        problems += [
            f"converts to '{target_id}': it has no grade '{grade}'{did_you_mean(grade, target.grades)}"
            for grade in pairs.values()
            if points_of(grade, target).score is None
        ]
    return problems
