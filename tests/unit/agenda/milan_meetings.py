"""A small event of Milan's makers to be printed: everybody, every organisation and every reason is made up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from matcher.domain.events import (
    Event,
    EventParticipant,
    Meeting,
    PairReason,
    Side,
    Slot,
    SlotKind,
    TimetableVersion,
    VersionState,
)

ROME = ZoneInfo("Europe/Rome")
MADE_AT = datetime(2026, 3, 11, 16, 5, tzinfo=UTC)
CREATED_AT = datetime(2026, 3, 11, 15, 40, tzinfo=UTC)


def slots(day: datetime, *parts: tuple[int, str | None]) -> tuple[Slot, ...]:
    """Slots one after the other from `day`, each of so many minutes, a break where it has a label."""
    made, start = [], day
    for minutes, label in parts:
        end = start + timedelta(minutes=minutes)
        made.append(Slot(start, end, SlotKind.BREAK if label else SlotKind.MEETING, label=label))
        start = end
    return tuple(made)


MORNING = slots(
    datetime(2026, 3, 12, 9, 30, tzinfo=ROME),
    (25, None),
    (25, None),
    (25, None),
    (20, "Caffè"),
    (25, None),
    (25, None),
    (60, "Pranzo"),
    (25, None),
    (25, None),
    (25, None),
)
EVENT = Event(
    id="incontri-2026",
    name="Incontri di fabbricazione digitale",
    time_zone="Europe/Rome",
    slots=MORNING,
    tables=("1", "2", "3", "4", "Tavolo 5", "Sala Colonne"),
    place="Fabbrica del Vapore, via Giulio Cesare Procaccini 4, Milano",
)
_HOSTS = (
    ("p01", "Niccolò Brambilla", "Stamperia 3D Bovisa", "it"),
    ("p02", "Chiara Fumagalli", "Officina Taglio Laser Lambrate", "it"),
    ("p03", "Matilde D’Angiò", "Fonderia Artistica Navigli", "it"),
    ("p04", "Émile Rousseau", "FabLab Isola", "en"),
    ("p05", "Giosuè Cattaneo", "Polverìo – stampa SLS e finitura", None),
    ("p06", "Agnès Perego", "Scuola di Ceramica Città Studi", None),
)
_GUESTS = (
    ("p07", "Ludovica Sant’Ambrogio", "Liuteria Sant’Ambrogio", None),
    ("p08", "Tommaso Galbiati", "Ortopedia Su Misura Galbiati & Figli", None),
    ("p09", "Zoë Lindqvist", "Nordljus Lighting", "en"),
    ("p10", "Beatrice Crespi", "Gioielli Crespi", None),
    ("p11", "Samuele Ferrario", "Restauro Mobili Porta Genova", None),
    ("p12", "Noémi Castelnuovo", "Occhiali Castelnuovo", None),
    ("p13", "Pietro Maria Alessandro Borromeo-Visconti di Lonate", "Cooperativa Mani Sapienti di Quarto Oggiaro", None),
    ("p14", "Gaia Locatelli", None, None),
)  # fmt: skip
PARTICIPANTS = tuple(
    EventParticipant(key, name, organisation, side=side, language=language)
    for side, people in ((Side.HOST, _HOSTS), (Side.GUEST, _GUESTS))
    for key, name, organisation, language in people
)
_REASONS = {
    ("p01", "p07"): (
        PairReason("p07", "prototipi di ponticelli in resina rigida", "stampa SLA ad alta precisione, piccole serie"),
        PairReason("p01", "strumenti storici da digitalizzare", "archivio di forme di violino dal 1890"),
    ),
    ("p01", "p08"): (PairReason("p08", "plantari stampati in TPU", "stampa FDM con materiali flessibili"),),
    ("p01", "p09"): (PairReason("p09", "translucent lampshades, runs of 50", "stampa FDM di grande formato"),),
    ("p01", "p12"): (PairReason("p12", "montature in nylon PA12", "prototipi in 48 ore"),),
    ("p02", "p07"): (PairReason("p07", "taglio dell’acero sotto i 3 mm", "taglio laser CO₂ su legno fino a 8 mm"),),
    ("p02", "p09"): (
        PairReason("p09", "laser cutting of perforated brass", "taglio laser fibra su ottone e acciaio"),
        PairReason("p02", "distributori nel Nord Europa", "rete di negozi a Malmö e Copenaghen"),
    ),
    ("p02", "p11"): (PairReason("p11", "intarsi su disegno", "incisione e intarsio a laser"),),
    ("p03", "p10"): (
        PairReason("p10", "microfusione a cera persa in argento", "fusione a cera persa da modelli stampati"),
    ),
    ("p04", "p09"): (PairReason("p04", "designers for open workshops", "two evenings a month of lighting workshops"),),
    ("p05", "p08"): (
        PairReason("p08", "finitura di ortesi in PA12", "sabbiatura, tintura e vibrofinitura di pezzi SLS"),
    ),
    ("p05", "p12"): (
        PairReason("p12", "tintura di montature", "tintura a immersione in 24 colori"),
        PairReason("p05", "serie ripetute da tingere", "400 montature al mese"),
    ),
    ("p06", "p10"): (PairReason("p06", "docenti per un corso di gioielleria", "due giornate di laboratorio al mese"),),
}
# (a, b, slot, table): a host keeps the table of its number.
_PLACED = (
    ("p01", "p07", 1), ("p02", "p11", 1), ("p03", "p10", 1), ("p04", "p09", 1), ("p05", "p08", 1),
    ("p01", "p08", 2), ("p02", "p07", 2), ("p05", "p12", 2), ("p06", "p10", 2), ("p04", "p13", 2),
    ("p01", "p12", 3), ("p02", "p09", 3), ("p03", "p07", 3), ("p06", "p13", 3),
    ("p01", "p09", 4), ("p03", "p13", 4), ("p05", "p11", 4),
    ("p02", "p08", 5), ("p03", "p12", 5), ("p06", "p07", 5), ("p01", "p10", 5),
    ("p04", "p07", 6), ("p05", "p13", 6), ("p01", "p11", 6), ("p06", "p08", 6),
    ("p02", "p12", 7), ("p05", "p09", 7), ("p03", "p08", 7),
    ("p06", "p09", 8), ("p04", "p10", 8), ("p02", "p13", 8),
)  # fmt: skip


def meeting(a: str, b: str, slot: int, table: int) -> Meeting:
    return Meeting(f"{a}-{b}", a, b, slot, table, reasons=_REASONS.get((a, b), ()))


def version(number: int, meetings: tuple[Meeting, ...]) -> TimetableVersion:
    return TimetableVersion(EVENT.id, number, VersionState.PUBLISHED, meetings, CREATED_AT, unplaced=(("p04", "p14"),))


_HERE = tuple(meeting(a, b, slot, int(a[1:])) for a, b, slot in _PLACED)
_CHANGED = {"p01-p07", "p02-p07", "p06-p07"}
VERSION = version(3, _HERE)
# What people were told before: two meetings were at other times, one is no more, one is new.
PREVIOUS = version(
    2,
    (
        *(one for one in _HERE if one.id not in _CHANGED),
        meeting("p01", "p07", 7, 1),
        meeting("p02", "p07", 4, 2),
        meeting("p05", "p07", 8, 5),
    ),
)
