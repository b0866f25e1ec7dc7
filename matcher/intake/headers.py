"""The fields of a profile's row and the headers they go by, folded, best first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

ALIASES: dict[str, tuple[str, ...]] = {
    "id": ("id", "identificativo", "codice", "identifier", "codice identificativo", "id profilo", "profile id"),
    "kind": ("kind", "tipo profilo", "tipo di profilo", "profile kind", "tipo", "genere profilo"),
    "type": (
        "type",
        "tipo organizzazione",
        "tipo di organizzazione",
        "organisation type",
        "organization type",
        "tipologia organizzazione",
        "tipologia",
        "tipo",
    ),
    "name": (
        "name",
        "nome",
        "denominazione",
        "ragione sociale",
        "insegna",
        "nome bottega",
        "nome azienda",
        "nome profilo",
        "bottega",
        "targa",
        "business name",
        "nominativo",
        "nome e cognome",
    ),
    "description": (
        "description",
        "descrizione",
        "presentazione",
        "bio",
        "chi siamo",
        "descrizione attivita",
        "about",
        "note",
        "notes",
    ),
    "offers": (
        "offers",
        "offre",
        "offro",
        "cosa offre",
        "cosa offro",
        "cosa offri",
        "offerte",
        "offerta",
        "offer",
        "servizi",
        "servizi offerti",
        "services",
        "attivita",
        "genere merceologico",
        "competenze",
        "skills",
        "prodotti",
        "prodotti e servizi",
        "products",
        "lavorazioni",
        "mestiere",
    ),
    "seeks": (
        "seeks",
        "needs",
        "cerca",
        "cerco",
        "cosa cerca",
        "cosa cerco",
        "cosa cerchi",
        "seek",
        "looking for",
        "bisogni",
        "fabbisogni",
        "fabbisogno",
        "richieste",
        "esigenze",
        "requests",
    ),
    "address": ("address", "indirizzo", "via", "sede", "street address", "street", "indirizzo sede", "sede operativa"),
    "cap": ("cap", "postcode", "zip", "codice postale", "postal code", "zip code", "post code"),
    "municipio": ("municipio", "zona", "zona di decentramento", "borough"),
    "nil": ("id nil", "nil", "quartiere", "district", "neighbourhood", "neighborhood", "nome nil"),
    "lat": ("lat", "latitudine", "latitude", "y", "lat y 4326", "coord y"),
    "lon": ("lon", "lng", "long", "longitudine", "longitude", "x", "long x 4326", "coord x"),
    "languages": ("languages", "lingue", "lingua", "language", "lingue parlate", "spoken languages"),
    "run_min": (
        "run min",
        "lotto minimo",
        "min pezzi",
        "pezzi minimi",
        "minimum run",
        "minimo pezzi",
        "ordine minimo",
        "quantita minima",
        "minimum order",
        "min pieces",
    ),
    "run_max": (
        "run max",
        "lotto massimo",
        "max pezzi",
        "pezzi massimi",
        "maximum run",
        "massimo pezzi",
        "quantita massima",
        "maximum order",
        "max pieces",
    ),
    "lead_time_days": (
        "lead time days",
        "tempi di consegna",
        "tempo di consegna",
        "lead time",
        "giorni",
        "giorni di consegna",
        "days",
        "delivery days",
    ),
    "available_from": ("available from", "disponibile dal", "disponibile da", "data disponibilita"),
    "organisation": (
        "organisation",
        "organization",
        "organizzazione",
        "gruppo",
        "company",
        "appartenenza",
        "group",
    ),
    "consent": ("consent", "consenso", "privacy", "consenso privacy", "consenso al trattamento dei dati"),
    "email": ("email", "e mail", "mail", "posta elettronica", "indirizzo email", "indirizzo e mail", "email address"),
    "phone": ("phone", "telefono", "cellulare", "tel", "cell", "mobile", "telephone", "recapito telefonico"),
    "person": ("person", "referente", "contact", "contatto", "contact person", "persona di riferimento", "titolare"),
    "website": ("website", "sito", "sito web", "url", "web", "sito internet", "web site", "pagina web"),
    "source": ("source", "fonte", "provenienza"),
    "synthetic": ("synthetic", "sintetico"),
}
"""Field → aliases. The order of the fields decides between two that share an alias: "tipo" is the kind, unless another
column is, and then the type."""

FIELDS: tuple[str, ...] = tuple(ALIASES)

REPEATABLE: tuple[str, ...] = ("description", "offers", "seeks")
"""Fields that several columns may feed."""


@dataclass(frozen=True, eq=False)
class HeaderNames:
    """The headers that a sort of table has: aliases by field, and the fields that several columns may feed."""

    aliases: Mapping[str, tuple[str, ...]]
    repeatable: tuple[str, ...] = ()


PROFILE_HEADERS = HeaderNames(ALIASES, REPEATABLE)
