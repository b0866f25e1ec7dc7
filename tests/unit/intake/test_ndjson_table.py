from __future__ import annotations

import json

import pytest

from matcher.domain.profiles import Contacts, Facts, Item, Kind, Need, OrganisationType, Place, Point
from matcher.intake import describe
from matcher.lexicon.gazetteer import Gazetteer
from tests.unit.intake.reading import read

FULL = {
    "id": "fab-1",
    "kind": "organisation",
    "type": "fablab",
    "name": "Officina Nord",
    "description": "Laboratorio aperto",
    "offers": ["taglio laser; incisione", {"text": "stampa 3D", "need": "want"}],
    "seeks": [{"text": "legno | compensato", "need": "must"}, "volontari"],
    "place": {"address": "Via Larga 3", "cap": "20122", "nil": 1, "municipio": 1, "lat": 45.46, "lon": 9.19},
    "facts": {
        "languages": ["it", "en"],
        "run_min": 1,
        "run_max": 500,
        "lead_time_days": 7,
        "available_from": "2026-03-31",
    },
    "contacts": {
        "email": "a@example.org",
        "phone": "+39 02 1234567",
        "person": "Ada",
        "website": "https://example.org",
    },
    "organisation": "Rete Nord",
    "consent": True,
    "provenance": {"source": "survey", "synthetic": "true"},
}


def lines(*objects: object) -> str:
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in objects)


def changed(**fields: object) -> str:
    return lines(FULL | fields)


def test_an_object_has_the_fields_of_the_api(gazetteer: Gazetteer) -> None:
    outcome = read(lines(FULL), gazetteer)
    profile = outcome.profile
    assert (profile.id, profile.kind, profile.type) == ("fab-1", Kind.ORGANISATION, OrganisationType.FABLAB)
    assert profile.offers == (Item("taglio laser; incisione"), Item("stampa 3D"))
    assert profile.seeks == (Item("legno | compensato", Need.MUST), Item("volontari"))
    assert profile.place == Place("Via Larga 3", "20122", 1, 1, Point(45.46, 9.19))
    assert profile.facts.languages == ("it", "en")
    assert (profile.facts.run_min, profile.facts.run_max, profile.facts.lead_time_days) == (1, 500, 7)
    assert profile.provenance == {"source": "survey", "synthetic": "true"}
    assert outcome.rows[0].contacts == Contacts("a@example.org", "+39 02 1234567", "Ada", "https://example.org")


def test_what_is_left_out_is_unknown_not_refused(gazetteer: Gazetteer) -> None:
    outcome = read(
        lines({"kind": "artisan", "name": "Rossi", "offers": ["cornici"], "type": None, "place": {}}), gazetteer
    )
    assert outcome.profile.consent
    assert outcome.profile.facts == Facts()
    assert outcome.rows[0].contacts is None
    assert outcome.warnings == []


def test_flat_names_and_names_of_columns_will_do(gazetteer: Gazetteer) -> None:
    outcome = read(lines({"tipo": "azienda", "nome": "Rossi", "offre": "a; b", "lat": 45.46, "lon": 9.19}), gazetteer)
    assert outcome.profile.offers == (Item("a"), Item("b"))
    assert outcome.profile.place.point == Point(45.46, 9.19)
    assert outcome.profile.type is OrganisationType.COMPANY


def test_unknown_names_are_told_as_ignored(gazetteer: Gazetteer) -> None:
    outcome = read(changed(colour="red", place={"floor": 3}), gazetteer)
    assert outcome.facts.ignored == ("floor", "colour")
    assert len(outcome.rows) == 1


@pytest.mark.parametrize(
    ("line", "column", "code"),
    [
        ("{broken", "", "bad-json"),
        ('{"name": "Rossi", "lat": NaN}', "", "bad-json"),
        ('{"name": ' + "[" * 100_000, "", "bad-json"),
        ('{"name": ' + "9" * 5000 + "}", "", "bad-json"),
        ('["Rossi"]', "", "bad-json-object"),
        (changed(name={"first": "Ada"}), "name", "bad-json-value"),
        (changed(place={"cap": [20121]}), "cap", "bad-json-value"),
        (changed(offers=["a", 3]), "offers", "bad-json-items"),
        (changed(seeks=[{"text": "a", "need": "maybe"}]), "seeks", "bad-json-items"),
        (changed(seeks=[{"need": "must"}]), "seeks", "bad-json-items"),
        (changed(offers=["x" * 501]), "offers", "item-too-long"),
        (changed(offers=["\x07 bell"]), "offers", "control-character"),
        (changed(name="Rossi \x00"), "name", "control-character"),
        (json.dumps(FULL | {"name": "half \ud800"}), "name", "control-character"),
        (changed(kind="", type=None), "kind", "bad-kind"),
    ],
)
def test_a_bad_line_is_an_error_and_the_next_is_read(line: str, column: str, code: str, gazetteer: Gazetteer) -> None:
    outcome = read(lines(FULL | {"id": "a"}) + "\n" + line.rstrip("\n") + "\n" + lines(FULL | {"id": "b"}), gazetteer)
    assert outcome.codes == [(3, column, code)]
    assert [row.line for row in outcome.rows] == [1, 4]


def test_the_error_of_a_broken_line_says_where_it_breaks(gazetteer: Gazetteer) -> None:
    outcome = read(lines(FULL) + '{"name": "Rossi" "kind": "artisan"}\n', gazetteer)
    assert describe(outcome.errors[0]) == (
        'line 2: found “{"name": "Rossi" "kind": "artisan"}”, expected one JSON object on the line. '
        "Mend the line: Expecting ',' delimiter: line 1 column 18 (char 17)."
    )
