"""What a half-term found, in a few rows: for the terminal and Prefect, and only what pages may show."""

from __future__ import annotations

from collections.abc import Iterable

from halfterm.cycles.disclosure import Audience, show_finding
from halfterm.cycles.record import CycleRecord, Study
from halfterm.flows.edition import edition_record
from halfterm.flows.run import Run
from halfterm.warehouse.register import register

Row = dict[str, str]

LEGEND = (
    "Shown: engagements whose numbers this audience may see. Of those, closing: the gap is smaller than "
    "before. Predicted: found inside the predicted interval. Helped, harmed: treated pupils gained more, or "
    "less, than untreated pupils of the same kind, by more than chance explains (95 % interval)."
)


def summary_rows(run: Run) -> list[Row]:
    """A row a measure: how many engagements closed the gap, met targets, predicted well, were helped."""
    workspace = run.workspace()
    with register(workspace.register) as events:
        record = edition_record(run, workspace, events)
    cycles = [cycle for cycle in record.cycles if cycle.plan.follow_up == run.half_term]
    measures = {measure.id: measure.name for cycle in cycles for measure in cycle.plan.measures}
    return [
        _row(record.half_term.name, name, _of(cycles, measure), workspace.settings.audience)
        for measure, name in measures.items()
    ]


def _of(cycles: Iterable[CycleRecord], measure: str) -> list[Study]:
    studies = (
        cycle.study(level="engagement", place=cycle.plan.engagement, measure=measure) for cycle in cycles
    )
    return [study for study in studies if study is not None]


def _row(half_term: str, measure: str, studies: list[Study], audience: Audience) -> Row:
    seen = [
        s for s in studies if show_finding(s.finding("gap_followup"), audience=audience, decimals=1).visible
    ]
    closing = [s for s in seen if _size(s, "gap_followup") < _size(s, "gap_baseline")]
    targets = [target for s in seen for target in s.targets if target.met is not None]
    predictions = [p for s in seen for p in s.predictions if p.inside is not None]
    helped = [signs for s in seen if (signs := _impact_sign(s, audience)) is not None]
    return {
        "Half-term": half_term,
        "Measure": measure,
        "Shown": f"{len(seen)} of {len(studies)}",
        "Closing": f"{len(closing)} of {len(seen)}",
        "Targets met": f"{sum(t.met is True for t in targets)} of {len(targets)}",
        "Predicted": f"{sum(p.inside is True for p in predictions)} of {len(predictions)}",
        "Helped": f"{helped.count(1)} of {len(helped)}",
        "Harmed": f"{helped.count(-1)} of {len(helped)}",
    }


def _size(study: Study, statistic: str) -> float:
    return abs(study.finding(statistic).value or 0.0)


def _impact_sign(study: Study, audience: Audience) -> int | None:
    """1 or -1 where the whole interval of the impact is above or below nought, 0 if it could be chance."""
    finding = next((f for f in study.findings if f.statistic == "impact"), None)
    if finding is None:
        return None
    shown = show_finding(finding, audience=audience, decimals=1)
    lower, upper = shown.lower.value, shown.upper.value
    if lower is None or upper is None:
        return None
    return 1 if lower > 0 else -1 if upper < 0 else 0


def as_markdown(rows: list[Row]) -> str:
    """The rows as a Markdown table; empty for none."""
    if not rows:
        return ""
    heads = list(rows[0])
    lines = [heads, ["---"] * len(heads), *([row[head] for head in heads] for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
