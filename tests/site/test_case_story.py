"""The parts of a case study that are told once, from words that people wrote."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from halfterm.cycles.engagement_terms import TermsOfEngagement
from halfterm.cycles.plan import ComparedWith
from halfterm.site.case_story import ethics, limits, next_steps
from halfterm.site.safe import show_edition
from tests.site.edition_factory import edition

OPENED = show_edition(edition(), "public")
CHAIN = OPENED.chain("ash-and-partners")


def test_gaps_of_two_cycles_may_be_about_different_pupils() -> None:
    said = " ".join(limits(CHAIN))
    assert "the gap after one cycle and the gap before the next may be about different pupils." in said
    assert "Gaps move for other reasons too." in said
    assert "different pupils" not in " ".join(limits(CHAIN[:1]))


def test_where_nobody_is_compared_with_the_limits_speak_of_means() -> None:
    nobody = {"comparison": ComparedWith(kind="none", name="nobody")}
    alone = [replace(cycle, plan=cycle.plan.model_copy(update=nobody)) for cycle in CHAIN]
    said = " ".join(limits(alone))
    assert "the mean after one cycle and the mean before the next may be about different pupils." in said
    assert "Means move for other reasons too." in said
    assert "gap" not in said.casefold()


@pytest.mark.parametrize(
    ("point", "said"),
    [
        ("Pupils' scores each half-term.", "the schools share pupils' scores each half-term."),
        ("KS2 results", "the schools share KS2 results."),
    ],
)
def test_what_is_shared_stands_within_its_sentence(point: str, said: str) -> None:
    engagement = OPENED.programme.engagement("ash-and-partners")
    terms = TermsOfEngagement(
        agreed=date(2025, 9, 1),
        by=("ben", "cat"),
        aims=("Read.",),
        lead_offers=("Days.",),
        supported_commit=("Days.",),
        data_shared=(point,),
    )
    assert ethics(OPENED, engagement.model_copy(update={"terms": terms}))[-1].endswith(said)


def test_a_next_cycle_that_the_edition_does_not_know_is_only_planned() -> None:
    earlier = replace(OPENED, cycles=CHAIN[:1])
    assert next_steps(OPENED, CHAIN[:1])[-1] == "Next cycle: Every reader, every class."
    assert next_steps(earlier, CHAIN[:1])[-1] == "Next cycle: planned."
