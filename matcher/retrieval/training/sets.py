"""Judged rankings of texts that the measured encoder has not seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from embeddings.training.holdout import is_held_out
from embeddings.training.sources import Occupation
from matcher.evaluation.perturbations import with_typos
from matcher.evaluation.retrieval_set import RetrievalSet

SEED = 1


def held_out(judged: RetrievalSet) -> RetrievalSet:
    """A set with the queries of held-out occupations only; sets that are not of occupations stay whole."""
    return judged.only({query for query in judged.qrels if is_held_out(query)}) if _of_occupations(judged) else judged


def other_names(occupations: Sequence[Occupation]) -> list[RetrievalSet]:
    """Other Italian names of held-out occupations, every second one, asked among all English names and Italian titles.

    Much as a national list of occupations is joined with ESCO.
    """
    names = [
        (f"{one.id} {number}", text, one.id)
        for one in occupations
        if is_held_out(one.id)
        for number, text in enumerate(dict.fromkeys(one.italian.others))
        if text not in one.titles and number % 2 == 0
    ]
    english = [(one.id, dict.fromkeys([one.english.title, *one.english.others])) for one in occupations]
    italian = [(one.id, dict.fromkeys(one.titles)) for one in occupations]
    return [_among("names_it2en", names, english), _among("names_it2it", names, italian)]


def misspelt(judged: RetrievalSet, edits: int) -> RetrievalSet:
    """The same set, asked with so many slips of the pen in every longer word."""
    queries = {name: with_typos(text, edits, SEED) for name, text in judged.queries.items()}
    return replace(judged, name=f"{judged.name}, {edits} typos a word", queries=queries)


def _among(
    name: str, asked: Sequence[tuple[str, str, str]], wordings: Sequence[tuple[str, dict[str, None]]]
) -> RetrievalSet:
    documents: dict[str, str] = {}
    owned: dict[str, dict[str, int]] = {}
    for occupation, texts in wordings:
        for number, text in enumerate(texts):
            documents[f"{occupation} {number}"] = text
            owned.setdefault(occupation, {})[f"{occupation} {number}"] = 1
    return RetrievalSet(
        name,
        queries={query: text for query, text, _ in asked},
        documents=documents,
        qrels={query: owned[occupation] for query, _, occupation in asked},
    )


def _of_occupations(judged: RetrievalSet) -> bool:
    return judged.name.startswith("esco")
