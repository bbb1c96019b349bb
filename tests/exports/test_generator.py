"""The made-up exports are what they say: UPNs and ages hold, encodings are there, faults stay where put."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from halfterm.cycles.upn import upn_problems
from halfterm.warehouse.authorities import authorities
from tests.exports.folder import EXPORTS, deliver
from tests.exports.planting import plant
from tests.exports.pupils import pupils, schools

KNOWN = frozenset(authorities())


def test_the_pupils_are_the_same_for_a_seed_and_others_for_another() -> None:
    assert pupils.__wrapped__(7) == pupils.__wrapped__(7)
    assert pupils.__wrapped__(7) != pupils.__wrapped__(8)


def test_upns_hold_some_are_temporary_and_none_is_there_twice() -> None:
    upns = [pupil.upn for pupil in pupils()]
    assert [problem for upn in upns for problem in upn_problems(upn, authorities=KNOWN)] == []
    assert len(set(upns)) == len(upns) == 300
    assert sum(upn[-1].isalpha() for upn in upns) == 12
    assert {upn[1:4] for upn in upns} == {"801", "838", "941", "330"}


def test_pupils_are_as_old_as_their_years() -> None:
    for pupil in pupils():
        # On 31 August a child of Year 1 to come is 5 years old, whenever its birthday is.
        had_birthday = (pupil.birth.month, pupil.birth.day) <= (8, 31)
        age = 2026 - pupil.birth.year - (not had_birthday)
        assert age == pupil.year + 4


def test_in_each_school_one_leaves_one_joins_and_one_moves() -> None:
    stays = Counter((before is None, after is None, before == after) for before, after in
                    (pupil.schools for pupil in pupils()))  # fmt: skip
    assert stays[False, True, False] == stays[True, False, False] == stays[False, False, False] == 12
    assert len(schools()) == 12


def test_files_are_in_the_encodings_that_schools_have(tmp_path: Path) -> None:
    begins = {"semicolons": b"\xff\xfe", "arbor": b"\xef\xbb\xbf", "oneroster": b"PK", "parquet": b"PAR1"}
    for name, start in begins.items():
        export = EXPORTS[name]
        place, sheet = min(export.sheets(1).items())
        deliver(tmp_path, export, {place: sheet})
        assert (tmp_path / place).read_bytes().startswith(start)
    export = EXPORTS["sims-export"]
    place, sheet = min(export.sheets(1).items())
    deliver(tmp_path, export, {place: sheet})
    content = (tmp_path / place).read_bytes()
    assert b"\x92" in content  # the apostrophe of Windows-1252
    with pytest.raises(UnicodeDecodeError):
        content.decode("utf-8")


@pytest.mark.parametrize("name", EXPORTS)
def test_planting_touches_the_rows_it_names_and_no_other(name: str) -> None:
    export = EXPORTS[name]
    clean, faulty = (min(export.sheets(1).items())[1] for _ in range(2))
    before = {row[clean.place(export.roles.pupil)] for row in clean.rows}
    findings = plant(faulty, export.roles, before=before)
    changed = {i for i, row in enumerate(clean.rows) if faulty.rows[i] != row}
    named = {finding.place for finding in findings}
    assert changed <= named
    assert named - changed <= {f.place for f in findings if f.rule in ("duplicate", "two-schools")}
    assert len(faulty.rows) == len(clean.rows) + 1
