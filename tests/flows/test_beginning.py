"""`halfterm init --encrypted`: with the cipher a workspace with a key, without it a sentence only."""

from __future__ import annotations

from pathlib import Path

import pytest

from halfterm.cycles.errors import StoreTrouble
from halfterm.flows.beginning import begin
from halfterm.flows.workspace import open_workspace
from halfterm.warehouse.encryption import cipher_file
from halfterm.warehouse.store import warehouse

with_cipher = pytest.mark.skipif(cipher_file() is None, reason="needs the extra 'lake' (make test-lake)")
without_cipher = pytest.mark.skipif(cipher_file() is not None, reason="the extra 'lake' is installed")


@without_cipher
def test_without_the_cipher_nothing_is_begun(tmp_path: Path) -> None:
    with pytest.raises(StoreTrouble, match=r"requirements-lake\.txt"):
        begin(tmp_path / "mine", encrypted=True)
    assert not (tmp_path / "mine").exists()


@with_cipher
def test_an_encrypted_workspace_has_a_key_of_its_own(tmp_path: Path) -> None:
    assert "warehouse.key" in begin(tmp_path / "mine", encrypted=True)
    workspace = open_workspace(tmp_path / "mine")
    assert workspace.settings.limits.encrypted
    with warehouse(workspace.warehouse) as store:
        store.execute("INSERT INTO load_request VALUES ('a', 'readable words')")
    assert b"readable words" not in workspace.warehouse.file.read_bytes()
    secret = (tmp_path / "mine" / "warehouse.key").read_text().strip()
    assert secret not in (tmp_path / "mine" / "halfterm.toml").read_text()
    assert "warehouse.key" in (tmp_path / "mine" / ".gitignore").read_text()


@with_cipher
def test_a_key_in_the_environment_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HALFTERM_WAREHOUSE_KEY", "ab" * 32)
    assert "warehouse.key" not in begin(tmp_path / "mine", encrypted=True)
    with warehouse(open_workspace(tmp_path / "mine").warehouse):
        pass


def test_a_workspace_is_not_encrypted_unless_asked(tmp_path: Path) -> None:
    begin(tmp_path / "mine")
    assert not open_workspace(tmp_path / "mine").settings.limits.encrypted
