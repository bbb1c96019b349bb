"""The roster as programme.yaml: people, clusters, engagements with their terms, workshops, what was claimed."""

from __future__ import annotations

import re
from typing import Any, Final

from .roster import CLUSTERS, HALF_TERMS, STAFF, STRANDS, THEMES, WORKSHOPS, Place, Strand

KINDS: Final = re.compile(
    r"( (CoE|Community|Catholic|Infant and Nursery|Science and Sports|Primary|Secondary))* (School|College)$"
)
SUPPORTED: Final = re.compile(r"Supported (?P<phase>\w+) school in (a (?P<near>\w+) authority|(?P<area>.+))")


def programme() -> dict[str, Any]:
    """The content of programme.yaml."""
    return {
        "id": "closing-the-gap-2012",
        "name": "Closing the gap: action research 2012, replayed",
        "about": "Which change ideas close gaps? Sixteen national leaders of education and five teaching school alliances work with other schools "
        "in cycles of plan, do, study and act, from December 2011 to February 2013.",
        "stands_in": "A replay with synthetic pupils. Schools, themes and published figures are those of the report on the 2012 programme; every "
        "pupil and score is made up so that the published figures come out, and plans, logs, reviews and decisions are written for this example.",
        "replay": "yes",
        "half_terms": list(HALF_TERMS),
        "meets_from": HALF_TERMS[1],
        "workshops": [{"on": on, "what": what} for on, what in WORKSHOPS],
        "people": people(),
        "clusters": [_cluster(*cluster) for cluster in CLUSTERS],
        "engagements": [_engagement(strand) for strand in STRANDS],
        "claims": [
            {
                "words": "Case-study schools that told of a positive impact on pupils",
                "k": 16,
                "n": 17,
                "source": "Rea, Hill and Dunford (2013), Closing the gap: how system leaders and schools can work together",
                "limits": ["self-reported", "selected", "no comparison"],
            }
        ],
    }


def people() -> list[dict[str, str]]:
    """A facilitator a cluster; an NLE, or an alliance's lead, an engagement; a headteacher and data manager a school.

    They go by their school: their role stands beside the name, and lists of them are set apart by commas.
    """
    found = [
        {"id": f"facilitator-{cluster}", "name": f"{name}'s facilitator", "role": "facilitator"}
        for cluster, name, *_ in CLUSTERS
    ]
    for strand in STRANDS:
        lead = strand.lead
        role = ("deputy", "alliance leader") if strand.alliance else ("nle", "leader")
        found.append(
            {"id": strand.leader, "name": f"{_of(lead)} {role[1]}", "role": role[0], "school": lead.id}
        )
        for place in (lead, *strand.supported):
            found.append(
                {
                    "id": f"head-{place.id}",
                    "name": f"{_of(place)} head",
                    "role": "headteacher",
                    "school": place.id,
                }
            )
            if not strand.pupils_at or place.id in strand.pupils_at:
                found.append(
                    {
                        "id": f"data-{place.id}",
                        "name": f"{_of(place)} data manager",
                        "role": "data manager",
                        "school": place.id,
                    }
                )
    return found


def _of(place: Place) -> str:
    """A school's everyday name as whose somebody is: its kind left away, or its area where it has no name."""
    if area := SUPPORTED.match(place.name):
        name = f"{area['area'] or area['near'].capitalize()} {area['phase']}"
    else:
        name = KINDS.sub("", place.name).removeprefix("The ")
    return name if name.endswith("'s") else f"{name}'" if name.endswith("s") else f"{name}'s"


def _cluster(cluster: str, name: str, region: str, phase: str) -> dict[str, Any]:
    own = [strand for strand in STRANDS if strand.cluster == cluster]
    return {
        "id": cluster,
        "name": name,
        "facilitator": f"facilitator-{cluster}",
        "region": region,
        "phase": phase,
        "meets": {"weekday": "wednesday", "week": "3"},
        "schools": [_school(place) for strand in own for place in (strand.lead, *strand.supported)],
    }


def _school(place: Place) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": place.id,
        "name": place.name,
        "code": place.id.upper(),
        "la": place.la,
        "phase": place.phase,
    }
    if place.setting:
        found["setting"] = place.setting
    if place.fsm is not None:
        found["context"] = {"fsm_pct": str(place.fsm)}
    if place.premium is not None:
        year, pounds, objectives = place.premium
        found["pupil_premium"] = [{"year": year, "pounds": str(pounds), "objectives": [objectives]}]
    return found


def _engagement(strand: Strand) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": strand.id,
        "name": _partners(strand),
        "cluster": strand.cluster,
        "lead": strand.lead.id,
        "supported": [place.id for place in strand.supported],
        "nle": strand.leader,
        "model": strand.model,
    }
    if strand.theme is not None:
        found["themes"] = [THEMES[strand.theme], STAFF]
    if strand.pupils_at:
        found["pupils_at"] = list(strand.pupils_at)
    found["context"] = strand.context
    if strand.theme is not None:
        found["terms"] = _terms(strand)
    return found


def _partners(strand: Strand) -> str:
    if len(strand.supported) > 2:
        return f"{strand.lead.name} and {len(strand.supported)} other schools"
    names = [place.name.removeprefix("Supported ") for place in (strand.lead, *strand.supported)]
    *others, last = [f"a {name}" if name[0].islower() else name for name in names]
    return f"{', '.join(others)} and {last}"


def _terms(strand: Strand) -> dict[str, Any]:
    return {
        "agreed": "2011-11-07",
        "by": [strand.leader, *(f"head-{place.id}" for place in strand.supported)],
        "aims": ["Narrow a gap between groups of pupils that the schools' data show"],
        "lead_offers": ["Leaders' and teachers' time, and an open door for visits"],
        "supported_commit": ["A leader who sees it through, and staff released for training"],
        "data_shared": ["pupils' scores each half-term, under pseudonyms, and nothing that names a child"],
        "review_on": "2012-07-02",
    }
