"""Questions about measures: which there are, what is aimed at and predicted, who collects, what may fail."""

from __future__ import annotations

from datetime import date
from typing import Final

from halfterm.cycles.measure import LOG_SCALES
from halfterm.flows.plan_known import Known
from halfterm.flows.question import Answers, Asking, bounds, number, one_of, person, some_of, words

LOG_WORDS: Final = {
    "sessions": "how many sessions were held",
    "attendance": "how many of the planned pupils were there",
    "minutes": "how many minutes were given",
    "fidelity": "how much of it was done as planned",
    "lessons_good": "how many lessons seen were good or better",
    "none": "nothing is counted",
}
LOG_NAMES: Final = {
    "sessions": "Sessions held",
    "attendance": "Attendance",
    "minutes": "Minutes given",
    "fidelity": "Done as planned",
    "lessons_good": "Lessons good or better",
}


def measure_questions(known: Known, start: Answers, comparison: str) -> Asking:
    """Measures of each kind, then for every outcome a target and a prediction."""
    scales = known.measures((start["baseline"], start["follow_up"]))
    outcomes = yield some_of(
        "measures.outcome",
        "Which scores show whether the aim was reached? Put commas between several.",
        {measure: f"scale {scale}" for measure, scale in scales.items()},
        default=next(iter(scales)),
    )
    measures = [_scored(measure, scales) for measure in outcomes]
    measures += (yield from _other_measures(scales, outcomes))["measures"]
    statistic = "mean" if comparison == "none" else "gap"
    targets, predictions = [], []
    for measure in outcomes:
        expected = yield from _expected(measure, statistic, _due(known, start))
        targets += expected["targets"]
        predictions.append(expected["prediction"])
    return {"measures": measures, "targets": targets, "predictions": predictions}


def _scored(measure: str, scales: dict[str, str], kind: str = "outcome") -> Answers:
    name = measure.replace("-", " ").capitalize()
    return {"id": measure, "name": name, "scale": scales.get(measure, "points"), "kind": kind}


def _due(known: Known, start: Answers) -> date:
    return max(known.programme.half_term(start["follow_up"]).ends, known.today)


def _other_measures(scales: dict[str, str], outcomes: list[str]) -> Asking:
    """Was it done as planned (from the do-log), and did anything else suffer?"""
    measures = []
    counted = yield one_of(
        "measures.process",
        "What in the do-log shows that it was done as planned?",
        LOG_WORDS,
        why="When nothing changes, this tells a bad idea from one that was never carried out.",
        default="sessions",
    )
    for log, scale in LOG_SCALES.items():
        if log == counted:
            name = log.replace("_", "-")
            taken = name in scales
            measures.append(
                {
                    "id": f"log-{name}" if taken else name,
                    "name": LOG_NAMES[log],
                    "scale": scale,
                    "kind": "process",
                    "from_log": log,
                }
            )
    left = {measure: f"scale {scale}" for measure, scale in scales.items() if measure not in outcomes}
    if left:
        watched = yield one_of(
            "measures.balancing",
            "Which other score could suffer from it?",
            left | {"none": "none of these"},
            why="Watching it shows whether something was gained at the cost of something else.",
            default="none",
        )
        measures += [_scored(watched, scales, "balancing")] if watched != "none" else []
    return {"measures": measures}


def _expected(measure: str, statistic: str, due: date) -> Asking:
    """How far it should have moved by the end, and what is expected to be found."""
    of = "the target group's mean" if statistic == "mean" else "the gap"
    sign = "" if statistic == "mean" else "A gap is theirs less the others': behind is below 0, like -4."
    goal = yield number(
        f"target.{measure}",
        f"{measure}: where should {of} stand by then, in points?",
        why=sign,
        optional=True,
    )
    value = yield number(
        f"prediction.{measure}",
        f"{measure}: and where do you expect {of} to stand, in points?",
        why="Say what you believe, not what you hope: a prediction that fails teaches most.",
        stand_in=None,  # no range can be around a wrong answer
    )
    lower, upper = yield bounds(
        f"prediction.{measure}.range",
        "Between which two numbers will it be?",
        around=value,
        why="Like -5 to -1; wide when you are unsure.",
    )
    sure = yield number(
        f"prediction.{measure}.sure",
        "How sure are you that it will be in that range, in percent?",
        least=1,
        most=99,
        default="80",
    )
    prediction = {"measure": measure, "statistic": statistic, "value": value, "lower": lower, "upper": upper}
    prediction["coverage"] = sure / 100
    if statistic == "gap":
        closing = yield number(
            f"prediction.{measure}.closing",
            "How likely is it that the gap closes at all, in percent?",
            least=0,
            most=100,
            optional=True,
        )
        prediction |= {"closing_probability": closing / 100} if closing is not None else {}
    because = yield words(f"prediction.{measure}.because", "Why do you expect that?", optional=True)
    prediction |= {"because": because} if because else {}
    aimed = {"measure": measure, "statistic": statistic, "goal": goal, "by": due.isoformat()}
    return {"targets": [] if goal is None else [aimed], "prediction": prediction}


def work_questions(known: Known, measures: list[Answers], follow_up: str) -> Asking:
    """Who collects, and what could go wrong."""
    work: Answers = {}
    who = yield person(
        "data_plan.who",
        "Who collects these data at the end? A person's id, or a few words.",
        [someone.id for someone in known.programme.people],
        why="Like: the class teachers.",
        optional=True,
    )
    if who:
        how = yield words("data_plan.how", "How?", default="as at the baseline")
        work["data_plan"] = [
            {"measure": measure["id"], "who": who, "when": follow_up, "how": how} for measure in measures
        ]
    risk = yield words("risk", "What could go wrong?", optional=True)
    if risk:
        then = yield words("risk.contingency", "What do you do then?", optional=True)
        work["risks"] = [{"risk": risk} | ({"contingency": then} if then else {})]
    return work
