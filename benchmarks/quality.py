"""How well texts are ranked on the development sets, beside the baselines.

Run from the repository's root with `python -m benchmarks.quality [--output FILE.md] [--no-minilm]`. Asked are held-out
queries (`embeddings.training.holdout`) of the model that has not seen them; `--shipped` asks the shipped one all.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence

from benchmarks.development_sets import add_options, load_sets, ranker, report
from embeddings import load_encoder
from matcher.evaluation.rankings import Ranker
from matcher.evaluation.report import Section
from matcher.evaluation.retrieval_report import measure
from matcher.evaluation.retrieval_set import RetrievalSet
from matcher.usecases.evaluating import ENGINE, TITLES, text_rankers


def table(judged: RetrievalSet, rankers: Mapping[str, Ranker]) -> Iterator[str]:
    """The lines of a Markdown table for one set: a row for each ranker, means with 95 % intervals."""
    asked, documents = len(judged.qrels), len(judged.documents)
    yield f"### {judged.name}: {asked:,} of {len(judged.queries):,} queries, {documents:,} documents\n"
    sections = {TITLES[name]: measure(judged, ranker) for name, ranker in rankers.items()}
    metrics = list(next(iter(sections.values())).estimates)
    yield "| " + " | ".join([f"{'':<11}", *(f"{name:<20}" for name in metrics)]) + " |"
    yield "|---|" + "--:|" * len(metrics)
    for name, section in sections.items():
        yield "| " + " | ".join([f"{name:<11}", *_cells(section)]) + " |"
    yield ""


def _cells(section: Section) -> Iterator[str]:
    for one in section.estimates.values():
        yield f"{one.mean:.3f} [{one.low:.3f}, {one.high:.3f}]"


def main(arguments: Sequence[str]) -> int:
    """Print the tables; exit code 1 when the sets or the model are absent."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description="Measure the ranking of texts.")
    add_options(parser)
    parser.add_argument("--no-minilm", action="store_true", help="leave out MiniLM, which is slow")
    options = parser.parse_args(arguments)
    return report(tables(options), options.output)


def tables(options: argparse.Namespace) -> Iterator[str]:
    """The lines of every set's table.

    Raises:
        NotFound, InvalidInput: there are no sets in the folder, or no model to ask.
    """
    rankers = dict(text_rankers(load_encoder("minilm")))
    if options.no_minilm:
        del rankers["minilm"]
    rankers[ENGINE] = ranker(options)
    for judged in load_sets(options.data, everything=options.shipped):
        yield from table(judged, rankers)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
