"""A personal agenda: with whom, when, where and why, in the reader's language."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from matcher.agenda import agendas_pdf
from matcher.domain.events import EventParticipant, Meeting, Side, VersionState
from matcher.errors import InvalidInput, NotFound
from tests.unit.agenda.milan_meetings import EVENT, MADE_AT, PARTICIPANTS, PREVIOUS, ROME, VERSION, slots
from tests.unit.agenda.reading import fonts, pages, sizes


def agenda(participant: str, **changes: object) -> str:
    (page,) = pages(agendas_pdf(EVENT, PARTICIPANTS, VERSION, made_at=MADE_AT, participant_id=participant, **changes))
    return page


def test_says_with_whom_when_where_and_why() -> None:
    text = agenda("p07")
    assert text.startswith("Incontri di fabbricazione digitale Ludovica Sant’Ambrogio Liuteria Sant’Ambrogio")
    assert "giovedì 12 marzo 2026 Fabbrica del Vapore, via Giulio Cesare Procaccini 4, Milano" in text
    assert "09:30 – 09:55 Niccolò Brambilla Stamperia 3D Bovisa" in text
    assert "Cercate prototipi di ponticelli in resina rigida — offre stampa SLA ad alta precisione, piccole ser" in text
    assert "Cerca strumenti storici da digitalizzare — offrite archivio di forme di violino dal 1890 TAVOLO 1" in text
    assert "Versione 3 · stampa: 11 marzo 2026, ore 17:05" in text


def test_is_in_the_reader_s_language_with_reasons_as_their_owners_wrote_them() -> None:
    text = agenda("p09")
    assert "Thursday 12 March 2026" in text
    assert "You seek laser cutting of perforated brass — they offer taglio laser fibra su ottone e acciaio" in text
    assert "They seek designers for open workshops — you offer two evenings a month of lighting workshops" in text
    assert "TABLE 4" in text
    assert "free" in text
    assert "Version 3 · printed on 11 March 2026 at 17:05" in text


def test_who_reads_another_language_gets_the_event_s() -> None:
    people = [replace(one, language="fr") for one in PARTICIPANTS]
    (text,) = pages(agendas_pdf(EVENT, people, VERSION, made_at=MADE_AT, participant_id="p07"))
    assert "giovedì 12 marzo" in text


def test_shows_the_breaks_of_all_and_joins_free_slots() -> None:
    text = agenda("p14")
    assert "Nessun incontro in programma." in text
    assert (
        "09:30 – 10:45 libero 10:45 – 11:05 Caffè 11:05 – 11:55 libero 11:55 – 12:55 Pranzo 12:55 – 14:10 libero"
        in text
    )


def test_says_when_someone_is_away() -> None:
    people = [replace(one, unavailable=frozenset({1, 2})) if one.id == "p14" else one for one in PARTICIPANTS]
    (text,) = pages(agendas_pdf(EVENT, people, VERSION, made_at=MADE_AT, participant_id="p14"))
    assert "09:30 – 10:20 non disponibile 10:20 – 10:45 libero" in text


def test_a_host_who_stays_is_told_the_table_once() -> None:
    text = agenda("p03")
    assert text.count("TAVOLO") == 1
    assert "TAVOLO 3 il vostro tavolo" in text


def test_a_host_who_moves_is_told_the_table_of_each_meeting() -> None:
    moving = replace(EVENT, rules=replace(EVENT.rules, hosts_stay=False))
    (text,) = pages(agendas_pdf(moving, PARTICIPANTS, VERSION, made_at=MADE_AT, participant_id="p03"))
    assert text.count("TAVOLO 3") == 5


def test_marks_what_changed_since_people_were_told() -> None:
    assert "spostato" not in agenda("p07")
    text = agenda("p07", earlier=[PREVIOUS])
    assert "Niccolò Brambilla spostato" in text
    assert "Agnès Perego nuovo" in text
    assert "Matilde D’Angiò Fonderia" in text
    assert "Annullati rispetto alla versione 2 13:45, Tavolo 5: Giosuè Cattaneo" in text


def test_a_draft_says_so() -> None:
    draft = replace(VERSION, state=VersionState.DRAFT)
    (text,) = pages(agendas_pdf(EVENT, PARTICIPANTS, draft, made_at=MADE_AT, participant_id="p01"))
    assert "Versione 3, bozza" in text


def test_all_agendas_lie_sorted_as_people_look_for_themselves_without_the_absent() -> None:
    people = [replace(one, absent=one.id == "p14") for one in PARTICIPANTS]
    texts = pages(agendas_pdf(EVENT, people, VERSION, made_at=MADE_AT))
    names = [text.removeprefix("Incontri di fabbricazione digitale ").split()[0] for text in texts]
    assert names == [
        "Agnès", "Beatrice", "Chiara", "Émile", "Giosuè", "Ludovica", "Matilde", "Niccolò", "Noémi", "Pietro",
        "Samuele", "Tommaso", "Zoë",
    ]  # fmt: skip


def test_thirty_meetings_of_two_days_take_pages_with_a_running_head_and_their_day() -> None:
    day = [(20, None)] * 15
    event = replace(
        EVENT,
        slots=slots(datetime(2026, 3, 12, 9, 0, tzinfo=ROME), *day)
        + slots(datetime(2026, 3, 13, 9, 0, tzinfo=ROME), *day),
    )
    host = EventParticipant("host", "Ada Neri", side=Side.HOST)
    guests = [EventParticipant(f"g{number:02}", f"Ospite {number:02}") for number in range(30)]
    meetings = tuple(Meeting(one.id, "host", one.id, slot, 1) for slot, one in enumerate(guests, 1))
    version = replace(VERSION, meetings=meetings, unplaced=())
    texts = pages(agendas_pdf(event, [host, *guests], version, made_at=MADE_AT, participant_id="host"))
    assert len(texts) > 2
    for number, text in enumerate(texts, 1):
        assert f"pagina {number} di {len(texts)}" in text
    assert "12–13 marzo 2026" in texts[0]
    told = " ".join(texts)
    assert [told.count(one.name) for one in guests] == [1] * 30
    assert told.index("giovedì 12 marzo") < told.index("Ospite 14") < told.index("venerdì 13 marzo")
    assert told.index("venerdì 13 marzo") < told.index("Ospite 15")
    head = "Ada Neri Incontri di fabbricazione digitale"
    assert all(re.match(rf"{head} (giovedì 12|venerdì 13) marzo \d\d:\d\d", text) for text in texts[1:])


def test_needs_no_font_of_the_system() -> None:
    pdf = agendas_pdf(EVENT, PARTICIPANTS, VERSION, made_at=MADE_AT)
    assert sizes(pdf) == {(148, 210)}
    assert all(font.startswith("LibertinusSerif") for font in fonts(pdf))


def test_the_same_input_gives_the_same_bytes() -> None:
    first, second = (agendas_pdf(EVENT, PARTICIPANTS, VERSION, made_at=MADE_AT, earlier=[PREVIOUS]) for _ in range(2))
    assert first == second
    assert agendas_pdf(EVENT, reversed(PARTICIPANTS), VERSION, made_at=MADE_AT, earlier=[PREVIOUS]) == first


def test_tells_what_to_do_where_there_is_nothing_to_print() -> None:
    empty = replace(VERSION, meetings=(), unplaced=())
    with pytest.raises(InvalidInput, match="Add participants first"):
        agendas_pdf(EVENT, (), empty, made_at=MADE_AT)
    with pytest.raises(NotFound, match="Nobody at “Incontri di fabbricazione digitale” has the id “p99”"):
        agenda("p99")
    with pytest.raises(InvalidInput, match="time of printing needs a time zone"):
        agendas_pdf(EVENT, PARTICIPANTS, VERSION, made_at=MADE_AT.replace(tzinfo=None))


def test_what_was_cancelled_on_another_day_is_told_with_its_day() -> None:
    day = timedelta(days=1)
    day_before = tuple(replace(slot, start=slot.start - day, end=slot.end - day) for slot in EVENT.slots)
    told = replace(PREVIOUS, told=replace(EVENT, slots=day_before))
    (sheet,) = pages(agendas_pdf(EVENT, PARTICIPANTS, VERSION, made_at=MADE_AT, earlier=[told], participant_id="p07"))
    assert "Annullati rispetto alla versione 2 mercoledì 11 marzo, 13:45, Tavolo 5: Giosuè Cattaneo" in sheet
