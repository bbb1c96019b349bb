"""The README tells the truth: its commands run, its links lead somewhere."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from typer import Typer

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
COMMANDS = [line for block in BLOCKS for line in block.replace("\\\n", " ").splitlines() if line.strip()]


def test_the_readme_shows_the_two_commands_first() -> None:
    assert COMMANDS[:2] == ["make demo", "make test"]


def test_every_halfterm_command_of_the_readme_runs(tmp_path: Path) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    halfterm = [sys.executable, "-c", "from halfterm.flows.cli import main; main()"]
    commands = [shlex.split(line)[1:] for line in COMMANDS if line.startswith("halfterm ")]
    assert len(commands) == 4
    for words in commands:
        ran = subprocess.run([*halfterm, *words], check=False, cwd=tmp_path, capture_output=True, text=True)
        assert (ran.returncode, ran.stderr) == (0, ""), words


@pytest.mark.parametrize("rule", ["demo", "test", "check", "fix", "help"])
def test_every_make_rule_of_the_readme_is_there(rule: str) -> None:
    assert f"make {rule}" in README
    listed = subprocess.run(["make", "help"], check=True, cwd=ROOT, capture_output=True, text=True).stdout
    assert re.search(rf"^{rule} ", listed, re.MULTILINE) or rule == "help"


def test_every_link_of_the_readme_leads_somewhere() -> None:
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in link]
    assert links
    assert not [link for link in links if not (ROOT / link).exists()]


def test_every_command_is_in_the_readme() -> None:
    from halfterm.flows.cli import app

    names = _names(app)
    for group in app.registered_groups:
        assert group.typer_instance is not None
        names += [f"{group.name} {name}" for name in _names(group.typer_instance)]
    assert len(names) > 30
    assert not [name for name in names if f"halfterm {name}" not in README]


def _names(app: Typer) -> list[str]:
    return [c.name or c.callback.__name__ for c in app.registered_commands if c.callback]
