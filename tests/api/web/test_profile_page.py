"""The page of a profile: what it says, whom it fits, and to whom it says what is missing."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape

import pytest

from tests.api.conftest import CANARY, PROFILES, Api
from tests.api.web.conftest import Browser


def test_it_says_who_this_is_and_what_it_offers_and_seeks(anonymous: Browser) -> None:
    page = unescape(anonymous.get("/profiles/binder"))
    for text in ("Legatoria Ortica", "Artisan", "Lambrate", "rilegatura a mano di libri e tesi", "carta marmorizzata"):
        assert text in page
    for fact in ("Italian", "from 1 to 200 pieces", "10 days", "essential", "bookbinding"):
        assert fact in page


def test_skills_and_facts_are_named_in_the_visitors_language(visit: Callable[..., Browser]) -> None:
    page = unescape(visit("it").get("/profiles/binder"))
    for text in ("Artigiano", "legatoria", "italiano", "da 1 a 200 pezzi", "10 giorni", "essenziale"):
        assert text in page


def test_contacts_are_on_it_for_nobody(anonymous: Browser, editor: Browser) -> None:
    for profile_id in PROFILES:
        if PROFILES[profile_id].get("consent", True):
            assert CANARY not in anonymous.get(f"/profiles/{profile_id}")
        assert CANARY not in editor.get(f"/profiles/{profile_id}")


def test_matches_say_who_seeks_and_who_offers(anonymous: Browser) -> None:
    page = unescape(anonymous.get("/profiles/binder"))
    assert "FabLab Lambro" in page
    assert "rilegatura di libri" in page
    assert "“you” is Legatoria Ortica" in page


def test_a_way_can_be_chosen_where_there_are_several(anonymous: Browser) -> None:
    seeking = unescape(anonymous.get("/profiles/binder", direction="supply"))
    assert 'href="/pages/profiles/fablab"' in seeking
    assert 'aria-current="page">Who offers what is sought here' in seeking
    offering = unescape(anonymous.get("/profiles/binder", direction="demand"))
    assert "Case Works" in offering
    assert 'aria-current="page">Who seeks what is offered here' in offering


def test_who_only_offers_has_one_way(anonymous: Browser) -> None:
    page = anonymous.get("/profiles/cutter", direction="mutual")
    assert "Who seeks what is offered here" in page
    assert "Useful to each other" not in page


def test_who_must_not_meet_is_not_suggested(anonymous: Browser) -> None:
    assert "/pages/profiles/cutter" not in anonymous.get("/profiles/binder", direction="supply")


def test_without_consent_it_is_shown_to_those_alone_who_may_change_it(
    anonymous: Browser, organiser: Browser, editor: Browser
) -> None:
    for browser in (anonymous, organiser):
        assert "Laser Muto" not in browser.get("/profiles/silent", status=404)
    page = editor.get("/profiles/silent")
    assert "There is no consent" in page
    assert "Ask for contact" not in page
    assert "Best matches" not in page


def test_what_is_missing_is_told_to_those_who_may_add_it(api: Api, anonymous: Browser, editor: Browser) -> None:
    api.put("vague", {"kind": "artisan", "name": "Vaga", "offers": ["cose xyzzy", "taglio laser"]})
    page = editor.get("/profiles/vague")
    for hint in ("It does not say what it seeks", "No district is known", "No contacts are kept", "no skill was"):
        assert hint in page
    assert '<li class="chip">cose xyzzy</li>' in page
    assert '<li class="chip">taglio laser</li>' not in page
    assert page.count('href="/pages/profiles/vague/edit"') == 2
    unsigned = anonymous.get("/profiles/vague")
    assert "Complete this" not in unsigned
    assert "/edit" not in unsigned
    api.client.delete("/profiles/vague")


def test_what_was_looked_for_goes_along_to_the_request(anonymous: Browser) -> None:
    page = unescape(anonymous.get("/profiles/binder", need="tesi & libri"))
    assert "/pages/profiles/binder/contact?need=tesi+%26+libri" in page


def test_whatever_a_profile_says_stays_text(api: Api, anonymous: Browser) -> None:
    evil = "<script>alert(1)</script>"
    api.put("evil", {"kind": "artisan", "name": evil, "description": evil, "offers": [evil, "taglio laser"]})
    assert evil not in anonymous.get("/profiles/evil")
    api.client.delete("/profiles/evil")


@pytest.mark.parametrize("address", ["/profiles/nobody", "/profiles/nobody/contact", "/profiles/silent/contact"])
def test_who_is_not_there_is_not_found(anonymous: Browser, address: str) -> None:
    assert "There is nothing here" in anonymous.get(address, status=404)


def test_a_way_that_does_not_exist_is_refused_in_words(anonymous: Browser) -> None:
    assert "The address holds something" in anonymous.get("/profiles/binder", status=422, direction="sideways")
