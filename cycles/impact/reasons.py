"""Why a number does not exist for some data: the exception that carries the reason, and the usual reasons."""

from __future__ import annotations

from halfterm.cycles.impact.finding import Finding

NO_TARGET = "no pupil of the target group has both scores"
NO_COMPARISON = "no comparison pupil has both scores"
EVERYBODY = "everybody with both scores is in the target group, so there is nobody to compare with"
NO_COMPARISON_PLANNED = "the plan names no comparison"
ONLY_A_BENCHMARK = "a benchmark has no pupils to compare with"
ONE_PUPIL = "one pupil shows no scatter"
NO_SCATTER = "the scores do not vary"
CHANGED_ALIKE = "all of a group changed by the same amount"
"""Of gains, and of changes of answers: the scores themselves may vary."""
ONLY_ORDERED = "the scale's steps are not equal: its values are ordered, not subtracted"


class NotDefined(Exception):
    """The number asked for does not exist for these data; the message is the reason in plain words.

    Raised inside a fit and turned into `finding.undefined` by whoever asked for the finding, so that the
    reason reaches the page in place of a number.
    """


def reason(finding: Finding) -> str:
    """Why an undefined finding has no value, without the standing words before it.

    >>> from halfterm.cycles.impact.finding import undefined
    >>> reason(undefined("did", NO_COMPARISON_PLANNED))
    'the plan names no comparison'
    """
    return finding.method.removeprefix("not computed: ")
