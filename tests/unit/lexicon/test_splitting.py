"""Free text to items, and items to offers and seeks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.domain.profiles import LONGEST_ITEM
from matcher.lexicon.splitting import LONG_ENUMERATION, split_items, split_sides


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("Sartoria su misura. Riparazioni", ["Sartoria su misura.", "Riparazioni"]),
        ("taglio laser\nstampa 3D\r\nfresatura", ["taglio laser", "stampa 3D", "fresatura"]),
        ("- abiti\n- camicie\n• cravatte\n* gilet", ["abiti", "camicie", "cravatte", "gilet"]),
        ("1) abiti\n2) camicie\n3. cravatte\na) gilet", ["abiti", "camicie", "cravatte", "gilet"]),
        ("abiti • camicie • cravatte", ["abiti", "camicie", "cravatte"]),
        ("taglio laser; stampa 3D | fresatura", ["taglio laser", "stampa 3D", "fresatura"]),
        ("Chi siamo? Artigiani! Dal 1950.", ["Chi siamo?", "Artigiani!", "Dal 1950."]),
        ("ceramica, porcellana e raku", ["ceramica, porcellana e raku"]),
        ("La Rossi s.r.l. di Milano. Borse", ["La Rossi s.r.l. di Milano.", "Borse"]),
        ("Il dott. Bianchi e l'ing. Verdi", ["Il dott. Bianchi e l'ing. Verdi"]),
        ("A. Brambilla sarto", ["A. Brambilla sarto"]),
        ("versione 3.0 a 2.500 euro", ["versione 3.0 a 2.500 euro"]),
        ("vedi www.rossi.it/lavori.html o info@rossi.it", ["vedi www.rossi.it/lavori.html o info@rossi.it"]),
        ("  molto \t spazio  \n\n\n ", ["molto spazio"]),
        ("---\n...\n•\n", []),
        ("", []),
    ],
)
def test_splits_where_a_thought_ends(text: str, items: list[str]) -> None:
    assert split_items(text) == tuple(items)


def test_a_long_enumeration_becomes_an_item_for_each_element() -> None:
    elements = ["taglio laser", "stampa 3D", "fresatura CNC", "prototipazione rapida", "modellazione CAD"]
    elements += ["scansione 3D", "incisione su legno e metallo"]
    text = ", ".join(elements)
    assert len(text) > LONG_ENUMERATION
    assert split_items(text) == tuple(elements)


def test_a_long_sentence_with_commas_stays_one_item() -> None:
    text = (
        "Lavoriamo il legno da tre generazioni, con la cura di chi conosce ogni venatura, e consegniamo in tutta "
        "Italia, anche su appuntamento"
    )
    assert split_items(text) == (text,)


@given(st.text(alphabet="abc àè.,;:!?•|-\n\t '\"…", max_size=400))
def test_no_word_is_lost_and_no_item_is_empty_or_too_long(text: str) -> None:
    items = split_items(text)
    assert all(any(character.isalnum() for character in item) for item in items)
    assert all(item == item.strip() and len(item) <= LONGEST_ITEM for item in items)
    assert letters(" ".join(items)) == letters(text)


def letters(text: str) -> str:
    return "".join(character for character in text if character.isalpha())


@given(st.lists(st.text(alphabet="abcdefg", min_size=1, max_size=12), min_size=60, max_size=200))
def test_a_sentence_too_long_goes_on_in_the_next_item_at_a_word_boundary(words: list[str]) -> None:
    items = split_items(" ".join(words))
    assert [word for item in items for word in item.split()] == words
    assert all(len(item) <= LONGEST_ITEM for item in items)


def test_even_one_endless_word_is_cut() -> None:
    assert [len(item) for item in split_items("a" * (2 * LONGEST_ITEM + 1))] == [LONGEST_ITEM, LONGEST_ITEM, 1]


def test_splitting_does_not_slow_down_on_hostile_text() -> None:
    for hostile in (" ", "\n ", ".", '."', "dr. ", "a", ", ", "1) ", "cerco ", "• "):
        assert all(len(item) <= LONGEST_ITEM for item in split_items(hostile * 20_000))


@pytest.mark.parametrize(
    ("text", "offers", "seeks"),
    [
        ("Sartoria su misura. Cerchiamo una ricamatrice.", ["Sartoria su misura."], ["Cerchiamo una ricamatrice."]),
        ("Cerco fabbro", [], ["Cerco fabbro"]),
        ("Cercasi apprendista", [], ["Cercasi apprendista"]),
        ("Stiamo cercando un fonditore", [], ["Stiamo cercando un fonditore"]),
        ("Abbiamo bisogno di stampi", [], ["Abbiamo bisogno di stampi"]),
        ("Studio alla ricerca di artigiani", [], ["Studio alla ricerca di artigiani"]),
        ("Ci serve un tornitore", [], ["Ci serve un tornitore"]),
        ("We need moulds. We make lamps.", ["We make lamps."], ["We need moulds."]),
        ("Looking for a bookbinder", [], ["Looking for a bookbinder"]),
        ("Seeking glass blowers", [], ["Seeking glass blowers"]),
        ("A studio in search of weavers", [], ["A studio in search of weavers"]),
        ("Laboratorio di ricerca sui materiali", ["Laboratorio di ricerca sui materiali"], []),
        (
            "Siamo uno studio di design e cerchiamo artigiani del legno.",
            ["Siamo uno studio di design"],
            ["e cerchiamo artigiani del legno."],
        ),
        ("Cerchiamo un fabbro e offriamo uno spazio", ["e offriamo uno spazio"], ["Cerchiamo un fabbro"]),
        ("We make bags, looking for a tannery", ["We make bags"], ["looking for a tannery"]),
        ("Cerchiamo:\n- un falegname\n- un fabbro\n\nTornitura", ["Tornitura"], ["un falegname", "un fabbro"]),
        (
            "Looking for: laser cutting; 3D printing. Old mill.",
            ["Old mill."],
            ["Looking for: laser cutting", "3D printing."],
        ),
        ("Cerchiamo: un fabbro. Siamo a Milano.", ["Siamo a Milano."], ["Cerchiamo: un fabbro."]),
        ("Cerchiamo un fabbro\nTornitura", ["Tornitura"], ["Cerchiamo un fabbro"]),
        ("Cerchiamo:\nun fabbro\nOffriamo:\nun tornio", ["un tornio"], ["un fabbro"]),
        ("Cerchiamo artigiani per lampade:\nun vetraio", [], ["Cerchiamo artigiani per lampade:", "un vetraio"]),
        ("Per chi cerca qualità", ["Per chi cerca qualità"], []),
        ("Cerca un sarto? Siamo qui.", ["Cerca un sarto?", "Siamo qui."], []),
        ("Are you looking for a tailor?", ["Are you looking for a tailor?"], []),
        ("For people seeking quality", ["For people seeking quality"], []),
        ("", [], []),
    ],
)
def test_tells_what_is_sought_from_what_is_offered(text: str, offers: list[str], seeks: list[str]) -> None:
    assert split_sides(text) == (tuple(offers), tuple(seeks))


@given(
    st.lists(
        st.sampled_from(["cerchiamo", "offriamo", "e", ",", ":", ".", "\n", "legno", "?", "looking for"]), max_size=20
    )
)
def test_both_sides_together_say_what_the_items_say(parts: list[str]) -> None:
    text = " ".join(parts)
    offers, seeks = split_sides(text)
    assert letters(text).count("legno") == letters(" ".join([*offers, *seeks])).count("legno")
    assert all(clause.strip() for clause in (*offers, *seeks))
