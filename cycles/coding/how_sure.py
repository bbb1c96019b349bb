"""What follows from "k of n were positive": how far chance reaches, and what a count can never say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from halfterm.cycles.coding.reported import ClaimLimit, ReportedClaim
from halfterm.cycles.disclosure import show_number, show_p
from halfterm.cycles.impact.threshold import wilson

SURE: Final = 0.05

_LIMITS: Final[dict[ClaimLimit, str]] = {
    "self-reported": "Those who did the work also judged it: nobody else measured what came of it.",
    "selected": "These are the ones that were written up; how the others came out is not known, and whoever "
    "has good news is more likely to write.",
    "low baseline": "Groups that are picked because they stand low rise on average without anything being "
    "done (regression to the mean).",
    "no comparison": "Nothing was set beside them: pupils gain in any case, so how many would have been "
    "positive without the programme is not known.",
    "no prediction": "What would count as positive was not written down before it was known how it came out.",
}
_NOT_SAID: Final = (
    "It is not said how each was judged, who judged it, and what it was compared with: a count alone cannot "
    "say what the programme did."
)


@dataclass(frozen=True, slots=True)
class HowSure:
    """A share with Wilson's 95% interval, 0 to 1, and the exact two-sided p of the sign test."""

    k: int
    n: int
    share: float
    lower: float
    upper: float
    p: float


def how_sure(k: int, n: int) -> HowSure:
    """How sure a share of k of n is, and how rare so lopsided a count is where each way is as likely.

    Raises `ValueError` unless 0 <= k <= n and n >= 1.

    >>> sure = how_sure(16, 17)
    >>> round(sure.share, 3), round(sure.lower, 3), round(sure.upper, 3), round(sure.p, 5)
    (0.941, 0.73, 0.99, 0.00027)
    """
    from scipy.stats import binomtest  # only here: it takes a second to import

    if not 0 <= k <= n or n < 1:
        raise ValueError("k of n needs 0 <= k <= n and n >= 1")
    lower, upper = wilson(k, n)
    return HowSure(k, n, k / n, lower, upper, min(float(binomtest(k, n, 0.5).pvalue), 1.0))


def sure_words(claim: ReportedClaim) -> tuple[str, ...]:
    """What follows from a claim, and what does not, in sentences."""
    sure = how_sure(claim.k, claim.n)
    return (_interval(sure), _sign_test(sure), *_limits(claim))


def _interval(sure: HowSure) -> str:
    share, lower, upper = (
        show_number(100 * part, decimals=0) for part in (sure.share, sure.lower, sure.upper)
    )
    return (
        f"{sure.k:,} of {sure.n:,} is {share}%. If these were a fair draw from many more of the kind, the "
        f"share among those would lie between {lower}% and {upper}% (95% Wilson interval)."
    )


def _sign_test(sure: HowSure) -> str:
    p = show_p(sure.p)
    said = f"p {p}" if p.text.startswith("<") else f"p = {p}"
    test = f"Were a positive result as likely as one that is not (exact sign test, two-sided {said}), "
    if sure.p < SURE:
        which = "many" if 2 * sure.k > sure.n else "few"
        even = "But an even chance is not what doing nothing gives."
        return f"{test}so {which} would hardly come about by chance. {even}"
    return f"{test}chance alone could bring this about."


def _limits(claim: ReportedClaim) -> tuple[str, ...]:
    held = tuple(words for limit, words in _LIMITS.items() if limit in claim.limits)
    size = "A count does not say how large any effect was."
    return (*held, size) if held else (_NOT_SAID, size)
