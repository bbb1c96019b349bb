"""A question with its reason, its default, and the rule by which an answer is read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from halfterm.cycles.arrangements import DataTask
from halfterm.cycles.errors import BadInput, did_you_mean


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask.

    `read` turns an answer into what a plan holds, or raises `BadInput` with the reason. `choices` are words
    and what each means. `stand_in` takes the place of a wrong answer while the other answers are checked.
    """

    key: str
    ask: str
    read: Callable[[str], Any]
    why: str = ""
    default: str = ""
    optional: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    stand_in: Any = None

    def answer(self, text: str) -> Any:
        """What an answer says; the default for an empty one, None where that is allowed.

        Raises:
            BadInput: the answer is missing, or is not of the kind that is asked for.
        """
        text = " ".join(text.split()) or self.default
        if text:
            return self.read(text)
        if self.optional:
            return None
        raise BadInput("this needs an answer")


Answers = dict[str, Any]
"""What a part of a plan says, as its file has it."""

Asking = Generator[Question, Any, Answers]
"""Yields questions, is sent what was answered, returns a part of a plan."""


def words(key: str, ask: str, **more: Any) -> Question:
    """A question that is answered in the asker's own words."""
    return Question(key, ask, str, stand_in="?", **more)


def person(key: str, ask: str, known: Collection[str], **more: Any) -> Question:
    """A question about a person: an id of the programme, or more than one word."""

    def read(text: str) -> str:
        named = DataTask(measure="any", who=text, when="any", how="any").person
        if named is None or named in known:
            return text
        raise BadInput(f"no person '{text}'{did_you_mean(text, known) or '; for others write a few words'}")

    return Question(key, ask, read, stand_in="some people", **more)


def several(key: str, ask: str, **more: Any) -> Question:
    """A question with several answers in words, a semicolon between them."""

    def read(text: str) -> list[str]:
        return [part.strip() for part in text.split(";") if part.strip()]

    return Question(key, ask, read, stand_in=["?"], **more)


def one_of(
    key: str, ask: str, choices: Mapping[str, str] | Iterable[str], *, own: bool = False, **more: Any
) -> Question:
    """A question whose answer is one of some words or its number; with `own`, other words too."""
    told: Mapping[str, str] = choices if isinstance(choices, Mapping) else dict.fromkeys(choices, "")
    known = list(told)

    def read(text: str) -> str:
        if text.isdecimal() and 1 <= int(text) <= len(known):
            return known[int(text) - 1]
        for word in known:
            if word.casefold() == text.casefold():
                return word
        if own:
            return text
        raise BadInput(
            f"'{text}' is not one of them{did_you_mean(text, known) or '; answer a word or its number'}"
        )

    return Question(key, ask, read, choices=tuple(told.items()), stand_in=known[0] if known else "?", **more)


def some_of(key: str, ask: str, choices: Mapping[str, str], **more: Any) -> Question:
    """A question whose answer is one or more of some words or their numbers, with commas between them."""
    single = one_of(key, ask, choices)

    def read(text: str) -> list[str]:
        return list(dict.fromkeys(single.read(part.strip()) for part in text.split(",") if part.strip()))

    return Question(key, ask, read, choices=single.choices, stand_in=list(choices)[:1], **more)


def number(
    key: str, ask: str, *, least: float | None = None, most: float | None = None, **more: Any
) -> Question:
    """A question about a number between two bounds, both allowed."""

    def read(text: str) -> float:
        return _number(text, least, most)

    return Question(key, ask, read, **({"stand_in": least or 0.0} | more))


def _number(text: str, least: float | None, most: float | None) -> float:
    try:
        value = float(text.replace("−", "-").removesuffix("%"))
    except ValueError:
        raise BadInput(f"'{text}' is not a number") from None
    if not (value == value and abs(value) != float("inf")):
        raise BadInput(f"'{text}' is not a number to plan with")
    if (least is not None and value < least) or (most is not None and value > most):
        bounds = f"from {least:g}" if most is None else f"from {least or 0:g} to {most:g}"
        raise BadInput(f"{text} is not {bounds}")
    return value


def bounds(key: str, ask: str, *, around: float | None = None, **more: Any) -> Question:
    """A question about two bounds, `-8 to -2`, that lie around a value if one is given."""

    def read(text: str) -> tuple[float, float]:
        lower, to, upper = text.partition(" to ")
        if not to:
            raise BadInput("write two numbers with 'to' between them, like -8 to -2")
        low, high = sorted((_number(lower.strip(), None, None), _number(upper.strip(), None, None)))
        if around is not None and not low <= around <= high:
            raise BadInput(f"{around:g}, your best guess, does not lie between {low:g} and {high:g}")
        return low, high

    return Question(key, ask, read, stand_in=(around or 0.0, around or 0.0), **more)


def day(key: str, ask: str, *, first: date, last: date, **more: Any) -> Question:
    """A question about a day between two days, both allowed; written 2027-02-12."""

    def read(text: str) -> str:
        try:
            named = date.fromisoformat(text)
        except ValueError:
            raise BadInput("write the day as 2027-02-12") from None
        if not first <= named <= last:
            raise BadInput(f"{text} does not lie between {first} and {last}")
        return named.isoformat()

    return Question(key, ask, read, stand_in=last.isoformat(), **more)


def attributes(key: str, ask: str, known: Mapping[str, Iterable[str]], **more: Any) -> Question:
    """A question about pupils: `fsm=yes, year=5`; only attributes that the sources map, and values they give.

    `known` holds the values of each attribute; none for one that takes any text.
    """

    def read(text: str) -> dict[str, list[str]]:
        chosen: dict[str, list[str]] = {}
        for pair in text.split(","):
            name, equals, value = (part.strip() for part in pair.partition("="))
            if not equals or not value:
                raise BadInput(f"'{pair.strip()}' is not written as attribute=value")
            if known and name not in known:
                near = did_you_mean(name, known) or f"; there is {', '.join(known)}"
                raise BadInput(f"no source maps '{name}'{near}")
            values = list(known.get(name, ()))
            if values and value not in values:
                raise BadInput(
                    f"'{name}' is {' or '.join(values)}, not '{value}'{did_you_mean(value, values)}"
                )
            chosen.setdefault(name, []).append(value)
        return chosen

    return Question(key, ask, read, stand_in={"?": ["?"]}, **more)
