"""A cluster's logo: found in the workspace, made harmless, shown in the heads of its pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from halfterm.cycles.errors import BadInput
from halfterm.cycles.programme import Programme
from halfterm.flows.branding import check_site_address, cluster_logos, logos_key, missing_logos
from tests.site.edition_factory import programme

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><metadata>Ana</metadata><path/></svg>'


def with_logo(place: str) -> Programme:
    made = programme()
    first, *others = made.clusters
    return made.model_copy(update={"clusters": (first.model_copy(update={"logo": place}), *others)})


def test_a_logo_is_read_and_made_harmless(tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "north.svg").write_bytes(SVG)
    logos = cluster_logos(tmp_path, with_logo("pictures/north.svg"))
    assert list(logos) == ["north"]
    name, content = logos["north"]
    assert name == "north.svg"
    assert b"Ana" not in content
    assert b"<path" in content


def test_a_missing_logo_is_said_with_the_nearest_name(tmp_path: Path) -> None:
    (tmp_path / "nort.svg").write_bytes(SVG)
    assert missing_logos(tmp_path, with_logo("north.svg")) == [
        "programme.yaml: cluster 'north': logo: no file 'north.svg'; did you mean 'nort.svg'?"
    ]


def test_a_logo_that_leads_out_of_the_workspace_is_refused(tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "north.svg").write_bytes(SVG)
    (tmp_path / "work" / "north.svg").symlink_to(tmp_path / "north.svg")
    with pytest.raises(BadInput, match="leads out of the workspace"):
        cluster_logos(tmp_path / "work", with_logo("north.svg"))


@pytest.mark.parametrize(
    "place", ["../north.svg", "/north.svg", "a/../b.svg", ".hidden.png", "north.gif", ""]
)
def test_only_a_plain_path_to_an_svg_or_png_may_be_named(place: str) -> None:
    cluster = programme().clusters[0]
    with pytest.raises(ValueError, match="logo"):
        type(cluster).model_validate({**cluster.model_dump(), "logo": place})


def test_another_picture_under_the_same_name_is_another_key() -> None:
    assert logos_key({"north": ("north.svg", b"a")}) != logos_key({"north": ("north.svg", b"b")})
    assert logos_key({}) == logos_key({})


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("https://schools.example/gaps", "https://schools.example/gaps/"),
        ("https://schools.example/", "https://schools.example/"),
    ],
)
def test_the_address_of_the_site_ends_with_a_slash(given: str, address: str) -> None:
    assert check_site_address(given) == address


@pytest.mark.parametrize(
    "given",
    ["schools.example", "javascript:alert(1)", "https://a.example/?b", "https://me@a.example", "https://a b"],
)
def test_no_other_address_is_taken(given: str) -> None:
    with pytest.raises(ValueError, match="must"):
        check_site_address(given)
