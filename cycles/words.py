"""Sentences from figures: the number, its sign and its chance said by one rule in every direction.

Only figures made safe come in, so that no word gives away what an audience may not know: of a hidden
figure not even the direction is said. "Impact" is said only where treated and untreated are compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from halfterm.cycles.disclosure import POLICIES, Audience, Shown, ShownFinding
from halfterm.cycles.impact.movement import Direction, Mover, movement, what_moved

Claim = Literal[
    "closing",
    "widening",
    "less far ahead",
    "further ahead",
    "changed sides",
    "no clear change",
    "no comparison",
    "hidden",
    "not known",
]
"""Closing and widening are said of a target group that is behind; of one that is ahead, how far it is."""

OTHER_REASONS: Final = "Gaps move for other reasons too."
OTHER_REASONS_ALONE: Final = "Means move for other reasons too."
"""The same where nobody is compared with, so that there is no gap."""
MOVED: Final = {
    Mover.CLOSING_UP: "closing the gap from below",
    Mover.CLOSING_DOWN: "closing the gap from above",
    Mover.CLOSING_BOTH: "closing the gap from both sides",
    Mover.WIDENING_UP: "widening the gap from above",
    Mover.WIDENING_DOWN: "widening the gap from below",
    Mover.WIDENING_BOTH: "widening the gap from both sides",
    Mover.LEVEL: "both sides moved about alike",
}
BOTH: Final = frozenset({Mover.CLOSING_BOTH, Mover.WIDENING_BOTH})
MOVED_AHEAD: Final = {
    mover: words.replace("closing the gap", "narrowing the lead").replace(
        "widening the gap", "widening the lead"
    )
    for mover, words in MOVED.items()
}
"""The same where the target group is the one ahead."""


@dataclass(frozen=True, slots=True)
class GapFigures:
    """A gap before and after, with what the sentences need to name. All figures are in points.

    `compared` is False for a plan that compares with nobody: there is then no gap, only a gain.
    """

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
    compared: bool = True

    @property
    def ahead(self) -> bool:
        """Whether the target group was ahead; of one that was level, whether it is ahead now."""
        before, after = self.before.value.value or 0.0, self.after.value.value or 0.0
        return before > 0 or (before == 0 and after > 0)

    @property
    def direction(self) -> Direction | None:
        """How the gap moved, as it is printed; None where that is not known."""
        return printed_direction(self.before.value, self.after.value, self.change.value)

    @property
    def hidden(self) -> bool:
        told = (self.before, self.after, self.change) if self.compared else (self.gain_target,)
        return any(finding.value.symbol == "c" for finding in told)


def printed_direction(before: Shown, after: Shown, change: Shown) -> Direction | None:
    """How a gap moved: level where its reader sees the same twice, or sees that nothing changed.

    >>> from halfterm.cycles.disclosure import show_number
    >>> before, after, change = (show_number(n, decimals=1) for n in (-1.64, -1.56, 0.08))
    >>> printed_direction(before, after, change)
    'level'
    """
    if before.value is None or after.value is None or change.value is None:
        return None
    return movement(before.value, after.value).direction if change.value else "level"


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

    >>> from halfterm.cycles.disclosure import show_as_written as figure
    >>> amount(figure(-1)), amount(figure(0.4)), amount(figure(-2.3))
    ('1 point', '0.4 points', '2.3 points')
    """
    size = figure.text.lstrip("−+")
    return f"{size} {unit}" if size == "1" else f"{size} {unit}s"


def standing(gap: Shown, other: str = "") -> str:
    """Where the target group stands: behind, ahead or level.

    >>> from halfterm.cycles.disclosure import show_as_written as figure
    >>> standing(figure(-2.2), "the class"), standing(figure(0.8)), standing(figure(0))
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

    >>> from halfterm.cycles.disclosure import hidden, show_number
    >>> z = hidden("z")
    >>> value, lower, upper = (show_number(n, decimals=1, signed=True) for n in (4.2, -1.4, 9.8))
    >>> interval(ShownFinding("did", value, lower, upper, z, z, z, "t"))
    '−1.4 to +9.8'
    """
    if finding.lower.value is None or finding.upper.value is None:
        return ""
    return f"{finding.lower} to {finding.upper}"


def claim(gap: GapFigures) -> Claim:
    """What may be claimed about a gap: nothing, where chance would do."""
    direction = gap.direction
    if gap.hidden:
        return "hidden"
    if not gap.compared:
        return "no comparison"
    if direction is None:
        return "not known"
    if direction == "level" or could_be_chance(gap.change) is not False:
        return "no clear change"
    if direction == "flipped":
        return "changed sides"
    if gap.ahead:
        return "further ahead" if direction == "widening" else "less far ahead"
    return direction


def headline(gaps: Sequence[GapFigures]) -> str:
    """The verdicts on several measures in a few words, like measures together.

    Empty for no measures at all.
    """
    said: dict[Claim, list[str]] = {}
    for gap in gaps:
        said.setdefault(claim(gap), []).append(gap.measure)
    return "; ".join(_claim_words(word, listed(measures), len(measures)) for word, measures in said.items())


def _claim_words(word: Claim, measures: str, count: int) -> str:
    gaps = f"{measures} {'gap' if count == 1 else 'gaps'}"
    match word:
        case "no clear change":
            return f"no clear change in {measures}"
        case "hidden":
            return f"{measures} hidden to protect pupils"
        case "no comparison":
            return f"no comparison for {measures}"
        case "not known":
            return f"{gaps} not known"
        case "changed sides":
            return f"{gaps} changed sides"
        case "closing" | "widening":
            return f"{gaps} {word}"
        case "less far ahead" | "further ahead":
            return f"target group {word} in {measures}"


def direction_words(gap: GapFigures) -> str:
    """Where the target group stood, where it stands, and how the gap moved; said after "Reading: "."""
    if gap.hidden:
        return "hidden to protect pupils"
    if not gap.compared:
        return _gain_words(gap)
    before, after = gap.before.value, gap.after.value
    if before.value is None or after.value is None or gap.direction is None:
        return gap.after.method.rstrip(".")
    stood = f"{gap.target} were {standing(before, gap.comparison)} ({gap.when_before})"
    same = before.value * after.value > 0
    stands = standing(after, "" if same else gap.comparison)
    chance = ", which could be chance" if could_be_chance(gap.change) and gap.direction != "level" else ""
    return f"{stood} and are now {stands} ({gap.when_after}); {_movement_words(gap)}{chance}"


def _gain_words(gap: GapFigures) -> str:
    gain = gap.gain_target
    if gain.value.value is None:
        return gain.method.rstrip(".")
    chance = ", which could be chance" if could_be_chance(gain) and gain.value.value else ""
    return f"{gap.target} {_gained(gain.value)} from {gap.when_before} to {gap.when_after}{chance}"


def _movement_words(gap: GapFigures) -> str:
    match gap.direction:
        case "flipped":
            return "the gap has changed sides"
        case "closing" if gap.ahead:
            return f"that is {amount(gap.change.value)} less far ahead"
        case "closing":
            return f"the gap is {amount(gap.change.value)} smaller"
        case "widening" if gap.ahead:
            return f"that is {amount(gap.change.value)} further ahead"
        case "widening":
            return f"the gap is {amount(gap.change.value)} wider"
    return "the gap is about the same"


def change_words(gap: GapFigures) -> str:
    """The change of a gap in a table cell.

    "1.1 closer", "0.7 wider", "same", "sides changed", or the symbol of a hidden figure. Of a group that is
    ahead: "1.1 less far ahead", "0.7 further ahead".
    """
    change = gap.change.value
    if gap.hidden:
        return "c"
    closer, wider = ("less far ahead", "further ahead") if gap.ahead else ("closer", "wider")
    match gap.direction:
        case "flipped":
            return "sides changed"
        case "level":
            return "same"
        case "closing":
            return f"{change.text.lstrip('−+')} {closer}"
        case "widening":
            return f"{change.text.lstrip('−+')} {wider}"
    return change.text


def moved_words(gap: GapFigures) -> str:
    """Which side moved, and whether a gap closed up or down; empty where that is not known."""
    gains = (gap.gain_target, gap.gain_comparison)
    if gap.hidden or not gap.compared or any(gain.value.value is None for gain in gains):
        return ""
    moved = who_moved(gap)
    beyond = moved in (None, Mover.LEVEL) or not could_be_chance(gap.change)
    unsure = [bool(could_be_chance(gain) and gain.value.value) for gain in gains]
    notes = [" (which could be chance)" if one else "" for one in unsure]
    if all(unsure):
        notes = ["", " (either could be chance)" if beyond else ""]
    sides = zip((gap.target, gap.comparison), gains, notes, strict=True)
    first = " and ".join(f"{name} {_gained(gain.value)}{note}" for name, gain, note in sides)
    if moved is None:
        return first
    how = (MOVED_AHEAD if gap.ahead else MOVED)[moved]
    return f"{first}, {how}" if beyond else f"{first}, {how}, which could be chance"


def who_moved(gap: GapFigures) -> Mover | None:
    """Which side moved the gap, as it is printed; None where that is not known, or the gap changed sides.

    Both sides moved it only if neither gain could be chance, or both could.
    """
    gains = (gap.gain_target, gap.gain_comparison)
    target, others = (gain.value.value for gain in gains)
    if gap.hidden or not gap.compared or target is None or others is None:
        return None
    if gap.direction is None or gap.direction == "flipped":
        return None
    if gap.direction == "level":
        return Mover.LEVEL
    before = gap.before.value.value or 0.0
    moved = what_moved(target, others, baseline_gap=before)
    sure = [0.0 if could_be_chance(gain) else gain.value.value or 0.0 for gain in gains]
    if moved in BOTH and any(sure):
        return what_moved(*sure, baseline_gap=before)
    return moved


def _gained(gain: Shown) -> str:
    if not gain.value:
        return "stayed where they were"
    return ("rose " if gain.value > 0 else "fell ") + amount(gain)


def impact_words(impact: ShownFinding, *, target: str, idea: str) -> str:
    """What may be said of an impact; only of treated against untreated pupils of the target group."""
    if impact.value.symbol == "c":
        return "the impact is hidden to protect pupils"
    if impact.value.value is None:
        return f"no impact could be computed: {impact.method.removeprefix('not computed: ')}"
    chance = could_be_chance(impact)
    if chance is None:
        unsure = "no interval was computed, so this may be chance"
        return f"{target} with “{idea}” scored {_beside(impact.value)}; {unsure}"
    if chance:
        return f"the difference between {target} with and without “{idea}” could be chance"
    return f"{target} with “{idea}” scored {_beside(impact.value)}, by more than chance would give"


def _beside(impact: Shown) -> str:
    if not impact.value:
        return "as those without"
    return f"{'higher' if impact.value > 0 else 'lower'} than those without"


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
