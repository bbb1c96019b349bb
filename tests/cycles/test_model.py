"""What every record that a person writes refuses, and what it forgives."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from halfterm.cycles.model import OneOrMore, Record, Slug, Words


class Small(Record):
    """A record for these tests."""

    id: Slug = "a"
    said: Words = "so"
    number: float = 0.0
    values: OneOrMore = ("x",)


@pytest.mark.parametrize("name", ["a", "year-5", "2026", "a-b-c", "a" * 64])
def test_a_name_is_lower_case_words_joined_by_hyphens(name: str) -> None:
    assert Small(id=name).id == name


@pytest.mark.parametrize(
    "name", ["", "A", "a_b", "-a", "a-", "a--b", "a/b", "../a", "a b", "a\n", "é", "a" * 65]
)
def test_a_name_that_could_not_be_a_file_or_an_address_is_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        Small(id=name)


def test_a_sentence_is_folded_to_single_spaces() -> None:
    assert Small(said="  two\n  lines ").said == "two lines"


def test_a_blank_sentence_is_refused() -> None:
    with pytest.raises(ValidationError, match="must not be blank"):
        Small(said=" \n ")


@pytest.mark.parametrize("text", ["nan", "inf", "-inf", ".nan"])
def test_a_number_that_is_not_finite_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        Small.model_validate({"number": text})


def test_one_word_may_stand_for_a_list_of_one_and_an_empty_list_is_refused() -> None:
    values: TypeAdapter[tuple[str, ...]] = TypeAdapter(OneOrMore)
    assert values.validate_python("yes") == ("yes",)
    assert values.validate_python(["yes", "no"]) == ("yes", "no")
    with pytest.raises(ValidationError):
        values.validate_python([])


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(ValidationError, match="number_of_pupils"):
        Small.model_validate({"number_of_pupils": 3})


def test_a_record_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Small().id = "b"  # type: ignore[misc]


def test_an_error_names_the_key_and_never_the_value() -> None:
    with pytest.raises(ValidationError) as caught:
        Small.model_validate({"number": "A801200005001"})
    assert "number" in str(caught.value)
    assert "A801200005001" not in str(caught.value)
