"""The measurements of ranked texts, on occupations small enough to follow."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from benchmarks import quality, robustness
from embeddings.training.sources import Occupation, Wording
from matcher.evaluation.char_tfidf import rank_by_char_tfidf
from matcher.evaluation.rankings import Ranked
from matcher.evaluation.retrieval_report import DEPTH
from matcher.evaluation.retrieval_set import RetrievalSet

OCCUPATIONS = [
    Occupation("o1", Wording("sarto/sarta", (), "Cuce abiti su misura."), Wording("tailor", (), "Sews.")),
    Occupation("o2", Wording("falegname", (), "Lavora il legno."), Wording("carpenter", (), "Works wood.")),
]
JUDGED = RetrievalSet(
    name="trades",
    queries={"o1": "sarto", "o2": "falegname"},
    documents={"o1": "tailor", "o2": "carpenter", "o3": "baker"},
    qrels={"o1": {"o1": 1}, "o2": {"o2": 1}},
)
FILLING = ["coltivazione di riso", "pesca marina"]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for name in ("first", "second"):
        folder = tmp_path / "evaluation" / name
        folder.mkdir(parents=True)
        (folder / "queries.tsv").write_text("q1\tmeccanica\nq2\tceramica\n", "utf-8")
        (folder / "corpus.tsv").write_text("d1\tmechanics\nd2\tceramics\n", "utf-8")
        (folder / "qrels.tsv").write_text("q1\t0\td1\t1\n" + ("q2\t0\td2\t1\n" if name == "first" else ""), "utf-8")
    return tmp_path


@pytest.mark.parametrize("measurement", [quality, robustness])
def test_absent_data_is_said_to_be_absent(
    measurement: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert measurement.main(["--data", str(tmp_path), "--shipped"]) == 1  # type: ignore[attr-defined]
    assert "There are no development sets" in capsys.readouterr().err


def test_quality_is_a_markdown_table_on_the_screen_and_in_a_file(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = data / "report.md"
    arguments = ["--data", str(data), "--shipped", "--output", str(report), "--no-minilm"]
    assert quality.main(arguments) == 0
    text = capsys.readouterr().out
    assert "### first: 2 of 2 queries, 2 documents" in text
    assert "| char TF-IDF | 1.000 [1.000, 1.000]" in text
    assert report.read_text("utf-8") == text.removesuffix("\n")


def test_every_variant_speaks_of_the_same_occupations() -> None:
    ways = {way.name: list(way.texts) for way in robustness.variants(OCCUPATIONS, FILLING)}
    assert ways["clean"] == ["sarto", "falegname"]
    assert ways["the other gender"] == ["sarta", "falegname"]
    assert ways["upper case"] == ["SARTO", "FALEGNAME"]
    assert ways["Italian, then English"] == ["sarto tailor", "falegname carpenter"]
    for length in (2_000, 20_000):
        assert [len(text) >= length for text in ways[f"buried in {length:,} characters"]] == [True, True]


def test_each_text_is_ranked_against_the_document_of_its_own_occupation() -> None:
    seen: list[tuple[str, ...]] = []

    def rank(queries: Sequence[str], documents: Sequence[str], k: int, /) -> Ranked:
        seen.append(tuple(queries))
        # The tailor is known as a man and found second as a woman; of the carpenter nothing is known.
        places = {"sarto": [0, 1, 2], "sarta": [1, 0, 2], "falegname": [2, -1, -1]}
        rows = np.array([places[query] for query in queries])
        return np.where(rows >= 0, [3, 2, 1], -np.inf).astype(np.float32), rows

    ways = [
        robustness.Variant("clean", ["sarto", "falegname"]),
        robustness.Variant("the other gender", ["sarta", "falegname"]),
        robustness.Variant("short", ["sarta"]),
    ]
    found = robustness.rank_variants(rank, JUDGED, ways)
    assert seen == [("sarto", "falegname", "sarta", "falegname", "sarta")]
    assert found["clean"].ranks.tolist() == [1, DEPTH + 1]
    assert found["the other gender"].ranks.tolist() == [2, DEPTH + 1]
    assert found["short"].ranks.tolist() == [2]
    assert (found["clean"].mrr(2), found["clean"].mrr(1), found["short"].mrr(1)) == (1 / 2, 1, 1 / 2)
    text = "\n".join(robustness.table(JUDGED, {"engine": rank}, ways))
    assert "titles that differ by gender (1): rank moves by 1.00 places" in text
    assert "first result unchanged for 0.0%" in text


def test_english_beside_the_italian_is_found_by_its_letters() -> None:
    ways = list(robustness.variants(OCCUPATIONS, FILLING))
    found = robustness.rank_variants(rank_by_char_tfidf, JUDGED, ways)
    assert found["Italian, then English"].ranks.tolist() == [1, 1]
