"""The glossary as data: the words of the house, and those of figures that readers meet on pages."""

from __future__ import annotations

import re
from typing import Final

import halfterm.cycles

_ENTRY: Final = re.compile(r"^([A-Za-z][A-Za-z -]*?) {2,}(\S.*)$")

OF_FIGURES: Final = {
    "gap": "the mean of the target group minus that of the comparison: negative while the group is behind.",
    "closing": "said of a gap that is nearer to nought than before.",
    "impact": "what the change idea added: treated beside untreated pupils of the same kind.",
    "relative progress": "how much more or less the target group gained than the comparison; not impact.",
    "95% interval": "the values that the data are compatible with; one that includes nought may be chance.",
    "effect size": "a difference in standard deviations, so that scales can be set side by side.",
    "months of progress": "an effect size in months, by a published table; never without its interval.",
    "security": "0 to 5: how firmly a claim of impact stands: the lowest of design, power and attrition.",
    "pool": "effects of one idea over several schools put together, each weighted by how sure it is.",
    "threshold": "a score that counts as reached, such as the expected standard.",
    "fidelity": "how much of an idea was carried out as planned.",
    "chance": "what would have moved the figures as far although nothing had changed.",
}
"""What words about figures mean; the methods page gives their formulas."""


def glossary() -> dict[str, str]:
    """Every term with its meaning, in alphabetical order.

    The house's words are those of the docstring of `halfterm.cycles`, where code and pages take them from.
    """
    house = {}
    for line in (halfterm.cycles.__doc__ or "").splitlines():
        if entry := _ENTRY.match(line):
            house[entry[1]] = entry[2]
    return dict(sorted((house | OF_FIGURES).items(), key=lambda item: item[0].casefold()))
