"""A set for text retrieval: queries, documents and which answers which, read from a folder and checked.

A folder holds tab-separated files, UTF-8, one row a line, without quoting: `queries.tsv` and `corpus.tsv` (id, text;
a first line that says `id` and `text` is a header) and `qrels.tsv` (query, iteration, document, grade, as of TREC, or
without the iteration; a first line whose grade is no number is a header).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from matcher.errors import InvalidInput, NotFound
from matcher.evaluation.metrics import Qrels

QUERIES, CORPUS, QRELS = "queries.tsv", "corpus.tsv", "qrels.tsv"
RELEVANT = 1
"""The least grade of a relevant document."""

HIGHEST = 30
"""The highest grade: the gain of one doubles with each step."""


@dataclass(frozen=True, slots=True)
class RetrievalSet:
    """Texts by id; `qrels` has the judged queries only, each with a relevant document, in the order of `queries`."""

    name: str
    queries: Mapping[str, str]
    documents: Mapping[str, str]
    qrels: Qrels

    def only(self, queries: Collection[str]) -> RetrievalSet:
        """The same documents, asked for with the queries of these ids only.

        Raises:
            InvalidInput: none of the set's judged queries is among them.
        """
        qrels = {query: grades for query, grades in self.qrels.items() if query in queries}
        if not qrels:
            raise InvalidInput(f"{self.name}: none of the ids asked for is that of a judged query", set=self.name)
        return replace(self, qrels=qrels)

    def asked(self) -> list[str]:
        """The texts of the judged queries, in the order of `qrels`."""
        return [self.queries[query] for query in self.qrels]


def load_retrieval_set(folder: Path) -> RetrievalSet:
    """Read and check the set of a folder; queries with no relevant document are left out of the judged ones.

    Raises:
        NotFound: the folder or a file is missing.
        InvalidInput: a file is empty or not UTF-8, or a line breaks a rule; the message names the file and the line.
    """
    folder = folder.resolve()
    if not folder.is_dir():
        raise NotFound(f"{folder} is not a folder: name one with {QUERIES}, {CORPUS} and {QRELS}", folder=str(folder))
    queries, documents = _texts(folder / QUERIES), _texts(folder / CORPUS)
    grades = _grades(folder / QRELS, queries, documents)
    judged = {query: grades[query] for query in queries if max(grades.get(query, {}).values(), default=0) >= RELEVANT}
    if not judged:
        raise InvalidInput(f"{folder / QRELS}: no query has a document of grade {RELEVANT} or more")
    return RetrievalSet(folder.name, queries, documents, judged)


def _texts(path: Path) -> dict[str, str]:
    texts: dict[str, str] = {}
    for place, columns in _rows(path, "id<TAB>text"):
        if len(columns) != 2:
            raise InvalidInput(f"{place} has {_columns(columns)}; write id<TAB>text, without tabs in the text")
        name, text = columns
        if not texts and (name.lower(), text.lower()) == ("id", "text"):
            continue
        if not name or not text:
            raise InvalidInput(f"{place}: the {'text' if name else 'id'} is empty")
        if name in texts:
            raise InvalidInput(f"{place}: id {name} appears twice", id=name)
        texts[name] = text
    if not texts:
        raise InvalidInput(f"{path} has no rows; write one id<TAB>text a line")
    return texts


def _grades(path: Path, queries: Collection[str], documents: Collection[str]) -> dict[str, dict[str, int]]:
    qrels: dict[str, dict[str, int]] = {}
    for number, (place, columns) in enumerate(_rows(path, "query<TAB>0<TAB>document<TAB>grade")):
        if len(columns) not in (3, 4):
            raise InvalidInput(f"{place} has {_columns(columns)}; write query<TAB>0<TAB>document<TAB>grade")
        query, document, grade = columns[0], columns[-2], columns[-1]
        if number == 0 and query not in queries and not _is_number(grade):
            continue
        if query not in queries:
            raise InvalidInput(f"{place}: query {query} is not in {QUERIES}", query=query)
        if document not in documents:
            raise InvalidInput(f"{place}: document {document} is not in {CORPUS}", document=document)
        if not _is_number(grade) or int(grade) > HIGHEST:
            raise InvalidInput(f"{place}: grade {grade!r} is not a whole number from 0 to {HIGHEST}", grade=grade)
        if document in qrels.setdefault(query, {}):
            raise InvalidInput(f"{place}: document {document} is judged twice for query {query}", query=query)
        qrels[query][document] = int(grade)
    return qrels


def _rows(path: Path, shape: str) -> Iterator[tuple[str, list[str]]]:
    """The place and the columns of every line that is not blank."""
    if not path.is_file():
        raise NotFound(f"{path} is missing: a set for retrieval needs it, one {shape} a line", file=path.name)
    try:
        with path.open(encoding="utf-8-sig") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield f"{path} line {number}", [column.strip() for column in line.rstrip("\n").split("\t")]
    except UnicodeDecodeError as error:
        raise InvalidInput(f"{path} is not in UTF-8 ({error.reason}); save it in that encoding") from error


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _columns(columns: list[str]) -> str:
    return "one column" if len(columns) == 1 else f"{len(columns)} columns"
