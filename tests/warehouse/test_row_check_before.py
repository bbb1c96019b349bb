"""Changes since the half-term before: asked about when they are larger than is likely, pupil by pupil."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from tests.warehouse.row_checking import (
    ADA,
    BEN,
    CY,
    KEY,
    LONG,
    Checked,
    checked,
    line,
    long_source,
    row,
    upn,
    wide_source,
)

DEE = upn("801200005002")


def pseudonym(connection: duckdb.DuckDBPyConnection, pupil: str) -> str:
    query = f"SELECT {KEY.pseudonym('$pupil')}"
    return str(connection.execute(query, {"pupil": pupil} | KEY.parameters).fetchall()[0][0])


class Before:
    """Loads of the half-term before, put straight into the warehouse."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection
        checked(row(), connection=connection)  # the macros that pseudonyms are made with
        self.loads = 0

    def load(self, scores: dict[str, float | str], *, measure: str = "reading", **named: str) -> None:
        """One load: what pupils scored, or the status that they had."""
        self.loads += 1
        said = {"source": "marks", "part": "", "scale": "nc-levels", "half_term": "summer"} | named
        name, scale = f"l{self.loads}", said.pop("scale")
        self._insert("load", {"load": name, "number": self.loads} | said | _COUNTS)
        self._insert("measure_scale", {"load": name, "measure": measure, "scale": scale})
        for pupil, score in scores.items():
            held = {"score": score} if isinstance(score, float) else {"status": score}
            who = {"load": name, "pupil": pseudonym(self.connection, pupil), "measure": measure}
            self._insert("result", who | held)

    def attribute(self, name: str, values: dict[str, str]) -> None:
        """One load of an attribute."""
        self.load({}, part=name)
        for pupil, value in values.items():
            who = {"load": f"l{self.loads}", "pupil": pseudonym(self.connection, pupil)}
            self._insert("attribute", who | {"name": name, "value": value})

    def _insert(self, table: str, values: dict[str, Any]) -> None:
        texts = ", ".join(f"${name} AS {name}" for name in values)
        self.connection.execute(f"INSERT INTO {table} BY NAME SELECT {texts}", values)

    def check(self, *lines: str, **changes: Any) -> Checked:
        return checked(*lines, connection=self.connection, before="summer", **changes)


_COUNTS = dict.fromkeys(
    ("rows_read", "pupils", "outside", "elsewhere", "rejected", "scores", "scores_missing"), 0
)
_COUNTS |= {"file_name": "f", "file_sha256": "h", "loaded_on": "2026-07-01"}


@pytest.fixture
def before(store: duckdb.DuckDBPyConnection) -> Before:
    return Before(store)


def test_a_leap_beyond_the_scale_is_a_question_and_the_largest_likely_change_is_none(before: Before) -> None:
    # Levels change by a whole level, 6 points, at most; 3b is 21.
    before.load({ADA: 15.0, BEN: 14.0, CY: 27.0, DEE: 28.0})
    found = before.check(row(), row(UPN=BEN), row(UPN=CY), row(UPN=DEE))
    assert found.findings == [(3, "Reading", "impossible-change"), (5, "Reading", "impossible-change")]
    assert found.verdicts == {2: "accepted", 3: "question", 4: "accepted", 5: "question"}
    assert found.pseudonyms.keys() == {ADA, BEN, CY, DEE}


def test_a_measures_own_limit_goes_before_the_scales(before: Before) -> None:
    before.load({ADA: 10.0, BEN: 11.0}, measure="maths", scale="points")
    assert before.check(row(), row(UPN=BEN)).findings == [(2, "Maths", "impossible-change")]


def test_only_scores_of_the_same_scale_and_measure_are_compared(before: Before) -> None:
    before.load({ADA: 100.0}, scale="ks2-scaled-score")
    before.load({ADA: 1.0}, measure="writing")
    before.load({ADA: 1.0}, half_term="spring")
    assert before.check(row()).findings == []


def test_the_newest_load_of_a_part_is_the_state_of_the_half_term_before(before: Before) -> None:
    before.load({ADA: 1.0, BEN: 1.0})
    before.load({ADA: 21.0, BEN: 1.0})
    assert before.check(row(), row(UPN=BEN)).findings == [(3, "Reading", "impossible-change")]


def test_of_several_sources_and_parts_the_newest_that_knows_the_pupil_counts(before: Before) -> None:
    before.load({ADA: 1.0, BEN: 21.0, CY: 1.0}, part="ash")
    before.load({ADA: 21.0, BEN: 1.0}, part="beech")
    before.load({}, source="other")
    found = before.check(row(), row(UPN=BEN), row(UPN=CY))
    assert found.findings == [(3, "Reading", "impossible-change"), (4, "Reading", "impossible-change")]


def test_who_had_no_score_before_has_not_changed(before: Before) -> None:
    before.load({ADA: 1.0})
    before.load({ADA: "absent"}, part="b")
    assert before.check(row(), row(UPN=BEN)).findings == []


def test_a_leap_is_asked_about_once_at_its_own_row_of_a_long_file(before: Before) -> None:
    before.load({ADA: 3.0})
    lines = [line("Reading", "3b"), line("Maths", "3")]
    assert before.check(*lines, source=long_source(), header=LONG).findings == [
        (2, "Result", "impossible-change")
    ]


def test_a_steady_attribute_with_another_value_is_a_question(before: Before) -> None:
    before.attribute("fsm", {ADA: "yes", BEN: "no", CY: "no"})
    before.attribute("year", {ADA: "4"})
    found = before.check(row(), row(UPN=BEN), row(UPN=CY, FSM=""), row(UPN=DEE))
    assert found.findings == [(3, "FSM", "changed-status")]
    assert found.verdicts[3] == "question"


def test_the_faults_of_a_rejected_row_are_asked_about_too(before: Before) -> None:
    before.load({ADA: 3.0})
    found = before.check(row(Maths="Zaphod"))
    assert found.rules == {2: ["not-a-number", "impossible-change"]}
    assert found.verdicts == {2: "rejected"}
    assert found.pseudonyms == {}


def test_nothing_is_compared_where_nothing_was_loaded_before(before: Before) -> None:
    assert before.check(row()).findings == []


def test_pupils_are_found_again_under_keys_that_were_rotated(before: Before) -> None:
    key = KEY.followed_by(bytes(32))
    before.load({ADA: 3.0})
    before.connection.execute(
        f"UPDATE result SET pupil = {key.newest.pseudonym('pupil')}", key.newest.parameters
    )
    assert before.check(row(), key=key).rules == {2: ["impossible-change"]}


def test_an_anonymous_survey_is_compared_with_nothing(before: Before) -> None:
    before.load({ADA: 3.0}, measure="mood", scale="points")
    columns = {
        "school": "School",
        "measures": {"mood": {"column": "Mood", "scale": "points", "most_change": 1}},
    }
    source = wide_source(identifier="anonymous", pupil="", birth=None, columns=columns)
    assert before.check("A1,9", source=source, header="School,Mood").findings == []
