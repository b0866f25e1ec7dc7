"""What else is known of a profile's place: its districts from its point or address, a point from its district."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

from matcher.domain.matches import District
from matcher.domain.profiles import Place, Point
from matcher.lexicon.gazetteer.city_folder import CityFolder
from matcher.lexicon.gazetteer.districts import Cap
from matcher.lexicon.gazetteer.geometry import OUTSIDE, Ids
from matcher.lexicon.gazetteer.names import PlaceNames
from matcher.lexicon.gazetteer.resolution import PlaceResolver

SURE = 0.8
"""Least confidence, or share of a CAP's points or a NIL's area, from which a district is filled in."""


class PlaceCompleter:
    """Fills gaps in places of one city."""

    def __init__(
        self,
        folder: CityFolder,
        names: PlaceNames,
        resolver: PlaceResolver,
        locate: Callable[[Sequence[float], Sequence[float]], tuple[Ids, Ids]],
    ) -> None:
        self._nils = folder.nils
        self._caps = folder.caps
        self._resolver = resolver
        self._locate = locate
        self._stand_ins = {name.point for name in names if name.point is not None}
        self._stand_ins.update(nil.centroid for nil in folder.nils.values())
        self._stand_ins.update(cap.centroid for cap in folder.caps.values())

    def complete(self, places: Sequence[Place]) -> list[Place]:
        """The places with what can be told of their gaps; what is given is never changed.

        A point tells its districts, unless it stands in for a district's middle: then, as without a point, they are
        told by the NIL, the address and the CAP where those are sure enough. A place without a point gets that of what
        its address names, or the middle of its NIL or CAP.
        """
        points = [self._telling_point(place) for place in places]
        known = [point for point in points if point is not None]
        nils, municipi = self._locate([point.lat for point in known], [point.lon for point in known])
        located = zip(nils.tolist(), municipi.tolist(), strict=True)
        return [
            self._described(place) if point is None else _located(place, *next(located))
            for place, point in zip(places, points, strict=True)
        ]

    def _telling_point(self, place: Place) -> Point | None:
        return None if place.point in self._stand_ins else place.point

    def _described(self, place: Place) -> Place:
        named, cap = self._told(place)
        nil = self._nil(named, cap) if place.nil is None else place.nil
        return replace(
            place,
            nil=nil,
            municipio=self._municipio(nil, named, cap) if place.municipio is None else place.municipio,
            point=self._point(nil, named, cap) if place.point is None else place.point,
        )

    def _told(self, place: Place) -> tuple[District | None, Cap | None]:
        """What the address surely names, and its CAP, each only if it does not contradict the Municipio given."""
        text = ", ".join(filter(None, (place.address, place.cap)))
        resolution = self._resolver.resolve(text) if text else None
        named = resolution.best if resolution and resolution.best.confidence >= SURE else None
        cap = self._caps.get(self._resolver.cap_in(text) or "")
        if place.municipio is not None:
            if named is not None and place.municipio not in self._municipi_of(named):
                named = None
            if cap is not None and place.municipio not in {hint.id for hint in cap.municipi}:
                cap = None
        return named, cap

    def _municipi_of(self, district: District) -> set[int]:
        return {one.municipio for nil in district.nils for one in self._nils[nil].municipi}

    def _nil(self, named: District | None, cap: Cap | None) -> int | None:
        if named is not None and named.level == "nil":
            return int(named.id) if len(named.nils) == 1 else None
        if cap is not None and cap.nils and cap.nils[0].share >= SURE:
            return cap.nils[0].id
        return None

    def _municipio(self, nil: int | None, named: District | None, cap: Cap | None) -> int | None:
        """The one Municipio that the NILs, the CAP or both are sure of."""
        if named is not None and named.level == "municipio":
            return int(named.id)
        nils = {nil} if nil is not None else named.nils if named is not None and named.level == "nil" else ()
        shares: dict[int, float] = defaultdict(float)
        for known in self._nils.keys() & nils:
            for one in self._nils[known].municipi:
                shares[one.municipio] += one.share / len(nils)
        witnesses = [shares.items(), ((hint.id, hint.share) for hint in cap.municipi) if cap else ()]
        sure = {municipio for witness in witnesses for municipio, share in witness if share >= SURE}
        return sure.pop() if len(sure) == 1 else None

    def _point(self, nil: int | None, named: District | None, cap: Cap | None) -> Point | None:
        if named is not None and named.level == "nil" and (nil is None or nil in named.nils):
            return named.point
        if nil is not None and nil in self._nils:
            return self._nils[nil].centroid
        return cap.centroid if cap is not None else None


def _located(place: Place, nil: int, municipio: int) -> Place:
    """The place with the districts around its point, which `OUTSIDE` stands for where there is none."""
    return replace(
        place,
        nil=place.nil if place.nil is not None or nil == OUTSIDE else nil,
        municipio=place.municipio if place.municipio is not None or municipio == OUTSIDE else municipio,
    )
