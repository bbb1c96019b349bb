"""The pseudonym key: made once, kept by its owner, never shown."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from halfterm.cycles.errors import BadInput
from halfterm.warehouse.pseudonym import PseudonymKey, key_of


def test_a_key_is_made_on_first_use_readable_by_its_owner_only_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "pupil.key"
    made = key_of(path)
    assert len(made.secret) == 32
    assert key_of(path) == made
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["pupil.key"]
    assert key_of(tmp_path / "other.key") != made


def test_a_key_shows_only_its_fingerprint() -> None:
    key = PseudonymKey(bytes(range(32)))
    assert repr(key) == f"PseudonymKey({key.fingerprint})"
    assert key.secret.hex() not in repr(key)
    assert key.fingerprint != PseudonymKey(bytes(32)).fingerprint


@pytest.mark.parametrize("text", ["", "ab" * 31, "ab" * 33, "zz" * 32, "ab " * 21 + "a", "é" * 64])
def test_a_file_that_holds_no_key_is_refused_without_its_content(tmp_path: Path, text: str) -> None:
    path = tmp_path / "pupil.key"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        key_of(path)
    assert str(refused.value).startswith("pupil.key: not a pseudonym key of 64 hexadecimal characters")
    assert not text or text not in str(refused.value)


def test_processes_that_need_a_key_at_once_agree_on_one(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from halfterm.warehouse.pseudonym import key_of;"
        "print(key_of(Path(sys.argv[1])).fingerprint)"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "pupil.key")]
    children = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    assert len({child.communicate(timeout=60)[0] for child in children}) == 1
