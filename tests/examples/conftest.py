"""The replay of 2012, run once for all tests that look at it."""

from __future__ import annotations

import pytest

from tests.examples.replayed_2012 import Replayed, run_example


@pytest.fixture(scope="session")
def replayed(tmp_path_factory: pytest.TempPathFactory) -> Replayed:
    """The programme after its last half-term. Tests only read it."""
    return run_example(tmp_path_factory.mktemp("replayed") / "closing-the-gap-2012")
