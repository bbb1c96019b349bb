"""Every format of export, loaded by command: a clean one has no finding, a faulty one those planted."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from typer.testing import CliRunner

from halfterm.cycles.errors import BadInput
from halfterm.cycles.load_rules import RULES
from halfterm.flows.cli import app
from halfterm.warehouse.origin import parts_of
from halfterm.warehouse.place import OneRoster
from tests.exports.export import HALF_TERMS, Export
from tests.exports.folder import EXPORTS, deliver, make_folder
from tests.exports.long import over
from tests.exports.planting import Finding, plant
from tests.exports.sheets import Sheet, json_pages, postgres_statements
from tests.postgres import PostgresServer
from tests.warehouse.local_server import Asked, Reply, serving

Found = Counter[tuple[str, str, int]]
"""Rule, column and row of what a load said, each as often as it did."""

SCHOOLS = {"bromcom": 2}
"""Of exports with a file a school, how many schools': each file is a load of its own, and one is enough."""

CLEAN = ("bromcom", "ctf", "sims-export")


def sheets_of(export: Export, half: int) -> dict[str, Sheet]:
    """The files of a half-term; of a file a school, only as many as are needed."""
    return dict(sorted(export.sheets(half).items())[: SCHOOLS.get(export.name, 1)])


def load(folder: Path, export: Export, *half_terms: str) -> list[dict[str, object]]:
    """What `halfterm load` says of each file, of all half-terms unless one is named."""
    named = [word for half_term in half_terms for word in ("--half-term", half_term)]
    done = CliRunner().invoke(app, ["load", str(folder), "--source", export.name, "--json", *named])
    assert done.exit_code == 0, done.output
    loads: list[dict[str, object]] = json.loads(done.stdout)["loads"]
    return loads


def found_in(loads: list[dict[str, object]]) -> Found:
    return Counter(
        (finding["rule"], finding["column"], row)
        for each in loads
        for finding in each["findings"]  # type: ignore[attr-defined]
        for row in finding["rows"]
    )


def planted(export: Export, sheets: Mapping[str, Sheet]) -> tuple[str, list[Finding]]:
    """Plant every fault in the first file; returns which it is, and what must be found."""
    earlier = [sheet for sheet in sheets_of(export, 0).values() for _ in sheet.rows[:1]]
    before = {sheet.cell(row, export.roles.pupil) for sheet in earlier for row in range(len(sheet.rows))}
    place = min(sheets)
    return place, plant(sheets[place], export.roles, before=before)


Numbered = Callable[[Sheet, object], list[int]]
"""The number that a load gives to each row of a sheet, by what its writer said."""


def as_in_a_spreadsheet(sheet: Sheet, said: object) -> list[int]:
    if isinstance(said, list):
        return said
    return [sheet.row_number(place) for place in range(len(sheet.rows))]


def expected(findings: list[Finding], numbers: list[int]) -> Found:
    return Counter((finding.rule, finding.column, numbers[finding.place]) for finding in findings)


@pytest.mark.parametrize("name", CLEAN)
def test_a_clean_export_has_no_finding_in_either_half_term(name: str, tmp_path: Path) -> None:
    export = EXPORTS[name]
    folder = make_folder(tmp_path / "twelve", [export])
    for half in (0, 1):
        deliver(folder, export, sheets_of(export, half))
    loads = load(folder, export)
    assert len(loads) == 2 * SCHOOLS.get(name, 1)
    assert found_in(loads) == Counter()


@pytest.mark.parametrize("name", [name for name in EXPORTS if name != "oneroster"])
def test_a_load_finds_what_was_planted_and_nothing_else(name: str, tmp_path: Path) -> None:
    export = EXPORTS[name]
    folder = make_folder(tmp_path / "twelve", [export])
    deliver(folder, export, sheets_of(export, 0))
    sheets = sheets_of(export, 1)
    place, findings = planted(export, sheets)
    said = deliver(folder, export, sheets)
    numbers = as_in_a_spreadsheet(sheets[place], said[place])
    assert found_in(load(folder, export)) == expected(findings, numbers)


def test_a_onerosters_faults_are_found_in_the_rows_of_the_table_it_becomes(tmp_path: Path) -> None:
    export = EXPORTS["oneroster"]
    folder = make_folder(tmp_path / "twelve", [export])
    deliver(folder, export, sheets_of(export, 0))
    # What an export holds once a pupil is wrong in both half-terms: the first comes in before it is.
    assert found_in(load(folder, export, HALF_TERMS[0])) == Counter()
    sheets = sheets_of(export, 1)
    place, findings = planted(export, sheets)
    deliver(folder, export, sheets)
    numbers = rows_of_table(sheets[place], folder)
    assert found_in(load(folder, export, HALF_TERMS[1])) == expected(findings, numbers)


def rows_of_table(sheet: Sheet, folder: Path) -> list[int]:
    """Where each row of the sheet stands in the table that a OneRoster export is made into."""
    place = OneRoster(folder="inbox/oneroster.zip")
    with parts_of(place, workspace=folder, half_term=HALF_TERMS[1], called=None, environment={}) as (part,):
        text = part.path.read_text(encoding="utf-8")
    there = csv.DictReader(io.StringIO(text, newline=""))
    columns = ("pupil", "line_item", "session", "score", "date")
    places: dict[tuple[str, ...], list[int]] = {}
    for number, row in enumerate(there, start=2):
        places.setdefault(tuple(row[column] for column in columns), []).append(number)
    keys = [tuple(sheet.cell(row, column) for column in columns) for row in range(len(sheet.rows))]
    return [places[key].pop(0) for key in keys]


def test_a_school_s_web_service_is_loaded_page_by_page(tmp_path: Path) -> None:
    answers: list[bytes] = []

    def answer(asked: Asked) -> Reply:
        page = int(asked.query["page"])
        return Reply(answers[page - 1] if page <= len(answers) else b'{"data": []}')

    def put(sheet: Sheet) -> None:
        answers[:] = json_pages(sheet, size=400)

    with serving(answer) as server:
        place = f"http: {{url: '{server.url}/marks', items: data, page: {{}}}}\n"
        check_fetched(over("web", place), tmp_path, put)


def test_a_school_s_postgresql_is_loaded(postgres: PostgresServer, tmp_path: Path) -> None:
    url = postgres.new_database()
    name = url.partition("@/")[2].partition("?")[0]

    def put(sheet: Sheet) -> None:
        postgres.execute(name, *postgres_statements(sheet, table="marks"))

    place = f"database: {{url: '{url}', table: marks}}\n"
    check_fetched(over("postgresql", place), tmp_path, put)


def check_fetched(export: Export, tmp_path: Path, put: Callable[[Sheet], None]) -> None:
    """Load both half-terms from one place, the second with everything planted in it."""
    folder = make_folder(tmp_path / "twelve", [export])
    sheets = sheets_of(export, 1)
    place, findings = planted(export, sheets)
    put(sheets[place])
    assert found_in(load(folder, export)) == expected(findings, as_in_a_spreadsheet(sheets[place], None))


def test_a_column_of_percentages_that_a_spreadsheet_made_shares_of_one_is_named(tmp_path: Path) -> None:
    export = EXPORTS["attendance"]
    folder = make_folder(tmp_path / "twelve", [export])
    sheets = sheets_of(export, 1)
    (sheet,) = sheets.values()
    column = export.roles.marks[0].column
    filled = [row for row in sheet.mine if sheet.cell(row, column).endswith("%")]
    for row in filled:
        sheet.put(row, column, str(float(sheet.cell(row, column)[:-1]) / 100))
    said = deliver(folder, export, sheets)
    numbers = as_in_a_spreadsheet(sheet, next(iter(said.values())))
    done = CliRunner().invoke(app, ["load", str(folder), "--json", "--half-term", HALF_TERMS[1]])
    assert isinstance(done.exception, BadInput)
    findings = [Finding("share-of-one", column, row) for row in filled]
    assert found_in(json.loads(done.stdout)["loads"]) == expected(findings, numbers)


def test_every_rule_is_planted_somewhere() -> None:
    rules = {"share-of-one"} | {
        finding.rule for export in EXPORTS.values() for finding in planted(export, sheets_of(export, 1))[1]
    }
    assert rules == set(RULES)
