"""An event from a name and a day to chosen pairs, on pages alone and without script."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from matcher.domain.access import Scope
from matcher.domain.events import EventParticipant, PairRule, Rules, Side
from matcher.usecases.events.keeping import find_event
from matcher.usecases.events.pairs import find_pairs
from matcher.usecases.samples import sample_event
from tests.api.conftest import Api
from tests.api.web.conftest import Browser
from tests.events import FAIR, PEOPLE, keep, pair

NEW = {
    "name": "Fiera di prova",
    "date": "2027-03-11",
    "tables": "4",
    "quota": "3",
    "fairness": "2",
    "hosts_stay": "1",
    "language": "it",
    "time_zone": "Europe/Rome",
    "begin-0": "09:00",
    "end-0": "10:00",
    "minutes-0": "20",
    "pause-0": "0",
    "then-0": "Caffè",
    "begin-1": "10:30",
    "end-1": "11:30",
    "minutes-1": "30",
    "pause-1": "0",
    "do": "save",
}
TABLE = (
    "Nome;Organizzazione;Ruolo;Offre;Cerca\n"
    "Anna Ricci;Acme;ospitante;taglio laser di cartone;rilegatura di libri\n"
    "Carla Neri;Legatoria Neri;visitatore;rilegatura a mano di libri;taglio laser\n"
    "Dario Villa;Officina Villa;visitatore;stampa 3D;taglio laser di legno\n"
    "Zeno Boh;Boh;capitano;cose;altre cose\n"
)


@pytest.fixture
def event(api: Api) -> str:
    """An event with five people and two chosen pairs."""
    found = replace(FAIR, id="pagine")
    keep(api.app.store, found, PEOPLE)
    with api.app.store.unit_of_work(write=True) as unit:
        unit.events.put_pairs(
            found.id, [pair("acme", "carla", 0.5, chosen=True), pair("acme", "elsa", 0.4, chosen=True)]
        )
        unit.commit()
    return found.id


def pairs_of(api: Api, event_id: str) -> dict[tuple[str, str], bool]:
    return {(one.a, one.b): one.chosen for one in find_pairs(event_id, api.app.store)}


def test_pages_of_events_are_for_organisers(anonymous: Browser, editor: Browser, event: str) -> None:
    for path in (
        "/events",
        "/events/new",
        f"/events/{event}",
        f"/events/{event}/pairs",
        f"/events/{event}/fairness.csv",
    ):
        anonymous.get(path, 303)
        editor.get(path, 403)


def test_a_name_and_a_day_make_an_event_with_the_hours_that_are_filled_in(organiser: Browser, api: Api) -> None:
    form = organiser.get("/events/new")
    filled = dict(re.findall(r'<input id="([a-z_]+-?\d?)"[^>]* value="([^"]*)"', form))
    made = organiser.post("/events/new", form="/events/new", **filled | {"name": "Incontri", "date": "2027-03-11"})
    assert made.headers["location"] == "/pages/events/incontri-2027/people/import"
    event, _ = find_event("incontri-2027", api.app.store)
    assert (len(event.meeting_slots), len(event.slots), len(event.tables)) == (17, 20, 20)


def test_two_events_of_one_name_get_ids_of_their_own(organiser: Browser) -> None:
    first = organiser.post("/events/new", form="/events/new", **NEW)
    second = organiser.post("/events/new", form="/events/new", **NEW)
    assert first.headers["location"] == "/pages/events/fiera-di-prova-2027/people/import"
    assert second.headers["location"] == "/pages/events/fiera-di-prova-2027-2/people/import"
    listed = organiser.get("/events")
    assert listed.count("Fiera di prova") == 2


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": ""}, "name"),
        ({"date": ""}, "date"),
        ({"tables": "0"}, "tables"),
        ({"tables": "A, a"}, "tables"),
        ({"quota": "none"}, "quota"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"begin-0": "nine"}, "begin-0"),
        ({"end-0": "09:10"}, "end-0"),
        ({"begin-1": "09:30"}, "begin-0"),
        ({"begin-0": "", "end-0": "", "begin-1": "", "end-1": ""}, "begin-0"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(
    organiser: Browser, changed: dict[str, str], field: str
) -> None:
    refused = organiser.post("/events/new", 422, form="/events/new", **NEW | changed).text
    assert f'<a href="#{field}">' in refused
    assert re.search(rf'id="{field}"[^>]*aria-invalid="true"', refused)
    assert 'value="Caffè"' in refused


def test_sessions_are_added_and_removed_without_script(organiser: Browser) -> None:
    more = organiser.post("/events/new", 200, form="/events/new", **NEW | {"do": "add"}).text
    assert 'name="begin-2"' in more
    fewer = organiser.post("/events/new", 200, form="/events/new", **NEW | {"do": "drop-0"}).text
    assert 'name="begin-1"' not in fewer
    assert 'value="10:30"' in fewer


def test_hours_are_drawn_while_they_are_typed(organiser: Browser) -> None:
    drawn = organiser.post("/events/programme", 200, form="/events/new", **NEW).text
    assert "5 slots for meetings" in drawn
    assert "10:00–10:30 Caffè" in drawn
    assert "<html" not in drawn


def test_settings_show_the_event_as_it_was_typed_and_change_it(organiser: Browser, api: Api) -> None:
    organiser.post("/events/new", form="/events/new", **NEW | {"id": "cambia"})
    shown = organiser.get("/events/cambia/settings")
    for value in ("Fiera di prova", "2027-03-11", "09:00", "Caffè"):
        assert f'value="{value}"' in shown
    changed = NEW | {"name": "Altro nome", "tables": "A1, Sala Ortica", "colleagues_meet": "1", "fairness": "any"}
    organiser.post("/events/cambia/settings", form="/events/cambia/settings", **changed)
    event, _ = find_event("cambia", api.app.store)
    assert (event.name, event.tables) == ("Altro nome", ("A1", "Sala Ortica"))
    assert event.rules == Rules(quota=3, fairness=None, colleagues_meet=True)


def test_hours_that_no_sessions_make_stay_as_they_are(organiser: Browser, api: Api, event: str) -> None:
    before = find_event(event, api.app.store)[0]
    assert "set one by one" in organiser.get(f"/events/{event}/settings")
    kept = {name: value for name, value in NEW.items() if not re.search(r"-\d$", name)} | {"date": "2026-03-12"}
    organiser.post(f"/events/{event}/settings", form=f"/events/{event}/settings", **kept)
    assert find_event(event, api.app.store)[0].slots == before.slots


def test_an_event_is_erased_only_where_its_id_is_typed(organiser: Browser, event: str) -> None:
    settings = f"/events/{event}/settings"
    organiser.post(f"/events/{event}/erase", 422, form=settings, confirm="no")
    organiser.post(f"/events/{event}/erase", form=settings, confirm=event)
    organiser.get(f"/events/{event}", 404)


def test_registrations_are_looked_at_before_they_are_taken(organiser: Browser, api: Api) -> None:
    organiser.post("/events/new", form="/events/new", **NEW | {"id": "iscrizioni"})
    asked = "/events/iscrizioni/people/import"
    preview = organiser.post(asked, form=asked, files={"file": ("iscritti.csv", TABLE.encode())}).headers["location"]
    path = preview.removeprefix("/pages")
    shown = organiser.get(path)
    assert "3 participants are understood" in shown
    assert "1 row cannot be taken" in shown
    assert "capitano" in shown
    assert find_event("iscrizioni", api.app.store)[1] == ()
    taken = organiser.post(path, form=path, do="choose")
    assert taken.headers["location"] == "/pages/events/iscrizioni/pairs"
    assert any(pairs_of(api, "iscrizioni").values())
    assert {one.name for one in find_event("iscrizioni", api.app.store)[1]} == {
        "Anna Ricci",
        "Carla Neri",
        "Dario Villa",
    }
    organiser.post("/events/iscrizioni/pairs/choose", form="/events/iscrizioni/pairs")
    assert any(pairs_of(api, "iscrizioni").values())


def test_a_column_is_given_its_field_by_hand(organiser: Browser) -> None:
    organiser.post("/events/new", form="/events/new", **NEW | {"id": "colonne"})
    asked = "/events/colonne/people/import"
    table = b"Chi;Cosa\nAnna;rilegatura\n"
    path = (
        organiser.post(asked, form=asked, files={"file": ("a.csv", table)}).headers["location"].removeprefix("/pages")
    )
    assert "Say below which column holds the name" in organiser.get(path)
    chosen = {"column-0": "name", "column-1": "offers", "do": "columns"}
    organiser.post(path, form=path, **chosen)
    assert "1 participant is understood" in organiser.get(path)


@pytest.mark.parametrize("files", [None, {"file": ("a.pdf", b"%PDF-1.7 nothing")}])
def test_a_file_that_is_missing_or_no_table_is_told_at_the_field(organiser: Browser, event: str, files: object) -> None:
    asked = f"/events/{event}/people/import"
    refused = organiser.post(asked, 422, form=asked, files=files).text
    assert 'id="file-problem"' in refused


def test_the_sample_goes_from_nothing_to_participants_in_four_steps(organiser: Browser, api: Api) -> None:
    asked = organiser.post("/events/sample", form="/events/new").headers["location"].removeprefix("/pages")
    event_id = asked.split("/")[2]
    path = organiser.post(f"{asked}/sample", form=asked).headers["location"].removeprefix("/pages")
    with sample_event() as (_, registrations):
        rows = len(registrations.read_text("utf-8").splitlines()) - 1
    assert f"{rows} participants are understood" in organiser.get(path)
    organiser.post(path, form=path, do="take")
    event, people = find_event(event_id, api.app.store)
    assert len(people) == rows
    with api.app.store.unit_of_work() as unit:
        linked = [person.profile_id for person in people if person.profile_id]
        assert len(unit.profiles.get_many(linked)) == len(set(linked))
    organiser.post(f"/events/{event.id}/erase", form=f"/events/{event.id}/settings", confirm=event.id)


def test_participants_are_searched_by_words_of_name_or_organisation(organiser: Browser, event: str) -> None:
    found = organiser.get(f"/events/{event}/people", q="neri CARLA")
    assert "Carla Neri" in found
    assert "Bruno Sala" not in found
    assert "1 of 5 participants" in found


def test_a_participant_is_added_changed_and_removed(organiser: Browser, api: Api, event: str) -> None:
    people = f"/events/{event}/people"
    organiser.post(
        f"{people}/new",
        form=f"{people}/new",
        name="Gaia Forti",
        side="host",
        offers="rilegatura\nscatole",
        away=["1", "3"],
    )
    gaia = next(one for one in find_event(event, api.app.store)[1] if one.name == "Gaia Forti")
    assert (gaia.id, gaia.side, gaia.unavailable) == ("gaia-forti", Side.HOST, frozenset({1, 3}))
    assert [item.text for item in gaia.offers] == ["rilegatura", "scatole"]
    shown = organiser.get(f"{people}/gaia-forti")
    assert "rilegatura\nscatole" in shown
    organiser.post(f"{people}/gaia-forti", form=f"{people}/gaia-forti", name="Gaia Forti", quota="2")
    gaia = next(one for one in find_event(event, api.app.store)[1] if one.id == "gaia-forti")
    assert (gaia.quota, gaia.side, gaia.offers) == (2, None, ())
    organiser.post(f"{people}/gaia-forti/remove", form=f"{people}/gaia-forti")
    organiser.get(f"{people}/gaia-forti", 404)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": ""}, "name"),
        ({"quota": "0"}, "quota"),
        ({"email": "nobody"}, "email"),
        ({"profile_id": "nessuno"}, "profile_id"),
        ({"profile_id": "a b"}, "profile_id"),
        ({"offers": "x" * 501}, "offers"),
    ],
)
def test_a_participant_that_cannot_be_is_refused_at_the_field(
    organiser: Browser, event: str, typed: dict[str, str], field: str
) -> None:
    form = f"/events/{event}/people/new"
    refused = organiser.post(form, 422, form=form, **{"name": "Gaia"} | typed).text
    assert f'<a href="#{field}">' in refused


def test_addresses_are_shown_to_who_changes_a_participant_alone(organiser: Browser, event: str) -> None:
    assert "carla@example.org" in organiser.get(f"/events/{event}/people/carla")
    for path in ("", "/people", "/pairs", "/pairs/of/carla", "/fairness"):
        assert "carla@example.org" not in organiser.get(f"/events/{event}{path}")


def test_the_least_served_come_first_and_who_has_none_is_told(organiser: Browser, event: str) -> None:
    shown = organiser.get(f"/events/{event}/pairs")
    assert "2 participants have no meeting" in shown
    assert shown.index("Bruno Sala</a>") < shown.rindex("Anna Ricci</a>")
    best = organiser.get(f"/events/{event}/pairs", view="pairs")
    assert best.index("Anna Ricci – Carla Neri") < best.index("Anna Ricci – Elsa Conti")


@pytest.mark.parametrize(
    ("do", "rule", "chosen", "locked"),
    [
        ("lock", None, True, True),
        ("must", PairRule.MUST, True, False),
        ("forbid", PairRule.FORBIDDEN, False, False),
        ("drop", None, False, True),
    ],
)
def test_what_the_organiser_decides_about_a_pair(
    organiser: Browser, api: Api, event: str, do: str, rule: PairRule | None, chosen: bool, locked: bool
) -> None:
    here = f"/events/{event}/pairs/of/acme"
    answer = organiser.post(f"/events/{event}/pairs/decide", form=here, a="acme", b="carla", do=do, back=here)
    assert answer.headers["location"] == f"/pages{here}"
    (found,) = [one for one in find_pairs(event, api.app.store) if (one.a, one.b) == ("acme", "carla")]
    assert (found.rule, found.chosen, found.locked) == (rule, chosen, locked)
    organiser.post(f"/events/{event}/pairs/decide", form=here, a="acme", b="carla", do="free", back=here)
    (found,) = [one for one in find_pairs(event, api.app.store) if (one.a, one.b) == ("acme", "carla")]
    assert (found.rule, found.locked) == (None, False)


def test_a_partner_is_exchanged_for_another_of_those_proposed(organiser: Browser, api: Api, event: str) -> None:
    here = f"/events/{event}/pairs/of/acme"
    proposed = organiser.get(here, instead="carla")
    assert "Instead of Carla Neri" in proposed
    assert "Dario Villa" in proposed
    organiser.post(f"/events/{event}/pairs/decide", form=here, a="acme", b="dario", instead="carla", do="swap")
    assert pairs_of(api, event) == {("acme", "carla"): False, ("acme", "dario"): True, ("acme", "elsa"): True}


def test_a_pair_is_added_by_hand_but_not_of_one_side(organiser: Browser, api: Api, event: str) -> None:
    here = f"/events/{event}/pairs/of/bit"
    organiser.post(f"/events/{event}/pairs/decide", form=here, a="bit", b="dario", do="add")
    assert pairs_of(api, event)["bit", "dario"]
    refused = organiser.post(f"/events/{event}/pairs/decide", 422, form=here, a="bit", b="acme", do="add").text
    assert "same side" in refused


def test_a_decision_leads_back_to_pages_alone(organiser: Browser, event: str) -> None:
    here = f"/events/{event}/pairs/of/acme"
    answer = organiser.post(
        f"/events/{event}/pairs/decide", form=here, a="acme", b="carla", do="lock", back="//example.org"
    )
    assert answer.headers["location"] == f"/pages/events/{event}/pairs"


def test_pairs_cannot_be_chosen_for_nobody(organiser: Browser) -> None:
    organiser.post("/events/new", form="/events/new", **NEW | {"id": "vuoto"})
    assert "First: who takes part?" in organiser.get("/events/vuoto/pairs")
    refused = organiser.post("/events/vuoto/pairs/choose", 422, form="/events/vuoto/settings").text
    assert "Fewer than two take part" in refused


def test_fairness_is_told_in_words_numbers_and_a_table_to_take_along(organiser: Browser, event: str) -> None:
    shown = organiser.get(f"/events/{event}/fairness")
    for words in ("Gini coefficient", "Newcomers", "Work outside the centre", "Least served"):
        assert words in shown
    table = organiser.get(f"/events/{event}/fairness.csv").splitlines()
    assert table[0] == "\ufeffId,Name,Organisation,Meetings,Meetings wanted,Worth of the meetings"
    assert table[1:] == [
        "bit,Bruno Sala,Bit Srl,0,3,0",
        "dario,Dario Villa,Officina Villa,0,1,0",
        "elsa,Elsa Conti,,1,3,40",
        "carla,Carla Neri,Legatoria Neri,1,3,50",
        "acme,Anna Ricci,Acme,2,3,90",
    ]


def test_names_that_a_spreadsheet_would_run_are_disarmed(organiser: Browser, api: Api) -> None:
    keep(api.app.store, replace(FAIR, id="formule"), [EventParticipant("x", "=1+1"), EventParticipant("y", "Y")])
    assert "x,'=1+1,," in organiser.get("/events/formule/fairness.csv")


def test_every_page_of_an_event_speaks_italian(visit: Callable[..., Browser], api: Api, event: str) -> None:
    browser = visit("it").sign_in(api, Scope.EVENTS)
    for path in ("", "/people", "/people/new", "/people/import", "/pairs", "/pairs/of/acme", "/fairness", "/settings"):
        assert '<html lang="it">' in browser.get(f"/events/{event}{path}")


def test_what_is_not_there_is_told_as_a_page(organiser: Browser, event: str) -> None:
    for path in ("nessuno", f"{event}/people/nessuno", f"{event}/pairs/of/nessuno", f"{event}/people/import/nessuno"):
        assert "There is nothing here" in organiser.get(f"/events/{path}", 404)
