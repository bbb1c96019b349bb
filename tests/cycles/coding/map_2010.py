"""The printed tables of the map of 2010, as its report gives them: counts and percentages of 129 reports."""

from __future__ import annotations

from halfterm.cycles.coding.coded import CodedReport, CodedSource, Printed
from halfterm.cycles.coding.frame import FRAME, REPORTS

# Rows in the frame's order of codes.
PRINTED: dict[str, list[tuple[int, float]]] = {
    "1_group_size": [(72, 55.8), (42, 32.5), (14, 10.8), (1, 0.8)],
    "2_background": [(14, 10.9), (6, 4.7), (9, 7), (39, 30.2), (19, 14.7), (9, 7), (65, 50.3)],
    "3_phase": [(3, 2.3), (62, 48.1), (9, 7), (33, 25.6), (14, 10.9), (6, 4.7), (2, 1.6)],
    "4_partnership": [
        *((99, 76.7), (95, 73.6), (64, 49.6), (53, 41.1), (43, 33.3), (33, 25.6), (4, 3.1), (11, 8.5)),
    ],
    "5_stakeholders": [
        *((105, 81.4), (93, 72.1), (92, 71.3), (92, 71.3), (66, 51.1), (52, 40.3), (40, 31), (27, 20.9)),
        *((24, 18.6), (16, 12.4), (8, 6.2), (6, 4.7), (4, 3.1), (4, 3.1), (39, 30.2)),
    ],
    "6_target_group_identified": [(60, 46.5), (69, 53.5)],
    "7_gap": [
        *((72, 55.8), (21, 16.3), (12, 9.3), (11, 8.5), (5, 3.9), (4, 3.1), (3, 2.3), (2, 1.6)),
        *((1, 0.77), (62, 48.1), (12, 9.3)),
    ],
    "8_outcomes": [
        *((70, 54.3), (42, 32.6), (40, 31), (39, 30.2), (37, 28.7), (30, 24), (31, 24), (6, 4.7)),
        *((33, 25.6), (22, 17.1), (64, 49.6), (33, 25.6), (31, 24), (20, 15.5), (12, 9.3)),
    ],
    "9_evidence": [
        *((69, 53.5), (65, 50.4), (60, 46.5), (59, 45.7), (55, 42.9), (42, 32.6), (36, 27.9), (29, 22.5)),
        *((28, 21.7), (15, 11.6), (56, 43.4)),
    ],
    "10_project_type": [(14, 10.9), (60, 46.5), (42, 32.6), (12, 9.3)],
}


def map_2010(*, with_reports: bool = False) -> CodedSource:
    """The map as a source; with synthetic reports made to its counts, if wanted."""
    printed = tuple(
        Printed(table.id, code, n, float(percent))
        for table in FRAME
        for code, (n, percent) in zip(table.codes, PRINTED[table.id], strict=True)
    )
    return CodedSource(
        id="map-2010",
        name="The map of 129 reports",
        reports=synthetic_reports() if with_reports else (),
        printed=printed,
        printed_reports=REPORTS,
        synthetic=with_reports,
        source="CUREE for the National College (2010), tables 1 to 10",
    )


def synthetic_reports() -> tuple[CodedReport, ...]:
    """129 reports whose codes, table by table, are as many as printed; which goes with which is nobody's."""
    codes: list[dict[str, list[str]]] = [{} for _ in range(REPORTS)]
    for table in FRAME:
        start = 0
        for code, (n, _) in zip(table.codes, PRINTED[table.id], strict=True):
            for place in range(start, start + n):
                codes[place % REPORTS].setdefault(table.id, []).append(code)
            # One code a report where the table takes one; else each code begins elsewhere.
            start += n if not table.multiple else 29
    return tuple(
        CodedReport(f"report-{number:03}", {table: tuple(held) for table, held in each.items()})
        for number, each in enumerate(codes, start=1)
    )
