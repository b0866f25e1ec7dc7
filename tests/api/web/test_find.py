"""The page that finds a supplier, by its address alone: no script is needed for any of it."""

from __future__ import annotations

from html import unescape
from urllib.parse import parse_qs, parse_qsl

from tests.api.conftest import CANARY, Api
from tests.api.web.found import EVERYONE, LASER, Find, find

__all__ = ["find"]


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
