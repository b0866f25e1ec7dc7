"""What is printed and exported, in Italian and English: every sentence, heading and date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from matcher.agenda.indicator_texts import INDICATORS

LANGUAGES = ("it", "en")

# Italian, English; readers are addressed as «voi».
_TEXTS = {
    "you_seek": ("Cercate", "You seek"),
    "they_offer": ("offre", "they offer"),
    "they_seek": ("Cerca", "They seek"),
    "you_offer": ("offrite", "you offer"),
    "seeks": ("{name} cerca", "{name} seeks"),
    "offers": ("{name} offre", "{name} offers"),
    "table": ("Tavolo", "Table"),
    "table_named": ("Tavolo {name}", "Table {name}"),
    "your_table": ("il vostro tavolo", "your table"),
    "free": ("libero", "free"),
    "away": ("non disponibile", "not available"),
    "break": ("pausa", "break"),
    "new": ("nuovo", "new"),
    "moved": ("spostato", "moved"),
    "cancelled": ("Annullati rispetto alla versione {number}", "Cancelled since version {number}"),
    "no_meetings": ("Nessun incontro in programma.", "No meetings planned."),
    "version": ("Versione {number}", "Version {number}"),
    "draft": ("Versione {number}, bozza", "Version {number}, draft"),
    "printed": ("stampa: {date}, ore {time}", "printed on {date} at {time}"),
    "page": ("pagina", "page"),
    "of": ("di", "of"),
    "host": ("Riceve", "Host"),
    "by_person": ("Per persona", "By person"),
    "by_table": ("Per tavolo", "By table"),
    "meeting_with": ("Incontro con {name}", "Meeting with {name}"),
    "meeting_of": ("{a} – {b}", "{a} – {b}"),
    "calendar_of": ("{event} – {name}", "{event} – {name}"),
    "meetings": ("Incontri", "Meetings"),
    "participants": ("Partecipanti", "Participants"),
    "unplaced": ("Senza orario", "Unplaced"),
    "mail_merge": ("Stampa unione", "Mail merge"),
    "date": ("data", "date"),
    "start": ("inizio", "start"),
    "end": ("fine", "end"),
    "table_column": ("tavolo", "table"),
    "person": ("persona", "person"),
    "person_1": ("persona 1", "person 1"),
    "person_2": ("persona 2", "person 2"),
    "organisation": ("organizzazione", "organisation"),
    "organisation_1": ("organizzazione 1", "organisation 1"),
    "organisation_2": ("organizzazione 2", "organisation 2"),
    "id": ("id", "id"),
    "id_1": ("id 1", "id 1"),
    "id_2": ("id 2", "id 2"),
    "meeting_id": ("id incontro", "meeting id"),
    "reason": ("motivo", "reason"),
    "locked": ("bloccato", "locked"),
    "name": ("nome", "name"),
    "email": ("e-mail", "e-mail"),
    "language": ("lingua", "language"),
    "side": ("ruolo", "side"),
    "side_host": ("riceve", "host"),
    "side_guest": ("visita", "guest"),
    "absent": ("assente", "absent"),
    "meeting_count": ("numero di incontri", "number of meetings"),
    "idle_blocks": ("pause tra incontri", "breaks between meetings"),
    "first_meeting": ("primo incontro", "first meeting"),
    "agenda": ("agenda", "agenda"),
    "agendas": ("agende", "agendas"),
    "calendars": ("calendari", "calendars"),
    "calendar": ("calendario", "calendar"),
    "table_signs": ("segnatavoli", "table signs"),
    "overview": ("quadro generale", "overview"),
    "agenda_file": ("file agenda", "agenda file"),
    "yes": ("sì", "yes"),
    "no": ("no", "no"),
} | INDICATORS
_WEEKDAYS = {
    "it": ("lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = {
    "it": (
        "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno",
        "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip


def say(code: str, language: str, **values: object) -> str:
    """A text of the catalogue in `language` (one of LANGUAGES), its blanks filled with `values`."""
    return _TEXTS[code][LANGUAGES.index(language)].format(**values)


def clock(moment: datetime) -> str:
    """Hour and minutes, such as "09:30", alike in both languages."""
    return f"{moment:%H:%M}"


def long_date(day: date, language: str) -> str:
    """A date, such as "12 marzo 2026"."""
    return f"{day.day} {_MONTHS[language][day.month - 1]} {day.year}"


def weekday_date(day: date, language: str, *, year: bool = True) -> str:
    """A date with its weekday, such as "giovedì 12 marzo 2026", without the year where it goes without saying."""
    spelt = long_date(day, language) if year else f"{day.day} {_MONTHS[language][day.month - 1]}"
    return f"{_WEEKDAYS[language][day.weekday()]} {spelt}"


def days_spelt(days: Sequence[date], language: str) -> str:
    """The day of an event, or its first and last, such as "12–13 marzo 2026"; `days` are sorted and not empty."""
    first, last = days[0], days[-1]
    if first == last:
        return weekday_date(first, language)
    month = _MONTHS[language][last.month - 1]
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{last.day} {month} {last.year}"
    return f"{long_date(first, language)} – {long_date(last, language)}"
