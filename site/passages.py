"""The passages of a page that a facilitator may put into other words, and the page with those words in it."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from halfterm.cycles.programme import Programme
from halfterm.cycles.rewording import TextEdit, pattern, refitted
from halfterm.site.decided import person_name
from halfterm.site.pieces import Draft, dated
from halfterm.site.rendering import plain

LINE: Final = re.compile(
    r"(?P<item>(?:- |\d+\. )?)(?P<open>(?:<data value=\"[^\"]*\">)?)(?P<lead>(?:\*\*[^*]+\*\* )?)"
    r"(?P<text>.+?)(?P<close>(?:</data>)?)"
)
MARKUP: Final = re.compile(r"[<>|\[\]*`]|^(?:#|!|Table: |\{:)|\{[:#]")
# What the engine concludes and warns of stands as it is; words may be put beside it.
COMPUTED: Final = frozenset(
    {"verdict", "reach", "care", "facts", "when", "provenance", "onward", "since", "complete"}
)
OPENED: Final = re.compile(r'<(?:div|section)(?: class="([^"]*)")?')


@dataclass(frozen=True, slots=True)
class Passage:
    """One line of running text: `text` as it is read, `line` its place in the Markdown, from 0.

    `lead` is a bold lead-in, which stays. `nth` counts the passages before it that say the same of other
    figures.
    """

    line: int
    lead: str
    text: str
    nth: int

    def reads(self, edit: TextEdit) -> str | None:
        """The edit's words with this passage's numbers; None when it is about another passage."""
        return refitted(edit, self.text) if edit.nth == self.nth else None


def passages(markdown: str) -> tuple[Passage, ...]:
    """The passages that may be reworded: paragraphs and items without tables, links and computed parts."""
    found, within, held = [], list[str](), Counter[str]()
    for number, line in enumerate(markdown.splitlines()):
        if opened := OPENED.match(line):
            within.append(opened[1] or "")
        elif line.startswith(("</div", "</section")) and within:
            within.pop()
        elif match := _running_text(line, within):
            text = html.unescape(match["text"])
            lead = html.unescape(match["lead"]).strip("* ")
            found.append(Passage(number, lead, text, held[pattern(text)]))
            held[pattern(text)] += 1
    return tuple(found)


def _running_text(line: str, within: Iterable[str]) -> re.Match[str] | None:
    match = LINE.fullmatch(line)
    if match is None or COMPUTED.intersection(within) or MARKUP.search(match["text"]):
        return None
    return match


@dataclass(frozen=True, slots=True)
class Edited:
    """A draft with people's words in it, and the numbers of the edits that found their passage."""

    draft: Draft
    fitted: frozenset[int]


def with_edits(draft: Draft, edits: Sequence[TextEdit], programme: Programme) -> Edited:
    """The draft with every edit of its page that fits today's text, each marked with its author and day.

    The newest rewording of a passage counts; an edit whose passage is gone or says something else is left.
    """
    lines, fitted = draft.markdown.splitlines(), set[int]()
    for passage in passages(draft.markdown) if edits else ():
        reworded, added = "", list[str]()
        for edit in edits:
            now = passage.reads(edit)
            if now is None:
                continue
            fitted.add(edit.number)
            said = f"{plain(now)} {_mark(edit, programme)}"
            if edit.kind == "added":
                added.append(said)
            else:
                reworded = said
        lines[passage.line] = _line(lines[passage.line], reworded, added)
    markdown = "\n".join(lines) + "\n"
    return Edited(replace(draft, markdown=markdown) if fitted else draft, frozenset(fitted))


def _line(line: str, reworded: str, added: Iterable[str]) -> str:
    match = LINE.fullmatch(line)
    if match is None:
        return line
    if reworded:
        line = match["item"] + match["open"] + match["lead"] + reworded + match["close"]
    # An item is followed by items, a paragraph by paragraphs.
    between = f"\n{match['item']}" if match["item"] else "\n\n"
    return line + "".join(between + said for said in added)


def _mark(edit: TextEdit, programme: Programme) -> str:
    word = "edited" if edit.kind == "reworded" else "added"
    return f'<em class="edited">({word} by {plain(person_name(programme, edit.by))}, {dated(edit.on)})</em>'
