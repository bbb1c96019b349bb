"""What a programme may set about its dates."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from halfterm.cycles.timing import Timing


def test_without_settings_two_weeks_are_given_for_data_and_one_for_reading() -> None:
    timing = Timing()
    assert (timing.window, timing.lock, timing.review, timing.publication) == (10, 5, 5, 3)
    assert (f"{timing.meeting_starts:%H:%M}", f"{timing.meeting_ends:%H:%M}") == ("13:30", "16:00")


@pytest.mark.parametrize(
    ("wrong", "because"),
    [
        ({"window": 0}, "greater than or equal to 1"),
        ({"meeting_starts": "16:00"}, "meetings end after they start"),
        ({"meeting_starts": "09:00+01:00"}, "without a time zone"),
        ({"windows": 5}, "Extra inputs"),
    ],
)
def test_what_cannot_be_is_refused(wrong: dict[str, Any], because: str) -> None:
    with pytest.raises(ValidationError, match=because):
        Timing.model_validate(wrong)
