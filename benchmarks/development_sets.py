"""The development sets for retrieval, and which of their queries are asked."""

from __future__ import annotations

import argparse
from pathlib import Path

from matcher.errors import NotFound
from matcher.evaluation.retrieval_set import RetrievalSet, load_retrieval_set

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
"""Where the data lies: beside the repository."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Let the sets' folder, the queries and the file of the report be named."""
    parser.add_argument("--data", type=Path, default=DATA, help="folder that holds evaluation/ and reference/")
    parser.add_argument("--only", type=Path, metavar="FILE", help="ask only the queries of these ids, one a line")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write the tables to this Markdown file too")


def read_ids(path: Path | None) -> frozenset[str] | None:
    """The ids of a file, one a line; None where no file is named.

    Raises:
        NotFound: the file is missing.
    """
    if path is None:
        return None
    if not path.is_file():
        raise NotFound(f"--only names a file with one query id a line; {path} is none.")
    return frozenset(path.read_text("utf-8").split())


def load_sets(data: Path, only: frozenset[str] | None = None) -> list[RetrievalSet]:
    """Every set of a folder of data by name, with the queries of some ids only; sets that have none are left out.

    Raises:
        NotFound: the folder holds no sets, or none has a query of those ids.
        InvalidInput: a set breaks a rule.
    """
    folders = sorted(path for path in (data / "evaluation").glob("*") if path.is_dir())
    if not folders:
        raise NotFound(
            f"There are no development sets in {data / 'evaluation'}. Name the folder that holds evaluation/ with "
            "--data, or measure on a set of yours: matcher evaluate --set FOLDER."
        )
    sets = [load_retrieval_set(folder) for folder in folders]
    if only is None:
        return sets
    asked = [one.only(only) for one in sets if only & one.qrels.keys()]
    if not asked:
        raise NotFound("None of the ids that --only names is that of a query of a development set.")
    return asked
