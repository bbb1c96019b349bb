"""When what is due: windows, locks, study, review, publication and meetings, in three different years."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from halfterm.cycles.occasion import KINDS, Occasion
from halfterm.cycles.plan import Plan
from halfterm.cycles.rota import Meeting, meetings
from halfterm.cycles.schedule import occasions
from halfterm.cycles.school_year import Calendar
from halfterm.cycles.timing import Timing
from tests.cycles.factories import day, make_plan, plan_content, programme_content
from tests.cycles.year_factory import (
    EARLY_EASTER,
    NAMES,
    TWO_WEEKS_IN_OCTOBER,
    YEARS,
    Spans,
    make_calendar,
    programme_of,
)

SCHOOLS = ("ash", "birch")
ONCE = ("lock by", "study day", "review deadline", "publication")
WINDOWS = ("baseline window", "follow-up window")
OUT_A_WEEK_EARLIER: Spans = (("2012-09-04", "2012-10-19"), *EARLY_EASTER[1:])


def plan_in(spans: Spans, *, baseline: int = 0, run: int = 1, follow_up: int = 1, **changes: object) -> Plan:
    """A plan whose half-terms are given by their place in the year."""
    end = spans[follow_up][1]
    aim = plan_content()["aim"] | {"by": end}
    places = {"baseline": NAMES[baseline], "half_term": NAMES[run], "follow_up": NAMES[follow_up]}
    return make_plan(**{"planned": spans[0][0], "aim": aim, "targets": [], **places, **changes})


def dates_of(listed: tuple[Occasion, ...]) -> dict[str, tuple[date, date]]:
    """Kind (and school) -> first and last day."""
    return {f"{o.kind} {o.school}".strip(): (o.starts, o.ends) for o in listed if o.kind != "meeting"}


def test_a_cycle_has_the_dates_that_its_rules_give() -> None:
    programme, calendar = programme_of(TWO_WEEKS_IN_OCTOBER), make_calendar(TWO_WEEKS_IN_OCTOBER)
    found = dates_of(occasions(programme, [plan_in(TWO_WEEKS_IN_OCTOBER)], calendar, ()))
    expected = {
        "baseline window ash": ("2025-10-06", "2025-10-17"),
        "baseline window birch": ("2025-10-06", "2025-10-17"),
        "lock by": ("2025-11-07", "2025-11-07"),
        "follow-up window ash": ("2025-12-08", "2025-12-19"),
        "follow-up window birch": ("2025-12-08", "2025-12-19"),
        "study day": ("2026-01-05", "2026-01-05"),
        "review deadline": ("2026-01-12", "2026-01-12"),
        "publication": ("2026-01-15", "2026-01-15"),
    }
    assert found == {kind: (day(first), day(last)) for kind, (first, last) in expected.items()}


def test_each_school_collects_on_its_own_school_days() -> None:
    calendar = make_calendar(
        EARLY_EASTER,
        own={"birch": (OUT_A_WEEK_EARLIER, frozenset({day("2012-10-12")}))},
    )
    found = dates_of(occasions(programme_of(EARLY_EASTER), [plan_in(EARLY_EASTER)], calendar, ()))
    assert found["baseline window ash"] == (day("2012-10-15"), day("2012-10-26"))
    assert found["baseline window birch"] == (day("2012-10-05"), day("2012-10-19"))


def test_a_plan_run_in_its_baseline_half_term_is_locked_once_the_baseline_is_in() -> None:
    plan = plan_in(EARLY_EASTER, baseline=0, run=0, follow_up=1)
    found = dates_of(occasions(programme_of(EARLY_EASTER), [plan], make_calendar(EARLY_EASTER), ()))
    assert found["lock by"] == (day("2012-10-26"), day("2012-10-26"))


def test_after_the_last_half_term_of_the_calendar_weekdays_count() -> None:
    plan = plan_in(EARLY_EASTER, baseline=4, run=5, follow_up=5)
    found = dates_of(occasions(programme_of(EARLY_EASTER), [plan], make_calendar(EARLY_EASTER), ()))
    assert found["follow-up window ash"][1] == day("2013-07-23")
    assert found["study day"] == (day("2013-07-24"), day("2013-07-24"))
    assert found["review deadline"] == (day("2013-07-31"), day("2013-07-31"))
    assert found["publication"] == (day("2013-08-05"), day("2013-08-05"))


@pytest.mark.parametrize(
    ("meets", "published"),
    [
        ("2026-01-20", "2026-01-15"),  # far enough: as the rule gives it
        ("2026-01-14", "2026-01-13"),  # sooner: the day before they meet
        ("2026-01-13", "2026-01-12"),  # the day after the reading: on the day of the reading
        ("2026-01-12", "2026-01-15"),  # they meet before the pages are read: it cannot be helped
    ],
)
def test_the_edition_is_out_before_the_cluster_meets_if_its_pages_can_be_read_by_then(
    meets: str, published: str
) -> None:
    calendar = make_calendar(TWO_WEEKS_IN_OCTOBER)
    rota = [Meeting("north", "spring-1", day(meets), "ash")]
    listed = occasions(programme_of(TWO_WEEKS_IN_OCTOBER), [plan_in(TWO_WEEKS_IN_OCTOBER)], calendar, rota)
    assert dates_of(listed)["publication"][0] == day(published)


def test_who_is_asked_follows_from_role_and_school() -> None:
    rota = [Meeting("north", "autumn-2", day("2025-11-18"), "birch")]
    plan = plan_in(TWO_WEEKS_IN_OCTOBER)
    listed = occasions(programme_of(TWO_WEEKS_IN_OCTOBER), [plan], make_calendar(TWO_WEEKS_IN_OCTOBER), rota)
    who = {f"{o.kind} {o.school}".strip(): o.who for o in listed}
    assert who["follow-up window ash"] == ("eli",)  # the data manager
    assert who["follow-up window birch"] == ("cat",)  # who has none: the headteacher
    assert who["lock by"] == ("ben",)
    assert who["review deadline"] == ("dan", "cat")
    assert who["publication"] == ("ana",)
    assert who["meeting birch"] == ("ana", "ben", "dan", "cat")


def test_a_school_that_has_left_is_not_waited_for_and_a_cycle_of_none_has_no_dates() -> None:
    content = programme_content()
    left = {"on": "2025-11-30", "reason": "joined another trust"}
    schools = content["clusters"][0]["schools"]
    schools[1] = {**schools[1], "withdrawn": left}
    programme = programme_of(TWO_WEEKS_IN_OCTOBER, clusters=content["clusters"])
    calendar, plan = make_calendar(TWO_WEEKS_IN_OCTOBER), plan_in(TWO_WEEKS_IN_OCTOBER)
    assert "follow-up window birch" not in dates_of(occasions(programme, [plan], calendar, ()))
    schools[0] = {**schools[0], "withdrawn": left}
    programme = programme_of(TWO_WEEKS_IN_OCTOBER, clusters=content["clusters"])
    assert occasions(programme, [plan], calendar, ()) == ()


def test_milestones_and_data_plans_are_told_where_the_plan_puts_them() -> None:
    plan = plan_in(
        TWO_WEEKS_IN_OCTOBER,
        milestones=[{"on": "2025-11-21", "what": "Every pair has read twice"}],
        data_plan=[
            {"measure": "reading", "who": "cat", "when": "autumn-2", "how": "the usual test"},
            {"measure": "maths", "who": "the class teacher", "when": "2025-12-01", "how": "a quiz"},
        ],
    )
    listed = occasions(programme_of(TWO_WEEKS_IN_OCTOBER), [plan], make_calendar(TWO_WEEKS_IN_OCTOBER), ())
    told = [(o.kind, o.starts, o.ends, o.who, o.what, o.part) for o in listed if o.kind in KINDS[2:4]]
    assert told == [
        (
            "data collection",
            day("2025-11-03"),
            day("2025-12-19"),
            ("cat",),
            "Reading: the usual test",
            1,
        ),
        ("milestone", day("2025-11-21"), day("2025-11-21"), ("ben",), "Every pair has read twice", 1),
        (
            "data collection",
            day("2025-12-01"),
            day("2025-12-01"),
            ("ben",),
            "Maths: a quiz (the class teacher)",
            2,
        ),
    ]


@st.composite
def years(draw: st.DrawFn) -> tuple[Spans, Calendar, list[Plan], Timing]:
    """A year, a school with dates and INSET days of its own, some plans, and another timing."""
    spans = draw(st.sampled_from(YEARS))
    shifted = tuple((first, _earlier(last, draw(st.integers(0, 5)))) for first, last in spans)
    span = (day(spans[-1][1]) - day(spans[0][0])).days
    inset = draw(st.frozensets(st.integers(0, span), max_size=12))
    closed = frozenset(day(spans[0][0]) + timedelta(days=n) for n in inset)
    calendar = make_calendar(spans, own={"birch": (shifted, closed)})
    plans = []
    for number in range(draw(st.integers(1, 3))):
        baseline = draw(st.integers(0, 4))
        follow_up = draw(st.integers(baseline + 1, 5))
        run = draw(st.integers(baseline, follow_up))
        plans.append(plan_in(spans, baseline=baseline, run=run, follow_up=follow_up, id=f"cycle-{number}"))
    timing = Timing(
        window=draw(st.integers(1, 15)),
        lock=draw(st.integers(1, 10)),
        review=draw(st.integers(1, 8)),
        publication=draw(st.integers(1, 5)),
    )
    return spans, calendar, plans, timing


def _earlier(last: str, days: int) -> str:
    return (day(last) - timedelta(days=days)).isoformat()


@settings(max_examples=60, deadline=None)
@given(years())
def test_every_date_is_a_school_day_of_all_concerned_and_the_order_of_a_cycle_holds(
    year: tuple[Spans, Calendar, list[Plan], Timing],
) -> None:
    spans, calendar, plans, timing = year
    programme = programme_of(spans)
    rota = meetings(programme, calendar)
    listed = occasions(programme, plans, calendar, rota, timing=timing)
    assert listed == occasions(programme, reversed(plans), calendar, reversed(rota), timing=timing)
    assert [o.starts for o in listed] == sorted(o.starts for o in listed)
    last_day = day(spans[-1][1])
    for occasion in listed:
        concerned = (occasion.school,) if occasion.school else SCHOOLS
        for moment in (occasion.starts, occasion.ends):
            if moment <= last_day and occasion.starts <= last_day:
                assert all(calendar.is_school_day(moment, school=school) for school in concerned), occasion
            else:
                assert moment.weekday() < 5
    for plan in plans:
        own = [o for o in listed if o.cycle == plan.id]
        assert Counter(o.kind for o in own) == {**dict.fromkeys(ONCE, 1), **dict.fromkeys(WINDOWS, 2)}
        ends = {kind: max(o.ends for o in own if o.kind == kind) for kind in (*ONCE, *WINDOWS)}
        starts = {kind: min(o.starts for o in own if o.kind == kind) for kind in (*ONCE, *WINDOWS)}
        assert ends["baseline window"] <= starts["lock by"] < starts["follow-up window"]
        assert ends["follow-up window"] < starts["study day"] < starts["review deadline"]
        assert starts["review deadline"] <= starts["publication"]
        for window in (o for o in own if o.kind in WINDOWS):
            days = calendar.school_days(window.starts, window.ends, school=window.school)
            assert 1 <= len(days) <= timing.window
    assert Counter(o.kind for o in listed)["meeting"] == len(rota)


def test_a_workshop_is_of_no_cluster_and_for_all_who_lead() -> None:
    workshops = ({"on": EARLY_EASTER[1][0], "what": "First workshop"},)
    programme = programme_of(EARLY_EASTER)
    programme = type(programme).model_validate(programme.model_dump() | {"workshops": workshops})
    (workshop,) = occasions(programme, [], make_calendar(EARLY_EASTER), ())
    assert (workshop.kind, workshop.half_term, workshop.what) == ("workshop", NAMES[1], "First workshop")
    assert (workshop.cluster, workshop.cycle, workshop.part) == ("", "", 1)
    assert {engagement.nle for engagement in programme.engagements} <= set(workshop.who)
