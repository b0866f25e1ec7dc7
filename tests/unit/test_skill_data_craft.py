"""The craft half of the skills vocabulary: rows complete, links real, and no word in two concepts of either half."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

import matcher

DATA = Path(matcher.__file__).parent / "lexicon" / "data" / "skills"

COLUMNS = [
    "id",
    "kind",
    "broader",
    "label_it",
    "label_en",
    "synonyms_it",
    "synonyms_en",
    "practitioners_it",
    "practitioners_en",
    "verbs_it",
    "verbs_en",
    "esco",
]
FORMS = tuple(column for column in COLUMNS if column.endswith(("_it", "_en")))
KINDS = {"field", "trade", "technique", "machine", "material", "product", "service", "technology"}
CRAFT_FIELDS = [
    "ceramics-glass",
    "food-craft",
    "jewellery",
    "leather-footwear",
    "musical-instruments",
    "paper-print",
    "personal-care",
    "precision",
    "restoration",
    "retail-heritage",
    "stone-plaster",
    "textiles-fashion",
]
FABRICATION_FIELDS = frozenset(
    [
        "building-crafts",
        "design",
        "digital-fabrication",
        "electronics",
        "iot",
        "lighting",
        "machining",
        "maker-services",
        "materials",
        "metalworking",
        "mobility",
        "plastics-composites",
        "prototyping",
        "signage-exhibition",
        "software-ai",
        "sustainability",
        "wood-furniture",
    ]
)

Row = dict[str, str]


def rows_of(field: str) -> list[Row]:
    with (DATA / f"{field}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def values(cell: str) -> list[str]:
    return cell.split("|") if cell else []


def concepts_by_form(rows: list[Row]) -> dict[str, set[str]]:
    concepts: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        for column in FORMS:
            for form in values(row[column]):
                concepts[form.casefold()].add(row["id"])
    return concepts


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return [row for field in CRAFT_FIELDS for row in rows_of(field)]


@pytest.fixture(scope="module")
def vocabulary(rows: list[Row]) -> list[Row]:
    """Both halves: a craft may stand under a skill of fabrication and the other way round."""
    return [*rows, *(row for field in sorted(FABRICATION_FIELDS) for row in rows_of(field))]


@pytest.mark.parametrize("field", CRAFT_FIELDS)
def test_each_file_defines_the_field_it_is_named_after(field: str) -> None:
    table = rows_of(field)
    assert list(table[0]) == COLUMNS
    assert [row["id"] for row in table if row["kind"] == "field"] == [field]


def test_the_craft_half_is_large_enough_and_its_ids_are_unique(rows: list[Row]) -> None:
    times = Counter(row["id"] for row in rows)
    assert len(times) >= 340
    assert [skill for skill, n in times.items() if n > 1] == []
    assert [skill for skill in times if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", skill)] == []


def test_every_concept_has_a_kind_and_one_label_in_each_language(rows: list[Row]) -> None:
    assert [row["id"] for row in rows if row["kind"] not in KINDS] == []
    assert [row["id"] for row in rows if not (row["label_it"] and row["label_en"])] == []
    assert [row["id"] for row in rows if "|" in row["label_it"] + row["label_en"]] == []


def test_everything_but_a_field_has_something_broader_that_exists(rows: list[Row], vocabulary: list[Row]) -> None:
    known = {row["id"] for row in vocabulary}
    assert [row["id"] for row in rows if (row["kind"] == "field") == bool(row["broader"])] == []
    assert [(row["id"], up) for row in rows for up in values(row["broader"]) if up not in known] == []


def test_broader_links_never_run_in_a_circle(vocabulary: list[Row]) -> None:
    broader = {row["id"]: set(values(row["broader"])) for row in vocabulary}
    settled: set[str] = set()
    while ready := {skill for skill, ups in broader.items() if skill not in settled and ups <= settled}:
        settled |= ready
    assert broader.keys() - settled == set()


def test_a_cell_has_no_blank_padded_or_repeated_value(rows: list[Row]) -> None:
    cells = [(row["id"], column, values(row[column])) for row in rows for column in ("broader", *FORMS)]
    assert [(skill, column) for skill, column, cell in cells if any(not v or v != v.strip() for v in cell)] == []
    assert [(skill, column) for skill, column, cell in cells if len({v.casefold() for v in cell}) < len(cell)] == []


def test_no_form_belongs_to_two_concepts(vocabulary: list[Row]) -> None:
    assert {form: skills for form, skills in concepts_by_form(vocabulary).items() if len(skills) > 1} == {}


@pytest.mark.parametrize(
    "word",
    [
        "arte",
        "casa",
        "punto",
        "filo",
        "corso",
        "piano",
        "felt",
        "the",
        "stampa",
        "taglio",
        "artigiano",
        "artisan",
        "vintage",
        "usato",
    ],
)
def test_a_common_word_names_no_concept(rows: list[Row], word: str) -> None:
    assert word not in concepts_by_form(rows)


def test_an_esco_link_is_an_occupation(rows: list[Row]) -> None:
    occupation = re.compile(r"http://data\.europa\.eu/esco/occupation/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
    linked = [row["esco"] for row in rows if row["esco"]]
    assert linked
    assert [uri for uri in linked if not occupation.fullmatch(uri)] == []


@pytest.mark.parametrize(
    ("form", "skill"),
    [
        ("sarto", "tailoring"),
        ("sarta", "tailoring"),
        ("divise", "uniforms"),
        ("rilego", "bookbinding"),
        ("legatoria libri", "bookbinding"),
        ("bookbinder", "bookbinding"),
        ("orafo", "goldsmithing"),
        ("jewellery maker", "jewellery-making"),
        ("lavorazione a cera persa", "lost-wax-casting"),
        ("liutaia", "lutherie"),
        ("calzolaio", "shoe-repair"),
        ("riparazione orologi", "watch-repair"),
        ("prestinaio", "bakery"),
        ("parrucchiere per signora", "hairdressing"),
        ("leather bags", "bags"),
        ("pianoforte", "pianos"),
        ("oro", "gold"),
    ],
)
def test_what_people_write_names_the_concept_they_mean(rows: list[Row], form: str, skill: str) -> None:
    assert concepts_by_form(rows)[form] == {skill}
