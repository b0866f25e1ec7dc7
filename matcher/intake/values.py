"""Cells to numbers, days, truth values and contacts, however a spreadsheet wrote them."""

from __future__ import annotations

import math
import re
from datetime import date, timedelta
from functools import lru_cache

from matcher.domain.contact_details import is_email, is_phone
from matcher.intake.folding import fold
from matcher.intake.problems import BadValue

LARGEST = 2**31 - 1
"""Largest whole number taken: what any database's integer holds."""
REMEMBERED = 4096
"""Readings remembered: columns repeat their values."""
LONGEST_ID = 200
LONGEST_WEBSITE = 500
MOST_DAYS = 3650

_PLAIN = re.compile(r"\d+(?:[.,]0*)?")
_GROUPED = re.compile(r"\d{1,3}(?P<mark>[.,'’ ])\d{3}(?:(?P=mark)\d{3})*(?:(?!(?P=mark))[.,]0+)?")
_SCIENTIFIC = re.compile(r"\d+(?:[.,]\d+)?[eE]\+?\d{1,2}")
_PIECES = re.compile(r"\s*(?:pezzi|pezzo|pz\.?|pcs\.?|pieces?|units?|unità|copie|copies)$", re.IGNORECASE)
_DURATION = re.compile(r"(?P<number>[\d.,'’ ]*\d)\s*(?P<unit>[a-zA-Z]*)\.?")
_DAYS_IN = {
    1: ("", "g", "gg", "d", "giorno", "giorni", "day", "days"),
    7: ("settimana", "settimane", "sett", "week", "weeks", "w"),
    30: ("mese", "mesi", "month", "months"),
}
_DAYS = {unit: days for days, units in _DAYS_IN.items() for unit in units}
_DEGREES = re.compile(r"[+-]?\d{1,3}(?:[.,]\d+)?°?")
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ][\d:.+Z-]*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?: [\d:.]+)?")
_EXCEL_EPOCH = date(1899, 12, 30)
_EXCEL_DAY = re.compile(r"[2-7]\d{4}(?:[.,]0+)?")
_TRUE = frozenset(
    {"si", "s", "yes", "y", "true", "vero", "v", "1", "x", "ok", "on", "acconsento", "autorizzo", "accept"}
)
_FALSE = frozenset({"no", "n", "false", "falso", "f", "0", "off", "nego"})
_TICKS = frozenset("✓✔☑√")
_WHOLE_FLOAT = re.compile(r"(\d+)[.,]0+")
_ID = re.compile(rf"[A-Za-z0-9][A-Za-z0-9._:@-]{{0,{LONGEST_ID - 1}}}")
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}(?::\d{1,5})?(?:[/?#]\S*)?")


@lru_cache(REMEMBERED)
def whole_number(text: str) -> int:
    """A whole number: "1000", "1.000", "1.000,00", "1000.0", "1E+03"."""
    number = text.strip()
    if _GROUPED.fullmatch(number):
        mark = next(character for character in number if not character.isdigit())
        value = int(re.split(r"[.,]", number.replace(mark, ""))[0])
    elif _PLAIN.fullmatch(number):
        value = int(re.split(r"[.,]", number)[0])
    elif _SCIENTIFIC.fullmatch(number):
        value = round(float(number.replace(",", ".")))
    else:
        raise BadValue("bad-number")
    if value > LARGEST:
        raise BadValue("bad-number")
    return value


def pieces(text: str) -> int:
    """A number of pieces, at least one: "50", "1.000 pezzi"."""
    value = whole_number(_PIECES.sub("", text))
    if value == 0:
        raise BadValue("bad-number")
    return value


@lru_cache(REMEMBERED)
def days(text: str) -> int:
    """A duration in days: "15", "15 giorni", "2 settimane", "1 month" (a month counts as 30 days), up to ten years."""
    match = _DURATION.fullmatch(text)
    if match is None or match["unit"].lower() not in _DAYS:
        raise BadValue("bad-days")
    try:
        value = whole_number(match["number"]) * _DAYS[match["unit"].lower()]
    except BadValue as error:
        raise BadValue("bad-days") from error
    if value > MOST_DAYS:
        raise BadValue("bad-days")
    return value


def degrees(text: str, limit: int, example: str) -> float:
    """A coordinate in decimal degrees, with a point or a comma, at most `limit` from zero."""
    if _DEGREES.fullmatch(text):
        value = float(text.rstrip("°").replace(",", "."))
        if abs(value) <= limit and math.isfinite(value):
            return value
    raise BadValue("bad-coordinate", limit=limit, example=example)


@lru_cache(REMEMBERED)
def day(text: str) -> date:
    """A day: ISO, day first (31/3/2026, 31.03.26), or a spreadsheet's day number."""
    try:
        if match := _ISO_DAY.fullmatch(text):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := _DAY_FIRST.fullmatch(text):
            year = int(match[4]) + (2000 if len(match[4]) == 2 else 0)
            return date(year, int(match[3]), int(match[1]))
    except ValueError as error:
        raise BadValue("bad-date") from error
    if _EXCEL_DAY.fullmatch(text):
        return _EXCEL_EPOCH + timedelta(days=whole_number(text))
    raise BadValue("bad-date")


@lru_cache(REMEMBERED)
def truth(text: str, code: str) -> bool:
    """Yes or no, in Italian or English, or a tick; `code` names the problem with anything else."""
    word = fold(without_decimals(text))
    if word in _TRUE or text in _TICKS:
        return True
    if word in _FALSE:
        return False
    raise BadValue(code)


def without_decimals(text: str) -> str:
    """The text, less the ".0" that a spreadsheet gives to digits ("20121.0")."""
    match = _WHOLE_FLOAT.fullmatch(text)
    return text if match is None else match[1]


def identifier(text: str) -> str:
    """An id, its blanks as hyphens."""
    name = "-".join(without_decimals(text).split())
    if _ID.fullmatch(name) is None:
        raise BadValue("bad-id", limit=LONGEST_ID)
    return name


def email(text: str) -> str:
    """One e-mail address."""
    address = text.removeprefix("mailto:")
    if not is_email(address):
        raise BadValue("bad-email")
    return address


def phone(text: str) -> str:
    """A telephone number as written; digits lost to scientific notation are an error."""
    number = without_decimals(text)
    if not is_phone(number) or _SCIENTIFIC.fullmatch(number):
        raise BadValue("bad-phone")
    return number


def website(text: str) -> str | None:
    """A web address with its scheme, which must be http or https; None when the text is none."""
    scheme, parted, host = text.partition("://")
    if not parted:
        scheme, host = "https", text
    if scheme.lower() not in {"http", "https"} or _HOST.fullmatch(host) is None or len(host) > LONGEST_WEBSITE:
        return None
    return f"{scheme.lower()}://{host}"
