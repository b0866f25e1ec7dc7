"""The fields of a registration's row and the headers they go by, folded, best first."""

from __future__ import annotations

from matcher.intake.headers import ALIASES, HeaderNames

PARTICIPANT_HEADERS = HeaderNames(
    {
        "id": ("id", "participant id", "id partecipante", "codice", "codice partecipante", "badge", "identificativo"),
        "profile_id": ("profile id", "profilo", "id profilo", "profile", "codice profilo"),
        "name": (
            "name",
            "nome",
            "nome e cognome",
            "nominativo",
            "partecipante",
            "participant",
            "full name",
            "referente",
            "persona",
            "person",
        ),
        "organisation": (
            "organisation",
            "organization",
            "organizzazione",
            "ragione sociale",
            "impresa",
            "ente",
            "societa",
            "company",
            "company name",
            "nome azienda",
            "bottega",
            "ditta",
            "azienda",
        ),
        "side": ("side", "ruolo", "role", "lato", "parte", "tipo", "tipo partecipante", "participant type", "type"),
        "quota": (
            "quota",
            "numero incontri",
            "numero massimo di incontri",
            "massimo incontri",
            "max incontri",
            "incontri",
            "max meetings",
            "meetings",
            "number of meetings",
        ),
        "available": (
            "availability",
            "available",
            "disponibilita",
            "disponibile",
            "orari",
            "orario",
            "fasce orarie",
            "slots",
            "slot",
        ),
        "unavailable": ("unavailable", "unavailability", "indisponibilita", "non disponibile", "indisponibile"),
        "email": ALIASES["email"],
        "language": ("language", "lingua", "lingue", "languages"),
        "offers": ALIASES["offers"],
        "seeks": ALIASES["seeks"],
        "periphery": ("periphery", "periferia", "in periferia"),
    },
    repeatable=("offers", "seeks"),
)
