"""The quality of cycles: events from the register, figures as this workspace's audience sees them."""

from __future__ import annotations

from datetime import date

from halfterm.cycles.cycle_book import CycleBook
from halfterm.cycles.errors import BadInput
from halfterm.cycles.events import JUDGED
from halfterm.cycles.plan import Plan
from halfterm.cycles.quality import CycleQuality
from halfterm.cycles.quality_point import CycleStory
from halfterm.cycles.quality_progress import check_judge, check_level
from halfterm.flows.do_log import Desk
from halfterm.flows.edition import edition_record, plan_place
from halfterm.flows.leaving import leaves_event
from halfterm.flows.run import Run
from halfterm.flows.workspace import Workspace
from halfterm.site.safe import show_edition
from halfterm.site.safe_quality import claim_on, quality_of, told_by
from halfterm.site.shown import ShownCycle
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
        quality_of(name, stories, claim_on(shown.get(name), workspace.settings.audience)) for name in wanted
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
    story = CycleStory(
        plan=plan if held is None else held.plan,
        file=plan_place(workspace, plan.id),
        events=book.events(plan.id),
    )
    return told_by(story, shown)


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
