"""Sentences from figures: the number, its sign and its chance said by one rule in every direction.

Only figures made safe come in, so that no word gives away what an audience may not know: of a hidden
figure not even the direction is said. "Impact" is said only where treated and untreated are compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from halfterm.cycles.disclosure import POLICIES, Audience, Shown, ShownFinding
from halfterm.cycles.impact.movement import Mover, movement, what_moved

Verdict = Literal["closing", "widening", "changed sides", "no clear change", "hidden", "not known"]

OTHER_REASONS: Final = "Gaps move for other reasons too."
MOVED: Final = {
    Mover.CLOSING_UP: "closing up",
    Mover.CLOSING_DOWN: "closing down",
    Mover.CLOSING_BOTH: "closing from both sides",
    Mover.WIDENING_UP: "widening up",
    Mover.WIDENING_DOWN: "widening down",
    Mover.WIDENING_BOTH: "widening from both sides",
    Mover.LEVEL: "both sides moved alike",
}


@dataclass(frozen=True, slots=True)
class GapFigures:
    """A gap before and after, with what the sentences need to name. All figures are in points."""

    measure: str
    target: str
    comparison: str
    when_before: str
    when_after: str
    before: ShownFinding
    after: ShownFinding
    change: ShownFinding
    gain_target: ShownFinding
    gain_comparison: ShownFinding

    @property
    def hidden(self) -> bool:
        return any(f.value.symbol == "c" for f in (self.before, self.after, self.change))


def sentence(text: str) -> str:
    """With a capital letter and a full stop, leaving the rest as it was written."""
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")


def listed(words: Sequence[str]) -> str:
    """A list as it is spoken.

    >>> listed(["reading", "writing", "maths"])
    'reading, writing and maths'
    """
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def amount(figure: Shown, unit: str = "point") -> str:
    """The size of a figure without its sign, with its unit in the right number.

    >>> amount(Shown("−1", -1.0)), amount(Shown("+0.4", 0.4)), amount(Shown("−2.3", -2.3))
    ('1 point', '0.4 points', '2.3 points')
    """
    size = figure.text.lstrip("−+")
    return f"{size} {unit}" if size == "1" else f"{size} {unit}s"


def standing(gap: Shown, other: str = "") -> str:
    """Where the target group stands: behind, ahead or level.

    >>> standing(Shown("−2.2", -2.2), "the class"), standing(Shown("+0.8", 0.8)), standing(Shown("0.0", 0.0))
    ('2.2 points behind the class', '0.8 points ahead', 'level')
    """
    if not gap.value:
        return f"level with {other}" if other else "level"
    if gap.value < 0:
        return f"{amount(gap)} behind" + (f" {other}" if other else "")
    return f"{amount(gap)} ahead" + (f" of {other}" if other else "")


def could_be_chance(finding: ShownFinding) -> bool | None:
    """Whether the 95 % interval includes no difference; None where there is no interval to see."""
    if finding.lower.value is None or finding.upper.value is None:
        return None
    return finding.lower.value <= 0 <= finding.upper.value


def interval(finding: ShownFinding) -> str:
    """The bounds of a finding, as text; empty where there are none.

    >>> from halfterm.cycles.disclosure import hidden
    >>> z = hidden("z")
    >>> value, lower, upper = Shown("+4.2", 4.2), Shown("−1.4", -1.4), Shown("+9.8", 9.8)
    >>> interval(ShownFinding("did", value, lower, upper, z, z, z, "t"))
    '−1.4 to +9.8'
    """
    if finding.lower.value is None or finding.upper.value is None:
        return ""
    return f"{finding.lower} to {finding.upper}"


def verdict(gap: GapFigures) -> Verdict:
    """What may be claimed about a gap: nothing, where chance would do."""
    before, after, change = gap.before.value.value, gap.after.value.value, gap.change.value.value
    if gap.hidden:
        return "hidden"
    if before is None or after is None or change is None:
        return "not known"
    direction = movement(before, after).direction
    if direction == "level" or change == 0 or could_be_chance(gap.change) is not False:
        return "no clear change"
    return "changed sides" if direction == "flipped" else direction


def headline(gaps: Sequence[GapFigures]) -> str:
    """The verdicts on several measures in a few words, like measures together.

    Empty for no measures at all.
    """
    said: dict[Verdict, list[str]] = {}
    for gap in gaps:
        said.setdefault(verdict(gap), []).append(gap.measure)
    return "; ".join(_verdict_words(word, listed(measures), len(measures)) for word, measures in said.items())


def _verdict_words(word: Verdict, measures: str, count: int) -> str:
    gaps = f"{measures} {'gap' if count == 1 else 'gaps'}"
    match word:
        case "no clear change":
            return f"no clear change in {measures}"
        case "hidden":
            return f"{measures} hidden to protect pupils"
        case "not known":
            return f"{gaps} not known"
        case "changed sides":
            return f"{gaps} changed sides"
        case "closing" | "widening":
            return f"{gaps} {word}"


def gap_sentence(gap: GapFigures) -> str:
    """Where the target group stood, where it stands, and how the gap moved."""
    if gap.hidden:
        return f"{gap.measure}: hidden to protect pupils."
    before, after, change = gap.before.value, gap.after.value, gap.change.value
    if before.value is None or after.value is None or change.value is None:
        return f"{gap.measure}: {gap.after.method.rstrip('.')}."
    stood = f"{gap.target} were {standing(before, gap.comparison)} ({gap.when_before})"
    same = before.value * after.value > 0
    stands = standing(after, "" if same else gap.comparison)
    chance = ", which could be chance" if could_be_chance(gap.change) and _moved(gap) else ""
    return f"{gap.measure}: {stood} and are now {stands} ({gap.when_after}); {_movement_words(gap)}{chance}."


def _moved(gap: GapFigures) -> bool:
    return movement(gap.before.value.value or 0.0, gap.after.value.value or 0.0).direction != "level"


def _movement_words(gap: GapFigures) -> str:
    before, after = gap.before.value.value or 0.0, gap.after.value.value or 0.0
    match movement(before, after).direction:
        case "flipped":
            return "the gap has changed sides"
        case "level":
            return "the gap is about the same"
        case "closing":
            return f"the gap is {amount(gap.change.value)} smaller"
        case "widening":
            return f"the gap is {amount(gap.change.value)} wider"


def change_words(gap: GapFigures) -> str:
    """The change of a gap in a table cell.

    "1.1 closer", "0.7 wider", "same", "sides changed", or the symbol of a hidden figure.
    """
    before, after, change = gap.before.value, gap.after.value, gap.change.value
    if gap.hidden:
        return "c"
    if before.value is None or after.value is None or change.value is None:
        return change.text
    match movement(before.value, after.value).direction:
        case "flipped":
            return "sides changed"
        case "level":
            return "same"
        case "closing":
            return change.text.lstrip("−+") + " closer"
        case "widening":
            return change.text.lstrip("−+") + " wider"


def chance_words(finding: ShownFinding) -> str:
    """Whether chance would do, said the same way whichever way the figure points; empty for a hidden one."""
    chance, bounds = could_be_chance(finding), interval(finding)
    if not finding.visible:
        return ""
    if chance is None:
        return "may or may not be chance: no interval was computed"
    return f"{'could be chance' if chance else 'is unlikely to be chance'} (95% interval {bounds})"


def moved_sentence(gap: GapFigures) -> str:
    """Which side moved, and whether a gap closed up or down."""
    target, others = gap.gain_target.value, gap.gain_comparison.value
    if gap.hidden or target.value is None or others.value is None:
        return ""
    first = f"{gap.target} {_gained(target)} and {gap.comparison} {_gained(others)}"
    moved = what_moved(target.value, others.value, baseline_gap=gap.before.value.value or 0.0)
    flipped = (gap.before.value.value or 0.0) * (gap.after.value.value or 0.0) < 0
    return (first if flipped else f"{first}, {MOVED[moved]}") + "."


def _gained(gain: Shown) -> str:
    if not gain.value:
        return "stayed where they were"
    return ("rose " if gain.value > 0 else "fell ") + amount(gain)


def impact_sentences(
    impacts: Sequence[tuple[str, ShownFinding]], *, target: str, idea: str
) -> tuple[str, ...]:
    """What may be said of the impact on several measures, like measures together.

    `impacts` are (measure, finding) pairs; only treated against untreated pupils of the target group.
    """
    said: dict[str, list[str]] = {}
    for measure, impact in impacts:
        said.setdefault(_impact_words(impact, target=target, idea=idea), []).append(measure)
    return tuple(f"In {listed(measures)}, {words}." for words, measures in said.items())


def _impact_words(impact: ShownFinding, *, target: str, idea: str) -> str:
    if impact.value.symbol == "c":
        return "the impact is hidden to protect pupils"
    if impact.value.value is None:
        return f"no impact could be computed: {impact.method.removeprefix('not computed: ')}"
    if could_be_chance(impact) is not False:
        return f"the difference between {target} with and without “{idea}” could be chance"
    higher = "higher" if impact.value.value > 0 else "lower"
    return f"{target} with “{idea}” scored {higher} than those without, by more than chance would give"


def no_impact_sentence(idea: str) -> str:
    """For a plan that does not say who was treated."""
    return (
        f"Nobody was compared with and without “{idea}”, so nothing here says that it made the difference. "
        f"{OTHER_REASONS}"
    )


def disclosure_note(audience: Audience) -> str:
    """What this audience is not shown, in one sentence or two."""
    policy = POLICIES[audience]
    if policy.least == 0:
        return "Nothing is hidden: this page is for the school itself."
    rounded = "" if policy.step == 1 else f" Counts of pupils are rounded to the nearest {policy.step}."
    return f"Figures about fewer than {policy.least} pupils are hidden and show c.{rounded}"


def hidden_reason(audience: Audience, *, few: bool = True) -> str:
    """Why a row is hidden, as a chart or a table says it."""
    if few:
        return f"hidden: fewer than {POLICIES[audience].least} pupils"
    return "hidden: it would give away a small group"
