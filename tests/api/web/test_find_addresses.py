"""Addresses of the page that finds a supplier: shared, typed by hand, or broken."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.web.find.question import Question
from tests.api.web.conftest import Browser
from tests.api.web.found import EVERYONE, Find, find

__all__ = ["find"]

ODD = (
    "0",
    "-1",
    "1e400",
    "nan",
    "²",
    "٣",
    "\0",
    "zz",
    "nil:23",
    "skill:",
    "cap:20134",
    "artisan",
    "Lambrate",
    "%",
    "'\"<&",
)


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ({"q": "x" * 2001}, "2,001 characters, where at most 2,000"),
        ({"q": "a Lambrate"}, "names a place (Lambrate)"),
        ({"q": "?!"}, "does not say what you seek"),
        ({"municipio": "99"}, "no Municipio “99”"),
        ({"municipio": "9" * 5000}, "no Municipio"),
        ({"nil": "Atlantis"}, "no neighbourhood “Atlantis”"),
        ({"kind": "wizard"}, "no kind of profile called “wizard”"),
        ({"type": "guild"}, "no sort of organisation called “guild”"),
        ({"skill": "<b>"}, "no skill called “<b>”"),
        ({"language": "klingon"}, "“klingon” is no code"),
        ({"near": "Atlantis"}, "“Atlantis” is no place that we know in Milano"),
        ({"near": "Lambrate", "km": "far"}, "A distance is a number of kilometres"),
        ({"near": "Lambrate", "km": "nan"}, "A distance is a number of kilometres"),
    ],
)
def test_what_cannot_be_meant_is_said_and_the_rest_still_works(
    query: dict[str, object], problem: str, find: Find
) -> None:
    page = find(query | {"kind": [*filter(None, [query.get("kind")]), "artisan"]}, status=422)
    (told,) = page.problems
    assert problem in told
    assert set(page.names) <= {"Legatoria Ortica", "Taglio Vivo", "Sartoria Rossi"}
    assert page.names
    assert "<b>" not in page.html


@pytest.mark.parametrize(
    "query",
    ["page=0", "page=-1", "page=x", "page=99999", "page=9999999999", "sort=price", "map=moon", "unknown=1", "kind=",
     "near=&km=5", "undo=x", "undo=skill:none", "undo=cap:1", "undo=nil:23", "q=+++"],
)  # fmt: skip
def test_parameters_that_mean_nothing_do_no_harm(query: str, find: Find) -> None:
    assert find(query).total == EVERYONE


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    given=st.dictionaries(
        st.sampled_from([*(field.name for field in fields(Question)), "asked", "other"]),
        st.lists(st.one_of(st.text(max_size=20), st.sampled_from(ODD)), max_size=3),
        max_size=5,
    )
)
def test_no_address_breaks_the_page(given: dict[str, list[str]], anonymous: Browser) -> None:
    answer = anonymous.client.get("/pages/find", params=given)
    assert answer.status_code in (200, 422)
    assert 'id="results-title"' in answer.text


def test_an_address_may_name_districts_and_skills_in_words(find: Find) -> None:
    assert set(find("nil=Lambrate").names) == {"FabLab Lambro", "Legatoria Ortica"}
    assert set(find("municipio=zona+9").names) == {"Taglio Vivo"}
    assert set(find("skill=taglio+laser").names) == {"FabLab Lambro", "Taglio Vivo", "Case Works"}


def test_a_need_is_shown_as_it_was_written_and_runs_nowhere(find: Find) -> None:
    page = find({"q": '"><script>alert(1)</script> taglio laser'})
    assert "<script>alert" not in page.html
    assert "&lt;script&gt;" in page.html
