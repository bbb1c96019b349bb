"""The base of every record a person writes: frozen, unknown keys forbidden, values hidden in errors."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

LONGEST_SLUG: Final = 64

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=LONGEST_SLUG)]
"""A name that may become a file or a web address: lower-case words joined by hyphens."""


def _words(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be blank")
    return " ".join(text.split())


Words = Annotated[str, AfterValidator(_words)]
"""A sentence or a few, folded to single spaces."""


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


OneOrMore = Annotated[tuple[str, ...], Field(min_length=1), BeforeValidator(_as_list)]
"""Several words, or a single one written without a list."""


class Record(BaseModel):
    """A frozen record that refuses keys it does not know, and numbers that are not finite."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, allow_inf_nan=False)
