"""What was done as each audience may know it: attendance, costs and words give no pupil away."""

from __future__ import annotations

from dataclasses import replace

import pytest

from halfterm.cycles.carried_out import CarriedOut, Note, carried_out
from halfterm.cycles.disclosure import Audience, Shown, hidden, show_count
from halfterm.cycles.do_log import Logged
from halfterm.cycles.intervention import Cost, Dosage, Intervention
from halfterm.site.safe import show_edition
from halfterm.site.safe_carried_out import pupils_of, show_carried_out
from tests.cycles.log_factory import Book, entry
from tests.site.edition_factory import edition, plan

BOOKS = Cost(what="books", pounds=10, funding="pupil premium", per_pupil=True)
TRAINING = Cost(what="a day of training", pounds=300, funding="school budget")
EVERYBODY: tuple[Audience, ...] = ("school", "cluster", "public")


def done(
    log: tuple[Logged, ...] = (), *, costs: tuple[Cost, ...] = (BOOKS, TRAINING), pupils: int = 23
) -> CarriedOut:
    intervention = Intervention(
        name="Pairs", theme="Mentoring", dosage=Dosage(sessions_per_week=1, minutes=20, weeks=4), costs=costs
    )
    return carried_out(log, plan(intervention=intervention), pupils=pupils)


def sessions(*counts: tuple[int, int]) -> tuple[Logged, ...]:
    """Sessions of pupils awaited and present."""
    book = Book()
    for day, (awaited, came) in enumerate(counts, start=10):
        book.log(entry("session", on=f"2025-02-{day}", planned=awaited, present=came, minutes=25))
    return book.logged()


def spending(pounds: float, funding: str | None = "pupil premium") -> tuple[Logged, ...]:
    book = Book()
    book.log(entry("cost", pounds=pounds, **({} if funding is None else {"funding": funding})))
    return book.logged()


def count(pupils: int, audience: Audience) -> Shown:
    return show_count(pupils, audience)


@pytest.mark.parametrize("audience", EVERYBODY)
def test_sessions_and_minutes_are_not_about_pupils_and_are_exact(audience: Audience) -> None:
    shown = show_carried_out(done(sessions((3, 3), (3, 2))), audience=audience, pupils=hidden("c"))
    told = (shown.sessions, shown.sessions_planned, shown.sessions_percent, shown.minutes, shown.groups)
    assert [str(figure) for figure in told] == ["2", "4", "50", "50", "1"]


@pytest.mark.parametrize("audience", EVERYBODY)
def test_of_sessions_that_nobody_logged_nothing_is_known(audience: Audience) -> None:
    shown = show_carried_out(done(spending(20)), audience=audience, pupils=hidden("c"))
    told = (shown.sessions, shown.sessions_planned, shown.sessions_percent, shown.minutes, shown.groups)
    assert [figure.text for figure in told] == ["x", "4", "x", "z", "x"]
    unplanned = replace(done(), dose=replace(done().dose, sessions_planned=None))
    unasked = show_carried_out(unplanned, audience=audience, pupils=hidden("c"))
    assert unasked.sessions_percent.text == "z"


def test_one_session_more_than_forty_is_a_hundred_and_three_percent() -> None:
    more = replace(done(), dose=replace(done().dose, sessions=41, sessions_planned=40))
    shown = show_carried_out(more, audience="public", pupils=hidden("c"))
    assert shown.sessions_percent.text == "103"


@pytest.mark.parametrize(
    ("held", "school", "cluster", "public"),
    [
        (((30, 21), (30, 22)), "72", "72", "75"),  # 43 and 17 of 60: for the public, 45 and 15
        (((5, 3),) * 9, "60", "c", "c"),  # five pupils, however often
        (((8, 4),) * 9, "50", "50", "c"),  # eight: enough for the cluster
        (((30, 29),) * 4, "97", "c", "c"),  # four places left empty are about four pupils or fewer
        (((30, 30),) * 4, "100", "c", "c"),
        (((30, 1),), "3", "c", "c"),
    ],
)
def test_attendance_is_hidden_where_few_pupils_or_few_places_are_behind_it(
    held: tuple[tuple[int, int], ...], school: str, cluster: str, public: str
) -> None:
    told = done(sessions(*held))
    shown = [show_carried_out(told, audience=a, pupils=count(23, a)).attendance.text for a in EVERYBODY]
    assert shown == [school, cluster, public]


def test_without_counts_of_pupils_there_is_no_attendance() -> None:
    shown = show_carried_out(done(), audience="public", pupils=hidden("z"))
    assert (shown.attendance.text, shown.fidelity.text, shown.lessons_good_before.text) == ("z", "z", "z")


def test_a_few_lessons_are_somebodys_and_are_not_told() -> None:
    book = Book()
    book.log(entry("observation", seen=5, good=3, when="before"))
    book.log(entry("observation", seen=8, good=6, when="after"))
    shown = [show_carried_out(done(book.logged()), audience=a, pupils=hidden("c")) for a in EVERYBODY]
    assert [(s.lessons_good_before.text, s.lessons_good_after.text) for s in shown] == [
        ("60", "75"),
        ("c", "75"),
        ("c", "c"),
    ]


@pytest.mark.parametrize(
    ("audience", "pupils", "planned", "each"),
    [
        ("school", 23, "530", "23"),
        ("cluster", 23, "530", "23"),
        ("public", 23, "550", "22"),  # of 25 pupils: 250 and 300
        ("cluster", 5, "c", "c"),
        ("public", 9, "c", "c"),
    ],
)
def test_costs_are_of_as_many_pupils_as_may_be_known(
    audience: Audience, pupils: int, planned: str, each: str
) -> None:
    shown = show_carried_out(done(pupils=pupils), audience=audience, pupils=count(pupils, audience))
    assert (shown.cost_planned.text, shown.cost_per_pupil.text) == (planned, each)


def test_what_each_pupil_costs_by_the_plan_says_nothing_of_how_many_they_are() -> None:
    told = done(costs=(BOOKS,))
    shown = show_carried_out(told, audience="public", pupils=hidden("c"))
    assert (shown.cost_planned.text, shown.cost_per_pupil.text) == ("c", "10")
    flat = show_carried_out(done(costs=(TRAINING,)), audience="public", pupils=hidden("c"))
    assert (flat.cost_planned.text, flat.cost_per_pupil.text) == ("300", "c")


@pytest.mark.parametrize("pupils", range(10, 40))
def test_for_the_public_no_sum_of_pounds_tells_the_exact_number_of_pupils(pupils: int) -> None:
    told = done(spending(10.0 * pupils), pupils=pupils)
    shown = show_carried_out(told, audience="public", pupils=count(pupils, "public"))
    known = count(pupils, "public").value
    assert shown.cost_spent.value is not None
    assert known is not None
    assert shown.cost_spent.value / 10 == known
    assert [(s.funding, s.spent.value, s.planned.value) for s in shown.spent] == [
        ("pupil premium", 10 * known, 10 * known),
        ("school budget", 0, 300),
    ]


@pytest.mark.parametrize(
    ("funding", "spent", "total"),
    [("pupil premium", ["c", "0"], "c"), ("school budget", ["c", "200"], "c"), (None, ["c", "0", "c"], "c")],
)
def test_what_was_spent_by_the_pupil_is_hidden_with_their_number(
    funding: str | None, spent: list[str], total: str
) -> None:
    shown = show_carried_out(done(spending(200.0, funding)), audience="cluster", pupils=hidden("c"))
    assert [one.spent.text for one in shown.spent] == spent
    assert shown.cost_spent.text == total


def test_pence_are_told_where_there_are_any() -> None:
    shown = show_carried_out(
        done(spending(12.5, "donation"), costs=()), audience="school", pupils=count(23, "school")
    )
    assert (shown.cost_spent.text, shown.cost_planned.text) == ("12.50", "z")


def test_other_audiences_read_only_words_that_the_school_has_released() -> None:
    notes = (
        Note(1, "quotation", "I dare to.", "pupil", released=True),
        Note(2, "quotation", "It is my brother.", "pupil"),
        Note(3, "obstacle", "Tom's mother said no."),
    )
    told = replace(done(), notes=notes)
    for audience in ("cluster", "public"):
        shown = show_carried_out(told, audience=audience, pupils=hidden("c"))
        assert [note.number for note in shown.notes] == [1]
        assert shown.unreleased == {"quotation": 1, "obstacle": 1}
    school = show_carried_out(told, audience="school", pupils=hidden("c"))
    assert ([note.number for note in school.notes], school.unreleased) == ([1, 2, 3], {})


def test_the_number_of_pupils_is_hidden_wherever_their_study_hides_it() -> None:
    shown = show_edition(edition(), "public")
    treated = pupils_of(shown.cycles[0].at("engagement", "ash-and-partners"))
    target = pupils_of(shown.cycles[2].at("engagement", "dale-and-elm"))
    # 24 are treated, 25 of their group are not; no treated ones are named in the other plan.
    assert (treated.text, target.text, pupils_of(()).text) == ("25", "65", "z")
    assert pupils_of(shown.cycles[0].at("school", "cedar")).text == "c"
