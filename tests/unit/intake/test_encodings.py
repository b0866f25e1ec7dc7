from __future__ import annotations

import codecs

import pytest

from matcher.intake import describe
from matcher.lexicon.gazetteer import Gazetteer
from tests.unit.intake.reading import read

TABLE = (
    "nome;offre;indirizzo\n"
    "Perù & Società;tè, caffè – “miscele” già tostate, 5 € l'etto;Via Niccolò Paganini 3\n"
    "L’Età dell’Oro;gioielli in più metà;Città Studi\n"
)
MAC_AND_DOS = TABLE.replace("–", "-").replace("“", '"').replace("”", '"').replace("’", "'").replace("€", "E")


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TABLE.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TABLE.encode(), "utf-8-sig"),
        (TABLE.encode("cp1252"), "cp1252"),
        (TABLE.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + TABLE.encode("utf-16-be"), "utf-16"),
        (TABLE.encode("utf-16-le"), "utf-16-le"),
        (TABLE.encode("utf-16-be"), "utf-16-be"),
        (TABLE.encode("mac_roman"), "mac_roman"),
    ],
)
def test_the_encoding_is_detected(content: bytes, encoding: str, gazetteer: Gazetteer) -> None:
    outcome = read(content, gazetteer)
    assert outcome.facts.encoding == encoding
    assert [profile.name for profile in outcome.profiles] == ["Perù & Società", "L’Età dell’Oro"]
    assert outcome.profiles[0].place.address == "Via Niccolò Paganini 3"


def test_a_table_of_the_dos_age(gazetteer: Gazetteer) -> None:
    outcome = read(MAC_AND_DOS.encode("cp850"), gazetteer)
    assert outcome.facts.encoding == "cp850"
    assert outcome.profiles[0].name == "Perù & Società"


@pytest.mark.parametrize("letter", list("àèéìòù"))
def test_one_accented_letter_is_enough_for_windows(letter: str, gazetteer: Gazetteer) -> None:
    outcome = read(f"nome;offre\nBottega {letter};cornici\nSartoria;abiti\n".encode("cp1252"), gazetteer)
    assert outcome.profiles[0].name == f"Bottega {letter}"


def test_bytes_that_do_not_decode_are_errors_of_their_rows(gazetteer: Gazetteer) -> None:
    good = "".join(f"Caffè però già più {number};tè\n" for number in range(4)).encode()
    content = b"nome;offre\n" + good + "Perché;caffè\n".encode("cp1252") + "Così;giù\n".encode()
    outcome = read(content, gazetteer)
    assert outcome.facts.encoding == "utf-8"
    assert outcome.codes == [(6, "nome", "undecodable"), (6, "offre", "undecodable")]
    assert describe(outcome.errors[0]) == (
        "line 6, column “nome”: found “Perch\ufffd”, expected readable characters. "
        "Type the letters shown as “\ufffd” again, and save the file as UTF-8."
    )
    assert outcome.profiles[-1].name == "Così"


@pytest.mark.parametrize(
    ("broken", "meant"),
    [
        ("cittÃ\u00a0 e qualitÃ¨", "città e qualitè"),
        ("perchÃ©", "perché"),
        ("lâ€™arte", "l’arte"),
        ("5â‚¬", "5€"),
        ("20Â°", "20°"),
    ],
)
def test_text_decoded_wrongly_before_is_mended_with_a_warning(broken: str, meant: str, gazetteer: Gazetteer) -> None:
    outcome = read(f"nome;offre\nBottega;{broken}\n", gazetteer)
    assert outcome.profile.offers[0].text == meant
    assert outcome.warnings == [(2, "offre", "mended-encoding")]


@pytest.mark.parametrize("text", ["São João", "âme", "CAFÉ» e «ÉLITE", "Ângela Ñ", "Århus", "Ã"])
def test_rare_letters_are_no_mistake(text: str, gazetteer: Gazetteer) -> None:
    outcome = read(f"nome;offre\nBottega;{text}\n", gazetteer)
    assert outcome.profile.offers[0].text == text
    assert outcome.warnings == []
