"""A chart as marks, and the one way in which marks become SVG: title, description, the page's classes.

Every kind of chart lays out marks and nothing else; how a look is coloured is the style sheet's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final, Literal

from markupsafe import Markup

from halfterm.site.charts.axis import WIDTH
from halfterm.site.rendering import Templates

Anchor = Literal["start", "middle", "end"]
WIDER: Final = (500, 600, 800, 1200)
"""Widths, in chart units, that the style sheet knows beyond that of a phone."""
HOUSE: Final = Templates()
"""The templates as they come, for charts of a workspace that has none of its own."""


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text on its baseline."""

    form: ClassVar = "words"
    x: float
    y: float
    text: str
    look: str = ""
    anchor: Anchor = "start"


@dataclass(frozen=True, slots=True)
class Line:
    form: ClassVar = "line"
    x1: float
    y1: float
    x2: float
    y2: float
    look: str


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its upper left corner."""

    form: ClassVar = "box"
    x: float
    y: float
    width: float
    height: float
    look: str


@dataclass(frozen=True, slots=True)
class Disc:
    form: ClassVar = "disc"
    x: float
    y: float
    r: float
    look: str


@dataclass(frozen=True, slots=True)
class Path:
    """Any other shape, as the commands of an SVG path."""

    form: ClassVar = "path"
    d: str
    look: str


Mark = Words | Line | Box | Disc | Path


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole chart in units near the pixels of a phone; later marks lie over earlier ones."""

    name: str
    title: str
    description: str
    width: float
    height: float
    marks: tuple[Mark, ...]

    @property
    def look(self) -> str:
        """Its classes: a chart wider than a phone says by how much, and is looked at there bit by bit."""
        if self.width <= WIDTH:
            return "chart"
        return f"chart wide wide-{next((step for step in WIDER if step >= self.width), WIDER[-1])}"


def draw(drawing: Drawing, *, templates: Templates = HOUSE) -> str:
    """The drawing as SVG; its ids begin with its name, which is its own on every page."""
    return templates.markup("charts/chart.svg", drawing=drawing, paint=PAINT)


def _paint(**attributes: str) -> Markup:
    joined = (Markup(' {}="{}"').format(name.replace("_", "-"), value) for name, value in attributes.items())
    return Markup("").join(joined)


INK, SOFT, RULE = "#1c2330", "#5a6476", "#d9dee7"
TARGET, OTHERS, BAND, GOOD, NOTE = "#b4431f", "#1d5b8f", "#c9d8e8", "#2b6b3f", "#8a5a00"

PAINT: Final[dict[str, Markup]] = {
    "target": _paint(fill=TARGET),
    "found": _paint(fill=TARGET),
    "comparison": _paint(fill=OTHERS),
    "before": _paint(fill="#fff", stroke=INK, stroke_width="2.5"),
    "after": _paint(fill=INK),
    "predicted": _paint(fill=BAND),
    "goal": _paint(fill=GOOD),
    "value": _paint(stroke=OTHERS, stroke_width="2", fill="none"),
    "absent": _paint(stroke=SOFT, stroke_dasharray="3 3"),
    "aim": _paint(
        stroke=GOOD, stroke_width="2.5", stroke_dasharray="1.5 3.5", stroke_linecap="round", fill="none"
    ),
    "bar limit": _paint(stroke=SOFT, stroke_width="1.5", stroke_dasharray="5 3", fill="none"),
    "bar course": _paint(stroke=SOFT, stroke_width="1", fill="none"),
    "zero cycle": _paint(stroke=INK, stroke_dasharray="2 2"),
    "dot": _paint(fill=INK),
    "icon improving": _paint(fill="none", stroke=OTHERS, stroke_width="3"),
    "icon worse": _paint(fill="none", stroke=TARGET, stroke_width="3"),
    "icon": _paint(fill="none", stroke=SOFT, stroke_width="3"),
    "icon open": _paint(fill="none", stroke=SOFT, stroke_width="1.5", stroke_dasharray="3 3"),
    "icon-dot improving": _paint(fill=OTHERS),
    "icon-dot worse": _paint(fill=TARGET),
    "icon-dot": _paint(fill=SOFT),
    "head": _paint(font_size="15", font_weight="600"),
    "strong": _paint(font_weight="600"),
    "halo strong": _paint(font_weight="600"),
    "halo soft": _paint(fill=SOFT),
    "halo soft italic": _paint(fill=SOFT, font_style="italic"),
    "soft": _paint(fill=SOFT),
    "soft italic": _paint(fill=SOFT, font_style="italic"),
    "grid": _paint(stroke=RULE),
    "zero": _paint(stroke=INK, stroke_width="1.5"),
    "lead": _paint(stroke=SOFT, fill="none"),
    "bar": _paint(stroke=SOFT, stroke_width="3"),
    "whisker": _paint(stroke=INK, stroke_width="1.5", fill="none"),
    "expected": _paint(stroke=OTHERS, stroke_width="2", stroke_dasharray="5 3", fill="none"),
    "expected end": _paint(stroke=OTHERS, stroke_width="2"),
    "pooled": _paint(fill=TARGET),
    "weight": _paint(fill=OTHERS),
    "course closer": _paint(stroke=GOOD, stroke_width="2.5", fill="none"),
    "course wider": _paint(stroke=TARGET, stroke_width="2.5", stroke_dasharray="7 3", fill="none"),
    "course nearer": _paint(stroke=OTHERS, stroke_width="2.5", stroke_dasharray="7 3", fill="none"),
    "course further": _paint(stroke=OTHERS, stroke_width="2.5", fill="none"),
    "course crossed": _paint(stroke=INK, stroke_width="2.5", stroke_dasharray="2 3", fill="none"),
    "course fell": _paint(stroke=OTHERS, stroke_width="2.5", stroke_dasharray="7 3", fill="none"),
    "course rose": _paint(stroke=OTHERS, stroke_width="2.5", fill="none"),
    "course plain": _paint(stroke=SOFT, stroke_width="1.5", fill="none"),
    "end closer": _paint(fill=GOOD),
    "end wider": _paint(fill=TARGET),
    "end nearer": _paint(fill=OTHERS),
    "end further": _paint(fill=OTHERS),
    "end crossed": _paint(fill=INK),
    "end fell": _paint(fill=OTHERS),
    "end rose": _paint(fill=OTHERS),
    "end plain": _paint(fill="#fff", stroke=SOFT, stroke_width="1.5"),
    "series-1": _paint(fill=TARGET),
    "series-2": _paint(fill=BAND, stroke=OTHERS, stroke_width="1.5"),
    "series-3": _paint(fill="#fff", stroke=INK, stroke_width="1.5"),
    "series-4": _paint(fill=SOFT),
    "cell": _paint(fill="none", stroke=RULE),
    "cell shade-1": _paint(fill=OTHERS, fill_opacity="0.1", stroke=RULE),
    "cell shade-2": _paint(fill=OTHERS, fill_opacity="0.2", stroke=RULE),
    "cell shade-3": _paint(fill=OTHERS, fill_opacity="0.3", stroke=RULE),
    "cell shade-4": _paint(fill=OTHERS, fill_opacity="0.42", stroke=RULE),
    "same": _paint(fill="none", stroke=INK, stroke_width="2"),
    "light-red": _paint(fill=TARGET),
    "light-amber": _paint(fill="#d18b00", stroke=NOTE),
    "light-green": _paint(fill=GOOD),
    "light-grey": _paint(fill="none", stroke=SOFT, stroke_width="1.5"),
    "event": _paint(fill=OTHERS),
    "event hollow": _paint(fill="#fff", stroke=OTHERS, stroke_width="2.5"),
    "event strong-mark": _paint(fill=TARGET),
    "event strong-mark hollow": _paint(fill="#fff", stroke=TARGET, stroke_width="2.5"),
    "event good": _paint(fill=GOOD),
    "event good hollow": _paint(fill="#fff", stroke=GOOD, stroke_width="2.5"),
}
"""What stands in the place of the style sheet where a chart is looked at by itself, as a file."""
