"""The golden set: queries judged by hand, read from a folder and checked.

A folder holds `queries.csv`, `qrels.csv` and `profiles.csv`, UTF-8 with a header; `fixtures/golden` is one.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from matcher.domain.matches import Direction
from matcher.errors import InvalidInput, NotFound
from matcher.evaluation.metrics import RELEVANT, Qrels

QUERY_COLUMNS = (
    "query_id", "split", "direction", "language", "kind", "text", "profile_id", "nil_hint", "note",
)  # fmt: skip
QREL_COLUMNS = ("query_id", "profile_id", "grade")
PROFILE_COLUMNS = ("profile_id", "language", "synthetic")
GRADES = frozenset({"0", "1", "2", "3"})
LANGUAGES = frozenset({"it", "en"})


class Split(StrEnum):
    """`dev` is for tuning; `test` is only ever measured."""

    DEV = "dev"
    TEST = "test"


class QueryKind(StrEnum):
    """A question in words, or the needs (supply) or offers (demand) of a stored profile."""

    TEXT = "text"
    PROFILE = "profile"


@dataclass(frozen=True, slots=True)
class GoldenQuery:
    """One judged question; `text` or `profile_id` is given, as `kind` says.

    `nil_hint` names the district a text speaks of. `twin` is the query that asks the same in the other language.
    """

    query_id: str
    split: Split
    direction: Direction
    language: str
    kind: QueryKind
    text: str | None = None
    profile_id: str | None = None
    nil_hint: str | None = None
    twin: str | None = None


@dataclass(frozen=True, slots=True)
class GoldenSet:
    """Judged queries with the language of every profile's texts and which profiles are synthetic."""

    queries: tuple[GoldenQuery, ...]
    qrels: Qrels
    languages: Mapping[str, str]
    synthetic: frozenset[str]

    def only(self, split: Split) -> GoldenSet:
        """The same set with the queries of one split."""
        queries = tuple(query for query in self.queries if query.split is split)
        qrels = {query.query_id: self.qrels[query.query_id] for query in queries}
        return GoldenSet(queries, qrels, self.languages, self.synthetic)


def load_golden(folder: Path) -> GoldenSet:
    """Read and check the golden set of a folder.

    Raises:
        NotFound: a file is missing.
        InvalidInput: a column is missing, or a row breaks a rule; the message names the file and the line.
    """
    languages: dict[str, str] = {}
    synthetic = set()
    for place, row in _rows(folder / "profiles.csv", PROFILE_COLUMNS):
        _unique(place, "profile_id", row["profile_id"], languages)
        languages[row["profile_id"]] = _one_of(place, "language", row["language"], LANGUAGES)
        if _one_of(place, "synthetic", row["synthetic"], frozenset({"sì", "no"})) == "sì":
            synthetic.add(row["profile_id"])
    queries: dict[str, GoldenQuery] = {}
    for place, row in _rows(folder / "queries.csv", QUERY_COLUMNS):
        _unique(place, "query_id", row["query_id"], queries)
        queries[row["query_id"]] = _query(place, row, languages)
    qrels = _qrels(folder / "qrels.csv", queries, languages)
    _check_judged(folder, queries, qrels)
    return GoldenSet(tuple(queries.values()), qrels, languages, frozenset(synthetic))


def _query(place: str, row: Mapping[str, str], profiles: Mapping[str, str]) -> GoldenQuery:
    kind = QueryKind(_one_of(place, "kind", row["kind"], frozenset(QueryKind)))
    given, other = ("text", "profile_id") if kind is QueryKind.TEXT else ("profile_id", "text")
    if not row[given] or row[other]:
        raise InvalidInput(f"{place}: a query of kind {kind} needs {given} and no {other}", column=given)
    if row["profile_id"] and row["profile_id"] not in profiles:
        raise InvalidInput(f"{place}: profile {row['profile_id']} is not in profiles.csv", column="profile_id")
    return GoldenQuery(
        query_id=row["query_id"],
        split=Split(_one_of(place, "split", row["split"], frozenset(Split))),
        direction=Direction(_one_of(place, "direction", row["direction"], frozenset(Direction))),
        language=_one_of(place, "language", row["language"], LANGUAGES),
        kind=kind,
        text=row["text"] or None,
        profile_id=row["profile_id"] or None,
        nil_hint=row["nil_hint"] or None,
        twin=row["note"] or None,
    )


def _qrels(path: Path, queries: Mapping[str, GoldenQuery], profiles: Mapping[str, str]) -> dict[str, dict[str, int]]:
    qrels: dict[str, dict[str, int]] = {query: {} for query in queries}
    for place, row in _rows(path, QREL_COLUMNS):
        if row["query_id"] not in queries:
            raise InvalidInput(f"{place}: query {row['query_id']} is not in queries.csv", column="query_id")
        if row["profile_id"] not in profiles:
            raise InvalidInput(f"{place}: profile {row['profile_id']} is not in profiles.csv", column="profile_id")
        grades = qrels[row["query_id"]]
        _unique(place, "profile_id", row["profile_id"], grades)
        grades[row["profile_id"]] = int(_one_of(place, "grade", row["grade"], GRADES))
    return qrels


def _check_judged(folder: Path, queries: Mapping[str, GoldenQuery], qrels: Qrels) -> None:
    for query in queries.values():
        if max(qrels[query.query_id].values(), default=0) < RELEVANT:
            raise InvalidInput(
                f"{folder / 'qrels.csv'}: query {query.query_id} has no profile of grade {RELEVANT} or more",
                query=query.query_id,
            )
        if query.twin and query.twin not in queries:
            raise InvalidInput(
                f"{folder / 'queries.csv'}: the twin {query.twin} of {query.query_id} is not a query",
                query=query.query_id,
            )


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str]]]:
    if not path.is_file():
        raise NotFound(f"{path} is missing: a golden set is a folder with queries.csv, qrels.csv and profiles.csv")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        missing = [column for column in columns if column not in (reader.fieldnames or ())]
        if missing:
            raise InvalidInput(f"{path} lacks the columns {', '.join(missing)}", missing=missing)
        for row in reader:
            yield f"{path} line {reader.line_num}", {column: (row[column] or "").strip() for column in columns}


def _one_of(place: str, column: str, found: str, allowed: frozenset[str]) -> str:
    if found not in allowed:
        raise InvalidInput(
            f"{place}: {column} is {found!r}; write one of {', '.join(sorted(allowed))}", column=column, found=found
        )
    return found


def _unique(place: str, column: str, found: str, seen: Mapping[str, object]) -> None:
    if not found or found in seen:
        problem = f"{found!r} appears twice" if found else "is empty"
        raise InvalidInput(f"{place}: {column} {problem}", column=column, found=found)
