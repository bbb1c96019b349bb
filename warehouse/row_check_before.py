"""The half-term before: changes that seldom happen are asked about, by pseudonym."""

from __future__ import annotations

from halfterm.warehouse.row_check_fact import attributes_there
from halfterm.warehouse.row_check_file import REJECTING, FileCheck


def name_pupils(check: FileCheck) -> None:
    """Make the pseudonyms of the pupils whose identifiers are sound (`check_pseudonym`)."""
    key = check.request.key
    check.run(
        "check_pseudonym",
        {"rejecting": list(REJECTING), **key.parameters},
        pseudonym=key.pseudonym("p.pupil"),
    )


def find_changes(check: FileCheck) -> None:
    """Name the rows that differ from the half-term before by more than is likely."""
    before = check.request.before
    if before is None or not check.source.pupil:
        return
    check.run("check_before", {"before": before})
    if not check.holds("SELECT 1 FROM check_before"):
        return
    for i, attribute in attributes_there(check).items():
        if attribute.steady:
            name = list(check.columns.attributes)[i]
            check.run(
                "load_finding_status",
                {"header": attribute.column, "name": name, "attribute": i},
                column=check.names[attribute.column],
            )
    _find_leaps(check)


def _find_leaps(check: FileCheck) -> None:
    """Name the scores that are further from those before than the measure or its scale allows for."""
    names = list(check.columns.measures)
    most = {
        i: m.most_change or check.request.scales[m.scale].most_change for i, m in enumerate(check.measures)
    }
    limited = [i for i, change in most.items() if change is not None]
    if not limited:
        return
    check.run(
        "load_finding_change",
        {
            "headers": [measure.column for measure in check.measures],
            "measures": limited,
            "names": [names[i] for i in limited],
            "scales": [check.measures[i].scale for i in limited],
            "most": [most[i] for i in limited],
        },
    )
