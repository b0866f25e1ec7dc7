from __future__ import annotations

import pytest

from matcher.intake import Limits
from matcher.lexicon.gazetteer import Gazetteer
from tests.unit.intake.reading import read


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_detected(separator: str, gazetteer: Gazetteer) -> None:
    rows = [["name", "offers", "address"], ["Rossi", '"a, b; c\td|e"', "Via Larga 3"]]
    outcome = read("\r\n".join(separator.join(row) for row in rows), gazetteer)
    assert outcome.facts.separator == separator
    assert outcome.profile.place.address == "Via Larga 3"


def test_a_separator_declared_for_excel_is_taken(gazetteer: Gazetteer) -> None:
    outcome = read("sep=;\nname;offers\nRossi, Bianchi;cornici\n", gazetteer)
    assert outcome.profile.name == "Rossi, Bianchi"
    assert outcome.rows[0].line == 3


def test_more_commas_than_semicolons_do_not_mislead(gazetteer: Gazetteer) -> None:
    outcome = read("nome;offre\nRossi, Verdi, Neri;a, b, c\nBianchi, Gialli;d, e\n", gazetteer)
    assert [profile.name for profile in outcome.profiles] == ["Rossi, Verdi, Neri", "Bianchi, Gialli"]


def test_quotes_hold_separators_quotes_and_line_ends(gazetteer: Gazetteer) -> None:
    text = 'nome,offre,cerca\n"Bottega ""Da Gino""","a\nb","c, d"\nSartoria,abiti,lana\n'
    outcome = read(text, gazetteer)
    first, second = outcome.rows
    assert first.profile.name == 'Bottega "Da Gino"'
    assert [item.text for item in first.profile.offers] == ["a", "b"]
    assert [item.text for item in first.profile.seeks] == ["c, d"]
    assert (first.line, second.line) == (2, 4)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_any_line_end_will_do(line_end: str, gazetteer: Gazetteer) -> None:
    outcome = read(line_end.join(["nome;offre", "", "Rossi;cornici", " ; ", ";", "Verdi;sedie"]), gazetteer)
    assert [(row.line, row.profile.name) for row in outcome.rows] == [(3, "Rossi"), (6, "Verdi")]
    assert outcome.errors == []


def test_title_lines_above_the_header_are_skipped_and_told(gazetteer: Gazetteer) -> None:
    outcome = read("Elenco botteghe 2026;;\n;;\naggiornato a marzo;;\nnome;offre;cap\nRossi;cornici;20121\n", gazetteer)
    assert outcome.profile.name == "Rossi"
    assert outcome.facts.notes[0] == "2 line(s) above the header were skipped."


def test_a_row_with_other_than_the_headers_cells_is_an_error(gazetteer: Gazetteer) -> None:
    outcome = read("nome;offre;cap\nRossi;cornici\nVerdi;sedie;20121;x\nNeri;tavoli;20121\nBlu;letti;;;;\n", gazetteer)
    assert outcome.codes == [(2, "", "ragged"), (3, "", "ragged")]
    assert [error.found for error in outcome.errors] == ["2", "4"]
    assert outcome.errors[0].expected == "3 cells, as in the header"
    assert [profile.name for profile in outcome.profiles] == ["Neri", "Blu"]


@pytest.mark.parametrize(
    "rest",
    [
        'Neri;tavoli\nGialli;"letti"\n',  # a later quote seems to close it
        "Neri;tavoli\nGialli;letti\n",  # nothing closes it
        'Neri;tavoli\nGialli;"letti e ""armadi"""\n',
    ],
)
def test_an_unclosed_quote_costs_its_row_only(rest: str, gazetteer: Gazetteer) -> None:
    outcome = read('nome;offre\nRossi;cornici\nVerdi;"sedie\n' + rest, gazetteer)
    assert outcome.codes == [(3, "", "unclosed-quote")]
    assert outcome.errors[0].found == 'Verdi;"sedie'
    assert [(row.line, row.profile.name) for row in outcome.rows] == [(2, "Rossi"), (4, "Neri"), (5, "Gialli")]


def test_an_unclosed_quote_far_from_the_end_costs_its_row_only(gazetteer: Gazetteer) -> None:
    rest = "".join(f"Bottega {number};cornici\n" for number in range(500))
    outcome = read('nome;offre\nVerdi;"sedie\n' + rest, gazetteer)
    assert outcome.codes == [(2, "", "unclosed-quote")]
    assert len(outcome.rows) == 500


def test_inches_are_no_quotation(gazetteer: Gazetteer) -> None:
    outcome = read('nome;offre\nRossi;tubi da 2"\nVerdi;viti da 3"\n', gazetteer)
    assert [profile.offers[0].text for profile in outcome.profiles] == ['tubi da 2"', 'viti da 3"']


def test_a_line_beyond_the_limit_is_an_error_and_the_next_is_read(gazetteer: Gazetteer) -> None:
    for line_end in ("\n", "\r\n"):
        lines = ["nome;offre", "Rossi;" + "x" * 400, "Verdi;" + "y" * 92, "Neri;tavoli", ""]
        outcome = read(line_end.join(lines), gazetteer, limits=Limits(line=100))
        assert outcome.codes == [(2, "", "line-too-long")]
        assert [(row.line, row.profile.name) for row in outcome.rows] == [(3, "Verdi"), (4, "Neri")]


def test_a_line_beyond_the_limit_inside_quotes(gazetteer: Gazetteer) -> None:
    text = 'nome;offre\nRossi;"a\n' + "x" * 400 + '\nb"\nVerdi;sedie\n'
    outcome = read(text, gazetteer, limits=Limits(line=100))
    assert outcome.codes[0] == (2, "", "unclosed-quote")
    assert (3, "", "line-too-long") in outcome.codes
    assert [profile.name for profile in outcome.profiles] == ["Verdi"]


def test_a_cell_beyond_the_limit_is_an_error(gazetteer: Gazetteer) -> None:
    outcome = read(f"nome;offre\nRossi;{'cornici|' * 10}\nVerdi;sedie\n", gazetteer, limits=Limits(cell=50))
    assert outcome.codes == [(2, "offre", "cell-too-long")]
    assert len(outcome.rows) == 1


def test_a_huge_quoted_cell_is_an_error(gazetteer: Gazetteer) -> None:
    outcome = read(f'nome;offre\nRossi;"{"x" * 200_000}"\nVerdi;sedie\n', gazetteer)
    assert outcome.codes == [(2, "", "line-too-long")]
    assert len(outcome.rows) == 1


def test_a_file_of_separators_is_empty_of_profiles(gazetteer: Gazetteer) -> None:
    outcome = read("nome;offre\n" + ";\n" * 100, gazetteer)
    assert outcome.rows == []
    assert "There is no row below the header." in outcome.facts.notes
