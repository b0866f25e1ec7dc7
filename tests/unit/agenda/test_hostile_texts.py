"""Whatever someone types is shown as typed, or left out where nothing can show it; nothing of it is ever run."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.agenda import agenda_bundle, agendas_pdf, calendar_ics, overview_pdf, table_signs_pdf
from matcher.agenda.paper import on_paper
from matcher.agenda.plain_text import plain, shortened, slug
from matcher.domain.events import Event, EventParticipant, PairReason, TimetableVersion
from tests.unit.agenda.milan_meetings import EVENT, MADE_AT, VERSION, meeting
from tests.unit.agenda.reading import entries, fonts, pages

MARKUP = '#panic("x") #{1/0} *b* _i_ `c` $x$ <l> @ref // c /* \\ ~ -- = h [a](b) "q"'
Input = tuple[Event, list[EventParticipant], TimetableVersion]


def two(text: str) -> Input:
    """An event of which every text is `text`."""
    people = [EventParticipant("p01", text, text), EventParticipant("p07", text, text)]
    met = replace(meeting("p01", "p07", 1, 1), reasons=(PairReason("p01", text, text), PairReason("p07", text, "")))
    hours = tuple(replace(slot, label=slot.label and text) for slot in EVENT.slots)
    event = replace(EVENT, name=text, place=text, tables=(text,), slots=hours)
    return event, people, replace(VERSION, meetings=(met,), unplaced=())


def test_markup_is_shown_and_not_run() -> None:
    event, people, version = two(MARKUP)
    told = [MARKUP.replace(" ", "")]
    for sheet in (agendas_pdf, table_signs_pdf, overview_pdf):
        shown = "".join(pages(sheet(event, people, version, made_at=MADE_AT))).replace(" ", "")
        assert all(text in shown for text in told)


@pytest.mark.parametrize(
    "text",
    [
        "W" * 5000,
        "parola " * 900,
        "e\u0301" * 300,
        "z" + "\u0301" * 400,
        "\u202egnaw\u202c",
        "👩‍👩‍👧",
        "x" * 30 + "," * 90,
    ],
    ids=["long word", "many words", "accents", "stacked accents", "turned round", "emoji", "no space"],
)
def test_no_text_keeps_the_sheets_from_being_made(text: str) -> None:
    event, people, version = two(text)
    assert 2 <= len(pages(agendas_pdf(event, people, version, made_at=MADE_AT))) <= 6
    assert len(pages(table_signs_pdf(event, people, version, made_at=MADE_AT))) <= 2
    agenda_bundle(event, people, version, made_at=MADE_AT)


def test_accents_and_typographic_signs_print_in_the_text_s_own_font() -> None:
    letters = "àèéìòù ÀÈÉÌÒÙ çñöüßøłžšđ ’‘“”«»–—…·°€½ №"
    pdf = agendas_pdf(*two(letters), made_at=MADE_AT)
    assert letters in pages(pdf)[0]
    assert all(font.startswith("LibertinusSerif") for font in fonts(pdf))


def test_greek_cyrillic_hebrew_and_arabic_names_have_letters() -> None:
    for name in ("Ελένη Παππά", "Юрий Ковальчук", "שלום", "محمد"):
        pdf = agendas_pdf(*two(name), made_at=MADE_AT)
        told = unicodedata.normalize("NFKC", "".join(pages(pdf))).replace(" ", "")
        assert any(name.replace(" ", "")[::step] in told for step in (1, -1))


def test_emoji_are_left_out_on_paper_and_kept_in_calendars() -> None:
    event, people, version = two("Ada 🦄 Neri")
    assert "Ada Neri" in pages(agendas_pdf(event, people, version, made_at=MADE_AT))[0]
    assert on_paper("🦄") == "🦄"
    (entry,) = entries(calendar_ics(event, people, version, made_at=MADE_AT)).values()
    assert entry["SUMMARY"] == "Ada 🦄 Neri – Ada 🦄 Neri"


def test_a_calendar_s_lines_cannot_be_broken_into() -> None:
    ics = calendar_ics(*two("Ada\r\nEND:VEVENT\nATTENDEE:mailto:x@example.org;, \\n"), made_at=MADE_AT)
    (entry,) = entries(ics).values()
    assert "ATTENDEE" not in entry
    assert entry["LOCATION"] == ", ".join(["Ada END:VEVENT ATTENDEE:mailto:x@example.org;, \\n"] * 2)
    assert all(len(line) <= 75 for line in ics.split(b"\r\n"))


@given(st.text(st.characters(exclude_categories=[]), max_size=40))
@settings(max_examples=25, deadline=None)
def test_any_text_goes_through_every_export(text: str) -> None:
    event, people, version = two(text)
    assert agenda_bundle(event, people, version, made_at=MADE_AT)[:2] == b"PK"


@given(st.text(st.characters(exclude_categories=[])))
def test_plain_text_is_one_printable_line_and_stays_as_it_is(text: str) -> None:
    found = plain(text)
    assert found == plain(found)
    assert found.encode().decode() == found
    assert not re.search("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", found)
    assert found == found.strip()


@given(st.text(), st.integers(1, 20))
def test_shortened_is_the_text_or_its_beginning(text: str, most: int) -> None:
    found = shortened(text, most)
    assert len(found) <= most
    assert found == text or (found.endswith("…") and text.startswith(found[:-1]))


@given(st.text())
def test_a_slug_is_safe_in_any_file_system(text: str) -> None:
    assert re.fullmatch("([a-z0-9]+(-[a-z0-9]+)*)?", slug(text))
