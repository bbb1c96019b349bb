"""The glossary: one meaning for each word that the pages use."""

from __future__ import annotations

from dataclasses import dataclass

from halfterm.cycles.glossary import glossary
from halfterm.cycles.words import sentence
from halfterm.site.pieces import DataFile, Draft, Fact
from halfterm.site.rendering import PageRecord, Templates
from halfterm.site.tidy import rows_csv


@dataclass(frozen=True, slots=True)
class GlossaryPage(PageRecord):
    """What the template of the glossary is given."""

    terms: tuple[Fact, ...]
    data: str


def glossary_draft(*, templates: Templates) -> Draft:
    """The page; its terms as data too."""
    page = GlossaryPage(
        tuple(Fact(term, sentence(meaning)) for term, meaning in glossary().items()), "glossary.csv"
    )
    rows = [(fact.label, fact.text) for fact in page.terms]
    return Draft(
        kind="glossary",
        slug="glossary",
        title="What the words mean",
        markdown=templates.page("glossary.md", page),
        tables=(DataFile(page.data, rows_csv(("term", "meaning"), rows)),),
    )
