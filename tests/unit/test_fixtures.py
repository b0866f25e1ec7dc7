"""The sample data hold what they promise."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

import fixtures
from matcher.domain.matches import Direction
from matcher.evaluation.golden import GoldenQuery, GoldenSet, QueryKind, Split, load_golden
from matcher.evaluation.metrics import RELEVANT

FOLDER = Path(fixtures.__file__).parent
SHOP_HEADER = "id,tipo,tipologia,nome,attività,anno,indirizzo,cap,municipio,nil,latitudine,longitudine,fonte"
MAKER_HEADER = (
    "id,kind,type,name,description,offers,seeks,address,cap,municipio,nil,lat,lon,languages,run_min,run_max,"
    "lead_time_days,available_from,organisation,consent,email,phone,person,website,synthetic"
)
Rows = list[dict[str, str]]


def rows(name: str) -> Rows:
    with (FOLDER / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def shops() -> Rows:
    return rows("milan_historic_shops.csv")


@pytest.fixture(scope="module")
def makers() -> Rows:
    return rows("milan_makers_synthetic.csv")


@pytest.fixture(scope="module")
def golden() -> GoldenSet:
    return load_golden(FOLDER / "golden")


@pytest.fixture(scope="module")
def texts(golden: GoldenSet) -> list[GoldenQuery]:
    return [query for query in golden.queries if query.kind is QueryKind.TEXT]


def relevant(golden: GoldenSet, query: GoldenQuery) -> set[str]:
    return {profile for profile, grade in golden.qrels[query.query_id].items() if grade >= RELEVANT}


def in_milan(lat: str, lon: str) -> bool:
    return 45.38 < float(lat) < 45.54 and 9.04 < float(lon) < 9.28


def test_the_506_active_historic_shops_are_there_once(shops: Rows) -> None:
    assert ",".join(shops[0]) == SHOP_HEADER
    assert len({shop["id"] for shop in shops}) == len(shops) == 506
    assert all(re.fullmatch(r"bottega-\d{3}", shop["id"]) for shop in shops)


def test_every_shop_stands_in_milan(shops: Rows) -> None:
    assert all(in_milan(shop["latitudine"], shop["longitudine"]) for shop in shops)
    assert all(re.fullmatch(r"20\d{3}", shop["cap"]) and shop["municipio"] in set("123456789") for shop in shops)


def test_a_shop_is_an_artisan_or_a_company_and_only_a_company_has_a_type(shops: Rows) -> None:
    assert {(shop["tipo"], shop["tipologia"]) for shop in shops} == {("artigiano", ""), ("azienda", "company")}


@pytest.mark.parametrize("column", ["nome", "attività", "indirizzo", "nil"])
def test_no_damaged_letter_is_left_in_the_shops(shops: Rows, column: str) -> None:
    assert [shop[column] for shop in shops if not re.fullmatch(r"[A-Za-zÀÈàèéìòù0-9 '.,&-]*", shop[column])] == []


def test_addresses_of_shops_are_in_plain_capitals(shops: Rows) -> None:
    assert [
        shop["indirizzo"] for shop in shops if re.search(r"[A-Z]{2}", re.sub(r"\b[IVX]+\b", "", shop["indirizzo"]))
    ] == []


def test_every_maker_is_labelled_synthetic_and_stands_in_milan(makers: Rows) -> None:
    assert ",".join(makers[0]) == MAKER_HEADER
    assert len({maker["id"] for maker in makers}) == len(makers) == 150
    assert {maker["synthetic"] for maker in makers} == {"sì"}
    assert all(in_milan(maker["lat"], maker["lon"]) for maker in makers)
    assert min(Counter(maker["municipio"] for maker in makers)[str(m)] for m in range(1, 10)) >= 10


def test_no_contact_of_a_maker_can_reach_a_real_person(makers: Rows) -> None:
    for maker in makers:
        assert maker["email"].endswith("@example.org")
        assert maker["website"].endswith(".example")
        assert maker["phone"].startswith("+39 02 0000 0")


def test_makers_state_a_few_offers_and_needs(makers: Rows) -> None:
    assert all(1 <= len(maker["offers"].split("|")) <= 5 for maker in makers)
    assert all(1 <= len(maker["seeks"].split("|")) <= 4 for maker in makers)


def test_some_makers_share_an_organisation_and_one_withholds_consent(makers: Rows) -> None:
    organisations = Counter(maker["organisation"] for maker in makers if maker["organisation"])
    assert (organisations["Officine Zefiro"], organisations["Cooperativa Telaio"]) == (3, 2)
    assert Counter(maker["consent"] for maker in makers) == {"yes": 149, "no": 1}


def test_the_golden_set_knows_every_profile(golden: GoldenSet, shops: Rows, makers: Rows) -> None:
    assert golden.synthetic == {maker["id"] for maker in makers}
    assert golden.languages.keys() == golden.synthetic | {shop["id"] for shop in shops}
    assert Counter(golden.languages[maker["id"]] for maker in makers) == {"it": 75, "en": 75}
    assert {golden.languages[shop["id"]] for shop in shops} == {"it"}


def test_there_are_enough_queries_of_every_sort(golden: GoldenSet, texts: list[GoldenQuery]) -> None:
    assert len(golden.only(Split.TEST).queries) >= 72
    assert len(golden.only(Split.DEV).queries) >= 40
    for split in Split:
        sorts = Counter((q.direction, q.kind, q.language) for q in golden.queries if q.split is split)
        assert {
            (direction, kind, language)
            for direction in (Direction.SUPPLY, Direction.DEMAND)
            for kind in QueryKind
            for language in ("it", "en")
        } == sorts.keys()
    assert sum(query.nil_hint is not None for query in texts) / len(texts) >= 0.3


def test_the_demo_queries_are_judged(texts: list[GoldenQuery]) -> None:
    assert {"cerco una sartoria per divise vicino al Duomo", "bookbinder near Porta Romana"} <= {q.text for q in texts}


def test_dev_and_test_ask_different_things(golden: GoldenSet) -> None:
    asked = {
        split: {(query.text or "").casefold() or query.profile_id for query in golden.only(split).queries}
        for split in Split
    }
    assert not asked[Split.DEV] & asked[Split.TEST]
    assert sum(map(len, asked.values())) == len(golden.queries)


def test_twins_ask_the_same_in_the_other_language(golden: GoldenSet, texts: list[GoldenQuery]) -> None:
    by_id = {query.query_id: query for query in golden.queries}
    paired = [(query, by_id[query.twin]) for query in texts if query.twin]
    assert len(paired) >= 0.9 * len(texts)
    for query, twin in paired:
        assert twin.twin == query.query_id
        assert {query.language, twin.language} == {"it", "en"}
        assert (query.split, query.direction, query.nil_hint) == (twin.split, twin.direction, twin.nil_hint)
        assert golden.qrels[query.query_id] == golden.qrels[twin.query_id]


def test_most_queries_have_right_answers_in_both_languages(golden: GoldenSet) -> None:
    crossed = [query for query in golden.queries if len({golden.languages[p] for p in relevant(golden, query)}) == 2]
    assert len(crossed) >= 0.8 * len(golden.queries)


def test_hard_negatives_are_judged(golden: GoldenSet) -> None:
    zeros = Counter(profile for grades in golden.qrels.values() for profile, grade in grades.items() if grade == 0)
    assert len(zeros) >= 15


def test_nobody_is_right_who_may_never_be_matched(golden: GoldenSet, makers: Rows) -> None:
    refused = {maker["id"] for maker in makers if maker["consent"] == "no"}
    organisation = {maker["id"]: maker["organisation"] for maker in makers if maker["organisation"]}
    for query in golden.queries:
        answers = relevant(golden, query)
        assert not answers & (refused | {query.profile_id})
        house = organisation.get(query.profile_id or "")
        assert house is None or house not in {organisation.get(answer) for answer in answers}


def test_only_those_who_state_needs_answer_demand(golden: GoldenSet, makers: Rows) -> None:
    seekers = {maker["id"] for maker in makers if maker["seeks"]}
    for query in golden.queries:
        if query.direction is Direction.DEMAND:
            assert relevant(golden, query) <= seekers


def test_a_profile_asks_in_the_language_of_its_texts(golden: GoldenSet) -> None:
    for query in golden.queries:
        if query.profile_id:
            assert query.language == golden.languages[query.profile_id]
