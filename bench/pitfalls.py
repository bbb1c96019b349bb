"""What no interval covers: how far estimates stray when pupils leave, switch or are picked by score."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bench.known_truth import SCALES, World, cross_section_change, draw, summarised
from halfterm.cycles.impact.study import study_panel

SAMPLES = 400
SUB_LEVELS = SCALES[1]
STRAYING = ("gain_target", "gap_change", "cross-section", "ancova", "impact")


@dataclass(frozen=True, slots=True)
class Pitfall:
    """A world where something is wrong with who is looked at; `words` say what."""

    words: str
    world: World


def _world(**changes: object) -> World:
    settings: dict[str, object] = {"gap": 0.0, "differential": 0.2, "impact": 0.0} | changes
    return World(SUB_LEVELS, pupils=300, schools=8, **settings)  # type: ignore[arg-type]


PITFALLS = (
    Pitfall("Nothing wrong", _world()),
    Pitfall("The target group is behind by 0.5 from the start", _world(gap=-0.5)),
    Pitfall("The target group was picked for low baseline scores", _world(target="low baseline")),
    Pitfall("20 % leave, at random", _world(left="at random", attrition=0.2)),
    Pitfall("20 % leave, mostly those low at baseline", _world(left="low baseline", attrition=0.2)),
    Pitfall("20 % leave, mostly target pupils", _world(left="target", attrition=0.2)),
    Pitfall("20 % of the target lose its status, mostly those who do best", _world(switching=0.2)),
    Pitfall("Treated: those low at baseline; impact 0.2", _world(impact=0.2, assigned="low baseline")),
    Pitfall("Treated: drawn within schools; impact 0.2", _world(impact=0.2)),
)


def strayed(pitfall: Pitfall) -> dict[str, float]:
    """Mean of each estimate less what was planted, in standard deviations of the scale."""
    world = pitfall.world
    generator = np.random.default_rng(PITFALLS.index(pitfall))
    sums = dict.fromkeys(STRAYING, 0.0)
    for _ in range(SAMPLES):
        panel = draw(world, generator)
        found = {m.statistic: m.value for m in study_panel(summarised(panel, world.scale), with_treated=True)}
        found["cross-section"] = cross_section_change(panel)
        for name in STRAYING:
            sums[name] += (found[name] or 0.0) / world.scale.spread
    planted = {
        "gain_target": world.growth + world.differential + world.impact / 2,
        "impact": world.impact,
    }
    gap = world.differential + world.impact / 2
    return {name: total / SAMPLES - planted.get(name, gap) for name, total in sums.items()}
