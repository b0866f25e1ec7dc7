"""The fabrication half of the skills vocabulary keeps the rules that the other files and the resolver count on."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter, defaultdict
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "matcher" / "lexicon" / "data" / "skills"
FIELDS = (
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
)
FIELDS_ELSEWHERE = frozenset(
    (
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
    )
)
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
KINDS = {"field", "trade", "technique", "machine", "material", "product", "service", "technology"}
FALSE_FRIENDS = {
    "api", "arte", "cane", "case", "concrete", "corso", "cura", "developer", "disegno", "electronic", "filo", "forma",
    "frame", "gear", "grafici", "luce", "maker", "makers", "mobile", "modello", "piano", "print", "processing",
    "progetto", "punto", "rete", "safe", "safes", "saldo", "smith", "spazio", "speakers", "springs", "stage", "stampo",
    "tinker", "torno", "turning", "unity", "web",
}  # fmt: skip
ESCO_URI = re.compile(r"http://data\.europa\.eu/esco/occupation/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

Row = dict[str, str]


def read(field: str) -> list[Row]:
    with (FOLDER / f"{field}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROWS = [row for field in FIELDS for row in read(field)]


def values(cell: str) -> list[str]:
    return cell.split("|") if cell else []


def surfaces(row: Row) -> list[str]:
    """Every name of a concept, in both languages."""
    return [value for column in COLUMNS[3:11] for value in values(row[column])]


def folded(surface: str) -> str:
    """A name without case, accents, hyphens and apostrophes, as a reader compares two of them."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", surface.casefold()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", plain))


@pytest.mark.parametrize("field", FIELDS)
def test_a_file_starts_with_the_agreed_header_and_its_own_field(field: str) -> None:
    header = (FOLDER / f"{field}.csv").read_text(encoding="utf-8").splitlines()[0]
    assert header.split(",") == COLUMNS
    first = read(field)[0]
    assert (first["id"], first["kind"], first["broader"]) == (field, "field", "")


def test_the_half_holds_at_least_340_concepts() -> None:
    assert len(ROWS) >= 340


def test_ids_are_unique_kebab_case() -> None:
    counts = Counter(row["id"] for row in ROWS)
    assert [skill for skill, count in counts.items() if count > 1] == []
    assert [skill for skill in counts if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", skill)] == []


def test_every_row_has_a_known_kind_and_a_label_in_both_languages() -> None:
    wanting = [row["id"] for row in ROWS if row["kind"] not in KINDS or not row["label_it"] or not row["label_en"]]
    assert wanting == []


def test_fields_are_the_agreed_ones_and_everything_else_has_something_broader() -> None:
    assert sorted(row["id"] for row in ROWS if row["kind"] == "field") == sorted(FIELDS)
    assert [row["id"] for row in ROWS if not row["broader"] and row["kind"] != "field"] == []


def test_broader_concepts_exist() -> None:
    known = {row["id"] for row in ROWS} | {row["id"] for field in FIELDS_ELSEWHERE for row in read(field)}
    assert {(row["id"], b) for row in ROWS for b in values(row["broader"]) if b not in known} == set()


def test_nothing_is_broader_than_itself_even_in_a_circle() -> None:
    order = list(TopologicalSorter({row["id"]: values(row["broader"]) for row in ROWS}).static_order())
    assert set(order) >= {row["id"] for row in ROWS}


def test_values_are_neat_and_never_repeated_within_a_language() -> None:
    untidy = [
        (row["id"], v) for row in ROWS for c in COLUMNS[2:] for v in row[c].split("|") if v != " ".join(v.split())
    ]
    empty = [(row["id"], c) for row in ROWS for c in COLUMNS[2:] if row[c] and "" in row[c].split("|")]
    sides = [
        (row["id"], [v.casefold() for c in COLUMNS[s:11:2] for v in values(row[c])]) for row in ROWS for s in (3, 4)
    ]
    repeated = [(skill, value) for skill, names in sides for value, n in Counter(names).items() if n > 1]
    assert (untidy, empty, repeated) == ([], [], [])


def test_no_name_belongs_to_two_concepts() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for row in ROWS:
        for surface in surfaces(row):
            owners[folded(surface)].add(row["id"])
    assert {surface: skills for surface, skills in owners.items() if len(skills) > 1} == {}


def test_no_name_is_an_everyday_word() -> None:
    assert [(row["id"], s) for row in ROWS for s in surfaces(row) if folded(s) in FALSE_FRIENDS] == []


def test_esco_links_are_occupation_uris_and_a_link_names_one_practice() -> None:
    links = [row["esco"] for row in ROWS if row["esco"]]
    assert [link for link in links if not ESCO_URI.fullmatch(link)] == []
    assert [link for link, count in Counter(links).items() if count > 1] == []
