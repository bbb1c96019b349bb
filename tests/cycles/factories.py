"""A small programme, plan and panel with good defaults; a test changes only what it is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from halfterm.cycles.impact.flow import Flow, FrozenCount, Kind
from halfterm.cycles.impact.moments import Cell, Gain, Moments, PanelSummary, ScoreCount, Shift
from halfterm.cycles.plan import Plan
from halfterm.cycles.programme import Programme

Pairs = Sequence[tuple[float, float]]
"""(baseline, follow-up) of some pupils, in points."""

NO_SHIFT = Shift()


def programme_content(**changes: Any) -> dict[str, Any]:
    """What `programme.yaml` says: one cluster of three schools, one engagement, three half-terms."""
    return {
        "id": "gaps",
        "name": "Closing gaps together",
        "about": "Three schools try out ways to close gaps.",
        "half_terms": [
            {"id": "autumn-1", "name": "Autumn 1", "starts": "2025-09-01", "ends": "2025-10-24"},
            {"id": "autumn-2", "name": "Autumn 2", "starts": "2025-11-03", "ends": "2025-12-19"},
            {"id": "spring-1", "name": "Spring 1", "starts": "2026-01-05", "ends": "2026-02-13"},
        ],
        "people": [
            {"id": "ana", "name": "Ana Bright", "role": "facilitator"},
            {"id": "ben", "name": "Ben Carr", "role": "nle", "school": "ash"},
            {"id": "cat", "name": "Cat Dunn", "role": "headteacher", "school": "birch"},
            {"id": "dan", "name": "Dan Eve", "role": "headteacher", "school": "ash"},
            {"id": "eli", "name": "Eli Fox", "role": "data manager", "school": "ash"},
            {"id": "fay", "name": "Fay Gray", "role": "facilitator"},
            {"id": "gus", "name": "Gus Hart", "role": "nle"},
        ],
        "clusters": [
            {
                "id": "north",
                "name": "North",
                "facilitator": "ana",
                "schools": [
                    {"id": "ash", "name": "Ash School", "code": "100"},
                    {"id": "birch", "name": "Birch School", "code": "200"},
                    {"id": "cedar", "name": "Cedar School", "code": "300"},
                ],
            }
        ],
        "engagements": [
            {
                "id": "ash-and-birch",
                "name": "Ash and Birch",
                "cluster": "north",
                "lead": "ash",
                "supported": ["birch"],
                "nle": "ben",
            }
        ],
    } | changes


def make_programme(**changes: Any) -> Programme:
    return Programme.model_validate(programme_content(**changes))


def aim_content(**changes: Any) -> dict[str, Any]:
    return {
        "by": "2025-12-19",
        "improve": "the reading gap",
        "from": "8 points",
        "to": "4 points",
        "for_whom": "FSM pupils",
        "by_doing": "hearing every reader twice a week",
    } | changes


def plan_content(**changes: Any) -> dict[str, Any]:
    """What a file of `cycles/` says: reading with a threshold and maths without, gap predicted in both."""
    return {
        "id": "ash-1",
        "title": "Hear every reader twice a week",
        "engagement": "ash-and-birch",
        "planned": "2025-10-20",
        "half_term": "autumn-2",
        "baseline": "autumn-1",
        "follow_up": "autumn-2",
        "aim": aim_content(),
        "target_group": {"name": "FSM pupils", "attributes": {"fsm": "yes"}},
        "comparison": {"kind": "others", "name": "other pupils"},
        "change_idea": {"name": "paired reading", "theory": "Who reads aloud more, reads better."},
        "intervention": {"name": "Paired reading", "theme": "Reading aloud"},
        "measures": [
            {"id": "reading", "name": "Reading", "scale": "points", "threshold": 100},
            {"id": "maths", "name": "Maths", "scale": "points"},
        ],
        "targets": [{"measure": "reading", "goal": -4, "by": "2025-12-19"}],
        "predictions": [
            {"measure": "reading", "value": -5, "lower": -7, "upper": -3},
            {"measure": "maths", "value": -8, "lower": -10, "upper": -6},
        ],
    } | changes


def make_plan(**changes: Any) -> Plan:
    return Plan.model_validate(plan_content(**changes))


def moments(pairs: Pairs, *, shift: Shift = NO_SHIFT, threshold: float | None = None) -> Moments:
    """The sums that SQL would hand over for these pupils."""
    before = [b - shift.baseline for b, _ in pairs]
    after = [f - shift.follow_up for _, f in pairs]
    return Moments(
        n=len(pairs),
        b=sum(before),
        f=sum(after),
        bb=sum(b * b for b in before),
        ff=sum(f * f for f in after),
        bf=sum(b * f for b, f in zip(before, after, strict=True)),
        reached_baseline=sum(threshold is not None and b >= threshold for b, _ in pairs),
        reached_follow_up=sum(threshold is not None and f >= threshold for _, f in pairs),
    )


def make_panel(
    target: Pairs,
    others: Pairs = (),
    *,
    shift: Shift = NO_SHIFT,
    threshold: float | None = None,
    unclassified: Pairs = (),
    **absent: int,
) -> PanelSummary:
    """A panel of one school."""
    sides = {True: target, False: others}
    scores = Counter((side, f) for side, pairs in sides.items() for _, f in pairs)
    return PanelSummary(
        shift=shift,
        cells=tuple(
            Cell("ash", side, None, moments(pairs, shift=shift, threshold=threshold))
            for side, pairs in sides.items()
            if pairs
        ),
        follow_up_counts=tuple(ScoreCount(side, score, pupils) for (side, score), pupils in scores.items()),
        gains=tuple(Gain("ash", side, f - b) for side, pairs in sides.items() for b, f in pairs),
        unclassified=moments(unclassified, shift=shift, threshold=threshold),
        threshold=threshold,
        **absent,
    )


def flow(kind: Kind, pupils: int, *, target: bool, baseline: float = 0.0, follow_up: float = 0.0) -> Flow:
    """Pupils of one kind from their mean scores."""
    return Flow(target, kind, pupils, pupils * baseline, pupils * follow_up)


def frozen(*, target: bool, both: int, no_follow_up: int = 0, no_baseline: int = 0) -> FrozenCount:
    return FrozenCount(target, both + no_follow_up + no_baseline, both, no_follow_up, no_baseline)


def day(text: str) -> date:
    return date.fromisoformat(text)
