"""Drafts of an edition: every page of one half-term, for one audience, before anybody reviews it."""

from __future__ import annotations

from pathlib import Path

from halfterm.cycles.disclosure import Audience
from halfterm.cycles.errors import BadInput
from halfterm.cycles.record import EditionRecord
from halfterm.cycles.rewording import edits_for
from halfterm.site.case_page import case_draft
from halfterm.site.cluster_page import Meeting, cluster_draft
from halfterm.site.glossary_page import glossary_draft
from halfterm.site.governors_page import governors_drafts
from halfterm.site.index_page import index_draft, of_cluster
from halfterm.site.meeting_matter import meeting_matters
from halfterm.site.methods_page import methods_draft
from halfterm.site.pack_page import pack_drafts
from halfterm.site.passages import with_edits
from halfterm.site.pieces import Chart, DataFile, Draft, Link
from halfterm.site.premium_page import premium_drafts
from halfterm.site.rendering import Templates
from halfterm.site.safe import show_edition
from halfterm.site.school_page import school_draft
from halfterm.site.school_part import Part
from halfterm.site.shown import ShownEdition
from halfterm.site.slides import slides_drafts
from halfterm.site.synthesis_page import synthesis_draft
from halfterm.site.theme_page import theme_drafts

__all__ = ["Chart", "DataFile", "Draft", "draft_pages"]


def draft_pages(
    record: EditionRecord,
    *,
    audience: Audience,
    overrides: Path | None = None,
    left_out: frozenset[str] = frozenset(),
) -> tuple[Draft, ...]:
    """All pages of an edition: those of schools, cases and clusters, those made of them, those for all.

    `overrides` is a folder whose templates go before the house's own of the same name. `left_out` are
    engagements whose current cycle may not be read yet; what must be hidden is settled with them counted in.
    Raises `BadInput` when two pages would have one path.
    """
    templates, edition = Templates(overrides, audience), show_edition(record, audience, left_out=left_out)
    parts, own = _parts(edition), edition.own()
    meetings = tuple(m for c in edition.programme.clusters if (m := of_cluster(edition, c)))
    matters = meeting_matters(edition, meetings, parts)
    school_links = tuple(Link(_words(part, parts), slug) for slug, part in parts.items())
    # A chain that has ended, or waits, stays as it is in the edition that last told of it.
    cases = [e for e in edition.programme.engagements if edition.current(e.id)]
    others = (
        *pack_drafts(edition, matters, templates=templates),
        *slides_drafts(edition, matters, templates=templates),
        *_of_boards(edition, parts, templates),
        synthesis_draft(edition, templates=templates),
        *theme_drafts(edition, templates=templates),
        glossary_draft(templates=templates),
    )
    drafts = (
        *(school_draft(own, part, slug=slug, templates=templates) for slug, part in parts.items()),
        *(
            case_draft(own, e, schools=_links(parts, {e.id}, school_links), templates=templates)
            for e in cases
        ),
        *_cluster_drafts(edition, meetings, parts, school_links, templates),
        index_draft(
            edition,
            meetings,
            cases=tuple(Link(e.name, f"cases/{e.id}.html") for e in cases),
            schools=tuple(Link(link.words, f"schools/{link.href}.html") for link in school_links),
            templates=templates,
            others=others,
        ),
        *others,
        methods_draft(edition, templates=templates),
    )
    return tuple(_in_peoples_words(draft, record, audience) for draft in drafts)


def _of_boards(edition: ShownEdition, parts: dict[str, Part], templates: Templates) -> tuple[Draft, ...]:
    """What governors read of their schools: the report, and the review of the pupil premium."""
    schools = tuple(dict.fromkeys(part.school.id for part in parts.values()))
    funded = (school.id for school in edition.programme.schools if school.pupil_premium)
    reviews = premium_drafts(edition, tuple(dict.fromkeys((*schools, *funded))), templates=templates)
    reviewed = frozenset(review.slug for review in reviews)
    return (*governors_drafts(edition, schools, premium=reviewed, templates=templates), *reviews)


def _in_peoples_words(draft: Draft, record: EditionRecord, audience: Audience) -> Draft:
    """A draft with what facilitators wrote into it; figures, verdicts and warnings stay as computed."""
    programme, half_term = record.programme, record.half_term.id
    edits = edits_for(draft.path, record.edits, programme, half_term=half_term, audience=audience)
    return with_edits(draft, edits, programme).draft


def _parts(edition: ShownEdition) -> dict[str, Part]:
    """Every school's part of every current cycle, by page name.

    A school of several engagements has a page for each: the first under its own name. Raises `BadInput`
    when two would have one name.
    """
    parts: dict[str, Part] = {}
    for engagement in edition.programme.engagements:
        cycle = edition.current(engagement.id)
        if cycle is None:
            continue
        for school in (s for s in engagement.pupil_schools if s not in cycle.missing_schools):
            slug = school if school not in parts else f"{school}-in-{engagement.id}"
            if slug in parts:
                raise BadInput(f"two summaries would be called '{slug}'; rename a school or an engagement")
            parts[slug] = Part(
                school=edition.programme.school(school),
                engagement=engagement,
                cycle=cycle,
                own=cycle.at("school", school),
                shared=cycle.at("engagement", engagement.id),
            )
    return parts


def _words(part: Part, parts: dict[str, Part]) -> str:
    """A school's name, and its engagement where it has several."""
    several = sum(other.school.id == part.school.id for other in parts.values()) > 1
    return part.name(several=several)


def _links(parts: dict[str, Part], engagements: set[str], links: tuple[Link, ...]) -> tuple[Link, ...]:
    """Links, from a page one folder down, to the summaries of some engagements' schools."""
    return tuple(
        Link(link.words, f"../schools/{link.href}.html")
        for link in links
        if parts[link.href].engagement.id in engagements
    )


def _cluster_drafts(
    edition: ShownEdition,
    meetings: tuple[Meeting, ...],
    parts: dict[str, Part],
    links: tuple[Link, ...],
    templates: Templates,
) -> list[Draft]:
    drafts = []
    for meeting in meetings:
        engagements = {engagement.id for engagement, _ in meeting.cycles}
        schools = _links(parts, engagements, links)
        drafts.append(cluster_draft(edition, meeting, schools=schools, templates=templates))
    return drafts
