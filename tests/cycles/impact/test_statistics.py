"""The catalogue has plain words for every statistic."""

from __future__ import annotations

import pytest

from halfterm.cycles.impact.statistics import CATALOGUE, Statistic


@pytest.mark.parametrize("statistic", CATALOGUE.values(), ids=list(CATALOGUE))
def test_each_has_a_label_a_sentence_and_decimals(statistic: Statistic) -> None:
    assert CATALOGUE[statistic.name] is statistic
    assert statistic.label[0].isupper()
    assert statistic.meaning.endswith(".")
    assert 0 <= statistic.decimals <= 2


def test_labels_tell_statistics_apart() -> None:
    labels = [statistic.label for statistic in CATALOGUE.values()]
    assert len(set(labels)) == len(labels)


def test_it_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        CATALOGUE["impact"] = CATALOGUE["did"]  # type: ignore[index]
