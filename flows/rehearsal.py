"""A rehearsal: the people of a replayed programme, scripted, act through the functions that people use."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from halfterm.cycles.disclosure import ShownFinding
from halfterm.cycles.errors import BadInput
from halfterm.cycles.model import Record, Words
from halfterm.cycles.programme import Engagement
from halfterm.cycles.record import DecisionKind
from halfterm.flows.drafts import DraftPage, pages_to_read
from halfterm.flows.edition import edition_record
from halfterm.flows.rehearsal_record import (
    RehearsedDecision,
    RehearsedMeeting,
    read_engagements,
    rehearse_logs,
    rehearse_meetings,
    rehearse_progress,
)
from halfterm.flows.review import Reviews, decide
from halfterm.flows.run import Run
from halfterm.flows.workspace import Workspace
from halfterm.site.safe import show_edition
from halfterm.site.shown import ShownCycle
from halfterm.warehouse.register import register
from halfterm.warehouse.yaml_file import read_record

Sign = Literal["idea helped", "idea harmed", "gap closing", "gap widening", "otherwise"]


class DecisionRule(Record):
    """What is decided when a sign is seen, in whose words."""

    when: Sign
    decide: DecisionKind
    reason: Words
    learning: Words


class Rehearsal(Record):
    """The whole of `rehearsal.yaml`: the first rule whose sign is seen decides; the last is `otherwise`.

    A cycle on which a file of `rehearsal/` decides goes by that. `meetings` are those that were held.
    """

    comment: Words
    decisions: tuple[DecisionRule, ...] = Field(min_length=1)
    meetings: tuple[RehearsedMeeting, ...] = ()


def has_rehearsal(workspace: Workspace) -> bool:
    """Whether the workspace has a script. Only a replayed programme is rehearsed: real people are not."""
    return workspace.programme.replay and (workspace.folder / "rehearsal.yaml").is_file()


def _script(workspace: Workspace) -> Rehearsal:
    if not has_rehearsal(workspace):
        raise BadInput(
            "there is nothing to rehearse: the programme is not a replay, or has no rehearsal.yaml"
        )
    script = read_record(workspace.folder / "rehearsal.yaml", Rehearsal)
    if script.decisions[-1].when != "otherwise":
        raise BadInput("rehearsal.yaml: the last decision must be for 'otherwise'")
    return script


def rehearse_record(run: Run) -> int:
    """What the half-term's people write down: do-logs, steps and stages, meetings held; how much is new."""
    workspace = run.workspace()
    script, engagements = _script(workspace), read_engagements(workspace)
    until = workspace.programme.half_term(run.half_term).ends
    releasing = frozenset(one.engagement for one in engagements if one.release)
    with register(workspace.register) as events:
        rehearse_meetings(events, workspace, script.meetings, half_term=run.half_term)
        made = sum(rehearse_progress(events, workspace, one, until=until) for one in engagements)
        return made + rehearse_logs(events, workspace, until=until, releasing=releasing)


def rehearse_reviews(run: Run) -> int:
    """NLEs submit the drafts; each school's head approves its summary, the lead school's the case study."""
    workspace = run.workspace()
    script, days = _script(workspace), run.days(workspace)
    heads = {p.school: p.id for p in workspace.programme.people if p.role == "headteacher"}
    moved = 0
    with register(workspace.register) as events:
        reviews = Reviews(events, workspace.programme, one_person=workspace.settings.one_person)
        pages = pages_to_read(workspace.drafts / run.half_term)
        engagements = {engagement.id: engagement for engagement in workspace.programme.engagements}
        for page in pages:
            if reviews.state(page) == "draft":
                reviews.submit(page, by=engagements[page.engagement].nle, on=days.submit)
                moved += 1
        for page in pages:
            if reviews.state(page) == "submitted":
                reader = _reader(page, engagements[page.engagement], heads)
                reviews.approve(page, by=reader, on=days.approve, comment=script.comment)
                moved += 1
    return moved


def _reader(page: DraftPage, engagement: Engagement, heads: dict[str | None, str]) -> str:
    school = page.school or engagement.lead
    if school not in heads:
        raise BadInput(
            f"programme.yaml: nobody is headteacher of '{school}', so nobody can approve {page.path}"
        )
    return heads[school]


def rehearse_decisions(run: Run) -> int:
    """Each NLE decides as history has it, or else by the script's rules; the lead school's head agrees."""
    workspace = run.workspace()
    script, days = _script(workspace), run.days(workspace)
    known = {one.cycle: one for script_of in read_engagements(workspace) for one in script_of.decisions}
    heads = {p.school: p.id for p in workspace.programme.people if p.role == "headteacher"}
    made = 0
    with register(workspace.register) as events:
        shown = show_edition(edition_record(run, workspace, events), workspace.settings.audience)
        for cycle in shown.cycles:
            if cycle.decision is not None or cycle.plan.follow_up != run.half_term:
                continue
            engagement = workspace.programme.engagement(cycle.plan.engagement)
            told = known.get(cycle.plan.id) or _by_rule(script, cycle)
            head = heads[engagement.lead]
            decision = told.decision(by=engagement.nle, approved_by=head, on=days.decide)
            decide(
                events, workspace.programme, engagement, decision, one_person=workspace.settings.one_person
            )
            made += 1
    return made


def _by_rule(script: Rehearsal, cycle: ShownCycle) -> RehearsedDecision:
    """What the first rule says whose sign is seen."""
    signs = _signs(cycle)
    rule = next(rule for rule in script.decisions if rule.when in signs)
    return RehearsedDecision(
        cycle=cycle.plan.id, decide=rule.decide, reason=rule.reason, learning=rule.learning
    )


def _signs(cycle: ShownCycle) -> set[Sign]:
    """What the pages show of a cycle: a decision is public, so it may not rest on hidden numbers."""
    signs: set[Sign] = {"otherwise"}
    for study in cycle.at("engagement", cycle.plan.engagement):
        if "impact" in study.findings:
            signs |= _sign(study.findings["impact"], above="idea helped", below="idea harmed")
        before = study.findings["gap_baseline"].value.value
        after = study.findings["gap_followup"].value.value
        if before is not None and after is not None and abs(before) != abs(after):
            signs.add("gap closing" if abs(after) < abs(before) else "gap widening")
    return signs


def _sign(finding: ShownFinding, *, above: Sign, below: Sign) -> set[Sign]:
    """Beyond chance: the whole interval lies on one side of nought."""
    lower, upper = finding.lower.value, finding.upper.value
    if lower is not None and lower > 0:
        return {above}
    return {below} if upper is not None and upper < 0 else set()
