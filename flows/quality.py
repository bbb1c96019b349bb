"""The quality of cycles: events from the register, figures as this workspace's audience sees them."""

from __future__ import annotations

from datetime import date

from halfterm.cycles.cycle_book import CycleBook
from halfterm.cycles.disclosure import Audience
from halfterm.cycles.errors import BadInput
from halfterm.cycles.events import JUDGED
from halfterm.cycles.plan import Plan
from halfterm.cycles.quality import NO_CLAIM, Claim, CycleQuality, chain_of, cycle_quality
from halfterm.cycles.quality_point import CycleStory, StudiedMeasure
from halfterm.cycles.quality_progress import check_judge, check_level
from halfterm.flows.do_log import Desk
from halfterm.flows.edition import edition_record
from halfterm.flows.leaving import leaves_event
from halfterm.flows.run import Run
from halfterm.flows.workspace import Workspace
from halfterm.site.safe import show_edition
from halfterm.site.security import claim_of
from halfterm.site.shown import ShownCycle, ShownStudy
from halfterm.warehouse.register import Register


def qualities(
    workspace: Workspace, events: Register, *, cycle: str | None = None, today: date
) -> tuple[CycleQuality, ...]:
    """The quality of one cycle, or of every cycle of the workspace in the order of its plans.

    Raises:
        BadInput: there is no such cycle.
        StoreTrouble: studies are damaged.
    """
    if cycle is not None:
        workspace.plan(cycle)
    book = CycleBook(events.events())
    shown = shown_cycles(workspace, events, today=today)
    stories = {plan.id: _story(workspace, plan, book, shown.get(plan.id)) for plan in workspace.plans}
    wanted = stories if cycle is None else (cycle,)
    return tuple(
        cycle_quality(
            stories[name],
            chain_of(stories, name),
            _claim(shown.get(name), audience=workspace.settings.audience),
        )
        for name in wanted
    )


def shown_cycles(workspace: Workspace, events: Register, *, today: date) -> dict[str, ShownCycle]:
    """Every studied cycle as the workspace's audience may see it: what is hidden on pages is hidden here."""
    half_terms = [h.id for h in workspace.programme.half_terms if (workspace.studies / h.id).is_dir()]
    if not half_terms:
        return {}
    record = edition_record(Run(workspace.folder, half_terms[-1], today), workspace, events)
    return {one.plan.id: one for one in show_edition(record, workspace.settings.audience).cycles}


def _story(workspace: Workspace, plan: Plan, book: CycleBook, shown: ShownCycle | None) -> CycleStory:
    """A cycle's plan is the one that was locked, as amended; before the lock, that of its file."""
    held = book.locked.get(plan.id)
    file = f"cycles/{plan.id}.yaml"
    return CycleStory(
        plan=plan if held is None else held.plan,
        file=file if (workspace.folder / file).is_file() else f"the plan of '{plan.id}'",
        events=book.events(plan.id),
        studied=() if shown is None else tuple(_studied(study, plan) for study in _whole(shown)),
    )


def _whole(shown: ShownCycle) -> tuple[ShownStudy, ...]:
    return shown.at("engagement", shown.plan.engagement)


def _studied(study: ShownStudy, plan: Plan) -> StudiedMeasure:
    change = study.findings["gap_change"]
    return StudiedMeasure(
        measure=study.measure.id,
        half_term=plan.follow_up,
        gap_before=study.findings["gap_baseline"].value.value,
        gap_after=study.findings["gap_followup"].value.value,
        lower=change.lower.value,
        upper=change.upper.value,
        goals=tuple(target.percent.value.value for target in study.targets),
    )


def _claim(shown: ShownCycle | None, *, audience: Audience) -> Claim:
    """The weakest of the cycle's measures: its largest detectable effect, its largest loss of pupils."""
    if shown is None:
        return NO_CLAIM
    return claim_of(_whole(shown), correlation=shown.plan.assumes.correlation, audience=audience)


@leaves_event
def judge(events: Register, desk: Desk, level: float, *, reason: str) -> None:
    """Record a person's own view of how far a cycle has come; the computed one stays beside it.

    Raises:
        BadInput: the level is not one of the scale, or there is no reason.
        NotAllowed: the person is neither the NLE nor the facilitator.
    """
    check_level(level)
    if not reason.strip():
        raise BadInput("say why: a judgement is shown with its reason")
    check_judge(desk.person, engagement=desk.engagement, programme=desk.programme)
    body = {"level": level, "reason": " ".join(reason.split())}
    events.append(JUDGED, desk.cycle, actor=desk.by, on=desk.today, body=body)
