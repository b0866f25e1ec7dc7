"""The skills vocabulary that ships: rows complete, links real, and no word in two concepts."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter, defaultdict
from functools import cache
from graphlib import TopologicalSorter
from importlib import resources

import pytest

FOLDER = resources.files("matcher.lexicon") / "data" / "skills"
FIELDS = sorted(file.name.removesuffix(".csv") for file in FOLDER.iterdir() if file.name.endswith(".csv"))
KINDS = {"field", "trade", "technique", "machine", "material", "product", "service", "technology"}
SIDES = {
    language: tuple(f"{column}_{language}" for column in ("label", "synonyms", "practitioners", "verbs"))
    for language in ("it", "en")
}
FALSE_FRIENDS = {
    "api", "arte", "artigiano", "artisan", "cane", "casa", "case", "concrete", "corso", "cura", "developer", "disegno",
    "electronic", "felt", "filo", "forma", "frame", "gear", "grafici", "luce", "maker", "makers", "mobile", "modello",
    "piano", "print", "processing", "progetto", "punto", "rete", "safe", "safes", "saldo", "smith", "spazio",
    "speakers", "springs", "stage", "stampa", "stampo", "taglio", "the", "tinker", "torno", "turning", "unity", "usato",
    "vintage", "web",
}  # fmt: skip
ESCO_URI = re.compile(r"http://data\.europa\.eu/esco/occupation/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

Row = dict[str, str]


@cache
def rows() -> list[Row]:
    return [row for field in FIELDS for row in rows_of(field)]


def rows_of(field: str) -> list[Row]:
    return list(csv.DictReader((FOLDER / f"{field}.csv").read_text("utf-8").splitlines(), strict=True))


def values(cell: str) -> list[str]:
    return cell.split("|") if cell else []


def names(row: Row, language: str) -> list[str]:
    return [value for column in SIDES[language] for value in values(row[column])]


def folded(name: str) -> str:
    """A name without case, accents, hyphens and apostrophes, as a reader compares two of them."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", plain))


@cache
def concepts_by_name() -> dict[str, set[str]]:
    concepts: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows():
        for name in names(row, "it") + names(row, "en"):
            concepts[folded(name)].add(row["id"])
    return concepts


@pytest.mark.parametrize("field", FIELDS)
def test_each_file_begins_with_the_field_it_is_named_after(field: str) -> None:
    assert [row["id"] for row in rows_of(field) if row["kind"] == "field"] == [field]
    assert rows_of(field)[0]["id"] == field


def test_ids_are_unique_kebab_case_and_many() -> None:
    times = Counter(row["id"] for row in rows())
    assert len(times) >= 1000
    assert [skill for skill, n in times.items() if n > 1] == []
    assert [skill for skill in times if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", skill)] == []


def test_every_concept_has_a_kind_and_one_label_in_each_language() -> None:
    assert [row["id"] for row in rows() if row["kind"] not in KINDS] == []
    labels = {row["id"]: (row["label_it"], row["label_en"]) for row in rows()}
    assert [skill for skill, both in labels.items() if not all(both) or "|" in "".join(both)] == []


def test_everything_but_a_field_has_something_broader_that_exists() -> None:
    known = {row["id"] for row in rows()}
    assert [row["id"] for row in rows() if (row["kind"] == "field") == bool(row["broader"])] == []
    assert [(row["id"], up) for row in rows() for up in values(row["broader"]) if up not in known] == []


def test_nothing_is_broader_than_itself_even_in_a_circle() -> None:
    order = list(TopologicalSorter({row["id"]: values(row["broader"]) for row in rows()}).static_order())
    assert set(order) == {row["id"] for row in rows()}


def test_values_are_neat_and_never_repeated_within_a_language() -> None:
    columns = ("broader", *SIDES["it"], *SIDES["en"])
    cells = [(row["id"], value) for row in rows() for column in columns for value in values(row[column])]
    assert [cell for cell in cells if not cell[1] or cell[1] != " ".join(cell[1].split())] == []
    repeated = {
        (row["id"], name)
        for row in rows()
        for language in SIDES
        for name, n in Counter(map(str.casefold, names(row, language))).items()
        if n > 1
    }
    assert repeated == set()


def test_no_name_belongs_to_two_concepts() -> None:
    assert {name: skills for name, skills in concepts_by_name().items() if len(skills) > 1} == {}


def test_no_name_is_an_everyday_word() -> None:
    assert FALSE_FRIENDS & concepts_by_name().keys() == set()


def test_an_esco_link_is_an_occupation() -> None:
    linked = [row["esco"] for row in rows() if row["esco"]]
    assert len(linked) >= 300
    assert [uri for uri in linked if not ESCO_URI.fullmatch(uri)] == []


@pytest.mark.parametrize(
    ("name", "skill"),
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
def test_what_people_write_names_the_concept_they_mean(name: str, skill: str) -> None:
    assert concepts_by_name()[name] == {skill}
