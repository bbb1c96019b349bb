"""The impact arithmetic: from sums over a panel to findings.

`study.study_panel` gives every statistic of one measure's panel; the other modules hold one family each. They
are imported one by one: the exact tests bring SciPy with them, which most commands do not need.
"""
