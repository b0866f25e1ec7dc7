"""What is left of the quality when queries are written badly, in the other gender, in two languages, short or long.

Run from the repository's root with `python -m benchmarks.robustness [--sample 500] [--output FILE.md]`.
Queries are Italian titles of occupations, documents their English titles or their Italian descriptions. Long queries
are names of economic activities with the title somewhere among them.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.development_sets import add_options, load_sets, ranker, report
from embeddings.training.sources import Occupation, Sources
from matcher.evaluation import perturbations
from matcher.evaluation.char_tfidf import rank_by_char_tfidf
from matcher.evaluation.rankings import Ranker
from matcher.evaluation.retrieval_report import DEPTH, first_documents
from matcher.evaluation.retrieval_set import RetrievalSet
from matcher.usecases.evaluating import ENGINE, TITLES

SETS = ("esco_title_it2en", "esco_title2desc_it")
FILLING = "nace_class_it2en"
SEED = 0
BURIED = 100
"""Queries that are buried: to rank texts of 20,000 characters takes long."""

CLEAN, OTHER_GENDER = "clean", "the other gender"


@dataclass(frozen=True, slots=True)
class Variant:
    """The first queries of the sample, written in another way."""

    name: str
    texts: Sequence[str]


@dataclass(frozen=True, slots=True)
class Ranks:
    """For each text, the rank of its document, `DEPTH` + 1 beyond the depth, and the place of the first."""

    ranks: NDArray[np.int64]
    first: NDArray[np.int64]

    def mrr(self, queries: int) -> float:
        """The mean reciprocal rank of the first so many queries; 0 for what is not found."""
        ranks = self.ranks[:queries]
        return float(np.where(ranks <= DEPTH, 1 / ranks, 0).mean())


def variants(occupations: Sequence[Occupation], filling: Sequence[str]) -> Iterator[Variant]:
    """Every way in which the titles of a sample of occupations are written."""
    titles = [one.titles[0] for one in occupations]
    english = [one.english.title for one in occupations]
    yield Variant(CLEAN, titles)
    for edits in (1, 2):
        yield Variant(f"typos, {edits} a word", [perturbations.with_typos(one, edits, SEED) for one in titles])
    yield Variant("upper case", [title.upper() for title in titles])
    yield Variant("no accents", [perturbations.without_accents(title) for title in titles])
    yield Variant(OTHER_GENDER, [one.titles[-1] for one in occupations])
    both = list(zip(titles, english, strict=True))
    yield Variant("half Italian, half English", [perturbations.mixed(*pair) for pair in both])
    yield Variant("Italian, then English", [" ".join(pair) for pair in both])
    yield Variant("first content word", [perturbations.first_content_word(title) for title in titles])
    for length in (2_000, 20_000):
        buried = [perturbations.buried(title, filling, length, SEED) for title in titles[:BURIED]]
        yield Variant(f"buried in {length:,} characters", buried)


def rank_variants(ranker: Ranker, judged: RetrievalSet, ways: Sequence[Variant]) -> dict[str, Ranks]:
    """The ranks of the right documents for every text, by variant; the judged queries are those of the sample.

    All texts go to the ranker at once, so that it reads the documents once.
    """
    grades = list(judged.qrels.values())
    texts = [text for way in ways for text in way.texts]
    judgements = [known for way in ways for known in grades[: len(way.texts)]]
    places = first_documents(ranker, texts, judged.documents, judgements)
    right = np.array([[documents.get(found, 0) > 0 for found in judged.documents] for documents in grades])
    found: dict[str, Ranks] = {}
    start = 0
    for way in ways:
        rows = places[start : start + len(way.texts)]
        start += len(way.texts)
        hits = (rows >= 0) & np.take_along_axis(right[: len(rows)], rows, axis=1)
        found[way.name] = Ranks(np.where(hits.any(axis=1), hits.argmax(axis=1) + 1, DEPTH + 1), rows[:, 0])
    return found


def table(judged: RetrievalSet, rankers: Mapping[str, Ranker], ways: Sequence[Variant]) -> Iterator[str]:
    """The lines of a Markdown table for one set: MRR of each variant, and its share of that of the clean queries."""
    found = {TITLES[name]: rank_variants(ranker, judged, ways) for name, ranker in rankers.items()}
    yield f"### {judged.name}: {len(judged.qrels)} queries, {len(judged.documents):,} documents, MRR@{DEPTH}\n"
    heads = [head for name in found for head in (name, "of clean")]
    yield "| " + " | ".join([f"{'':<28}", f"{'queries':>7}", *(f"{head:>11}" for head in heads)]) + " |"
    yield "|---|--:|" + "--:|" * len(heads)
    for way in ways:
        asked = len(way.texts)
        cells = [cell for ranks in found.values() for cell in _cells(ranks[way.name], ranks[CLEAN], asked)]
        yield "| " + " | ".join([f"{way.name:<28}", f"{asked:>7}", *cells]) + " |"
    yield ""
    texts = {way.name: np.array(way.texts) for way in ways}
    changed = texts[CLEAN] != texts[OTHER_GENDER]
    for name, ranks in found.items():
        yield _stability(name, ranks[CLEAN], ranks[OTHER_GENDER], changed)
    yield ""


def _cells(ranks: Ranks, clean: Ranks, asked: int) -> Iterator[str]:
    mrr, usual = ranks.mrr(asked), clean.mrr(asked)
    yield f"{mrr:>11.3f}"
    yield f"{mrr / usual:>11.0%}" if usual else f"{'–':>11}"


def _stability(name: str, one: Ranks, other: Ranks, changed: NDArray[np.bool_]) -> str:
    if not changed.any():
        return f"- {name}: no title of the sample has two genders"
    moved = np.abs(one.ranks - other.ranks)[changed].mean()
    same = (one.first == other.first)[changed].mean()
    return (
        f"- {name}, titles that differ by gender ({changed.sum()}): rank moves by {moved:.2f} places in the mean "
        f"(beyond {DEPTH} counts as {DEPTH + 1}), first result unchanged for {same:.1%}"
    )


def _sampled(judged: RetrievalSet, occupations: Mapping[str, Occupation], size: int) -> RetrievalSet:
    ids = sorted(judged.qrels.keys() & occupations.keys())
    drawn = np.random.default_rng(SEED).permutation(len(ids))[:size]
    return judged.only({ids[place] for place in drawn})


def tables(options: argparse.Namespace) -> Iterator[str]:
    """The lines of every table, on a seeded sample of the queries.

    Raises:
        NotFound, InvalidInput: there are no development sets in the folder, or no model to ask.
        FileNotFoundError: there are no occupations in it.
    """
    rankers: dict[str, Ranker] = {ENGINE: ranker(options), "char_tfidf": rank_by_char_tfidf}
    sets = {one.name: one for one in load_sets(options.data, everything=options.shipped)}
    occupations = {one.id: one for one in Sources(options.data).occupations()}
    for name in SETS:
        judged = _sampled(sets[name], occupations, options.sample)
        ways = list(variants([occupations[query] for query in judged.qrels], list(sets[FILLING].queries.values())))
        yield from table(judged, rankers, ways)


def main(arguments: Sequence[str]) -> int:
    """Print the tables; exit code 1 when the data or the model is absent."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.robustness", description="Measure what perturbs.")
    add_options(parser)
    parser.add_argument("--sample", type=int, default=500, help="how many queries (default 500)")
    options = parser.parse_args(arguments)
    return report(tables(options), options.output)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
