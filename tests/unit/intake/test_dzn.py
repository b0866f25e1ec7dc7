"""MiniZinc instances as JSON problems, and what a mistaken one is told."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.errors import InvalidInput
from matcher.intake.dzn import problem_of_dzn
from matcher.intake.minizinc_data import read_assignments

FAIR = """% A small fair.
nBusiness = 3;
nMeetings = 2;
nTables = 1;
nTotalSlots = 4;
nMorningSlots = 2;
requested = [|1, 2,1, % morning
|2, 3,3,
|];
meetingsxBusiness = [{}, {1}, {1, 2}, {2}];
nMeetingsBusiness = [1, 2, 1];
forbidden = [{0}, {4, 3}, 2..3];
fixed = [0, 4];
precedences = [{0}, {1}];
"""


def converted(text: str, fairness: int | None = 2) -> dict[str, Any]:
    return problem_of_dzn(BytesIO(text.encode()), fairness)


def test_an_instance_becomes_a_problem() -> None:
    assert converted(FAIR) == {
        "slots": 4,
        "morning_slots": 2,
        "tables": 1,
        "fairness": 2,
        "participants": [
            {"id": "p1", "unavailable": []},
            {"id": "p2", "unavailable": [3, 4]},
            {"id": "p3", "unavailable": [2, 3]},
        ],
        "meetings": [
            {"id": "m1", "a": "p1", "b": "p2", "session": "morning", "slot": None, "after": []},
            {"id": "m2", "a": "p2", "b": "p3", "session": "any", "slot": 4, "after": ["m1"]},
        ],
        "objective": "breaks",
        "time_limit_s": 120.0,
        "seed": 0,
    }
    assert converted(FAIR, None)["fairness"] is None


def test_arrays_may_be_shaped_and_what_is_optional_left_out() -> None:
    text = FAIR.replace("[|1, 2,1, % morning\n|2, 3,3,\n|]", "array2d(1..2, 1..3, [1, 2, 1, 2, 3, 3])")
    assert converted(text) == converted(FAIR)
    free = "".join(line for line in FAIR.splitlines(True) if not line.startswith(("fixed", "prec", "nMeetingsB")))
    assert [(one["slot"], one["after"]) for one in converted(free)["meetings"]] == [(None, []), (None, [])]


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("nTables = 1;", "nTables = 1", ["Line 5:", "expected ';', found 'nTotalSlots'"]),
        ("nTables = 1;", "nTables = 1.5;", ["Line 4:", "'.'"]),
        ("nTables = 1;", 'nTables = "1";', ["Line 4:", "'\"' has no meaning"]),
        ("nTables = 1;", "nTables = ;", ["Line 4:", "whole number", "found ';'"]),
        ("nTables = 1;", "nTables = [1];", ["Line 4: nTables should be a whole number"]),
        ("nTables = 1;", "nTables = -1;", ["Line 4: nTables should be a whole number from 0"]),
        ("nTables = 1;", "nTables = 0;", ["tables should be from 1"]),
        ("nTables = 1;", "", ["no 'nTables'"]),
        ("nTables = 1;", "nTable = 1;", ["Line 4: there is no 'nTable'", "Did you mean 'nTables'?"]),
        ("nTables = 1;", "nTables = 1; nTables = 2;", ["'nTables' was given on line 4 already"]),
        ("nMeetings = 2;", "nMeetings = 3;", ["Line 7: requested should be an array of 3 entries; found 2"]),
        ("|2, 3,3,", "|2, 2,3,", ["Line 7: meeting 2 of requested", "two different participants from 1 to 3"]),
        ("|2, 3,3,", "|2, 4,3,", ["meeting 2 of requested"]),
        ("|2, 3,3,", "|2, 3,4,", ["meeting 2 of requested", "1 morning, 2 afternoon, 3 either"]),
        ("|2, 3,3,", "|2, 3,", ["meeting 2 of requested"]),
        ("[1, 2, 1]", "[1, 1, 2]", ["Line 11: nMeetingsBusiness gives participant 2 1 meetings", "requested has 2"]),
        ("{4, 3}", "{4, 5}", ["Line 12: entry 2 of forbidden should be a set of slots from 1 to 4"]),
        ("{4, 3}", "4", ["entry 2 of forbidden"]),
        ("{4, 3}", "{4 3}", ["Line 12: expected ','", "found '3'"]),
        ("2..3", "2..", ["Line 12:", "found ']'"]),
        ("2..3", "2..999999999999", ["Line 12:", "larger than 1,000,000"]),
        ("[0, 4]", "[0, 5]", ["Line 13: fixed should hold slots from 1 to 4"]),
        ("{1}];\n", "{3}];\n", ["Line 14: entry 2 of precedences should be a set of meetings from 1 to 2"]),
        ("{0}, {1}];\n", "{1}, {}];\n", ["meetings.0.after", "cannot come after itself"]),
        ("{0}, {1}];\n", "{0}, {1", ["expected ',', found the end of the file"]),
        ("{0}, {1}];\n", "[" * 100_000, ["too deep"]),
        ("[0, 4]", "array1d(1..3, [0, 4])", ["Line 13: an array of 3 has 2 values"]),
        ("% A small fair.", "% Caf\udce9", ["not UTF-8 on line 1"]),
    ],
)
def test_a_mistake_is_told_with_its_line(before: str, after: str, words: list[str]) -> None:
    assert before in FAIR
    text = FAIR.replace(before, after).encode("utf-8", "surrogateescape")
    with pytest.raises(InvalidInput) as refused:
        problem_of_dzn(BytesIO(text))
    for word in words:
        assert word in refused.value.message


numbers = st.integers(-1000, 1000)
sets = st.frozensets(numbers, max_size=5)
lists = st.lists(numbers | sets, max_size=5)
rows = st.integers(1, 3).flatmap(lambda width: st.lists(st.lists(numbers, min_size=width, max_size=width), min_size=1))
gaps = st.sampled_from(["", " ", "\n", " % a comment; x = [\n"])


@given(st.lists(numbers | sets | lists | rows, max_size=6), st.data())
def test_whatever_is_written_is_read_with_its_line(values: list[Any], data: st.DataObject) -> None:
    text, lines = "", []
    for number, value in enumerate(values):
        text += data.draw(gaps)
        lines.append(text.count("\n") + 1)
        text += f"x{number}{data.draw(gaps)}={data.draw(gaps)}{written(value, data)};"
    found = read_assignments(text)
    assert [one.value for one in found.values()] == values
    assert [one.line for one in found.values()] == lines


def written(value: object, data: st.DataObject) -> str:
    gap = data.draw(gaps)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, frozenset):
        low, high = min(value, default=1), max(value, default=0)
        if value == frozenset(range(low, high + 1)) and data.draw(st.booleans()):
            return f"{low}{gap}..{high}"
        return f"{{{gap}{f',{gap}'.join(map(str, value))}}}"
    if value and all(isinstance(row, list) for row in value):
        if data.draw(st.booleans()):
            flat = ",".join(str(one) for row in value for one in row)
            return f"array2d(1..{len(value)},{gap}1..{len(value[0])}, [{flat}])"
        return f"[|{gap}" + f"{gap}|".join(",".join(map(str, row)) for row in value) + f"{gap}|]"
    return f"[{gap}{', '.join(written(one, data) for one in value)}]"
