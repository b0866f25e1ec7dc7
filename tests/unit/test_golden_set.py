"""Reading a golden set, and saying what is wrong with one."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.domain.matches import Direction
from matcher.errors import InvalidInput, NotFound
from matcher.evaluation.golden import GoldenQuery, QueryKind, Split, load_golden

HEADER = "query_id,split,direction,language,kind,text,profile_id,nil_hint,note\n"
QUERIES = (
    HEADER
    + "q1-it,test,supply,it,text,sarto a Brera,,Brera,q1-en\n"
    + "q1-en,test,supply,en,text,tailor in Brera,,Brera,q1-it\n"
    + "q2,dev,demand,it,profile,,sarta,,\n"
)
QRELS = "query_id,profile_id,grade\nq1-it,sarta,3\nq1-en,sarta,3\nq2,hotel,2\nq2,app,0\n"
PROFILES = "profile_id,language,synthetic\nsarta,it,no\nhotel,en,sì\napp,en,sì\n"


def write(folder: Path, *, queries: str = QUERIES, qrels: str = QRELS, profiles: str = PROFILES) -> Path:
    (folder / "queries.csv").write_text(queries, encoding="utf-8")
    (folder / "qrels.csv").write_text(qrels, encoding="utf-8")
    (folder / "profiles.csv").write_text(profiles, encoding="utf-8")
    return folder


def test_a_folder_is_read_as_queries_judgements_and_languages(tmp_path: Path) -> None:
    golden = load_golden(write(tmp_path))
    assert golden.queries[0] == GoldenQuery(
        "q1-it", Split.TEST, Direction.SUPPLY, "it", QueryKind.TEXT, "sarto a Brera", None, "Brera", "q1-en"
    )
    assert golden.queries[2] == GoldenQuery(
        "q2", Split.DEV, Direction.DEMAND, "it", QueryKind.PROFILE, profile_id="sarta"
    )
    assert golden.qrels == {"q1-it": {"sarta": 3}, "q1-en": {"sarta": 3}, "q2": {"hotel": 2, "app": 0}}
    assert golden.languages == {"sarta": "it", "hotel": "en", "app": "en"}
    assert golden.synthetic == {"hotel", "app"}


def test_a_split_keeps_its_own_queries_and_judgements(tmp_path: Path) -> None:
    dev = load_golden(write(tmp_path)).only(Split.DEV)
    assert [query.query_id for query in dev.queries] == ["q2"]
    assert dev.qrels == {"q2": {"hotel": 2, "app": 0}}


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"profiles\.csv is missing"):
        load_golden(tmp_path)


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("queries", "query_id,split\nq1,dev\n", r"queries\.csv lacks the columns direction, language"),
        ("queries", HEADER + "q1,train,supply,it,text,sarto,,,\n", r"line 2: split is 'train'; write one of dev, test"),
        ("queries", HEADER + "q1,dev,supply,fr,text,tailleur,,,\n", r"language is 'fr'; write one of en, it"),
        ("queries", HEADER + "q1,dev,supply,it,text,,,,\n", r"kind text needs text and no profile_id"),
        ("queries", HEADER + "q1,dev,supply,it,profile,sarto,sarta,,\n", r"kind profile needs profile_id and no text"),
        ("queries", HEADER + "q1,dev,supply,it,profile,,nobody,,\n", r"profile nobody is not in profiles\.csv"),
        ("queries", QUERIES + "q2,dev,supply,it,text,sarto,,,\n", r"line 5: query_id 'q2' appears twice"),
        ("queries", QUERIES + ",dev,supply,it,text,sarto,,,\n", r"line 5: query_id is empty"),
        ("queries", QUERIES + "q3,dev,supply,it,text,sarto,,,\n", r"query q3 has no profile of grade 2 or more"),
        ("queries", QUERIES.replace(",q1-it\n", ",q9\n"), r"the twin q9 of q1-en is not a query"),
        ("qrels", QRELS + "q9,sarta,1\n", r"query q9 is not in queries\.csv"),
        ("qrels", QRELS + "q2,nobody,1\n", r"profile nobody is not in profiles\.csv"),
        ("qrels", QRELS + "q2,hotel,1\n", r"profile_id 'hotel' appears twice"),
        ("qrels", QRELS + "q2,sarta,4\n", r"line 6: grade is '4'; write one of 0, 1, 2, 3"),
        ("profiles", PROFILES + "bar,it,maybe\n", r"synthetic is 'maybe'; write one of no, sì"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, file: str, text: str, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        load_golden(write(tmp_path, **{file: text}))
