"""Survey items before and after: how many answers rose or fell, by how much, and whether chance would do.

Of respondents who are known (by pseudonym) their pairs of answers are compared; of anonymous ones only the
counts of each wave. A change is told on the item's own scale; whether it is for the better is the scale's to
say, as on some a lower answer is the better one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from halfterm.cycles.impact.estimate import Estimate
from halfterm.cycles.impact.finding import Finding, undefined
from halfterm.cycles.impact.holm import holm
from halfterm.cycles.impact.moments import ScoreCount
from halfterm.cycles.impact.ranks import mann_whitney, ranking
from halfterm.cycles.impact.sample import Sample, centred, one_sample, welch
from halfterm.cycles.impact.signed_rank import SAME_TO, signed_rank

SURE: Final = 0.05
"""An item changed beyond chance where its p is below this after Holm's adjustment."""

NOBODY_TWICE: Final = "nobody answered the item both times"
NOBODY_IN_A_WAVE: Final = "nobody answered the item in one of the waves"
NO_DISTANCES: Final = "answers on this scale have an order but no distances"

Moved = Literal["better", "worse", "same"]
Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class AnswerPair:
    """How many respondents gave this answer before and that one after."""

    before: float
    after: float
    respondents: int


@dataclass(frozen=True, slots=True)
class Meaning:
    """How an item's answers are to be read: which way is good, and whether they have distances."""

    lower_is_better: bool = False
    subtracts: bool = True


@dataclass(frozen=True, slots=True)
class ItemChange:
    """One item before and after.

    `change` is the mean after less the mean before, in points of the item's scale (positive: higher answers);
    its sides are those who answered after and before. `lead` is above nought where answers rose more than
    they fell by rank. `better`, `same` and `worse` count respondents, and are None of anonymous waves. `p` is
    that of one item alone, `p_holm` adjusted for all items that were tested with it.
    """

    item: str
    meaning: Meaning
    before: float | None
    after: float | None
    change: Finding
    lead: float = 0.0
    p: float | None = None
    better: int | None = None
    same: int | None = None
    worse: int | None = None
    p_holm: float | None = None

    @property
    def moved(self) -> Moved:
        """Which way the mean went; on a scale without means, most respondents by rank."""
        return self._way(self.lead if self.change.value is None else self.change.value)

    @property
    def beyond_chance(self) -> bool:
        """Whether p after Holm is below 0.05, and the mean and the ranks went the same way."""
        return self.p_holm is not None and self.p_holm < SURE and self.moved == self._way(self.lead) != "same"

    def _way(self, change: float) -> Moved:
        if abs(change) < 10**-SAME_TO:
            return "same"
        return "worse" if (change > 0) == self.meaning.lower_is_better else "better"


def paired_item(item: str, pairs: Sequence[AnswerPair], meaning: Meaning = Meaning()) -> ItemChange:
    """One item answered twice by the same respondents.

    Mean change with Student's interval; p by Wilcoxon's signed-rank test (Pratt). Where answers have no
    distances there is no mean change, and p is that of the exact sign test (R: binom.test).
    """
    times = np.asarray([pair.respondents for pair in pairs], dtype=np.int64)
    n = int(times.sum())
    if not n:
        return ItemChange(item, meaning, None, None, undefined("survey_change", NOBODY_TWICE))
    befores = np.asarray([pair.before for pair in pairs])
    afters = np.asarray([pair.after for pair in pairs])
    changes = np.round(afters - befores, SAME_TO)
    rose, fell = int(times[changes > 0].sum()), int(times[changes < 0].sum())
    if meaning.subtracts:
        tested = signed_rank(changes, times)
        lead, p = tested.lead, tested.p
        method = f"mean change of the same respondents; {tested.test}"
        change = _finding(one_sample(_sample(changes, times).of_changes()), p, method=method, n=(n, n))
    else:
        lead, p = float(rose - fell), sign_test(rose, fell)
        change = undefined("survey_change", f"{NO_DISTANCES}; exact sign test p", n_target=n, n_comparison=n)
    better, worse = (fell, rose) if meaning.lower_is_better else (rose, fell)
    before, after = _means(meaning, (befores, times), (afters, times))
    return ItemChange(item, meaning, before, after, change, lead, p, better, n - rose - fell, worse)


def sign_test(rose: int, fell: int) -> float:
    """Two-sided exact p that as many rise as fall; who stayed is left out (R: binom.test(rose, rose + fell)).

    >>> round(sign_test(10, 4), 4), sign_test(0, 0)
    (0.1796, 1.0)
    """
    return min(float(stats.binomtest(rose, rose + fell).pvalue), 1.0) if rose + fell else 1.0


def unpaired_item(
    item: str,
    *,
    before: Mapping[float, int],
    after: Mapping[float, int],
    meaning: Meaning = Meaning(),
) -> ItemChange:
    """One item answered in two anonymous waves, each as answer -> respondents.

    Mean after less mean before with Welch's interval; p by Mann-Whitney. Who answered twice is not known, so
    the waves are taken as if nobody had: with many who did, p comes out too high rather than too low.
    """
    waves = [_answers(wave) for wave in (after, before)]
    n_after, n_before = (int(times.sum()) for _, times in waves)
    if not (n_after and n_before):
        nothing = undefined("survey_change", NOBODY_IN_A_WAVE, n_target=n_after, n_comparison=n_before)
        return ItemChange(item, meaning, None, None, nothing)
    ranks = ranking(
        [
            ScoreCount(wave is after, score, respondents)
            for wave in (before, after)
            for score, respondents in wave.items()
        ]
    )
    p, test = mann_whitney(ranks)
    if meaning.subtracts:
        made = welch(*(_sample(*wave) for wave in waves))
        method = f"mean after less mean before of anonymous waves; {test}"
        change = _finding(made, p, method=method, n=(n_after, n_before))
    else:
        why = f"{NO_DISTANCES}; {test}"
        change = undefined("survey_change", why, n_target=n_after, n_comparison=n_before)
    mean_after, mean_before = _means(meaning, *waves)
    return ItemChange(item, meaning, mean_before, mean_after, change, float(ranks.lead), p)


def adjusted(items: Sequence[ItemChange]) -> tuple[ItemChange, ...]:
    """The same items with p adjusted by Holm for all of them that have one."""
    by_holm = iter(holm([item.p for item in items if item.p is not None]))
    return tuple(item if item.p is None else replace(item, p_holm=next(by_holm)) for item in items)


@dataclass(frozen=True, slots=True)
class ItemSummary:
    """How many items were compared, moved for the better and for the worse, and did so beyond chance."""

    items: int
    better: int
    better_beyond_chance: int
    worse: int
    worse_beyond_chance: int


def summary_of(items: Sequence[ItemChange]) -> ItemSummary:
    """The count of adjusted items by what became of them; those that have no p are left out."""
    compared = [item for item in items if item.p is not None]
    counts = [
        sum(item.moved == way and (item.beyond_chance or not sure) for item in compared)
        for way in ("better", "worse")
        for sure in (False, True)
    ]
    return ItemSummary(len(compared), *counts)


def _answers(wave: Mapping[float, int]) -> tuple[Floats, Counts]:
    scores = sorted(wave)
    return np.asarray(scores, dtype=float), np.asarray([wave[score] for score in scores], dtype=np.int64)


def _sample(values: Floats, times: Counts) -> Sample:
    n = int(times.sum())
    if n < 2:
        return Sample(n, float(values @ times), None)
    total, square = float(values @ times), float(values**2 @ times)
    return Sample(n, total / n, centred(n, square=square, total=total, scale=square) / (n - 1))


def _means(meaning: Meaning, *waves: tuple[Floats, Counts]) -> list[float | None]:
    return [_sample(*wave).mean if meaning.subtracts else None for wave in waves]


def _finding(made: Estimate, p: float, *, method: str, n: tuple[int, int]) -> Finding:
    return replace(made, p=p).finding("survey_change", n_target=n[0], n_comparison=n[1], method=method)
