"""What only the counts behind a study can tell its reader to bear in mind: each rule its sentence, without a number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from halfterm.cycles.impact import (
    Finding,
    GroupAtBothTimes,
    NotDefined,
    Scores,
    panels_disagree,
    split_gap_change,
)
from halfterm.cycles.impact.flow import Flow
from halfterm.cycles.record import Coverage

MANY_SWITCHERS = 0.1


def cautions(
    findings: Sequence[Finding], coverage: Coverage, flows: Iterable[Flow], *, drawn: bool | None
) -> tuple[str, ...]:
    """The sentences that apply. `drawn`: whether the treated were drawn at random; None without treated."""
    by_name = {finding.statistic: finding for finding in findings}
    rules = (
        (
            coverage.switched_out + coverage.switched_in > MANY_SWITCHERS * max(coverage.target_frozen, 1),
            "Some pupils changed group after the baseline; they count where the baseline put them.",
        ),
        (
            _panels_disagree(by_name["gap_change"], flows),
            "Pupils tested both times and all pupils tested each time tell different stories: who joined and left matters.",
        ),
        (
            drawn is False,
            "Who got the idea was not drawn at random, so treated pupils may have differed from the start.",
        ),
    )
    return tuple(sentence for applies, sentence in rules if applies)


def _panels_disagree(matched: Finding, flows: Iterable[Flow]) -> bool:
    flows = tuple(flows)
    if matched.value is None:
        return False
    try:
        cross = split_gap_change(both_times(flows, target=True), both_times(flows, target=False))
    except NotDefined:
        return False
    return panels_disagree(matched.value, cross.change)


def both_times(flows: Iterable[Flow], *, target: bool) -> GroupAtBothTimes:
    """One side's flows as the five kinds that a change is split into."""
    held = {flow.kind: flow for flow in flows if flow.target is target}

    def scores(kind: str, total: str) -> Scores:
        flow = held.get(kind)  # type: ignore[call-overload]
        return Scores() if flow is None else Scores(flow.pupils, getattr(flow, total))

    return GroupAtBothTimes(
        stayers_baseline=scores("stayer", "baseline"),
        stayers_follow_up=scores("stayer", "follow_up"),
        joiners=scores("joiner", "follow_up"),
        leavers=scores("leaver", "baseline"),
        switched_in=scores("switched_in", "follow_up"),
        switched_out=scores("switched_out", "baseline"),
    )
