"""Uploaded registrations: looked at, tried, taken."""

from __future__ import annotations

import pytest

from matcher.bootstrap.registrations import Registrations
from matcher.errors import InvalidInput, NotFound
from matcher.lexicon.annotation import default_lexicon
from matcher.ports import Store
from matcher.usecases.events.findings import Code
from matcher.usecases.events.keeping import find_event
from matcher.usecases.events.people import register
from matcher.usecases.events.review import review_event
from tests.events import FAIR, PEOPLE

TABLE = b"""Nominativo;Ragione sociale;Ruolo;Id profilo;Cosa fa
Gaia Forti;Forti Snc;visitatore;;rilegatura di libri
Ivo Bassi;;ospitante;profilo-nuovo;
Lia Corti;;capitano;;
"""


@pytest.fixture
def registrations(store: Store) -> Registrations:
    return Registrations(store, default_lexicon())


def people_of(store: Store) -> set[str]:
    return {person.name for person in find_event(FAIR.id, store)[1]}


def test_a_trial_says_what_would_happen_and_keeps_nothing(registrations: Registrations, store: Store) -> None:
    upload = registrations.upload("iscritti.csv", TABLE, language="it")
    trial = registrations.trial(FAIR.id, upload.id, language="it")
    assert trial.report is not None
    assert (trial.report.created, trial.report.rejected, len(trial.rows)) == (2, 1, 2)
    assert [(column.header, column.field) for column in trial.look.columns][:3] == [
        ("Nominativo", "name"),
        ("Ragione sociale", "organisation"),
        ("Ruolo", "side"),
    ]
    assert people_of(store) == {person.name for person in PEOPLE}


def test_columns_that_were_not_understood_can_be_given_their_field(registrations: Registrations, store: Store) -> None:
    upload = registrations.upload("iscritti.csv", TABLE, language="it")
    registrations.choose(upload.id, {"Cosa fa": "offers"}, language="it")
    assert registrations.take(FAIR.id, upload.id).created == 2
    gaia = next(person for person in find_event(FAIR.id, store)[1] if person.name == "Gaia Forti")
    assert [item.text for item in gaia.offers] == ["rilegatura di libri"]
    assert gaia.offers[0].skills


def test_who_names_a_profile_that_is_not_there_yet_is_taken_and_told(
    registrations: Registrations, store: Store
) -> None:
    upload = registrations.upload("iscritti.csv", TABLE, language="it")
    report = registrations.take(FAIR.id, upload.id)
    ivo = next(person for person in find_event(FAIR.id, store)[1] if person.name == "Ivo Bassi")
    assert report.pending == (ivo.id,)
    (finding,) = [one for one in review_event(FAIR.id, store) if one.code is Code.UNKNOWN_PROFILE]
    assert finding.people == (ivo.id,)


def test_elsewhere_a_profile_that_is_not_there_is_refused(registrations: Registrations, store: Store) -> None:
    upload = registrations.upload("iscritti.csv", TABLE, language="it")
    rows = registrations.trial(FAIR.id, upload.id, language="it").rows
    with pytest.raises(InvalidInput, match="profilo-nuovo"):
        register(FAIR.id, rows, store=store, annotate=default_lexicon().annotate)


def test_a_file_without_names_says_so_before_any_row_is_read(registrations: Registrations) -> None:
    upload = registrations.upload("numeri.csv", b"a;b\n1;2\n", language="en")
    trial = registrations.trial(FAIR.id, upload.id, language="en")
    assert trial.report is None
    assert trial.look.lacking


def test_what_is_no_table_of_rows_is_refused_at_once(registrations: Registrations) -> None:
    with pytest.raises(InvalidInput):
        registrations.upload("profili.ndjson", b'{"name": "a"}\n', language="en")


def test_a_file_that_was_forgotten_is_not_found(registrations: Registrations) -> None:
    with pytest.raises(NotFound):
        registrations.trial(FAIR.id, "nessuno", language="en")
