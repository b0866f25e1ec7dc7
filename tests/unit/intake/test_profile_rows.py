from __future__ import annotations

from pathlib import Path

import pytest

from matcher.domain.profiles import Contacts, Item, Kind, Need, OrganisationType, Place, Point
from matcher.intake import describe
from matcher.lexicon.gazetteer import Gazetteer
from tests.unit.intake.reading import one, read

GOLDEN = Path(__file__).parent / "golden"
DUOMO = 1
"""Id of the NIL Duomo."""


def test_a_row_with_everything(gazetteer: Gazetteer) -> None:
    outcome = one(
        gazetteer,
        id="r-1",
        tipo="fablab",
        nome="",
        name="Officina",
        description="Un laboratorio",
        offers="taglio laser|stampa 3D",
        seeks="!legno | volontari",
        indirizzo="Via  Larga 3",
        cap="20122.0",
        municipio="Municipio 1",
        nil="DUOMO",
        lat="45,4642",
        lon="9,1900",
        lingue="Italiano, inglese",
        lotto_minimo="10",
        lotto_massimo="1.000",
        tempi_di_consegna="2 settimane",
        disponibile_dal="31/03/2026",
        organizzazione="Rete",
        consenso="sì",
        email="a@example.org",
        telefono="+39 02 1234567",
        referente="Ada",
        sito="example.org",
        fonte="modulo",
        sintetico="sì",
    )
    profile = outcome.profile
    assert (profile.id, profile.kind, profile.type) == ("r-1", Kind.ORGANISATION, OrganisationType.FABLAB)
    assert profile.offers == (Item("taglio laser"), Item("stampa 3D"))
    assert profile.seeks == (Item("legno", Need.MUST), Item("volontari"))
    assert profile.place == Place("Via Larga 3", "20122", DUOMO, 1, Point(45.4642, 9.19))
    assert profile.facts.languages == ("it", "en")
    assert (profile.facts.run_min, profile.facts.run_max, profile.facts.lead_time_days) == (10, 1000, 14)
    assert str(profile.facts.available_from) == "2026-03-31"
    assert profile.organisation == "Rete"
    assert profile.provenance == {"source": "modulo", "synthetic": "true"}
    assert outcome.rows[0].contacts == Contacts("a@example.org", "+39 02 1234567", "Ada", "https://example.org")
    assert outcome.warnings == []


def test_a_row_with_the_least(gazetteer: Gazetteer) -> None:
    outcome = read("nome;descrizione\nRossi;cornici dorate\n", gazetteer)
    profile = outcome.profile
    assert profile.kind is Kind.ARTISAN
    assert profile.consent
    assert profile.place == Place()
    assert [item.text for item in profile.offers] == ["cornici dorate"]
    assert outcome.rows[0].contacts is None
    assert "every profile was taken as an artisan" in outcome.facts.notes[-1]


@pytest.mark.parametrize("nothing", ["-", "n.d.", "N/A", "null", "—", " "])
def test_ways_to_say_nothing(nothing: str, gazetteer: Gazetteer) -> None:
    outcome = one(gazetteer, cap=nothing, municipio=nothing, email=nothing, lat=nothing, lotto_minimo=nothing)
    assert outcome.profile.place == Place()
    assert outcome.rows[0].contacts is None


@pytest.mark.parametrize(
    ("cells", "kind", "type_"),
    [
        ({"tipo": "organizzazione", "tipologia": "scuola"}, Kind.ORGANISATION, OrganisationType.SCHOOL),
        ({"tipo": "ente", "tipologia": "scuola"}, Kind.ORGANISATION, OrganisationType.SCHOOL),
        ({"tipo": "azienda", "tipologia": "organizzazione"}, Kind.ORGANISATION, OrganisationType.COMPANY),
        ({"tipo": "artigiano", "tipologia": "bottega"}, Kind.ARTISAN, None),
        ({"tipo": "", "tipologia": "fablab"}, Kind.ORGANISATION, OrganisationType.FABLAB),
        ({"type": "startup"}, Kind.STARTUP, None),
    ],
)
def test_kind_and_type_complete_each_other(
    cells: dict[str, str], kind: Kind, type_: OrganisationType | None, gazetteer: Gazetteer
) -> None:
    profile = one(gazetteer, **cells).profile
    assert (profile.kind, profile.type) == (kind, type_)


def test_an_organisation_of_no_type_is_taken_as_a_company_with_a_warning(gazetteer: Gazetteer) -> None:
    outcome = one(gazetteer, tipo="organizzazione")
    assert outcome.profile.type is OrganisationType.COMPANY
    assert outcome.warnings == [(2, "tipo", "assumed-type")]


@pytest.mark.parametrize(
    ("cell", "texts"),
    [
        ("cornici; specchi", ["cornici", "specchi"]),
        ("cornici, specchi e quadri", ["cornici, specchi e quadri"]),
        ("• cornici|• specchi|1. quadri|2) icone", ["cornici", "specchi", "quadri", "icone"]),
        ("cornici|Cornici||—|cornici", ["cornici"]),
        ("!cornici", ["!cornici"]),
        ("stampa 3D|2 tavoli", ["stampa 3D", "2 tavoli"]),
    ],
)
def test_a_cell_lists_items(cell: str, texts: list[str], gazetteer: Gazetteer) -> None:
    assert [item.text for item in one(gazetteer, offers=cell).profile.offers] == texts


def test_prose_in_a_cell_is_split(gazetteer: Gazetteer) -> None:
    prose = "Realizziamo cornici dorate a mano per musei e gallerie. Restauriamo specchi antichi e mobili laccati."
    assert len(one(gazetteer, offers=prose).profile.offers) > 1


@pytest.mark.parametrize(
    ("cell", "items"),
    [
        ("!legno", [("legno", Need.MUST)]),
        ("! legno|colla", [("legno", Need.MUST), ("colla", Need.WANT)]),
        ("legno (must)", [("legno", Need.MUST)]),
        ("legno (Indispensabile)", [("legno", Need.MUST)]),
        ("legno [obbligatorio]", [("legno", Need.MUST)]),
        ("legno|!Legno", [("Legno", Need.MUST)]),
        ("legno (rovere)", [("legno (rovere)", Need.WANT)]),
    ],
)
def test_what_is_a_must(cell: str, items: list[tuple[str, Need]], gazetteer: Gazetteer) -> None:
    assert [(item.text, item.need) for item in one(gazetteer, seeks=cell).profile.seeks] == items


def test_a_description_is_read_where_the_lists_are_empty(gazetteer: Gazetteer) -> None:
    outcome = one(gazetteer, offers="", description="Cornici dorate. Cerco legno di tiglio.")
    assert [item.text for item in outcome.profile.offers] == ["Cornici dorate."]
    assert [item.text for item in outcome.profile.seeks] == ["Cerco legno di tiglio."]


@pytest.mark.parametrize(
    ("cells", "place"),
    [
        ({"nil": "Duomo"}, Place(nil=DUOMO)),
        ({"nil": "1"}, Place(nil=DUOMO)),
        ({"nil": "NIL 1"}, Place(nil=DUOMO)),
        ({"nil": "1.0"}, Place(nil=DUOMO)),
        ({"municipio": "3"}, Place(municipio=3)),
        ({"municipio": "Zona 3"}, Place(municipio=3)),
        ({"municipio": "Municipio n. 3"}, Place(municipio=3)),
        ({"municipio": "3.0"}, Place(municipio=3)),
        ({"municipio": "Duomo"}, Place(nil=DUOMO)),
        ({"quartiere": "Municipio 3"}, Place(municipio=3)),
        ({"cap": "20121"}, Place(cap="20121")),
        ({"cap": "20121.0"}, Place(cap="20121")),
        ({"cap": "20121 Milano"}, Place(cap="20121")),
        ({"cap": "I-20121"}, Place(cap="20121")),
    ],
)
def test_places(cells: dict[str, str], place: Place, gazetteer: Gazetteer) -> None:
    outcome = one(gazetteer, **cells)
    assert outcome.profile.place == place
    assert outcome.warnings == []


def test_every_district_is_read_by_its_official_name(gazetteer: Gazetteer) -> None:
    for nil in gazetteer.nils.values():
        assert one(gazetteer, nil=nil.official).profile.place == Place(nil=nil.id)


@pytest.mark.parametrize(
    ("cells", "warning"),
    [
        ({"nil": "Atlantide"}, (2, "nil", "unknown-district")),
        ({"cap": "00184"}, (2, "cap", "cap-elsewhere")),
        ({"lat": "41.9", "lon": "12.5"}, (2, "lat", "point-elsewhere")),
        ({"lingue": "italiano, klingon"}, (2, "lingue", "unknown-language")),
        ({"sito": "@bottega"}, (2, "sito", "unusable-website")),
        ({"consenso": ""}, (2, "consenso", "no-consent")),
    ],
)
def test_what_is_doubtful_is_taken_with_a_warning(
    cells: dict[str, str], warning: tuple[int, str, str], gazetteer: Gazetteer
) -> None:
    outcome = one(gazetteer, **cells)
    assert len(outcome.rows) == 1
    assert outcome.warnings == [warning]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"name": ""}, (2, "name", "missing-name")),
        ({"offers": ""}, (2, "offers", "nothing-to-match")),
        ({"tipo": "cantante"}, (2, "tipo", "bad-kind")),
        ({"tipo": ""}, (2, "tipo", "bad-kind")),
        ({"tipo": "azienda", "tipologia": "sartoria"}, (2, "tipologia", "bad-type")),
        ({"tipo": "azienda", "tipologia": "startup"}, (2, "tipologia", "bad-type")),
        ({"tipo": "startup", "tipologia": "azienda"}, (2, "tipologia", "type-without-organisation")),
        ({"municipio": "12"}, (2, "municipio", "no-such-municipio")),
        ({"nil": "99"}, (2, "nil", "no-such-nil")),
        ({"cap": "201"}, (2, "cap", "bad-cap")),
        ({"cap": "Milano"}, (2, "cap", "bad-cap")),
        ({"lat": "45.46"}, (2, "lat", "half-coordinates")),
        ({"lat": "9.19", "lon": "45.46"}, (2, "lat", "swapped-coordinates")),
        ({"lat": "45.465.806", "lon": "9.19"}, (2, "lat", "bad-coordinate")),
        ({"lotto minimo": "100", "lotto massimo": "10"}, (2, "lotto massimo", "run-order")),
        ({"lotto minimo": "tanti"}, (2, "lotto minimo", "bad-number")),
        ({"consenso": "forse"}, (2, "consenso", "bad-consent")),
        ({"sintetico": "forse"}, (2, "sintetico", "bad-truth")),
        ({"email": "ada"}, (2, "email", "bad-email")),
        ({"name": "x" * 301}, (2, "name", "cell-too-long")),
        ({"offers": "|".join(f"cornice {number}" for number in range(51))}, (2, "offers", "too-many-items")),
        ({"offers": "cornici\x00"}, (2, "offers", "control-character")),
        ({"offers": "#VALORE!"}, (2, "offers", "excel-error")),
    ],
)
def test_what_is_wrong_is_an_error(cells: dict[str, str], code: tuple[int, str, str], gazetteer: Gazetteer) -> None:
    outcome = one(gazetteer, **cells)
    assert outcome.rows == []
    assert outcome.codes == [code]


def test_a_consent_withheld_or_left_blank_is_none(gazetteer: Gazetteer) -> None:
    assert not one(gazetteer, consenso="no").profile.consent
    assert not one(gazetteer, consenso="").profile.consent
    assert one(gazetteer, consenso="x").profile.consent
    assert one(gazetteer).profile.consent


def test_a_made_id_depends_on_name_and_address_alone(gazetteer: Gazetteer) -> None:
    first = one(gazetteer, name="Caffè & Città", indirizzo="Via Larga 3", offers="tè").profile.id
    assert first == one(gazetteer, name="CAFFE E' CITTA".replace(" E'", ""), indirizzo="via larga, 3").profile.id
    assert first.startswith("caffe-citta-")
    assert first != one(gazetteer, name="Caffè & Città", indirizzo="Via Larga 4").profile.id
    assert one(gazetteer, name="大工").profile.id.startswith("profile-")


def test_an_id_comes_once_in_a_file(gazetteer: Gazetteer) -> None:
    outcome = read("id;nome;offre\n1;Rossi;cornici\n2;Verdi;sedie\n1.0;Neri;letti\n", gazetteer)
    assert outcome.codes == [(4, "id", "duplicate-id")]
    assert outcome.errors[0].remedy.startswith("Line 2 has it already")


def test_a_name_and_address_come_once_where_there_are_no_ids(gazetteer: Gazetteer) -> None:
    outcome = read("nome;via;offre\nRossi;Via A 1;cornici\nrossi;via a 1;sedie\nRossi;Via B 2;letti\n", gazetteer)
    assert outcome.codes == [(3, "nome", "same-name-and-address")]


def test_spaces_and_forms_of_letters_are_put_right(gazetteer: Gazetteer) -> None:
    outcome = one(gazetteer, name="\ufeff Citta\u0300\u00a0 Studi ", offers="tè\u200b verde\x0bcaffè")
    assert outcome.profile.name == "Città Studi"
    assert [item.text for item in outcome.profile.offers] == ["tè verde", "caffè"]


REPORT_FILE = """\
id;Nome;Tipo;Cosa offre;CAP;Municipio;Lotto minimo;E-mail
1;Rossi;artigiano;cornici;20121;1;10;a@example.org
2;;artigiano;sedie;2012;12;dieci;
1;Neri;cantante;letti;20121;3;5;non so
3;Verdi;bottega;;;;;
4;Bianchi;artigiano;tavoli
"""


@pytest.mark.parametrize("language", ["en", "it"])
def test_the_report_of_a_bad_file_reads_well(language: str, gazetteer: Gazetteer) -> None:
    outcome = read(REPORT_FILE, gazetteer, language=language)
    assert [profile.name for profile in outcome.profiles] == ["Rossi"]
    report = "".join(f"{describe(error, language)}\n" for error in outcome.errors)
    assert report == (GOLDEN / f"report.{language}.txt").read_text(encoding="utf-8")
