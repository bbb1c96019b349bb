"""The pack of a cluster's meeting: from the agenda to each school, only of what may be read."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from halfterm.cycles.disclosure import Audience
from halfterm.cycles.record import Dispute, EditionRecord, Study
from halfterm.site.draft import draft_pages
from halfterm.site.frame import edition_frame
from halfterm.site.index_page import of_cluster
from halfterm.site.meeting_matter import meeting_matters
from halfterm.site.pack_page import named, pack_drafts
from halfterm.site.pack_slopes import slope_charts
from halfterm.site.pieces import Draft
from halfterm.site.publish import page_markup
from halfterm.site.rendering import Templates
from halfterm.site.safe import show_edition
from halfterm.site.school_part import Part
from halfterm.site.shown import ShownEdition
from halfterm.site.slides import slides_drafts
from tests.site.edition_factory import edition, finding
from tests.site.test_gains import record as without_comparison


def pack(
    record: EditionRecord | None = None,
    *,
    cluster: str = "north",
    audience: Audience = "public",
    left_out: frozenset[str] = frozenset(),
) -> Draft:
    made = drafts(record or edition(), audience=audience, left_out=left_out)
    return next(d for d in made if d.path == f"packs/{cluster}")


def drafts(
    record: EditionRecord, *, audience: Audience = "public", left_out: frozenset[str] = frozenset()
) -> list[Draft]:
    """The packs and slides of an edition, without its other pages, which take longer."""
    shown, templates = show_edition(record, audience, left_out=left_out), Templates()
    clusters = shown.programme.clusters
    matters = meeting_matters(shown, [m for c in clusters if (m := of_cluster(shown, c))], parts(shown))
    return [
        *pack_drafts(shown, matters, templates=templates),
        *slides_drafts(shown, matters, templates=templates),
    ]


def parts(shown: ShownEdition) -> dict[str, Part]:
    """The schools' parts of the current cycles; no school of the small edition has two."""
    return {
        school: Part(
            school=shown.programme.school(school),
            engagement=engagement,
            cycle=cycle,
            own=cycle.at("school", school),
            shared=cycle.at("engagement", engagement.id),
        )
        for engagement in shown.programme.engagements
        if (cycle := shown.current(engagement.id))
        for school in engagement.schools
    }


def section(draft: Draft, anchor: str) -> str:
    """What stands under one heading of the pack, up to the next heading of its level."""
    return re.split(r"^## ", draft.markdown.split(f"{{: #{anchor} }}", 1)[1], maxsplit=1, flags=re.M)[0]


def test_the_first_page_says_when_and_where_and_what_each_item_is_for() -> None:
    made = pack()
    assert made.title == "North cluster: meeting of 10 March 2026, pack"
    assert "**Tuesday 10 March 2026, 13.30 to 15.00**" in made.markdown
    assert "At **Birch School**" in made.markdown
    assert "Last meeting **20 January 2026 at Ash School, 9 people present**" in made.markdown
    assert "| 7. Next half-term | 14.45 |" in section(made, "agenda")
    assert "- Tuesday 28 April 2026, at **Cedar School** (Summer 1)" in section(made, "meetings")


def test_without_a_planned_meeting_it_says_so_and_the_agenda_has_no_times() -> None:
    made = pack(edition(meetings=(), occasions=()))
    assert made.title == "North cluster: next meeting, pack"
    assert "**No day is planned yet**" in made.markdown
    assert "Table: 90 minutes in all" in made.markdown
    assert "Begins" not in made.markdown
    assert "Nothing is scheduled yet for this cluster after Spring 1." in section(made, "calendar")


def test_schools_stand_by_name_each_with_its_verdict_gaps_and_at_most_two_questions() -> None:
    made = pack()
    names = re.findall(r"^## (\w+ School)", made.markdown, flags=re.M)
    assert names == ["Ash School", "Birch School", "Cedar School"]
    ash = section(made, "school-ash")
    assert "Reading: FSM pupils were 6.5 points behind" in ash
    assert "| Reading, all 3 schools |" in ash
    assert "−5.0 (−7.0 to −3.0)" in ash
    assert 1 <= len(re.findall(r"^1\. ", ash, flags=re.M)) <= 2
    assert "](ash-gap-reading.svg)" in ash
    assert "[The whole summary of Ash School](../schools/ash.html)" in ash


def test_a_hidden_school_has_its_page_with_the_figures_of_all_schools_and_the_reason() -> None:
    cedar = section(pack(), "school-cedar")
    assert "own figures are hidden (fewer than 10 pupils); these are of all 3 schools together." in cedar
    assert "| Reading, all 3 schools |" in cedar
    assert "| Reading |" not in cedar


def test_no_figure_of_a_hidden_school_is_in_a_pack_or_its_slides_charts_and_data() -> None:
    record = edition()
    marked = tuple(
        replace(
            s,
            means=dict.fromkeys(s.means, 777.7),
            findings=tuple(
                replace(f, value=-55.5, lower=-56.6, upper=-54.4) for f in s.findings if f.defined
            ),
        )
        if s.place in ("cedar", "birch")
        else s
        for s in record.cycles[1].studies
    )
    hidden = replace(
        record, cycles=(record.cycles[0], replace(record.cycles[1], studies=marked), record.cycles[2])
    )
    for draft in drafts(hidden):
        told = [draft.markdown, *(c.svg for c in draft.charts), *(t.csv for t in draft.tables)]
        tables = [str(row) for c in draft.charts if c.table for row in c.table.rows]
        assert not re.search(r"777\.7|5[456]\.[456]", " ".join([*told, *tables])), draft.path


def test_an_engagement_whose_pages_are_not_approved_is_in_no_pack() -> None:
    made = draft_pages(edition(), audience="public", left_out=frozenset({"dale-and-elm"}))
    assert {"packs/north", "slides/north"} <= {d.path for d in made}
    assert not {"packs/south", "slides/south"} & {d.path for d in made}
    other = next(d for d in made if d.path == "packs/north")
    assert "Dale" not in other.markdown + "".join(t.csv for t in other.tables)


def test_an_engagement_of_the_cluster_that_is_left_out_is_named_as_not_in_the_edition() -> None:
    record = edition()
    north, south = record.programme.clusters
    joined = north.model_copy(update={"schools": (*north.schools, *south.schools)})
    engagements = tuple(e.model_copy(update={"cluster": "north"}) for e in record.programme.engagements)
    one = record.programme.model_copy(update={"clusters": (joined,), "engagements": engagements})
    made = pack(replace(record, programme=one), left_out=frozenset({"dale-and-elm"}))
    assert "Not in this edition: Dale and Elm." in section(made, "glance")


def test_engagements_whose_names_hold_an_and_are_told_apart_by_semicolons() -> None:
    assert named(["Ash and Birch", "Cedar", "Dale and Elm"]) == "Ash and Birch; Cedar; Dale and Elm"
    assert named(["Ash", "Birch", "Cedar"]) == "Ash, Birch and Cedar"


def test_schools_without_a_comparison_have_means_in_place_of_a_gap_that_does_not_apply() -> None:
    made = pack(without_comparison(), cluster="south", audience="cluster")
    dale = section(made, "school-dale")
    assert "| Reading | Dale School |" in dale
    assert "| Mean before | Mean after | [Gain](../methods.html#gain_target) |" in dale
    assert "Gap in points" not in made.markdown
    assert [c.name for c in made.charts if c.name.startswith("slope")] == ["slope-mean-reading"]
    assert "![Reading: mean of the target group before and after, school by school]" in section(
        made, "glance"
    )


def test_slopes_of_which_nothing_may_be_seen_are_left_out() -> None:
    record = edition()
    few = tuple(
        replace(s, coverage=replace(s.coverage, target_both=3)) if s.level == "school" else s
        for s in record.cycles[1].studies
    )
    hidden = replace(record.cycles[1], studies=few)
    made = pack(replace(record, cycles=(record.cycles[0], hidden, record.cycles[2])))
    assert not [c.name for c in made.charts if c.name.startswith("slope")]
    assert "Schools stand in the order" not in made.markdown


def test_a_school_of_two_engagements_has_two_lines_that_are_told_apart() -> None:
    shown = show_edition(edition(), "public")
    held = parts(shown)
    again = held["dale"].engagement.model_copy(update={"name": "Dale alone"})
    (matter,) = meeting_matters(
        shown,
        [m for c in shown.programme.clusters if c.id == "south" and (m := of_cluster(shown, c))],
        held | {"dale-2": replace(held["dale"], engagement=again)},
    )
    charts, _ = slope_charts(shown, matter, Templates())
    table = charts[0].table
    assert table is not None
    assert [row[0] for row in table.rows] == [
        "Dale School (Dale and Elm)",
        "Dale School (Dale alone)",
        "Elm School",
    ]


def test_a_disputed_figure_is_marked_in_the_pack_and_explained_at_its_foot() -> None:
    record = edition()
    doubt = Dispute(
        4, "schools/ash", "reading", "gap_followup", "cat", date(2026, 2, 18), "Two absent pupils."
    )
    disputed = replace(record.cycles[1], disputes=(doubt,))
    made = pack(replace(record, cycles=(record.cycles[0], disputed, record.cycles[2])))
    markup = page_markup(made, edition_frame(record, audience="public"), Templates())
    assert 'href="#dispute-4">disputed' in markup
    assert 'id="dispute-4"' in markup


def test_the_words_of_people_cannot_become_markup_in_a_pack() -> None:
    record = edition()
    hostile = "<img src=x onerror=alert(1)> [x](javascript:alert(1)) | a"
    plan = record.cycles[1].plan
    idea = plan.change_idea.model_copy(update={"name": hostile})
    odd = replace(record.cycles[1], plan=plan.model_copy(update={"title": hostile, "change_idea": idea}))
    made = pack(replace(record, cycles=(record.cycles[0], odd, record.cycles[2])))
    markup = page_markup(made, edition_frame(record, audience="public"), Templates())
    assert "<img src=x" not in markup
    assert "javascript:" not in re.sub(r">[^<]*<", "><", markup)


def test_a_pack_is_the_same_whenever_it_is_made() -> None:
    assert pack().content_hash == pack().content_hash


def test_an_idea_that_helped_is_told_with_what_became_of_the_gap_itself() -> None:
    record = edition()
    first, second, third = record.cycles

    def widened(study: Study) -> Study:
        if study.level != "school" or study.measure != "reading":
            return study
        kept = [f for f in study.findings if f.statistic not in ("gap_followup", "gap_change")]
        changed = (finding("gap_followup", -12.0), finding("gap_change", -5.5, 1.0))
        return replace(study, findings=(*kept, *changed))

    wider = replace(second, studies=tuple(widened(s) for s in second.studies))
    ash = next(s for s in wider.studies if (s.place, s.measure) == ("ash", "reading"))
    helped = replace(
        ash, findings=(*(f for f in ash.findings if f.statistic != "impact"), finding("impact", 2.4, 1.0))
    )
    studies = tuple(helped if s is ash else s for s in wider.studies)
    told = section(
        pack(replace(record, cycles=(first, replace(wider, studies=studies), third)), audience="cluster"),
        "visits",
    )
    assert "scored higher than those without, by more than chance would give." in told
    assert "The gap itself widened, by more than chance would give." in told
    assert "- Birch School: the gap widened (same measure, target group and theme)" in told


def test_a_calendar_of_a_whole_year_is_a_table_without_a_drawing() -> None:
    record = edition()
    far = replace(record.occasions[0], starts=date(2026, 7, 20), ends=date(2026, 7, 20))
    meetings = tuple(
        replace(m, meeting=replace(m.meeting, on=date(2026, 9, 1)))
        if m.meeting.half_term == "summer-1"
        else m
        for m in record.meetings
    )
    made = pack(replace(record, occasions=(*record.occasions, far), meetings=meetings))
    assert "Mon\u00a020\u00a0Jul" in section(made, "calendar")
    assert "calendar.svg" not in made.markdown


def test_what_was_found_beyond_chance_is_a_reason_to_visit_a_named_school() -> None:
    record = edition()
    first = record.cycles[1]

    def sharper(study: Study) -> Study:
        if (study.place, study.measure) != ("ash", "reading"):
            return study
        kept = [f for f in study.findings if f.statistic != "gap_change"]
        return replace(study, findings=(*kept, finding("gap_change", 3.1, 1.0)))

    sharp = replace(first, studies=tuple(sharper(s) for s in first.studies))
    studies = {s.place: s for s in sharp.studies if s.measure == "reading"}
    # Seen by their own cluster, birch has enough pupils to be shown, and its gap moved by chance.
    made = pack(replace(record, cycles=(record.cycles[0], sharp, record.cycles[2])), audience="cluster")
    told = section(made, "visits")
    assert "### Ash School" in told
    assert "the gap is 3.1 points smaller (95% interval of the change +2.1 to +4.1)." in told
    assert "- Birch School: no clear change (same measure, target group and theme)" in told
    assert studies["birch"].coverage.target_both == 18
