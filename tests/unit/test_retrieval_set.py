"""Folders of queries, documents and judgements, well and badly written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from matcher.errors import InvalidInput, NotFound
from matcher.evaluation.retrieval_set import load_retrieval_set

FILES = {
    "queries.tsv": "q1\tsarta\nq2\tfornaia\nq3\tnotaio\n",
    "corpus.tsv": "d1\ttailor\nd2\tbaker\nd3\tdress maker\n",
    "qrels.tsv": "q2\t0\td2\t1\nq1\t0\td1\t2\nq1\t0\td3\t1\nq3\t0\td3\t0\n",
}
Folder = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Writes the set above with some files changed; None leaves one out."""

    def write(**changed: str | bytes | None) -> Path:
        for name, usual in FILES.items():
            text = changed.get(name.partition(".")[0], usual)
            if text is not None:
                (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return tmp_path

    return write


def test_a_set_has_texts_and_judgements_in_the_order_of_the_queries(folder: Folder) -> None:
    found = load_retrieval_set(folder())
    assert found.queries == {"q1": "sarta", "q2": "fornaia", "q3": "notaio"}
    assert list(found.documents) == ["d1", "d2", "d3"]
    assert list(found.qrels.items()) == [("q1", {"d1": 2, "d3": 1}), ("q2", {"d2": 1})]


def test_a_query_that_nothing_answers_is_not_asked(folder: Folder) -> None:
    assert load_retrieval_set(folder()).asked() == ["sarta", "fornaia"]


def test_headers_three_columns_blank_lines_and_a_byte_order_mark_are_understood(folder: Folder) -> None:
    other = folder(
        queries="\ufeffid\ttext\r\nq1\tsarta\r\n\r\nq2\tfornaia\r\nq3\tnotaio",
        corpus="ID\tText\n" + FILES["corpus.tsv"],
        qrels="query-id\tcorpus-id\tscore\nq2\td2\t1\nq1\td1\t2\nq1\td3\t1\nq3\td3\t0\n",
    )
    assert load_retrieval_set(other).qrels == load_retrieval_set(folder()).qrels


def test_some_queries_can_be_asked_of_all_documents(folder: Folder) -> None:
    held_out = load_retrieval_set(folder()).only({"q2", "q3", "stranger"})
    assert held_out.asked() == ["fornaia"]
    assert len(held_out.documents) == 3
    with pytest.raises(InvalidInput, match="none of the ids"):
        load_retrieval_set(folder()).only({"q3"})


@pytest.mark.parametrize("missing", ["queries", "corpus", "qrels"])
def test_a_missing_file_is_named(folder: Folder, missing: str) -> None:
    with pytest.raises(NotFound, match=rf"{missing}.tsv is missing: a set for retrieval needs it"):
        load_retrieval_set(folder(**{missing: None}))


def test_what_is_no_folder_is_said_to_be_none(folder: Folder) -> None:
    with pytest.raises(NotFound, match="is not a folder: name one with queries"):
        load_retrieval_set(folder() / "queries.tsv")


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("queries", "q1 sarta\n", "line 1 has one column; write id<TAB>text"),
        ("queries", "q1\tsarta\nq1\tsarto\n", "line 2: id q1 appears twice"),
        ("queries", "q1\t \n", "line 1: the text is empty"),
        ("corpus", "\ttailor\n", "line 1: the id is empty"),
        ("corpus", "d1\ta\tb\n", "line 1 has 3 columns"),
        ("corpus", "id\ttext\n\n", "corpus.tsv has no rows"),
        ("corpus", b"d1\ttailleur cr\xe9\xe9\n", "corpus.tsv is not in UTF-8"),
        ("qrels", "q1\td1\n", "line 1 has 2 columns; write query<TAB>0<TAB>document<TAB>grade"),
        ("qrels", "q1\t0\td1\t1\nq9\t0\td1\t1\n", "line 2: query q9 is not in queries.tsv"),
        ("qrels", "q1\t0\td9\t1\n", "line 1: document d9 is not in corpus.tsv"),
        ("qrels", "q1\t0\td1\thigh\n", "line 1: grade 'high' is not a whole number"),
        ("qrels", "q1\t0\td1\t31\n", "line 1: grade '31' is not a whole number from 0 to 30"),
        ("qrels", "q1\t0\td1\t1\nq1\t0\td1\t2\n", "line 2: document d1 is judged twice for query q1"),
        ("qrels", "q1\t0\td1\t0\n", "no query has a document of grade 1 or more"),
        ("qrels", "", "no query has a document of grade 1 or more"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(folder: Folder, name: str, text: str | bytes, message: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        load_retrieval_set(folder(**{name: text}))
    assert f"{name}.tsv" in str(refused.value)
    assert message in str(refused.value)
