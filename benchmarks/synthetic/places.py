"""Where invented profiles work: districts as often as in the sample, points inside them, streets of the city."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate
from random import Random

import numpy as np

from matcher.domain.profiles import Place, Point, Profile
from matcher.lexicon.gazetteer import Gazetteer

ANYWHERE = 0.1
"""Share of the profiles in a district drawn by its area and not from the sample."""
WITHOUT_POINT = 0.2
"""Share of the profiles whose district is known and no point."""
POINTS = 20_000
"""Points thrown over the city's box, of which those inside a district are drawn from."""
MARGIN = 0.03
"""Degrees around the middles of the districts that the box reaches."""

_HOUSE_NUMBER = re.compile(r"\s+\d.*$")


class Places:
    """Draws places of a city."""

    def __init__(self, gazetteer: Gazetteer, sample: Sequence[Profile], streets: Sequence[Profile]) -> None:
        self._names = {nil.id: nil.name for nil in gazetteer.nils.values()}
        self._usual = [profile.place.nil for profile in sample if profile.place.nil is not None]
        self._points = _points(gazetteer)
        self._spots = [(nil, spot) for nil, spots in self._points.items() for spot in spots]
        self._main = {nil: gazetteer.municipi_of(nil)[0].municipio for nil in self._names}
        self._streets = sorted(
            {_HOUSE_NUMBER.sub("", profile.place.address) for profile in streets if profile.place.address}
        )
        counts: defaultdict[int, dict[str, int]] = defaultdict(dict)
        for cap in gazetteer.caps.values():
            for hint in cap.nils:
                counts[hint.id][cap.cap] = hint.count
        self._caps = {nil: (list(caps), list(accumulate(caps.values()))) for nil, caps in counts.items()}

    def draw(self, random: Random) -> Place:
        """A place with its districts, an address and mostly a CAP and a point."""
        nil, (point, municipio) = self._spot(random)
        street = f"{random.choice(self._streets)} {random.randrange(1, 150)}"
        caps = self._caps.get(nil)
        cap = random.choices(caps[0], cum_weights=caps[1])[0] if caps else None
        if random.random() < WITHOUT_POINT:
            return Place(f"{street}, {self._names[nil]}", cap, nil, self._main[nil])
        return Place(street, cap, nil, municipio, point)

    def _spot(self, random: Random) -> tuple[int, tuple[Point, int]]:
        if random.random() < ANYWHERE:
            return random.choice(self._spots)
        nil = random.choice(self._usual)
        return nil, random.choice(self._points[nil])


def _points(gazetteer: Gazetteer) -> dict[int, list[tuple[Point, int]]]:
    """Points of each NIL with the Municipio they are in, its middle among them."""
    middles = [nil.centroid for nil in gazetteer.nils.values()]
    corners = np.array([(one.lat, one.lon) for one in middles])
    box = np.random.default_rng(0).uniform(corners.min(0) - MARGIN, corners.max(0) + MARGIN, (POINTS, 2)).round(6)
    thrown = np.concatenate([corners, box])
    nils, municipi = gazetteer.locate_many(thrown[:, 0], thrown[:, 1])
    found: defaultdict[int, list[tuple[Point, int]]] = defaultdict(list)
    for (lat, lon), nil, municipio in zip(thrown.tolist(), nils.tolist(), municipi.tolist(), strict=True):
        if nil > 0 and municipio > 0:
            found[nil].append((Point(lat, lon), municipio))
    return dict(found)
