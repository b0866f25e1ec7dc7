"""Filters, the map and its list: each count is what its link gives."""

from __future__ import annotations

import re
from urllib.parse import parse_qs

import pytest

from tests.api.web.found import LIST, MAP, Find, find

__all__ = ["find"]


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


def test_near_keeps_who_is_near_and_says_how_far(find: Find) -> None:
    page = find("near=Porta+Romana&km=3&sort=distance")
    assert page.names[0] == "Case Works"
    assert "Taglio Vivo" not in page.names
    assert re.search(r"<span>\d\.\d km</span>", page.html)
