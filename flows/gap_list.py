"""How the finds of `halfterm find-gaps` are told: a table for a person, an object for a machine."""

from __future__ import annotations

import json

from rich.console import Console
from rich.table import Table
from rich.text import Text

from halfterm.cycles.gap_finder import FoundGap, Group, run_behind
from halfterm.cycles.rounding import half_away
from halfterm.flows.find_gaps import GapReport, Series
from halfterm.warehouse.counting import counted
from halfterm.warehouse.gap_scan import FEWEST_TO_CUT, MOST_PAIRED, MOST_VALUES

_YES, _NO = ("yes", "y", "true"), ("no", "n", "false")


def group_name(group: Group) -> str:
    """The group in the words of the data, its band apart.

    >>> group_name(Group("maths", "points", "", "", (("fsm", "no"), ("gender", "F")), 1))
    'not fsm, gender F'
    """
    if not group.terms:
        return "everybody"
    return ", ".join(_term(name, value) for name, value in group.terms)


def _term(name: str, value: str) -> str:
    if not name:
        return value
    said = {**dict.fromkeys(_YES, name), **dict.fromkeys(_NO, f"not {name}")}
    return _plain(said.get(value.lower(), f"{name} {value}"))


def _plain(text: str) -> str:
    """Text of a file without anything that a terminal would act upon."""
    return "".join(sign if sign.isprintable() else "?" for sign in text)


def _place(report: GapReport, school: str) -> str:
    return report.names.get(school, school) if school else "all schools"


def _within(each: FoundGap) -> str:
    """The wider group that says as much, with what sets it apart."""
    wider = each.within
    if wider is None:
        return ""
    parts = [group_name(wider)]
    if wider.band:
        parts.append(f"{wider.band} band")
    if wider.school != each.group.school:
        parts.append("all schools")
    return ", ".join(parts)


def print_gaps(console: Console, report: GapReport) -> None:
    """The groups furthest behind, and what the list can and cannot say."""
    console.print(Text(f"Groups behind in {report.half_term}", style="bold"))
    if report.shown:
        console.print()
        console.print(_table(report, wide=console.width >= _WIDE))
    console.print()
    for sentence in sentences(report):
        console.print(Text(sentence))
    for note in notes(report):
        console.print(Text(note, style="dim"))


def _table(report: GapReport, *, wide: bool) -> Table:
    """A row a group; columns that would say nothing (one measure, one school, no band) are left out."""
    rows = [_cells(report, each, series) for each, series in zip(report.shown, report.series, strict=True)]
    table = Table(box=None, pad_edge=False, header_style="dim")
    heads = [head for head in rows[0] if any(row[head] for row in rows) and (wide or head != "p")]
    for head in heads:
        number = head in _NUMBERS
        longest = max(len(word) for row in rows for word in (*row[head].split(), *head.split()))
        table.add_column(
            head,
            justify="right" if number else "left",
            no_wrap=number,
            min_width=min(longest, _LONGEST_WORD),
            overflow="fold",
        )
    for each, row in zip(report.shown, rows, strict=True):
        cells = [Text(row[head]) for head in heads]
        if each.within:
            cells[0].append(f"\nwithin {_within(each)}", style="dim")
        table.add_row(*cells)
    return table


_LONGEST_WORD = (
    15  # longer words of a school's own data are broken; half-terms such as autumn-2-202627 are not
)
_WIDE = 100  # columns of a terminal that has room for p beside q
_NUMBERS = ("Pupils", "Gap", "95 % interval", "p", "q")


def _cells(report: GapReport, each: FoundGap, series: Series) -> dict[str, str]:
    group, asked = each.group, report.asked
    return {
        "Group": group_name(group),
        "Band": group.band,
        "Measure": "" if asked.measure else group.measure,
        "Where": "" if asked.school else _place(report, group.school),
        "Pupils": f"{each.n:,} v {each.n_others:,}",
        "Gap": _number(each.gap, 1),
        "95 % interval": f"{_number(each.lower, 1)} to {_number(each.upper, 1)}",
        "p": _small(each.p),
        "q": _small(each.q),
        "Behind since": _since(series) if any(len(each) > 1 for each in report.series) else "",
    }


def _number(number: float, places: int) -> str:
    return f"{half_away(number, places):,.{places}f}"


def _small(number: float) -> str:
    return "<0.001" if number < 0.001 else f"{half_away(number, 3):.3f}"


def _since(series: Series) -> str:
    """The first half-term of the unbroken run behind, and how many it has.

    >>> _since((("autumn-2", -1.0), ("spring-1", 0.2), ("spring-2", -3.0)))
    'now'
    >>> _since((("autumn-2", -1.0), ("spring-1", -0.2))), _since((("spring-1", -0.2),))
    ('autumn-2 (2)', 'first seen')
    """
    run = run_behind([gap for _, gap in series])
    if len(series) < 2:
        return "first seen"
    return "now" if run < 2 else f"{series[-run][0]} ({run})"


def sentences(report: GapReport) -> list[str]:
    """How many groups were compared, what the list means, and for whom it is."""
    scan, smallest = report.scan, report.asked.smallest
    compared = (
        f"{counted(report.finds.compared, 'comparison')} of groups among {counted(scan.pupils, 'pupil')} "
        f"with a score; {scan.too_small:,} more are too small to compare (under {smallest} pupils on a side)."
    )
    return [compared, *_found(report), f"{_beside(report)} The list says where, not why: ask there. {_SMALL}"]


_SMALL = "It names small groups, so it is for the schools' own eyes."


def _found(report: GapReport) -> list[str]:
    behind, shown, share = len(report.finds.behind), len(report.shown), report.asked.share
    if not behind:
        return [
            f"No group is behind at q <= {share:g}: no gap stands out from what chance does among so many "
            "groups. That does not say that there is none."
        ]
    only = f"; the first {shown} are shown" if behind > shown else ""
    return [
        f"{counted(behind, 'group')} behind at q <= {share:g}{only}. q is p made stricter for so many "
        f"comparisons: of a list cut at {share:g}, about {100 * share:g} in 100 are there by chance.",
        "First come those surely furthest behind (by the interval's end nearer 0, in SDs); last those that "
        "add nothing to the wider group they are within.",
    ]


def _beside(report: GapReport) -> str:
    """Whom the groups of the list are compared with."""
    beside = (
        "Each group is set beside the others of its own school and year group, in a band beside its own band"
    )
    if all(each.group.terms for each in report.shown):
        return f"{beside}."
    whole = "each by the distance from its own band's mean over all schools"
    return f"{beside}; everybody of a band beside the school's other bands, {whole}."


def notes(report: GapReport) -> list[str]:
    """What was not compared, and why."""
    scan, said = report.scan, list(report.not_loaded)
    if not scan.banded:
        said.append(
            "No bands of prior attainment: they need scores of an earlier half-term, of "
            f"{FEWEST_TO_CUT} pupils of a year group or more (--load with --half-term takes one in)."
        )
    elif scan.banded < scan.pupils:
        said.append(
            f"{counted(scan.pupils - scan.banded, 'pupil')} without an earlier score to cut a band by: "
            "in no band."
        )
    if scan.alone:
        said.append(
            f"Compared singly, not in pairs, having more than {MOST_PAIRED} values: "
            f"{', '.join(map(_plain, scan.alone))}."
        )
    if scan.left_out:
        said.append(
            f"Not compared, having more than {MOST_VALUES} values: {', '.join(map(_plain, scan.left_out))}."
        )
    if report.finds.not_varying:
        said.append(
            f"{counted(report.finds.not_varying, 'comparison')} left out: the scores show no scatter."
        )
    return said


def gaps_as_json(report: GapReport) -> str:
    """One object: the counts, the rows shown with their series, the notes."""
    whole = {
        "half_term": report.half_term,
        "share": report.asked.share,
        "smallest": report.asked.smallest,
        "pupils": report.scan.pupils,
        "pupils_in_a_band": report.scan.banded,
        "compared": report.finds.compared,
        "too_small": report.scan.too_small,
        "behind": len(report.finds.behind),
        "groups": [_row(each, series) for each, series in zip(report.shown, report.series, strict=True)],
        "notes": notes(report),
    }
    return json.dumps(whole, indent=2, allow_nan=False)


def _row(each: FoundGap, series: Series) -> dict[str, object]:
    return {
        **_named(each.group),
        "n": each.n,
        "n_others": each.n_others,
        "gap": each.gap,
        "lower": each.lower,
        "upper": each.upper,
        "standard_error": each.standard_error,
        "gap_sd": each.gap_sd,
        "p": each.p,
        "q": each.q,
        "half_terms_behind": run_behind([gap for _, gap in series]),
        "series": [{"half_term": half_term, "gap": gap} for half_term, gap in series],
        "within": None if each.within is None else _named(each.within),
        "also": [_named(group) for group in each.also],
    }


def _named(group: Group) -> dict[str, object]:
    return {
        "group": group_name(group),
        "terms": [{"attribute": name or None, "value": value} for name, value in group.terms],
        "band": group.band or None,
        "measure": group.measure,
        "scale": group.scale,
        "school": group.school or None,
    }
