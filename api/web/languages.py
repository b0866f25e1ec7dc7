"""The languages of the pages: which one a visitor reads, its texts, its dates and numbers."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib import resources

from babel import Locale, negotiate_locale
from babel.dates import format_date, format_datetime, format_time
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

from api.web.refusals import CATALOGUE as REFUSALS

NAMES = {"it": "Italiano", "en": "English"}
"""The languages there are, as each calls itself; texts are written in English and translated by catalogues."""
DEFAULT = "it"


def preferred(accept_language: str, remembered: str | None = None) -> str:
    """The language to speak: the one remembered, else the best of an `Accept-Language` header, else Italian.

    Ranges are weighed as RFC 9110 (section 12.5.4) has it.
    """
    if remembered in NAMES:
        return remembered
    wanted = sorted(_ranges(accept_language), key=lambda each: -each[1])
    found = negotiate_locale([tag for tag, weight in wanted if weight > 0], list(NAMES), sep="-")
    return found or DEFAULT


@cache
def translations(language: str) -> NullTranslations:
    """The texts of a language, read from its catalogues, one for each section of the pages."""
    found: NullTranslations = NullTranslations()
    for catalogue in catalogues(language):
        compiled = io.BytesIO()
        write_mo(compiled, catalogue)
        compiled.seek(0)
        section = GNUTranslations(compiled)
        section.add_fallback(found)
        found = section
    return found


def catalogues(language: str) -> Iterator[Catalog]:
    """The catalogues of a language's pages, by the names of their files."""
    folder = resources.files("api.web").joinpath("locale", language)
    if not folder.is_dir():
        return
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if file.name.endswith(".po") and file.name != REFUSALS:
            with file.open("rb") as source:
                yield read_po(source, locale=language)


def formats(language: str) -> dict[str, Callable[..., str]]:
    """How a language writes dates, hours and numbers, by the names that templates call them by."""
    locale = Locale(language, "GB" if language == "en" else None)

    def day(value: date | datetime, length: str = "long") -> str:
        return format_date(value, length, locale=locale)

    def clock(value: datetime) -> str:
        return format_time(value, "HH:mm", locale=locale)

    def moment(value: datetime) -> str:
        return format_datetime(value, "d MMM y, HH:mm", tzinfo=value.tzinfo, locale=locale)

    def number(value: float, decimals: int = 0) -> str:
        return format_decimal(round(value, decimals), locale=locale)

    def percent(value: float) -> str:
        return format_percent(value, locale=locale)

    def km(value: float) -> str:
        return f"{number(value, 0 if value >= 10 else 1)} km"

    return {"date": day, "time": clock, "datetime": moment, "number": number, "percent": percent, "km": km}


def _ranges(header: str) -> Iterator[tuple[str, float]]:
    for part in header.split(","):
        tag, _, parameter = part.partition(";")
        name, _, weight = parameter.strip().partition("=")
        try:
            yield tag.strip(), float(weight) if name.strip() == "q" else 1.0
        except ValueError:
            continue
