"""The logos of a programme's clusters: files of the workspace, made harmless before a page shows them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.cycles.programme import Programme
from halfterm.site.logo import LARGEST, safe_logo


def check_site_address(address: str) -> str:
    """The address of the published site, with a slash at its end. Raises `ValueError` for any other."""
    parts = urlsplit(address)
    if parts.scheme not in ("https", "http") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("must be a web address such as https://schools.example/gaps/, or left out")
    if parts.username or re.search(r"[\s<>\"']", address):
        raise ValueError("must have neither a user's name nor spaces or quotes in it")
    return address.rstrip("/") + "/"


def missing_logos(folder: Path, programme: Programme) -> list[str]:
    """A problem for every cluster whose logo is not in the workspace, with the nearest file's name."""
    problems = []
    for cluster in programme.clusters:
        if cluster.logo is None:
            continue
        place = folder / cluster.logo
        if not place.resolve().is_relative_to(folder.resolve()):
            problems.append(f"programme.yaml: cluster '{cluster.id}': logo: leads out of the workspace")
        elif not place.is_file():
            there = [p.name for p in place.parent.iterdir()] if place.parent.is_dir() else []
            near = did_you_mean(place.name, there)
            problems.append(f"programme.yaml: cluster '{cluster.id}': logo: no file '{cluster.logo}'{near}")
    return problems


def cluster_logos(folder: Path, programme: Programme) -> Mapping[str, tuple[str, bytes]]:
    """Name and content of every cluster's logo, by the cluster's id, as they may be published.

    Raises:
        BadInput: a logo is missing, too large, or draws with more than shapes.
    """
    problems = missing_logos(folder, programme)
    logos = {}
    for cluster in programme.clusters if not problems else ():
        if cluster.logo is None:
            continue
        place = folder / cluster.logo
        with place.open("rb") as file:
            content = file.read(LARGEST + 1)
        try:
            logos[cluster.id] = (f"{cluster.id}{place.suffix}", safe_logo(cluster.logo, content))
        except BadInput as unsafe:
            problems += unsafe.problems
    if problems:
        raise BadInput(*problems)
    return logos


def logos_key(logos: Mapping[str, tuple[str, bytes]]) -> str:
    """A hash of the pictures themselves: the programme names only where they are."""
    digest = hashlib.sha256()
    for cluster, (_, content) in sorted(logos.items()):
        digest.update(f"{cluster}:{len(content)}:".encode() + content)
    return digest.hexdigest()
