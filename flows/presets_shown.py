"""The presets on a terminal and for machines."""

from __future__ import annotations

import json
from collections.abc import Mapping

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from halfterm.warehouse.preset import Preset


def print_presets(console: Console, presets: Mapping[str, Preset]) -> None:
    """Each preset with what it is and the headers that it maps, and how one is used."""
    for name, preset in presets.items():
        console.print(Text.assemble((name, "bold"), f"  {preset.name}"))
        console.print(Padding(Text(preset.about), (0, 0, 0, 2)))
        headers = ", ".join(words[0] for words in preset.headers)
        console.print(Padding(Text(f"Headers: {headers}", style="dim"), (0, 0, 1, 2)))
    console.print(Text("In a source: `preset: NAME`; what the source says itself goes before it."))


def presets_json(presets: Mapping[str, Preset]) -> str:
    """All presets as one JSON object, with what each puts into a source."""
    listed = [
        {"preset": name, "name": p.name, "about": p.about, "headers": p.headers, "source": p.source}
        for name, p in presets.items()
    ]
    return json.dumps({"presets": listed}, indent=2, ensure_ascii=False)
