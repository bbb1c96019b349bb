"""The aim as one sentence."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from halfterm.cycles.aims import Aim
from tests.cycles.factories import aim_content


def test_an_aim_is_one_sentence() -> None:
    aim = Aim.model_validate(aim_content(by="2027-02-12", by_doing="reading in pairs."))
    assert aim.sentence == (
        "By 12 February 2027, improve the reading gap from 8 points to 4 points "
        "for FSM pupils by reading in pairs."
    )


def test_an_aim_is_written_with_the_word_that_it_is_read_with() -> None:
    aim = Aim.model_validate(aim_content())
    assert aim.model_dump(mode="json") == aim_content()


@pytest.mark.parametrize("key", ["by", "improve", "from", "to", "for_whom", "by_doing"])
def test_an_aim_says_all_of_its_parts(key: str) -> None:
    content = aim_content()
    del content[key]
    with pytest.raises(ValidationError, match=key):
        Aim.model_validate(content)
