"""The examples in the docstrings of `site` hold; pytest cannot import that folder by its own name."""

from __future__ import annotations

import doctest
import importlib

import pytest


@pytest.mark.parametrize(
    "module",
    [
        "charts.axis",
        "charts.grid",
        "charts.lettering",
        "marks",
        "rendering",
        "safe_disputes",
        "synthesis_coding",
        "synthesis_groups",
        "synthesis_opening",
        "tidy",
    ],
)
def test_the_examples_of_a_module_hold(module: str) -> None:
    result = doctest.testmod(importlib.import_module(f"halfterm.site.{module}"))
    assert result.attempted > 0
    assert result.failed == 0
