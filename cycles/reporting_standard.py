"""What a case study should tell: the 18 items of SQUIRE 2.0, and how a chain of cycles answers each.

SQUIRE 2.0 is the reporting standard for quality improvement by Ogrinc et al. (2016), BMJ Quality & Safety
25: 986-992; the items are asked here in our words. What a page says of itself, always and by rule (its title,
its methods, its limits), counts as told; everything else must have been written by somebody.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from halfterm.cycles.reporting_case import (
    CaseTold,
    always,
    anybody_learned,
    has_figures,
    measures_the_work,
    noted,
    of_decision,
    of_log,
    of_plan,
    was_delivered,
)

State = Literal["told", "in part", "not told"]

OVER_TIME: Final = 3
"""Half-terms with figures from which a line can be told from a before and an after."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that an item asks for, and where to write it: `{cycle}` and `{engagement}` are filled in."""

    what: str
    where: str
    told: Callable[[CaseTold], bool]


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the standard: told when all that it asks for is there, in part when some is."""

    number: int
    name: str
    asks: str
    parts: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """How far a case study tells an item; `missing` is what it still asks for."""

    item: Item
    missing: tuple[Asked, ...]

    @property
    def state(self) -> State:
        if not self.missing:
            return "told"
        return "in part" if len(self.missing) < len(self.item.parts) else "not told"


def answers(case: CaseTold) -> tuple[Answer, ...]:
    """Every item of the standard with what this case still owes it, in the standard's order."""
    return tuple(Answer(item, tuple(part for part in item.parts if not part.told(case))) for item in ITEMS)


def told_words(told: Sequence[Answer]) -> str:
    """The score in one sentence.

    >>> told_words(answers(CaseTold(())))
    '1 of the 18 items of SQUIRE 2.0 is told, 2 in part and 15 not at all.'
    """
    states = [answer.state for answer in told]
    whole, part, none = (states.count(state) for state in ("told", "in part", "not told"))
    said = f"{whole} of the {len(told)} items of SQUIRE 2.0 {'is' if whole == 1 else 'are'} told"
    rest = [f"{part} in part"] if part else []
    rest += [f"{none} not at all"] if none else []
    return f"{said}{', ' if rest else ''}{' and '.join(rest)}."


_PLAN: Final = "plan {cycle}: "
_LOG: Final = "halfterm log add, {cycle}: "
_DECIDE: Final = "halfterm decide, {cycle}: "
_RELEASE: Final = "; the school then releases the words"
_SCORES: Final = "halfterm load; of very few pupils nothing is shown"

ITEMS: Final = (
    Item(
        1,
        "Title",
        "That this is about making something better, and for whom",
        (Asked("a title", _PLAN + "title", always),),
    ),
    Item(
        2,
        "Abstract",
        "The whole in a few lines",
        (Asked("the verdict on this half-term's figures", _SCORES, has_figures),),
    ),
    Item(
        3,
        "Problem",
        "What is wrong, how much it matters, and how that is known",
        (
            Asked("why this group", _PLAN + "focus, route and why", of_plan(lambda p: p.focus)),
            Asked(
                "where the group stood at the start",
                _SCORES,
                lambda c: bool(c.cycles) and c.cycles[0].figures,
            ),
        ),
    ),
    Item(
        4,
        "What is known",
        "What others have found about the problem and the idea",
        (
            Asked(
                "the research that staff chose by",
                "halfterm terms check, {engagement}: step e, with its evidence",
                lambda case: "e" in case.steps,
            ),
            Asked(
                "the strand of evidence that the idea belongs to",
                _PLAN + "intervention, strand",
                of_plan(lambda p: p.intervention.strand),
            ),
        ),
    ),
    Item(
        5,
        "Rationale",
        "Why the idea should work here, and what is assumed",
        (
            Asked(
                "why it should work", _PLAN + "change_idea, theory", of_plan(lambda p: p.change_idea.theory)
            ),
            Asked(
                "why each prediction was made",
                _PLAN + "predictions, because",
                of_plan(lambda p: any(one.because for one in p.predictions)),
            ),
        ),
    ),
    Item(
        6,
        "Specific aims",
        "What is to be reached, and by when",
        (
            Asked("the aim", _PLAN + "aim", of_plan(lambda p: p.aim)),
            Asked(
                "a target for a measure", _PLAN + "targets", of_plan(lambda p: p.targets or p.pupil_targets)
            ),
        ),
    ),
    Item(
        7,
        "Context",
        "What matters about these schools, and what stands in the way",
        (
            Asked("the schools", "programme.yaml: engagement {engagement}, context", lambda c: c.context),
            Asked("what stands in the way", _PLAN + "barriers", of_plan(lambda p: p.barriers)),
        ),
    ),
    Item(
        8,
        "Intervention",
        "What is done, so that others could do it, and by whom",
        (
            Asked("how much of it", _PLAN + "intervention, dosage", of_plan(lambda p: p.intervention.dosage)),
            Asked(
                "who carries it out",
                _PLAN + "intervention, delivered_by",
                of_plan(lambda p: p.intervention.delivered_by),
            ),
        ),
    ),
    Item(
        9,
        "Study of the intervention",
        "How it can be known whether the idea did it",
        (
            Asked(
                "who got the idea and who went without",
                _PLAN + "change_idea, treated and assigned",
                of_plan(lambda p: p.names_treated),
            ),
            Asked(
                "whether it was done as planned",
                _LOG + "fidelity",
                of_log(lambda log: log.fidelity.visible),
            ),
        ),
    ),
    Item(
        10,
        "Measures",
        "What is measured of the outcome and of the work itself",
        (
            Asked("a measure of outcome", _PLAN + "measures", of_plan(lambda p: p.studied_measures)),
            Asked("a measure of the work", _LOG + "session, with planned and present", measures_the_work),
        ),
    ),
    Item(
        11,
        "Analysis",
        "How conclusions were drawn, and how chance and time were told apart",
        (
            Asked("how each figure was computed", _SCORES, has_figures),
            Asked(
                f"{OVER_TIME} half-terms or more with figures",
                "a cycle that follows {cycle}",
                lambda case: case.half_terms >= OVER_TIME,
            ),
        ),
    ),
    Item(
        12,
        "Ethics",
        "What was agreed with the schools, and how pupils are protected",
        (
            Asked("how pupils are protected", "every page says so", always),
            Asked("what was agreed", "programme.yaml: engagement {engagement}, terms", lambda c: c.terms),
        ),
    ),
    Item(
        13,
        "Results",
        "What was done and what was found, step by step",
        (
            Asked("figures before and after", _SCORES, has_figures),
            Asked("what was delivered", _LOG + "session", of_log(was_delivered)),
        ),
    ),
    Item(
        14,
        "Summary",
        "What came of it, set against the aim and the rationale",
        (
            Asked("the reason of a decision", _DECIDE + "--reason", of_decision(lambda d: d.reason)),
            Asked("what was learned", _LOG + "learning" + _RELEASE, anybody_learned),
        ),
    ),
    Item(
        15,
        "Interpretation",
        "What it means for people and schools, and what it cost them",
        (
            Asked("what learners learned", _LOG + "learning, by pupils" + _RELEASE, lambda c: c.learners),
            Asked(
                "what leaders and staff learned", _LOG + "learning, by staff" + _RELEASE, lambda c: c.staff
            ),
            Asked(
                "what the wider school learned",
                _LOG + "learning, by parents or other staff" + _RELEASE,
                lambda c: c.wider,
            ),
            Asked("what was spent", _LOG + "cost", of_log(lambda log: log.cost_spent.visible)),
        ),
    ),
    Item(
        16,
        "Limitations",
        "What this cannot show, and what went otherwise",
        (
            Asked("what the figures cannot show", "every page says so", always),
            Asked(
                "obstacles and adaptations",
                _LOG + "obstacle, or adaptation" + _RELEASE,
                noted("obstacle", "adaptation"),
            ),
        ),
    ),
    Item(
        17,
        "Conclusions",
        "Whether it is worth it, how it is kept, and what comes next",
        (
            Asked("a decision", "halfterm decide, {cycle}", of_decision(lambda _: True)),
            Asked(
                "how what was gained is kept",
                _DECIDE + "--sustain, or --extend-to",
                of_decision(lambda d: d.sustain or d.extend_to),
            ),
        ),
    ),
    Item(
        18,
        "Funding",
        "Where the money came from",
        (
            Asked(
                "what is paid for, and from what",
                _PLAN + "intervention, costs",
                lambda case: (
                    of_plan(lambda p: p.intervention.costs)(case) or of_log(lambda log: log.spent)(case)
                ),
            ),
        ),
    ),
)
"""The items in the standard's order, under its names; what is asked is in our words."""
