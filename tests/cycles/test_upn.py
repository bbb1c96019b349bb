"""The check letter and the rules of a UPN, against an independent way to work them out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfterm.cycles.upn import ALPHABET, check_letter, normalised, upn_problems

KNOWN = frozenset({"801", "207", "674", "838", "943"})

figures = st.text("0123456789", min_size=12, max_size=12)
temporary = st.tuples(st.text("0123456789", min_size=11, max_size=11), st.sampled_from(ALPHABET)).map("".join)


def by_hand(twelve: str) -> str:
    """The letter by the definition, worked out from the right: weights fall from 13 to 2."""
    total, weight = 0, 13
    for sign in reversed(twelve):
        total += weight * (
            ord(sign) - ord("0") if "0" <= sign <= "9" else "ABCDEFGHJKLMNPQRTUVWXYZ".find(sign)
        )
        weight -= 1
    return "ABCDEFGHJKLMNPQRTUVWXYZ"[total - 23 * (total // 23)]


@given(figures | temporary)
def test_the_check_letter_is_the_weighted_sum_modulo_23(twelve: str) -> None:
    assert check_letter("?" + twelve) == by_hand(twelve)


@given(figures, st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_figure_is_always_found(twelve: str, place: int, more: int) -> None:
    # 2 to 13 and the differences 1 to 9 are prime to 23.
    wrong = twelve[:place] + str((int(twelve[place]) + more) % 10) + twelve[place + 1 :]
    assert check_letter("?" + wrong) != check_letter("?" + twelve)


@pytest.mark.parametrize("upn", ["B801200005001", "P207000016049", "R674123101121", " b801 2000 05001 "])
def test_good_upns_break_no_rule(upn: str) -> None:
    assert upn_problems(upn, authorities=KNOWN) == ()


@pytest.mark.parametrize("authority", ["838", "943"])
def test_authorities_that_are_new_are_known(authority: str) -> None:
    twelve = f"{authority}200005001"
    assert upn_problems(check_letter("?" + twelve) + twelve, authorities=KNOWN) == ()


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("", ("upn-missing",)),
        ("  \u00a0", ("upn-missing",)),
        ("A801200005001", ("upn-check-letter",)),
        ("R999123101121", ("upn-check-letter", "upn-authority")),
        ("8.01E+11", ("excel-identifier",)),
        ("8.01200005001E+11", ("excel-identifier",)),
        ("801200005001", ("excel-identifier",)),
        ("801200005001.0", ("excel-identifier",)),
        ("80120000500", ("excel-identifier",)),
        ("67412310112A", ("excel-identifier",)),
        ("B80120000500", ("excel-identifier",)),
        ("B801200005001.0", ("excel-identifier",)),
        ("B8012000050011", ("upn-format",)),
        ("S801200005001", ("upn-format",)),
        ("B80120000500O", ("upn-format",)),
        ("B80I200005001", ("upn-format",)),
        ("8012000050011", ("upn-format",)),
        ("Smith", ("upn-format",)),
    ],
)
def test_each_kind_of_damage_has_its_rule(text: str, rules: tuple[str, ...]) -> None:
    assert upn_problems(text, authorities=KNOWN) == rules


def test_spaces_and_small_letters_are_the_same_upn() -> None:
    assert normalised("\ufeffr674 1231 0112a\u00a0") == "R67412310112A"
