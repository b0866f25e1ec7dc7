"""Inflected forms and how far each is trusted."""

from __future__ import annotations

import pytest

from matcher.lexicon.resolver.inflection import Level, inflections


@pytest.mark.parametrize(
    ("word", "language", "number"),
    [
        ("sarto", "it", "sarti"),
        ("sartoria", "it", "sartorie"),
        ("cornice", "it", "cornici"),
        ("liutaio", "it", "liutai"),
        ("ceramica", "it", "ceramiche"),
        ("ceramista", "it", "ceramisti"),
        ("stucco", "it", "stucchi"),
        ("mobili", "it", "mobile"),
        ("porte", "it", "porta"),
        ("scarpe", "it", "scarpa"),
        ("spiagge", "it", "spiaggia"),
        ("tailor", "en", "tailors"),
        ("bench", "en", "benches"),
        ("jewellery", "en", "jewelleries"),
        ("candles", "en", "candle"),
        ("factories", "en", "factory"),
    ],
)
def test_one_and_many(word: str, language: str, number: str) -> None:
    assert inflections(word, language)[number] is Level.NUMBER


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("sarto", "sarta"),
        ("sarta", "sarti"),
        ("tessitore", "tessitrice"),
        ("tessitrice", "tessitori"),
        ("orafo", "orafe"),
    ],
)
def test_man_and_woman(word: str, other: str) -> None:
    assert inflections(word, "it")[other] is Level.GENDER


@pytest.mark.parametrize(
    ("verb", "language", "form"),
    [
        ("rilegare", "it", "rilego"),
        ("rilegare", "it", "rileghiamo"),
        ("rilegare", "it", "rilegando"),
        ("tornire", "it", "tornisce"),
        ("cucire", "it", "cuciono"),
        ("scucire", "it", "scucio"),
        ("tessere", "it", "tessono"),
        ("dedicarsi", "it", "dedichiamo"),
        ("weld", "en", "welding"),
        ("weave", "en", "weaving"),
        ("embroider", "en", "embroidered"),
        ("carry", "en", "carried"),
    ],
)
def test_who_does_it_and_when(verb: str, language: str, form: str) -> None:
    assert inflections(verb, language, verb=True)[form] is Level.VERB


@pytest.mark.parametrize(
    ("word", "language", "verb", "form"),
    [
        ("tagliare", "it", True, "taglio"),
        ("saldare", "it", True, "saldi"),
        ("formare", "it", True, "formato"),
        ("tornire", "it", True, "torniamo"),
        ("latta", "it", False, "latte"),
        ("rete", "it", False, "reti"),
        ("bags", "en", False, "bag"),
        ("sew", "en", True, "sewing"),
        ("cutting", "en", False, "cut"),
        ("engraving", "en", False, "engraved"),
    ],
)
def test_forms_that_are_short_or_another_word_need_a_phrase_around_them(
    word: str, language: str, verb: bool, form: str
) -> None:
    assert inflections(word, language, verb=verb)[form] is Level.PHRASE


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("porta", "portiere"),
        ("porto", "porte"),
        ("modello", "moda"),
        ("cornice", "corno"),
        ("pelle", "pellet"),
        ("arte", "artefatti"),
        ("liuto", "liutaio"),
        ("tornire", "tornare"),
        ("tornire", "torno"),
        ("rilegatura", "rilegatore"),
    ],
)
def test_words_that_only_share_a_stem_are_no_inflections(word: str, other: str) -> None:
    assert inflections(word, "it", verb=True).get(other, Level.PHRASE) > Level.NUMBER


@pytest.mark.parametrize(
    ("british", "american"),
    [("jewellery", "jewelry"), ("colouring", "coloring"), ("moulding", "molding"), ("customisation", "customization")],
)
def test_both_sides_of_the_atlantic(british: str, american: str) -> None:
    assert american in inflections(british, "en")
    assert british in inflections(american, "en")


@pytest.mark.parametrize("word", ["a", "io", "oro", "rete", "y", "ing", "ire", "rsi", "s", "ee"])
@pytest.mark.parametrize("language", ["it", "en"])
@pytest.mark.parametrize("verb", [False, True])
def test_the_word_itself_is_always_exact(word: str, language: str, verb: bool) -> None:
    assert inflections(word, language, verb=verb)[word] is Level.EXACT
