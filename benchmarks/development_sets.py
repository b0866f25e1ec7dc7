"""The development sets for retrieval, which of their queries are asked, and the model that may be asked."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from embeddings.bundled import LANGUAGES
from embeddings.static_encoder import StaticEncoder
from embeddings.token_space import TokenSpace
from embeddings.training.holdout import MEASURED
from embeddings.training.sources import DATA
from matcher.errors import MatcherError, NotFound
from matcher.evaluation.rankings import Ranker
from matcher.evaluation.retrieval_set import RetrievalSet, load_retrieval_set
from matcher.lexicon.skills import default_skills
from matcher.retrieval import rank
from matcher.retrieval.ranking import TextRanker
from matcher.retrieval.training.sets import held_out


def add_options(parser: argparse.ArgumentParser) -> None:
    """Let the sets' folder, the model and the file of the report be named."""
    parser.add_argument("--data", type=Path, default=DATA, help="folder that holds evaluation/ and reference/")
    parser.add_argument("--model", type=Path, default=MEASURED, help="the encoder that has not seen what is held out")
    parser.add_argument("--shipped", action="store_true", help="the shipped encoder, which learnt from all of them")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write the tables to this Markdown file too")


def report(lines: Iterable[str], output: Path | None) -> int:
    """Print each line as soon as it is there, and write all to a file where one is named: the exit code.

    It is 1 where the lines end in an error that says what is missing.
    """
    written = []
    try:
        for line in lines:
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
            written.append(line)
    except (MatcherError, FileNotFoundError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if output:
        output.write_text("\n".join(written), encoding="utf-8")
    return 0


def ranker(options: argparse.Namespace) -> Ranker:
    """The ranking of the engine with the model that the options name.

    Raises:
        NotFound: there is no such model.
    """
    if options.shipped:
        return rank
    if not options.model.is_dir():
        raise NotFound(
            f"There is no model at {options.model} that has not seen what is held out. Run make train-encoder, "
            "name one with --model, or measure the shipped one, which has learnt from these texts, with --shipped."
        )
    encoder = StaticEncoder(options.model, languages=LANGUAGES)
    return TextRanker(encoder, default_skills(), TokenSpace(encoder.model)).rank


def load_sets(data: Path, *, everything: bool) -> list[RetrievalSet]:
    """Every set of a folder of data by name, with the queries that are held out, or with everything.

    Raises:
        NotFound: the folder holds no sets.
        InvalidInput: a set breaks a rule.
    """
    folders = sorted(path for path in (data / "evaluation").glob("*") if path.is_dir())
    if not folders:
        raise NotFound(
            f"There are no development sets in {data / 'evaluation'}. Name the folder that holds evaluation/ with "
            "--data, or measure on a set of yours: matcher evaluate --set FOLDER."
        )
    sets = [load_retrieval_set(folder) for folder in folders]
    return sets if everything else [held_out(one) for one in sets]
