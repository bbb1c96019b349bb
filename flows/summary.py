"""What a half-term found, in a few rows: for the terminal and Prefect, and only what pages may show."""

from __future__ import annotations

from halfterm.flows.edition import edition_record
from halfterm.flows.run import Run
from halfterm.site.safe import show_edition
from halfterm.site.shown import ShownStudy
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
        shown = show_edition(edition_record(run, workspace, events), workspace.settings.audience)
    cycles = [cycle for cycle in shown.cycles if cycle.plan.follow_up == run.half_term]
    studies = [study for cycle in cycles for study in cycle.at("engagement", cycle.plan.engagement)]
    measures = dict.fromkeys(study.measure.id for study in studies)
    return [
        _row(shown.half_term.name, [s for s in studies if s.measure.id == measure]) for measure in measures
    ]


def _row(half_term: str, studies: list[ShownStudy]) -> Row:
    seen = [study for study in studies if study.findings["gap_followup"].visible]
    closing = [study for study in seen if _size(study, "gap_followup") < _size(study, "gap_baseline")]
    targets = [target for study in seen for target in study.targets if target.met is not None]
    outcomes = [p.outcome for study in seen for p in study.predictions if p.predicted.visible]
    scored = [outcome for outcome in outcomes if outcome in ("held", "better", "missed")]
    signs = [sign for study in seen if (sign := _impact_sign(study)) is not None]
    return {
        "Half-term": half_term,
        "Measure": studies[0].measure.name,
        "Shown": f"{len(seen)} of {len(studies)}",
        "Closing": f"{len(closing)} of {len(seen)}",
        "Targets met": f"{sum(target.met is True for target in targets)} of {len(targets)}",
        "Predicted": f"{scored.count('held')} of {len(scored)}",
        "Helped": f"{signs.count(1)} of {len(signs)}",
        "Harmed": f"{signs.count(-1)} of {len(signs)}",
    }


def _size(study: ShownStudy, statistic: str) -> float:
    return abs(study.findings[statistic].value.value or 0.0)


def _impact_sign(study: ShownStudy) -> int | None:
    """1 or -1 where the whole interval of the impact is above or below nought, 0 if it could be chance."""
    if "impact" not in study.findings:
        return None
    impact = study.findings["impact"]
    lower, upper = impact.lower.value, impact.upper.value
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
