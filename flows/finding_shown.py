"""A finding in a sentence and as an object, for commands that show a few of them."""

from __future__ import annotations

from halfterm.cycles.disclosure import show_bound
from halfterm.cycles.impact.finding import Finding
from halfterm.cycles.impact.reasons import reason
from halfterm.cycles.impact.statistics import CATALOGUE
from halfterm.cycles.rounding import half_away

_UNITS = {"percentage points": "percentage points", "index": "", "points": "points"}


def percent(count: int, n: int) -> str:
    """A share in whole percent; not rounded to 0 or to 100 where it is neither. `n` is above 0.

    >>> percent(1, 300), percent(150, 300), percent(299, 300)
    ('1 %', '50 %', '99 %')
    """
    share = 100 * count / n
    whole = half_away(min(max(share, 1.0), 99.0) if 0 < count < n else share)
    return f"{whole:.0f} %"


def signed(number: float, places: int) -> str:
    """A number with its sign, a true minus, rounded half away from zero.

    >>> signed(2.25, 1), signed(-0.04, 1)
    ('+2.3', '0.0')
    """
    rounded = half_away(number, places)
    sign = "+" if rounded > 0 else ""
    return f"{sign}{rounded:,.{places}f}".replace("-", "−")


def p_words(p: float) -> str:
    """A p-value to three decimals, never as nought."""
    return "p < 0.001" if p < 0.001 else f"p = {half_away(p, 3):.3f}"


def interval_words(finding: Finding) -> str:
    """The 95 % interval and p, so far as there are any."""
    places = CATALOGUE[finding.statistic].decimals
    parts = []
    if finding.lower is not None and finding.upper is not None:
        bounds = (show_bound(end, decimals=places, signed=True) for end in (finding.lower, finding.upper))
        parts.append(f"95 % interval {' to '.join(map(str, bounds))}")
    if finding.p is not None:
        parts.append(p_words(finding.p))
    return ", ".join(parts)


def difference_sentence(what: str, finding: Finding, name: str) -> str:
    """What the group has beyond the others, how sure that is, and whether it may be chance."""
    if finding.value is None:
        return f"{what}: not compared, {reason(finding)}."
    statistic = CATALOGUE[finding.statistic]
    figure = (
        f"{signed(finding.value, statistic.decimals)} {_UNITS.get(statistic.unit, statistic.unit)}".rstrip()
    )
    behind = interval_words(finding)
    told = f"{what}: {name} minus others {figure}" + (f" ({behind})" if behind else "")
    return f"{told}; {_chance(finding)}."


def _chance(finding: Finding) -> str:
    if finding.lower is None or finding.upper is None:
        return "no interval, so how sure it is cannot be said"
    if finding.lower <= 0 <= finding.upper:
        return "that may be chance: the interval reaches both sides of no difference"
    return "chance alone seldom does that"


def finding_json(finding: Finding) -> dict[str, object]:
    """All of a finding, for machines."""
    return {
        "statistic": finding.statistic,
        "unit": CATALOGUE[finding.statistic].unit,
        "value": finding.value,
        "lower": finding.lower,
        "upper": finding.upper,
        "p": finding.p,
        "n_target": finding.n_target,
        "n_comparison": finding.n_comparison,
        "method": finding.method,
    }
