"""The page that finds a supplier, by its address alone: no script is needed for any of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields
from html import unescape
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.web.find.question import Question
from tests.api.conftest import CANARY, Api
from tests.api.web.conftest import Browser

LASER = "taglio laser di cartone a Lambrate"
EVERYONE = 6
"""Profiles that take part: all but the one without consent."""

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

Visit = Callable[..., Browser]


@pytest.fixture
def find(visit: Visit) -> Callable[..., Found]:
    def finding(query: str | dict[str, object] = "", status: int = 200, language: str = "en") -> Found:
        given = parse_qs(query, keep_blank_values=True) if isinstance(query, str) else query
        return Found(visit(language).get("/find", status, **given))

    return finding


class Found:
    """What a page says."""

    def __init__(self, html: str) -> None:
        self.html = html

    @property
    def total(self) -> int:
        heading = self.text(r'<h2 id="results-title">(.*?)</h2>')
        return int(number[0]) if (number := re.search(r"\d+", heading)) else 1 if heading.startswith("One") else 0

    @property
    def names(self) -> list[str]:
        return [unescape(name) for name in re.findall(r'class="match-name"><a href="[^"]+">([^<]+)<', self.html)]

    @property
    def chips(self) -> dict[str, str]:
        found = re.findall(r'<a class="chip[^"]*" href="([^"]+)".*?</span> (?:<s>)?([^<×↺]+)', self.html)
        return {unescape(text).strip(): query_of(address) for address, text in found}

    @property
    def options(self) -> list[tuple[str, str, bool, int]]:
        """Name, value, whether it is checked, and count."""
        found = re.findall(
            r'<input type="checkbox"[^>]*name="(\w+)" value="([^"]+)"( checked)?>.*?class="count">(\d+)<',
            self.html,
            re.S,
        )
        return [(name, value, bool(checked), int(count)) for name, value, checked, count in found]

    @property
    def problems(self) -> list[str]:
        return [unescape(text) for text in re.findall(r'<li><a href="#\w+">([^<]+)</a></li>', self.html)]

    def text(self, pattern: str) -> str:
        found = re.search(pattern, self.html, re.S)
        assert found, pattern
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[1])).split())

    def links(self, part: str) -> list[tuple[str, str]]:
        """Query and text of the links in a part of the page."""
        found = re.search(part, self.html, re.S)
        assert found, part
        return [
            (query_of(address), " ".join(re.sub(r"<[^>]+>", " ", unescape(text)).split()))
            for address, text in re.findall(r'<a [^>]*?href="([^"]+)"[^>]*>(.*?)</a>', found[0], re.S)
        ]


Find = Callable[..., Found]
MAP, LIST = r'<svg class="map .*?</svg>', r'<div class="where-list".*?</div>'


def query_of(address: str) -> str:
    return urlsplit(unescape(address)).query


def test_before_anything_is_asked_everyone_is_listed_by_name_beside_examples(find: Find) -> None:
    page = find()
    assert page.total == EVERYONE
    assert page.names == sorted(page.names)
    assert "Laser Muto" not in page.names
    examples = page.links(r'<div class="find-examples.*?</div>')
    assert len(examples) == 3
    for query, text in examples:
        assert dict(parse_qsl(query)) == {"q": text}


def test_a_need_finds_who_meets_it_nearest_first_where_a_place_is_named(find: Find) -> None:
    page = find({"q": LASER})
    assert page.names[0] == "FabLab Lambro"
    assert {"FabLab Lambro", "Taglio Vivo"} <= set(page.names)
    assert "Sartoria Rossi" not in page.names
    assert "you seek</span> taglio laser di cartone" in page.html
    assert "<mark>" in page.html
    assert page.total == len(page.names)


def test_the_need_goes_along_to_the_page_of_whom_it_finds(find: Find) -> None:
    assert "/pages/profiles/fablab?need=taglio+laser+di+cartone+a+Lambrate" in unescape(find({"q": LASER}).html)


def test_what_was_understood_can_be_taken_back_and_understood_again(find: Find) -> None:
    page = find({"q": LASER})
    assert parse_qs(page.chips["Lambrate"]) == {"q": [LASER], "undo": ["nil:23"]}
    without_place = find(page.chips["Lambrate"])
    assert "Understand again:" in without_place.html
    assert " km</span>" not in without_place.html
    again = find(without_place.chips["Lambrate – Ortica"])
    assert again.names == page.names
    assert set(again.chips) == set(page.chips)


def test_a_place_that_is_named_can_be_made_a_limit(find: Find) -> None:
    (way,) = find({"q": "taglio laser a Lambrate"}).links(r"Who is near comes first\..*?</p>")
    assert way[1] == "Only in Lambrate"
    assert find(way[0]).names == ["FabLab Lambro"]


def test_what_was_taken_back_is_forgotten_when_the_need_is_rewritten(find: Find) -> None:
    taken_back = find({"q": LASER, "undo": "nil:23", "asked": LASER})
    assert "Understand again:" in taken_back.html
    rewritten = find({"q": "rilegatura a Lambrate", "undo": "nil:23", "asked": LASER})
    assert "Understand again:" not in rewritten.html
    assert "Lambrate" in rewritten.chips


@pytest.mark.parametrize("query", ["", "kind=artisan", "nil=23&nil=1", "q=taglio+laser", "q=rilegatura&language=it"])
def test_the_count_beside_a_filter_is_how_many_it_alone_leaves(query: str, find: Find) -> None:
    page = find(query)
    assert len(page.options) > 5
    for name, value, _, count in page.options:
        others = {other: values for other, values in parse_qs(query).items() if other != name}
        assert find(others | {name: [value]}).total == count, (name, value)


def test_filters_in_use_are_chips_that_lead_to_the_page_without_them(find: Find) -> None:
    page = find("q=taglio+laser&kind=startup&nil=Isola&near=Lambrate&km=5")
    everything = {"q": ["taglio laser"], "kind": ["startup"], "nil": ["11"], "near": ["Lambrate"], "km": ["5"]}
    without = {"Startup": {"kind"}, "Isola": {"nil"}, "Within 5 km of Lambrate": {"near", "km"}}
    for text, left_out in without.items():
        expected = {name: value for name, value in everything.items() if name not in left_out}
        assert parse_qs(page.chips[text]) == expected
    assert '<a class="chip chip-clear" href="/pages/find?q=taglio+laser">' in page.html


@pytest.mark.parametrize("query", ["", "map=nil", "q=taglio+laser", "q=taglio+laser&map=nil", "municipio=3", "nil=23"])
def test_map_and_list_have_the_same_links_with_the_same_counts(query: str, find: Find) -> None:
    page = find(query)
    drawn = {(address, text.replace(":", "")) for address, text in page.links(MAP)}
    listed = {(address, text.removeprefix("✓ ")) for address, text in page.links(LIST)}
    assert drawn == listed
    assert drawn
    for address, text in listed:
        if f"✓ {text}" not in {shown for _, shown in page.links(LIST)}:
            assert find(address).total == int(text.split()[-1]), text


def test_who_is_on_no_map_is_counted_beside_it(find: Find) -> None:
    assert "One has no known neighbourhood." in find("municipio=9").html
    assert "no known" not in find("nil=23").html


def test_the_map_is_no_stop_for_a_keyboard_since_the_list_is(find: Find) -> None:
    drawing = re.search(MAP, find("map=nil").html, re.S)
    assert drawing
    assert 'aria-hidden="true"' in drawing[0]
    assert drawing[0].count("<a ") == drawing[0].count('tabindex="-1"')


def test_where_filters_leave_nobody_each_way_out_says_how_many_it_gives(find: Find) -> None:
    page = find("q=taglio+laser&kind=startup&municipio=9")
    assert page.total == 0
    assert "The filters leave nobody." in page.html
    ways = page.links(r'<ul class="plain-list ways">.*?</ul>')
    assert [text for _, text in ways] == ["Without “Startup” 1", "Without “Municipio 9” 1", "Without any filter 3"]
    for query, text in ways:
        assert find(query).total == int(text.split()[-1])


def test_words_that_nobody_understands_are_told_so(find: Find) -> None:
    page = find({"q": "xyzzy"})
    assert page.total == 0
    assert "was recognised in these words" in page.html
    assert page.names == []


def test_a_need_that_nobody_meets_shows_what_comes_nearest_by_what_it_offers(find: Find) -> None:
    page = find({"q": "soffiatura del vetro"})
    assert page.total == 0
    assert "Nobody offers this yet." in page.html
    assert page.names
    assert "Who comes nearest" in page.html


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


def test_near_keeps_who_is_near_and_says_how_far(find: Find) -> None:
    page = find("near=Porta+Romana&km=3&sort=distance")
    assert page.names[0] == "Case Works"
    assert "Taglio Vivo" not in page.names
    assert re.search(r"<span>\d\.\d km</span>", page.html)


def test_what_is_found_can_be_put_in_order(find: Find) -> None:
    page = find({"q": LASER})
    orders = {text: query for query, text in page.links(r'<nav class="sorts.*?</nav>')}
    assert list(orders) == ["Best fit", "Nearest", "Name"]
    by_name = find(orders["Name"])
    assert by_name.names == sorted(page.names)
    assert set(find(orders["Nearest"]).names) == set(page.names)


def test_everything_is_said_in_italian(find: Find) -> None:
    page = find({"q": LASER, "kind": "artisan"}, language="it")
    for words in ("Trova un fornitore", "Che cosa cerchi?", "Capito", "Filtri", "cerchi</span>", "offrono</span>"):
        assert words in page.html
    assert "Artigiano" in page.chips


def test_a_need_is_shown_as_it_was_written_and_runs_nowhere(find: Find) -> None:
    page = find({"q": '"><script>alert(1)</script> taglio laser'})
    assert "<script>alert" not in page.html
    assert "&lt;script&gt;" in page.html


def test_no_contact_is_shown(find: Find) -> None:
    assert CANARY not in find().html
    assert CANARY not in find({"q": LASER}).html


def test_a_new_profile_is_found_at_once(api: Api, find: Find) -> None:
    assert find({"q": "soffiatura del vetro"}).total == 0
    body = {"kind": "artisan", "name": "Vetro Vivo", "offers": ["soffiatura del vetro"]}
    assert api.put("glass", body) == 201
    try:
        assert find({"q": "soffiatura del vetro"}).names == ["Vetro Vivo"]
    finally:
        api.client.delete("/profiles/glass")
