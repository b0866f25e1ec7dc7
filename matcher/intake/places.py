"""Where a row says that its profile works."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from rapidfuzz import fuzz, process

from matcher.domain.matches import District
from matcher.domain.profiles import Place, Point
from matcher.intake.cells import Cells
from matcher.intake.folding import fold
from matcher.intake.problems import BadValue
from matcher.intake.values import degrees, without_decimals
from matcher.lexicon.gazetteer import Gazetteer

SURE = 0.85
"""Least confidence at which a district's name is taken without a word."""
MARGIN = 0.05
"""Degrees around the middles of the districts within which a point is called near the city."""
HINT = 60
"""Least likeness, of 100, at which a district is named as perhaps meant."""

_CAP = re.compile(r"(?:cap\s*|i-?)?(\d{3,5})(?:[\s,-]\D*)?", re.IGNORECASE)
_MUNICIPIO = re.compile(r"(?:municipio|mun|zona|zone|borough|m|z)? ?(?:n|nr|num|numero)? ?(\d{1,6})")
_NIL = re.compile(r"(?:nil|quartiere)? ?(?:n|nr|num|numero)? ?(\d{1,6})")


class KnownDistricts:
    """A city's gazetteer, with what reading thousands of cells needs to be quick."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.resolve = lru_cache(maxsize=4096)(self._resolve)
        middles = [nil.centroid for nil in gazetteer.nils.values()]
        self._south, self._north = min(one.lat for one in middles) - MARGIN, max(one.lat for one in middles) + MARGIN
        self._west, self._east = min(one.lon for one in middles) - MARGIN, max(one.lon for one in middles) + MARGIN
        self._names = {fold(name): nil for nil in gazetteer.nils.values() for name in (nil.official, nil.name)}
        self.example = middles[0]

    def near_city(self, lat: float, lon: float) -> bool:
        """Whether a point is in the city or close by."""
        return self._south <= lat <= self._north and self._west <= lon <= self._east

    def nearest_name(self, text: str) -> str:
        """The district whose name is spelt most like the text, "" when none is near."""
        found = process.extractOne(fold(text), self._names.keys(), scorer=fuzz.ratio, score_cutoff=HINT)
        return "" if found is None else self._names[found[0]].name

    def nil_called(self, text: str) -> int | None:
        """The NIL of exactly this name."""
        nil = self._names.get(fold(text))
        return None if nil is None else nil.id

    def _resolve(self, text: str) -> District | None:
        resolution = self.gazetteer.resolve(text)
        return None if resolution is None else resolution.best


def read_place(cells: Cells, districts: KnownDistricts) -> Place:
    """The place of a row as it says it: what follows from it is not filled in here."""
    cap = cells.read("cap", lambda text: _cap(text, districts))
    if cap is not None and cap not in districts.gazetteer.caps:
        cells.warn("cap", "cap-elsewhere")
    nil, implied = _district(cells, "nil", districts)
    also, municipio = _district(cells, "municipio", districts)
    return Place(
        address=cells.text("address") or None,
        cap=cap,
        nil=also if nil is None else nil,
        municipio=implied if municipio is None else municipio,
        point=_point(cells, districts),
    )


def _cap(text: str, districts: KnownDistricts) -> str:
    """Five digits; fewer where a spreadsheet dropped the zeros before a postcode of this city."""
    match = _CAP.fullmatch(without_decimals(text))
    cap = "" if match is None else match[1].zfill(5)
    if match is None or (len(match[1]) < len(cap) and cap not in districts.gazetteer.caps):
        raise BadValue("bad-cap")
    return cap


def _district(cells: Cells, field: str, districts: KnownDistricts) -> tuple[int | None, int | None]:
    """(NIL, Municipio) that the column `nil` or `municipio` tells, by number or name, of either level."""
    text = cells.text(field)
    if not text:
        return None, None
    pattern, known = (_NIL, districts.gazetteer.nils) if field == "nil" else (_MUNICIPIO, districts.gazetteer.municipi)
    if (match := pattern.fullmatch(fold(without_decimals(text)))) is not None:
        number = int(match[1])
        if number not in known:
            cells.refuse(field, _no_such(field, number, known))
            return None, None
        return (number, None) if field == "nil" else (None, number)
    if (nil := districts.nil_called(text)) is not None:
        return nil, None
    return _named(cells, field, text, districts)


def _named(cells: Cells, field: str, text: str, districts: KnownDistricts) -> tuple[int | None, int | None]:
    district = districts.resolve(text)
    if district is None or district.level not in {"nil", "municipio"}:
        cells.warn(field, "unknown-district", nearest=districts.nearest_name(text))
        return None, None
    if district.confidence < SURE:
        cells.warn(field, "unsure-district", read=district.name)
    return (int(district.id), None) if district.level == "nil" else (None, int(district.id))


def _no_such(field: str, number: int, known: Collection[int]) -> BadValue:
    nearest = min(known, key=lambda one: abs(one - number))
    return BadValue(f"no-such-{field}", existing=f"{min(known)}–{max(known)}", nearest=nearest)


def _point(cells: Cells, districts: KnownDistricts) -> Point | None:
    example = districts.example
    lat = cells.read("lat", lambda text: degrees(text, 90, f"{example.lat:.4f}"))
    lon = cells.read("lon", lambda text: degrees(text, 180, f"{example.lon:.4f}"))
    for here, there in (("lat", "lon"), ("lon", "lat")):
        if not cells.is_blank(here) and cells.is_blank(there):
            cells.refuse(here, BadValue("half-coordinates"))
    if lat is None or lon is None:
        return None
    if not districts.near_city(lat, lon):
        if districts.near_city(lon, lat):
            cells.refuse("lat", BadValue("swapped-coordinates", lat=lat, lon=lon))
        else:
            cells.warn("lat", "point-elsewhere", f"{lat}, {lon}")
    return Point(lat, lon)
