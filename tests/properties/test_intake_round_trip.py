"""Profiles written as a table in any dress are read as they were."""

from __future__ import annotations

import tempfile
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from matcher.domain.profiles import Contacts, Facts, Item, Kind, Need, OrganisationType, Place, Point, Profile
from matcher.domain.rows import ProfileRow, RowError
from matcher.intake import open_profiles
from matcher.intake.frames import write_profiles
from matcher.intake.texts import tidied
from matcher.lexicon.gazetteer import Gazetteer

ENCODINGS = ["utf-8", "utf-8-sig", "cp1252", "utf-16"]
"""Each can write every character used here."""

Pair = tuple[Profile, Contacts | None]


@cache
def milan() -> Gazetteer:
    return Gazetteer.load(resources.files("matcher.lexicon").joinpath("data", "milan"))


def phrases(marks: str) -> SearchStrategy[str]:
    """Short texts that begin like a formula or a quotation, with punctuation inside."""
    openings = st.sampled_from(["", "=", "+", "@", "-", "'", "'=", '"', "''+", "\u00ab"])
    words = st.sampled_from(
        ["città", "perù", "l’arte", "Società", "È così", "caffè", "5 €", "legno", "3D", '2"', "a|b"]
    )
    gaps = st.sampled_from([" ", *(f"{mark} " for mark in marks), *(f" {mark}" for mark in marks)])
    kept = words.filter(lambda word: "|" in marks or "|" not in word)
    parts = st.lists(st.builds(str.__add__, kept, gaps), min_size=1, max_size=3).map("".join)
    return st.builds(lambda opening, body: f"{opening}{body.strip()} ecc", openings, parts)


def sides(needs: SearchStrategy[Need], least: int) -> SearchStrategy[tuple[Item, ...]]:
    items = st.builds(Item, phrases(",\"'&:()"), needs)
    return st.lists(items, min_size=least, max_size=3, unique_by=lambda item: item.text.casefold()).map(tuple)


def lines() -> SearchStrategy[str]:
    return phrases(",;\t|\"'").map(lambda text: " ".join(text.split()))


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    runs = sorted(draw(st.lists(st.integers(1, 2**31 - 1), max_size=2)))
    return Facts(
        languages=draw(st.lists(st.sampled_from(["it", "en", "fr", "zh"]), unique=True, max_size=3).map(tuple)),
        run_min=runs[0] if runs else None,
        run_max=runs[1] if len(runs) == 2 else None,
        lead_time_days=draw(st.none() | st.integers(0, 3650)),
        available_from=draw(st.none() | st.dates(date(2000, 1, 1), date(2099, 12, 31))),
    )


def places() -> SearchStrategy[Place]:
    return st.builds(
        Place,
        address=st.none() | lines(),
        cap=st.none() | st.sampled_from(sorted(milan().caps)),
        nil=st.none() | st.sampled_from(sorted(milan().nils)),
        municipio=st.none() | st.integers(1, 9),
        point=st.none() | st.builds(Point, st.floats(45.4, 45.5), st.floats(9.1, 9.2)),
    )


@st.composite
def pairs(draw: st.DrawFn) -> Pair:
    kind = draw(st.sampled_from(Kind))
    profile = Profile(
        id=draw(
            st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._:@-]{0,8}", fullmatch=True).filter(
                lambda name: name[-1] != "0" and tidied(name)[0] == name  # A cell that says "nd" has no id.
            )
        ),
        kind=kind,
        name=draw(lines()),
        type=draw(st.sampled_from(OrganisationType)) if kind is Kind.ORGANISATION else None,
        description=draw(st.none() | st.lists(lines(), min_size=1, max_size=3).map("\n".join)),
        offers=draw(sides(st.just(Need.WANT), 1)),
        seeks=draw(sides(st.sampled_from(Need), 0)),
        place=draw(places()),
        facts=draw(facts()),
        organisation=draw(st.none() | lines()),
        consent=draw(st.booleans()),
        provenance=draw(st.sampled_from([{}, {"source": "modulo"}, {"source": "x", "synthetic": "true"}])),
    )
    contacts = Contacts(
        email=draw(st.sampled_from([None, "ada@example.org"])),
        phone=draw(st.sampled_from([None, "+39 02 1234567", "02/123456"])),
        person=draw(st.none() | lines()),
        website=draw(st.sampled_from([None, "https://example.org/a?b=c"])),
    )
    return profile, None if contacts == Contacts() else contacts


def read(path: Path) -> list[ProfileRow | RowError]:
    with open_profiles(path, milan()) as file:
        return list(file.rows())


def tables(most: int) -> SearchStrategy[list[Pair]]:
    return st.lists(pairs(), min_size=1, max_size=most, unique_by=lambda pair: pair[0].id)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ENCODINGS)
@settings(max_examples=15, deadline=None)
@given(table=tables(3))
def test_a_csv_in_any_dress_is_read_as_it_was_written(table: list[Pair], separator: str, encoding: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "profiles.csv"
        write_profiles(table, path, separator=separator, encoding=encoding)
        assert [(row.profile, row.contacts) for row in read(path)] == table


@settings(max_examples=25, deadline=None)
@given(table=tables(3))
def test_a_workbook_is_read_as_it_was_written(table: list[Pair]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "profiles.xlsx"
        write_profiles(table, path)
        assert [(row.profile, row.contacts) for row in read(path)] == table
