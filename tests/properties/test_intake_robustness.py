"""Whatever bytes a file holds, it is read or refused with a message."""

from __future__ import annotations

import io
import json
from functools import cache
from importlib import resources
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from matcher.domain.rows import ProfileRow, RowError
from matcher.errors import InvalidInput
from matcher.intake import RejectedRow, describe, open_profiles
from matcher.lexicon.gazetteer import Gazetteer

HEADER = (
    "id;tipo;nome;offre;cerca;cap;municipio;nil;lat;lon;lingue;lotto minimo;tempi di consegna;disponibile dal;email\n"
)
CELLS = st.one_of(
    st.sampled_from(
        ["", "1", "1.000", "45,46", "sì", "fablab", '"', '""', "'=", "#REF!", "-", "2026-03-31", "Ã¨", "\ufffd"]
    ),
    # A file with more than a few control characters is no table and is refused: see the test of any bytes.
    st.text(st.characters(exclude_categories=["Cc"]), max_size=12),
)


@cache
def milan() -> Gazetteer:
    return Gazetteer.load(resources.files("matcher.lexicon").joinpath("data", "milan"))


def outcome(content: bytes) -> tuple[list[ProfileRow], list[RowError], list[RejectedRow]] | None:
    """Good rows, errors and rejected rows; None for a file that is refused."""
    rejected: list[RejectedRow] = []
    try:
        with open_profiles(io.BytesIO(content), milan()) as file:
            rows = list(file.rows(rejected.append))
    except InvalidInput:
        return None
    good = [row for row in rows if isinstance(row, ProfileRow)]
    return good, [row for row in rows if isinstance(row, RowError)], rejected


def tables() -> SearchStrategy[str]:
    row = st.lists(CELLS, min_size=14, max_size=16).map(";".join)
    return st.lists(row, max_size=5).map(lambda rows: HEADER + "\n".join(rows))


def json_values() -> SearchStrategy[Any]:
    leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
    return st.recursive(leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names(), inner, max_size=3))


def names() -> SearchStrategy[str]:
    return st.sampled_from(
        ["id", "kind", "name", "offers", "seeks", "place", "facts", "text", "need", "lat", "cap", "x"]
    )


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
@example(b"PK\x05\x06" + bytes(18))
@example(b"\xff\xfe\x00")
@example(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    outcome(content)


@settings(max_examples=200, deadline=None)
@given(tables())
def test_every_row_of_any_table_is_taken_or_told(text: str) -> None:
    result = outcome(text.encode("utf-8", "surrogatepass"))
    assert result is not None
    good, errors, rejected = result
    assert {row.line for row in good}.isdisjoint(error.line for error in errors)
    assert [row.line for row in rejected] == list(dict.fromkeys(error.line for error in errors))
    assert [error for row in rejected for error in row.errors] == errors
    for error in errors:
        assert error.expected
        assert error.remedy
        assert "\n" not in error.remedy
        assert str(error.line) in describe(error)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.dictionaries(names(), json_values(), max_size=6), min_size=1, max_size=3))
def test_every_object_is_taken_or_told(objects: list[dict[str, Any]]) -> None:
    result = outcome("".join(json.dumps(each) + "\n" for each in objects).encode())
    assert result is not None
    good, errors, _ = result
    assert {row.line for row in good} | {error.line for error in errors} == set(range(1, len(objects) + 1))
