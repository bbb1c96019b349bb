"""The one door, seen from outside: no byte of a published site tells anything that is hidden."""

from __future__ import annotations

from pathlib import Path

import pytest

from halfterm.cycles.disclosure import Audience
from halfterm.site.draft import draft_pages
from halfterm.site.frame import edition_frame
from halfterm.site.front import publish_front
from halfterm.site.publish import publish
from tests.site.one_door_factory import PSEUDONYMS, SECRETS, Version, secret_edition

OTHERS: tuple[Audience, ...] = ("cluster", "public")


def build(
    version: Version, hidden_from: Audience, into: Path, *, reader: Audience | None = None
) -> dict[str, bytes]:
    """Every file of the site that is published from one version of what is hidden from an audience."""
    secret, audience = secret_edition(version, hidden_from), reader or hidden_from
    frame = edition_frame(secret, audience=audience)
    publish(draft_pages(secret, audience=audience), record=frame, into=into / secret.half_term.id)
    publish_front([frame], about=secret.programme.about, into=into)
    files = sorted(path for path in into.rglob("*") if path.is_file())
    return {str(path.relative_to(into)): path.read_bytes() for path in files}


@pytest.fixture(scope="module", params=OTHERS)
def both(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[dict[str, bytes], ...]:
    """The site for one audience, from both versions."""
    versions: tuple[Version, Version] = (0, 1)
    return tuple(
        build(version, request.param, tmp_path_factory.mktemp(f"site{version}")) for version in versions
    )


def test_no_byte_of_the_site_depends_on_what_is_hidden(both: tuple[dict[str, bytes], ...]) -> None:
    """Hidden figures, small counts, unreleased words and pseudonyms differ, and no file does.

    So nothing can be learned of them from figures, words, drawings, alternative texts, data, feed or search,
    not even from where a bar ends or which page is there.
    """
    one, other = both
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []


def test_no_secret_stands_anywhere_in_the_site(both: tuple[dict[str, bytes], ...]) -> None:
    for version, files in enumerate(both):
        words = [word for said in SECRETS[version] for word in said.split() if len(word) > 5]
        numbers = [str(4321 + 1111 * version + i)[:4] for i in range(3)]
        spaced = [f"{int(number):,}" for number in numbers]
        for name, content in files.items():
            text = content.decode("utf-8", errors="replace")
            for secret in (*words, *numbers, *spaced, *PSEUDONYMS[version]):
                assert secret not in text, f"{name} tells a secret"


def test_every_kind_of_file_was_searched(both: tuple[dict[str, bytes], ...]) -> None:
    endings = {Path(name).suffix for name in both[0]}
    assert {".html", ".csv", ".css"} <= endings
    assert any(b"<svg" in content for content in both[0].values())


def test_the_school_itself_sees_its_own(tmp_path: Path) -> None:
    files = build(0, "public", tmp_path, reader="school")
    assert any(b"4,321.5" in content or b"4321.5" in content for content in files.values())
    assert any(SECRETS[0][0].encode() in content for content in files.values())
