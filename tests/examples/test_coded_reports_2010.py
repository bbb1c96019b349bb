"""The map of 129 reports in the example of 2012: its print is checked, its reports are made to its counts."""

from __future__ import annotations

import importlib.util
import shutil
from collections import Counter
from pathlib import Path

from halfterm.cycles.coding.tabulate import discrepancies, tabulate
from halfterm.warehouse.coded_file import read_coded
from tests.cycles.coding.map_2010 import PRINTED, map_2010

EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "closing-the-gap-2012"
MAP = "programme-map-2010"


def test_its_printed_tables_are_the_reports() -> None:
    [source] = read_coded(EXAMPLE / "coded")
    assert source.printed == map_2010().printed
    assert source.synthetic


def test_the_reports_have_the_printed_counts_and_the_printed_faults_are_found() -> None:
    """Six percentages and one total, and one percentage that follows at its table's decimals only."""
    [source] = read_coded(EXAMPLE / "coded")
    for table in tabulate(source.reports):
        assert [row.n for row in table.rows] == [n for n, _ in PRINTED[table.table.id]], table.table.id
    kinds = Counter(one.kind for one in discrepancies(source))
    assert kinds == {"truncated": 4, "wrong": 2, "total": 1, "extra digit": 1}


def test_the_same_seed_makes_the_same_reports(tmp_path: Path) -> None:
    shutil.copy(EXAMPLE / "coded" / f"{MAP}.yaml", tmp_path)
    spec = importlib.util.spec_from_file_location("coded_reports", EXAMPLE / "generator" / "coded_reports.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.main(tmp_path)
    made, kept = (folder / f"{MAP}.csv" for folder in (tmp_path, EXAMPLE / "coded"))
    assert made.read_bytes() == kept.read_bytes()
