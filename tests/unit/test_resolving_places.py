"""Texts that are a place as a whole, or an address that ends in one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.lexicon.gazetteer import default_gazetteer
from matcher.lexicon.gazetteer.districts import Resolution

MILAN = default_gazetteer()


def resolved(text: str) -> Resolution:
    resolution = MILAN.resolve(text)
    assert resolution is not None
    return resolution


@pytest.mark.parametrize(
    ("text", "level", "district"),
    [
        ("zona 9", "municipio", "9"),
        ("Municipio 3", "municipio", "3"),
        ("mun. 3", "municipio", "3"),
        ("Municipio IV, Milano", "municipio", "4"),
        ("nel municipio 5", "municipio", "5"),
        ("centro storico", "municipio", "1"),
        ("20133", "cap", "20133"),
        ("CAP 20133", "cap", "20133"),
        ("20133 Milano (MI)", "cap", "20133"),
        ("NIL 23", "nil", "23"),
        ("lambrate", "nil", "23"),
        ("LAMBRATE - ORTICA", "nil", "23"),
        ("Lambrate – Ortica", "nil", "23"),
        ("quartiere Lambrate", "nil", "23"),
        ("Lambrate, Milano, Italia", "nil", "23"),
        ("Lambratte", "nil", "23"),
        ("p.ta romana", "nil", "27"),
        ("PTA ROMANA", "nil", "27"),
        ("Citta' Studi", "nil", "22"),
        ("CITTÀ STUDI", "nil", "22"),
        ("Q.re Feltre", "nil", "18"),
        ("S. Siro", "nil", "57"),
        ("san siro", "nil", "57"),
        ("QT 8", "nil", "66"),
        ("qt8", "nil", "66"),
        ("Monluè", "nil", "31"),
        ("nolo", "nil", "20"),
        ("Isola", "nil", "11"),
        ("Central Station", "nil", "10"),
        ("Duomo square", "nil", "1"),
        ("Garibaldi Repubblica", "nil", "9"),
        ("Giambelino", "nil", "49"),
        ("porta veneiza", "nil", "21"),
        ("corso buenos ayres", "nil", "21"),
        ("Quartoggiaro", "nil", "76"),
        ("Via Larga 8, 20122 Milano", "cap", "20122"),
        ("Via Larga 8 - 20122 MILANO (MI)", "cap", "20122"),
        ("Via X 3, Lambrate", "nil", "23"),
        ("Via X 3/A, 20134 Lambrate MI", "nil", "23"),
        ("via Brioschi 20, Stadera", "nil", "42"),
        ("Viale Monza 140, Milano", "nil", "16"),
        ("Piazza Duomo, 1", "nil", "1"),
        ("C.so Como 10", "nil", "9"),
        ("Via Rossi 4, Municipio 7", "municipio", "7"),
        ("laboratorio di ceramica a Lambrate.", "nil", "23"),
    ],
)
def test_a_place_is_resolved(text: str, level: str, district: str) -> None:
    best = resolved(text).best
    assert (best.level, best.id) == (level, district)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ,;  ",
        "Milano",
        "20100 Milano",
        "Bologna",
        "Corsico",
        "Rho Fiera",
        "Sesto San Giovanni",
        "Via Roma 3, 24121 Bergamo",
        "Via Garibaldi 3, Isola, 24030 Bergamo",
        "Via Lambrate 3",
        "Via Larga 8, Milano",
        "zona 10",
        "municipio 0",
        "9",
        "falegname",
        "isola da cucina",
        "xyzzy",
    ],
)
def test_what_is_no_place_of_the_city_resolves_to_nothing(text: str) -> None:
    assert MILAN.resolve(text) is None


def test_every_official_name_and_every_part_of_it_resolves_to_its_nil() -> None:
    for nil in MILAN.nils.values():
        for name in (nil.official, nil.name, *nil.official.split(" - "), *nil.name.split(" – ")):
            assert nil.id in resolved(name).best.nils, name


def test_a_name_that_two_nils_share_has_both() -> None:
    found = resolved("Musocco")
    assert found.best.nils == {72, 76}
    assert [one.id for one in found.alternatives] == ["76"]


def test_a_popular_name_has_its_own_point_and_all_its_nils() -> None:
    navigli = resolved("Navigli").best
    assert navigli.name == "Navigli"
    assert navigli.nils > {6, 44}
    assert navigli.point != MILAN.nils[44].centroid


def test_a_postcode_offers_its_nils_likeliest_first() -> None:
    found = resolved("20154")
    assert found.alternatives[0].id == "69"
    sureness = [one.confidence for one in found.alternatives]
    assert sureness == sorted(sureness, reverse=True)
    assert sum(sureness) <= found.best.confidence


def test_a_municipio_stands_for_the_nils_mostly_in_it() -> None:
    assert resolved("Municipio 3").best.nils == MILAN.nils_of(3)


def test_a_postcode_confirms_a_name_and_picks_among_its_nils() -> None:
    alone, confirmed = resolved("Porta Ticinese"), resolved("Via X 3, 20144 Porta Ticinese")
    assert alone.best.nils == {6, 44}
    assert confirmed.best.nils == {44}


def test_a_postcode_that_contradicts_a_name_leaves_doubt() -> None:
    found = resolved("Via X 3, 20161 Lambrate")
    assert found.best.name == "Lambrate"
    assert found.best.confidence <= 0.5
    assert [one.id for one in found.alternatives] == ["20161"]


def test_doubt_grows_with_what_else_a_name_could_mean() -> None:
    def sureness(text: str) -> float:
        return resolved(text).best.confidence

    assert sureness("Lodi") < sureness("Isola") < sureness("Lambrate")
    assert sureness("Lodi") < sureness("Lodi, Milano")
    assert sureness("Lambratte") < sureness("Lambrate")


def test_a_misspelling_between_two_places_offers_both() -> None:
    found = resolved("Bovisaca")
    assert found.best.id == "81"
    assert "77" in [one.id for one in found.alternatives]
    assert found.best.confidence + found.alternatives[0].confidence <= 1


@given(st.text(max_size=60))
def test_any_text_resolves_to_something_honest_or_nothing(text: str) -> None:
    found = MILAN.resolve(text)
    assert found is None or all(0 < one.confidence <= 1 for one in (found.best, *found.alternatives))
