"""Who took part: clusters, lead and supported schools, themes and models of support.

Names, authorities, phases, shares of free school meals and models of support are the programme's own. Where
the published report names no supported school, it is called by what it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

HALF_TERMS: Final = (
    "autumn-1-201112",
    "autumn-2-201112",
    "spring-1-201112",
    "spring-2-201112",
    "summer-1-201112",
    "summer-2-201112",
    "autumn-1-201213",
    "autumn-2-201213",
    "spring-1-201213",
)

WORKSHOPS: Final = (
    ("2011-12-08", "First programme workshop: what a cycle of action research is, and choosing a gap"),
    ("2012-06-14", "Second programme workshop: what has been found so far, and what to change"),
    ("2013-01-24", "Third programme workshop: what was learned, and how it is kept going"),
)

NO_CASE: Final = "It took part without a case study: nothing is published of what was done here or found, so no cycle is replayed."


@dataclass(frozen=True, slots=True)
class Place:
    """A school: its name, authority and phase; its share of free school meals in percent where published."""

    id: str
    name: str
    la: str
    phase: str
    fsm: int | None = None
    setting: str = ""
    premium: tuple[str, int, str] | None = None
    """A school year, the pounds of that year, and what they are for."""


@dataclass(frozen=True, slots=True)
class Strand:
    """One engagement: the lead school, those it supports, and what is said of it on its case page."""

    id: str
    cluster: str
    lead: Place
    supported: tuple[Place, ...]
    theme: int | None
    context: str
    model: str = "one-to-one"
    alliance: bool = False
    pupils_at: tuple[str, ...] = ()

    @property
    def leader(self) -> str:
        """The id of the person who leads it."""
        return f"alliance-{self.id}" if self.alliance else f"nle-{self.id}"


CLUSTERS: Final = (
    ("north-west-primary", "North West primary", "North West", "primary"),
    ("north-west-secondary", "North West secondary", "North West", "secondary"),
    ("midlands-primary", "Midlands primary", "Midlands", "primary"),
    ("london-south-east-primary", "London and South East primary", "London and South East", "primary"),
    ("london-south-east-secondary", "London and South East secondary", "London and South East", "secondary"),
)

THEMES: Final = {
    1: "Using data on pupils' progress to find gaps and focus support",
    2: "Improving an aspect of teaching and learning",
    3: "Mentoring, one-to-one or small-group support",
    4: "Pupils' engagement, voice, resilience and attitudes",
    5: "Engaging parents in their children's learning",
}
STAFF: Final = "Staff development"

NO_FIGURE: Final = (
    "The published report gives no figure of what became of the pupils: all figures here come from "
    "made-up scores and stand for nothing."
)
FROM_FIGURES: Final = (
    "Made-up pupils, with scores that lead to the figures the published report gives; what it does not give "
    "is the replay's own."
)


def _supported(number: int, la: str, phase: str = "primary") -> Place:
    return Place(f"supported-{number}", f"Supported {phase} school in {la}", la, phase)


STRANDS: Final = (
    Strand(
        "broadoak",
        "north-west-primary",
        Place("broadoak", "Broadoak Primary School", "Salford", "primary", 3, "academy"),
        (Place("cathedral", "The Cathedral Primary School", "Salford", "primary"),),
        2,
        f"A six-week programme of daily phonics for pupils whom a screening had picked out. {NO_FIGURE}",
        pupils_at=("cathedral",),
    ),
    Strand(
        "victoria",
        "north-west-primary",
        Place("victoria-infant", "Victoria Infant and Nursery School", "Cumbria", "infant", 30),
        (Place("victoria-junior", "Victoria Junior School", "Cumbria", "junior"),),
        3,
        f"An infant school works with the junior school that its pupils go on to. {NO_FIGURE}",
        pupils_at=("victoria-junior",),
    ),
    Strand(
        "yesoiday-hatorah",
        "north-west-primary",
        Place(
            "yesoiday-hatorah", "Yesoiday Hatorah Primary School", "Bury", "primary", None, "teaching school"
        ),
        (Place("bury-neighbour", "Supported primary school in a neighbouring authority", "Bury", "primary"),),
        3,
        "An alliance, of the parallel strand, set into the cluster of its region here. The supported school was in special measures. "
        f"{FROM_FIGURES}",
        alliance=True,
        pupils_at=("bury-neighbour",),
    ),
    Strand(
        "st-pauls",
        "north-west-primary",
        Place("st-pauls", "St Pauls CoE Primary School", "Bolton", "primary"),
        (_supported(1, "Bolton"),),
        None,
        NO_CASE,
    ),
    Strand(
        "woodlands",
        "north-west-primary",
        Place("woodlands", "Woodlands Community Primary School", "Lancashire", "primary"),
        (_supported(2, "Lancashire"),),
        None,
        NO_CASE,
    ),
    Strand(
        "mills-hill",
        "north-west-primary",
        Place("mills-hill", "Mills Hill Primary School", "Oldham", "primary", None, "teaching school"),
        (_supported(3, "Oldham"),),
        None,
        f"An alliance, of the parallel strand, set into the cluster of its region here. {NO_CASE}",
        alliance=True,
    ),
    Strand(
        "blessed-thomas-holford",
        "north-west-secondary",
        Place(
            "blessed-thomas-holford", "Blessed Thomas Holford Catholic College", "Trafford", "secondary", 10
        ),
        (Place("irlam-and-cadishead", "Irlam and Cadishead College", "Salford", "secondary"),),
        3,
        f"Boys with free school meals who were below what was predicted for them in maths. {FROM_FIGURES}",
        pupils_at=("irlam-and-cadishead",),
    ),
    Strand(
        "heath",
        "north-west-secondary",
        Place(
            "heath",
            "The Heath School",
            "Halton",
            "secondary",
            23,
            "academy",
            ("2012-13", 65_000, "three objectives, which the source counts and does not print"),
        ),
        (
            Place(
                "halton-neighbour",
                "Supported secondary school in a neighbouring authority",
                "Halton",
                "secondary",
            ),
        ),
        3,
        f"Pupils on the borderline of C and D in English. In that summer a grade boundary moved. {FROM_FIGURES}",
        pupils_at=("halton-neighbour",),
    ),
    Strand(
        "gilmorton-chandler",
        "midlands-primary",
        Place("gilmorton-chandler", "Gilmorton Chandler CoE Primary School", "Leicestershire", "primary", 4),
        (
            Place(
                "leicestershire-junior",
                "Supported junior school in Leicestershire",
                "Leicestershire",
                "junior",
            ),
        ),
        1,
        f"A small village school supports a junior school in reading its own data. {NO_FIGURE}",
        pupils_at=("leicestershire-junior",),
    ),
    Strand(
        "meadow",
        "midlands-primary",
        Place("meadow", "Meadow Community Primary School", "Leicestershire", "primary", 25),
        (
            Place("meadow-county", "Supported primary school in Leicestershire", "Leicestershire", "primary"),
            Place("meadow-city", "Supported primary school in Leicester", "Leicester", "primary"),
        ),
        1,
        f"Several schools of the county and the city look at their gaps together. {NO_FIGURE}",
        model="group of schools",
    ),
    Strand(
        "kibworth",
        "midlands-primary",
        Place("kibworth", "Kibworth CoE Primary School", "Leicestershire", "primary", 10),
        (_supported(4, "Leicestershire"),),
        3,
        f"A club for maths and sport in the summer holiday. {FROM_FIGURES}",
        pupils_at=("supported-4",),
    ),
    Strand(
        "forest-way",
        "midlands-primary",
        Place("forest-way", "Forest Way School", "Leicestershire", "special", 20, "teaching school"),
        (
            Place(
                "king-edward-vii", "King Edward VII Science and Sports College", "Leicestershire", "secondary"
            ),
            Place("shelthorpe", "Shelthorpe Primary School", "Leicestershire", "primary"),
        ),
        4,
        "An alliance, of the parallel strand, set into the cluster of its region here. Two surveys of the same 58 questions, half a year apart. "
        f"{FROM_FIGURES}",
        model="alliance",
        alliance=True,
        pupils_at=("king-edward-vii",),
    ),
    Strand(
        "gaddesby",
        "midlands-primary",
        Place("gaddesby", "Gaddesby Primary School", "Leicestershire", "primary"),
        (_supported(5, "Leicestershire"),),
        None,
        NO_CASE,
    ),
    Strand(
        "tollgate",
        "london-south-east-primary",
        Place("tollgate", "Tollgate Primary School", "Newham", "primary", 40, "teaching school"),
        tuple(Place(f"newham-{n}", f"Newham primary school {n}", "Newham", "primary") for n in range(1, 10)),
        1,
        "An alliance, of the parallel strand, set into the cluster of its region here. Nine primary schools set pupils with free school meals "
        f"beside their whole class, themselves counted in. {FROM_FIGURES}",
        model="group of schools",
        alliance=True,
        pupils_at=tuple(f"newham-{n}" for n in range(1, 10)),
    ),
    Strand(
        "halterworth",
        "london-south-east-primary",
        Place("halterworth", "Halterworth Community Primary School", "Hampshire", "primary", 4),
        (
            Place("awbridge", "Awbridge Primary School", "Hampshire", "primary"),
            Place("wellow", "Wellow Primary School", "Hampshire", "primary"),
        ),
        2,
        f"Six classes of three schools use one scale on which pupils say how well they have understood. {FROM_FIGURES}",
        model="federation",
    ),
    Strand(
        "st-eanswythes",
        "london-south-east-primary",
        Place("st-eanswythes", "St Eanswythe's CoE Primary School", "Kent", "primary", 20, "teaching school"),
        (Place("christ-church", "Christ Church CoE Primary School", "Kent", "primary"),),
        2,
        "An alliance, of the parallel strand, set into the cluster of its region here. Phonics every day for the youngest, after two days of training. "
        f"{NO_FIGURE}",
        alliance=True,
        pupils_at=("christ-church",),
    ),
    Strand(
        "michael-faraday",
        "london-south-east-primary",
        Place("michael-faraday", "Michael Faraday School", "Southwark", "primary", 30),
        (Place("st-peters", "St Peter's CoE Primary School", "Southwark", "primary"),),
        2,
        f"Speaking and listening of pupils who learn English as an additional language. {NO_FIGURE}",
        pupils_at=("st-peters",),
    ),
    Strand(
        "danehill",
        "london-south-east-primary",
        Place("danehill", "Danehill CoE Primary School", "East Sussex", "primary"),
        (_supported(6, "East Sussex"),),
        5,
        f"Nine children of Year 2 with free school meals, and their families. {FROM_FIGURES}",
        pupils_at=("supported-6",),
    ),
    Strand(
        "chestnut-grove",
        "london-south-east-secondary",
        Place("chestnut-grove", "Chestnut Grove School", "Wandsworth", "secondary", 50),
        (Place("st-cecilias", "St Cecilia's CoE Secondary School", "Wandsworth", "secondary"),),
        1,
        "The pupils moved from Year 10 into Year 11 while the cycle ran, and are followed. Three levels between the end of primary school and GCSE are "
        "what is expected; of what was reached no figure is published, and the grades here are made up.",
    ),
    Strand(
        "little-ilford",
        "london-south-east-secondary",
        Place("little-ilford", "Little Ilford School", "Newham", "secondary", 50),
        (_supported(7, "Newham", "secondary"),),
        2,
        f"The writing of 26 boys with free school meals is audited every six weeks. {NO_FIGURE}",
        pupils_at=("supported-7",),
    ),
    Strand(
        "dunraven",
        "london-south-east-secondary",
        Place("dunraven", "Dunraven School", "Lambeth", "secondary", 25, "academy"),
        (Place("crown-lane", "Crown Lane Primary School", "Lambeth", "primary"),),
        3,
        f"Sixth-formers of a secondary school mentor ten pupils of Year 6 in a primary. {FROM_FIGURES}",
        pupils_at=("crown-lane",),
    ),
)
