"""The examples in the docstrings of the warehouse and of the gap's table hold."""

from __future__ import annotations

import doctest
import importlib

import pytest


@pytest.mark.parametrize("module", ["warehouse.counting", "flows.gap"])
def test_the_examples_of_a_module_hold(module: str) -> None:
    result = doctest.testmod(importlib.import_module(f"halfterm.{module}"))
    assert result.attempted > 0
    assert result.failed == 0
