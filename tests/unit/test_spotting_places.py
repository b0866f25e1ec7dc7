"""Places inside sentences: what is one, what only looks like one, and which words the sentence gives to it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.lexicon.gazetteer import default_gazetteer

MILAN = default_gazetteer()

NAMED = [
    # preposition and name
    ("cerco taglio laser su legno a Lambrate", [("nil", "23", "a Lambrate")]),
    ("sartoria vicino al Duomo", [("nil", "1", "vicino al Duomo")]),
    ("sartoria vicino al duomo", [("nil", "1", "vicino al duomo")]),
    ("bookbinder near Porta Romana", [("nil", "27", "near Porta Romana")]),
    ("legatoria nei pressi di Porta Genova", [("nil", "50", "nei pressi di Porta Genova")]),
    ("un fabbro presso Bovisa, anche usato", [("nil", "77", "presso Bovisa")]),
    ("falegname dalle parti di Niguarda", [("nil", "14", "dalle parti di Niguarda")]),
    ("serigrafia sui Navigli", [("nil", "44", "sui Navigli")]),
    ("lo spazio è nel quartiere Ghisolfa", [("nil", "70", "nel quartiere Ghisolfa")]),
    ("makerspace in the heart of Brera please", [("nil", "2", "in the heart of Brera")]),
    ("CNC milling around Affori", [("nil", "80", "around Affori")]),
    ("a shoemaker close to the Central Station", [("nil", "10", "close to the Central Station")]),
    ("tailor in NoLo", [("nil", "20", "in NoLo")]),
    ("cerco un liutaio all'Isola", [("nil", "11", "all'Isola")]),
    ("workshop next to Duomo square", [("nil", "1", "next to Duomo square")]),
    # the name alone, in any case
    ("stampa 3D lambrate", [("nil", "23", "lambrate")]),
    ("STAMPA 3D A LAMBRATE", [("nil", "23", "A LAMBRATE")]),
    ("vetraio citta' studi", [("nil", "22", "citta' studi")]),
    ("ceramica CityLife", [("nil", "59", "CityLife")]),
    # abbreviations, accents and compounds
    ("tappezziere in p.ta Romana", [("nil", "27", "in p.ta Romana")]),
    ("bigiotteria in C.so Buenos Aires", [("nil", "21", "in C.so Buenos Aires")]),
    ("orafo zona S. Cristoforo", [("nil", "45", "zona S. Cristoforo")]),
    ("restauro al QT8", [("nil", "66", "al QT8")]),
    ("officina a Quarto Oggiaro - Vialba", [("nil", "76", "a Quarto Oggiaro"), ("nil", "76", "- Vialba")]),
    # labels before and behind
    ("laboratorio in zona Tortona", [("nil", "50", "in zona Tortona")]),
    ("ebanista nel q.re Adriano", [("nil", "17", "nel q.re Adriano")]),
    ("studio in zona Padova", [("nil", "19", "in zona Padova")]),
    ("pelletteria vicino alla metro Lotto", [("nil", "58", "vicino alla metro Lotto")]),
    ("fablab M2 Udine", [("nil", "18", "M2 Udine")]),
    ("a studio in the Isola district with high ceilings", [("nil", "11", "in the Isola district")]),
    ("printers in the Porta Venezia area", [("nil", "21", "in the Porta Venezia area")]),
    # numbers and postcodes
    ("falegname in zona 4", [("municipio", "4", "in zona 4")]),
    ("Municipio 9", [("municipio", "9", "Municipio 9")]),
    ("vorrei un tornitore nel mun. 3 entro maggio", [("municipio", "3", "nel mun. 3")]),
    ("carpenter, district 8", [("municipio", "8", "district 8")]),
    ("sarti in zona IX", [("municipio", "9", "in zona IX")]),
    ("spazi nelle zone 3 e 4", [("municipio", "3", "nelle zone 3"), ("municipio", "4", "e 4")]),
    (
        "Municipi 3, 4 e 9",
        [("municipio", "3", "Municipi 3"), ("municipio", "4", ", 4"), ("municipio", "9", "e 9")],
    ),
    ("sono in Via Larga 8, 20122 Milano", [("cap", "20122", "20122 Milano")]),
    ("in zona 4, 5 sedie", [("municipio", "4", "in zona 4")]),
    ("in zona 3 e i tempi", [("municipio", "3", "in zona 3")]),
    ("20133, 9 pezzi", [("cap", "20133", "20133")]),
    ("sartoria CAP 20133 urgente", [("cap", "20133", "CAP 20133")]),
    # lists
    ("sarto tra Isola e Garibaldi", [("nil", "11", "tra Isola"), ("nil", "9", "e Garibaldi")]),
    (
        "laser a Lambrate, Ortica o Rubattino",
        [("nil", "23", "a Lambrate, Ortica"), ("nil", "23", "o Rubattino")],
    ),
    ("zona Navigli/Tortona", [("nil", "44", "zona Navigli"), ("nil", "50", "/Tortona")]),
    ("vicino a Lambrate, isola da cucina in rovere", [("nil", "23", "vicino a Lambrate")]),
    ("dal Duomo a Niguarda", [("nil", "1", "dal Duomo"), ("nil", "14", "a Niguarda")]),
    ("in Bovisa or Dergano", [("nil", "77", "in Bovisa"), ("nil", "79", "or Dergano")]),
    # the city before or behind the name
    ("sono a Milano in zona Loreto", [("nil", "20", "a Milano in zona Loreto")]),
    ("falegname a Baggio, Milano", [("nil", "55", "a Baggio, Milano")]),
    ("orafo isola milano", [("nil", "11", "isola milano")]),
    ("a bakery oven, near Loreto in Milan", [("nil", "20", "near Loreto in Milan")]),
    # the middle of the city
    ("una sarta in centro", [("municipio", "1", "in centro")]),
    ("a goldsmith in the city centre", [("municipio", "1", "in the city centre")]),
    # streets and squares
    ("rilegatore in via Padova", [("nil", "19", "in via Padova")]),
    ("bottega di Corso Como", [("nil", "9", "di Corso Como")]),
    # misspellings behind a marker
    ("falegname a Lambratte", [("nil", "23", "a Lambratte")]),
    ("vicino a Gratosoglo", [("nil", "41", "vicino a Gratosoglo")]),
    ("sarta in zona porta romna", [("nil", "27", "in zona porta romna")]),
    ("near Giambelino", [("nil", "49", "near Giambelino")]),
]

NOT_NAMED = [
    "porta in legno su misura",
    "cerco una porta nuova per il laboratorio",
    "isola da cucina in rovere",
    "Isola da cucina in rovere",
    "cucina a isola",
    "Cucina a Isola",
    "allestimento fiera",
    "stand in fiera",
    "vicino alla fiera di Rimini",
    "unità centrale di lavorazione",
    "macchina centrale",
    "tornio in centro di lavoro",
    "CNC machining centre with 5 axes",
    "tessuto a bande nere",
    "forniture per le forze armate",
    "arredo per parco giochi",
    "bilancia a stadera",
    "attrezzature a nolo",
    "fibra di ortica",
    "portello in alluminio",
    "colonne in marmo",
    "cibo precotto",
    "stampa in magenta",
    "un lotto da 500 pezzi",
    "pannelli solari",
    "con gioia offriamo",
    "maggiore precisione",
    "giunto di maggiore diametro",
    "consegna a Padova",
    "spedizione in Corsica o a Lodi",
    "shipping to Buenos Aires",
    "entro il 22 marzo",
    "trenino in legno",
    "corsetto e cornetto in feltro",
    "in corretto funzionamento",
    "20133 pezzi",
    "forno a 3 zone",
    "zona 30",
    "zona 3,5 m",
    "via della Bovisa 3",
    "Trezzano sul Naviglio",
    "stand a Rho Fiera",
    "un'isola d'Elba in miniatura",
    "seta della certosa di Pavia",
    "vaso in stile greco",
    "area centro-orientale",
    "segnano il tessuto",
    "Milano",
    "una bottega a Milano",
    "",
    "…",
]


@pytest.mark.parametrize(("text", "districts"), NAMED, ids=[text for text, _ in NAMED])
def test_a_place_is_spotted_with_its_preposition(text: str, districts: list[tuple[str, str, str]]) -> None:
    assert [(one.level, one.id, one.words) for one in MILAN.spot(text)] == districts


@pytest.mark.parametrize("text", NOT_NAMED, ids=[text or "nothing" for text in NOT_NAMED])
def test_common_words_and_other_towns_are_no_district(text: str) -> None:
    assert MILAN.spot(text) == ()


def test_the_more_a_text_says_that_it_is_a_place_the_surer() -> None:
    def sureness(text: str) -> float:
        return MILAN.spot(text)[0].confidence

    assert sureness("Lambrate") < sureness("a Lambrate") < sureness("vicino a Lambrate") < sureness("zona Lambrate")
    assert sureness("laser cutting Isola") < sureness("laser cutting all'Isola") < sureness("laser cutting zona isola")
    assert sureness("a Lambratte") < sureness("a Lambrate")


def test_a_capital_tells_nothing_where_every_word_has_one() -> None:
    assert MILAN.spot("laser cutting Isola")
    assert not MILAN.spot("Laser Cutting Isola")


@given(st.text(st.sampled_from("aàeimnorsz 'àN.,-3490\n"), max_size=60) | st.text(max_size=60))
def test_no_text_is_too_odd_to_read(text: str) -> None:
    assert all(one.words in text for one in MILAN.spot(text))


@given(
    st.lists(
        st.sampled_from(
            [
                "a",
                "Isola",
                "vicino",
                "al",
                "Duomo",
                "zona",
                "9",
                "e",
                ",",
                "20133",
                "Milano",
                "via",
                "lambrate",
                "di",
                ".",
            ]
        ),
        max_size=14,
    )
)
def test_the_words_of_several_places_stand_in_order_and_apart(words: list[str]) -> None:
    text = " ".join(words)
    position = 0
    for district in MILAN.spot(text):
        assert 0 < district.confidence <= 1
        position = text.index(district.words, position) + len(district.words)
