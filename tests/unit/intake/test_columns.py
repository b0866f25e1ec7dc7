from __future__ import annotations

import pytest

from matcher.errors import InvalidInput
from matcher.intake.columns import plan_columns, signature
from matcher.intake.headers import ALIASES, FIELDS
from matcher.lexicon.gazetteer import Gazetteer
from tests.unit.intake.reading import read


def fields(*header: str) -> list[str | None]:
    return list(plan_columns(header, {}).fields)


@pytest.mark.parametrize("field", FIELDS)
def test_every_alias_names_its_field(field: str) -> None:
    for alias in ALIASES[field]:
        first = next(each for each in FIELDS if alias in ALIASES[each])
        assert fields(alias) == [first]


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("NOME", "name"),
        (" Nome* ", "name"),
        ("Ragione Sociale", "name"),
        ("Attività", "offers"),
        ("genere_merceologico", "offers"),
        ("Lotto minimo (pezzi)", "run_min"),
        ("E-mail", "email"),
        ("CAP:", "cap"),
        ("Indirizzo [via e numero]", "address"),
        ("long_x_4326", "lon"),
    ],
)
def test_case_accents_punctuation_and_asides_do_not_matter(header: str, field: str) -> None:
    assert fields(header) == [field]


@pytest.mark.parametrize(
    ("header", "field"),
    [("Indirzzo", "address"), ("descrizzione", "description"), ("Municpio", "municipio"), ("Languagse", "languages")],
)
def test_a_misspelt_header_is_understood_and_told(header: str, field: str) -> None:
    plan = plan_columns([header], {})
    assert plan.fields == (field,)
    assert [each.code for each in plan.assumptions] == ["similar-header"]


@pytest.mark.parametrize("header", ["data", "not", "nome referente", "cod", "anno", "stato", "n", "codice fiscale", ""])
def test_other_headers_are_not_forced_into_a_field(header: str) -> None:
    assert fields(header) == [None]


def test_tipo_is_the_kind_unless_another_column_is() -> None:
    assert fields("tipo", "nome") == ["kind", "name"]
    assert fields("tipo", "kind") == ["type", "kind"]
    assert fields("tipologia", "tipo") == ["type", "kind"]


def test_several_columns_may_offer_but_only_one_names() -> None:
    plan = plan_columns(["Denominazione", "Servizi", "Nome", "Prodotti"], {})
    assert plan.fields == (None, "offers", "name", "offers")
    assert plan.ignored == ("Denominazione",)
    assert [each.code for each in plan.assumptions] == ["repeated-field"]


def test_columns_come_in_any_order_and_others_are_told(gazetteer: Gazetteer) -> None:
    outcome = read("numero;offre;Nome;colore\n1;cornici;Rossi;rosso\n", gazetteer)
    assert outcome.profile.name == "Rossi"
    assert outcome.facts.ignored == ("numero", "colore")
    assert outcome.facts.columns == {"offre": "offers", "Nome": "name"}


def test_several_columns_of_offers_are_joined(gazetteer: Gazetteer) -> None:
    outcome = read("nome;servizi;prodotti;note;bio\nRossi;restauro;sedie;prima;poi\n", gazetteer)
    assert [item.text for item in outcome.profile.offers] == ["restauro", "sedie"]
    assert outcome.profile.description == "prima\npoi"


def test_missing_columns_are_told_with_the_nearest_header_and_an_example(gazetteer: Gazetteer) -> None:
    with pytest.raises(InvalidInput) as caught:
        read("denominaz.;indirizzo;oferte\nRossi;Via Larga 3;cornici\n", gazetteer)
    assert caught.value.message == (
        "profiles.csv lacks a column for the name. Its columns are: “denominaz.”, “indirizzo”, “oferte”. "
        "Perhaps “denominaz.” is meant as “denominazione”: rename it, or give the mapping. "
        "A header that works: name;address;postcode;offers;seeks"
    )


def test_missing_columns_in_italian(gazetteer: Gazetteer) -> None:
    with pytest.raises(InvalidInput) as caught:
        read("colore;peso\nrosso;3\n", gazetteer, language="it")
    assert caught.value.message == (
        "In profiles.csv manca una colonna per il nome e una per ciò che si offre, si cerca o si descrive. "
        "Le colonne sono: “colore”, “peso”. Un'intestazione che funziona: nome;indirizzo;cap;offre;cerca"
    )


def test_a_mapping_decides_what_guessing_would_not(gazetteer: Gazetteer) -> None:
    text = "etichetta;nome;cosa sa fare;offre\nBottega Rossi;Ada;cornici;sconti\n"
    mapping = {"Etichetta": "name", "nome": "person", "cosa sa fare": "offers", "OFFRE": ""}
    outcome = read(text, gazetteer, mapping=mapping)
    assert outcome.profile.name == "Bottega Rossi"
    assert [item.text for item in outcome.profile.offers] == ["cornici"]
    assert outcome.rows[0].contacts is not None
    assert outcome.rows[0].contacts.person == "Ada"
    assert outcome.facts.ignored == ("offre",)


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ({"colore": "name"}, "names the column “colore”, which profiles.csv does not have. Its columns are: “nome”"),
        ({"nome": "title"}, "gives “nome” the field “title”, which does not exist. Fields are: id, kind"),
        ({"nome": "name", "ditta": "name"}, "gives the field “name” to two columns"),
    ],
)
def test_a_wrong_mapping_is_told(mapping: dict[str, str], message: str, gazetteer: Gazetteer) -> None:
    with pytest.raises(InvalidInput, match=message):
        read("nome;ditta;offre\nRossi;x;cornici\n", gazetteer, mapping=mapping)


def test_a_header_has_one_signature_whatever_its_order_and_case() -> None:
    assert signature(["Nome", "Città", ""]) == signature(["citta", "NOME"])
    assert signature(["nome", "citta"]) != signature(["nome citta"])
