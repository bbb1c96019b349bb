"""A load that is killed at a random moment is there whole or not at all, and the next run makes it good."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_twelve_kills_lose_nothing_and_double_nothing() -> None:
    command = [sys.executable, "-m", "bench.kill_load", "--kills", "12", "--seed", "3"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=280)
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout)["kills"] == 12
