"""The impact arithmetic: from sums over a panel to findings."""
