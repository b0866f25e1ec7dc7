"""The table of a city's districts and what resolves to them: points, names, numbers, postcodes and addresses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt

from matcher.domain.matches import District
from matcher.domain.profiles import Place, Point
from matcher.errors import InvalidInput, NotFound
from matcher.lexicon.gazetteer.city_folder import CityFolder, Folder, read_city, read_text
from matcher.lexicon.gazetteer.city_map import DRAWING, CityMap, draw_map
from matcher.lexicon.gazetteer.completion import PlaceCompleter
from matcher.lexicon.gazetteer.districts import Cap, Located, Municipio, Nil, Resolution, Share, nils_within
from matcher.lexicon.gazetteer.geometry import OUTSIDE, Ids
from matcher.lexicon.gazetteer.lookup import MAIN_SHARE, Districts
from matcher.lexicon.gazetteer.names import PlaceNames
from matcher.lexicon.gazetteer.numbers import PlaceNumbers
from matcher.lexicon.gazetteer.resolution import PlaceResolver
from matcher.lexicon.gazetteer.spotting import PlaceSpotter


class Gazetteer:
    """One city's gazetteer; immutable once loaded, safe to share between threads.

    `map` has every NIL and Municipio with its outline simplified; None for a city whose folder has no drawing.
    """

    def __init__(self, folder: CityFolder, map_: CityMap | None) -> None:
        names = PlaceNames(folder)
        numbers = PlaceNumbers(folder)
        districts = Districts(folder)
        self._folder = folder
        self._spotter = PlaceSpotter(folder, names, numbers, districts)
        self._resolver = PlaceResolver(folder, names, numbers, districts, self._spotter)
        self._completer = PlaceCompleter(folder, names, self._resolver, self.locate_many)
        self.map = map_

    @classmethod
    def load(cls, folder: Folder) -> Gazetteer:
        """Read a city's folder.

        Raises:
            InvalidInput: a file is missing or says what cannot be; the message names file, line and column.
        """
        city = read_city(folder)
        drawn = folder.joinpath(DRAWING).is_file()
        return cls(city, draw_map(read_text(folder, DRAWING), city.nils, city.municipi) if drawn else None)

    @property
    def city(self) -> str:
        """The city's id, such as `milan`."""
        return self._folder.city.id

    @property
    def name(self) -> str:
        """What the city calls itself, such as `Milano`."""
        return self._folder.city.name

    @property
    def attribution(self) -> str:
        """Whom to name, and under which licence, wherever the districts are shown."""
        return self._folder.city.attribution

    @property
    def centre(self) -> frozenset[int]:
        """The Municipi at the city's heart; the peripheries are all the rest."""
        return self._folder.city.centre

    @property
    def nils(self) -> Mapping[int, Nil]:
        """The neighbourhoods by id."""
        return self._folder.nils

    @property
    def municipi(self) -> Mapping[int, Municipio]:
        """The boroughs by id."""
        return self._folder.municipi

    @property
    def caps(self) -> Mapping[str, Cap]:
        """The postcodes and what they point to."""
        return self._folder.caps

    def locate(self, point: Point) -> Located:
        """The districts whose outlines hold the point."""
        nil, municipio = self.locate_many(np.array([point.lat]), np.array([point.lon]))
        return Located(_known(nil[0]), _known(municipio[0]))

    def locate_many(self, lat: npt.ArrayLike, lon: npt.ArrayLike) -> tuple[Ids, Ids]:
        """NIL and Municipio of each point, int64 (n,) both, -1 outside the city.

        `lat` and `lon` are (n,) in WGS 84 degrees.

        Raises:
            InvalidInput: they are not one-dimensional and of one length.
        """
        y, x = np.asarray(lat, np.float64), np.asarray(lon, np.float64)
        if y.ndim != 1 or y.shape != x.shape:
            raise InvalidInput(
                f"Latitudes {y.shape} and longitudes {x.shape} must be two lists of one length.", field="lat"
            )
        return self._folder.nil_outlines.locate(y, x), self._folder.municipio_outlines.locate(y, x)

    def resolve(self, text: str) -> Resolution | None:
        """The district that a text as a whole names, or that it ends in as an address does.

        "zona 9", "Mun. 3", "20133", "lambrate", "Lambratte", "p.ta romana", "Via Larga 8, 20122 Milano". None when it
        names none of this city. A place that lies in several NILs has them all in `best.nils`, the main one as its id,
        and each other one among the alternatives; a CAP has its NILs there, likeliest first.
        """
        return self._resolver.resolve(text)

    def spot(self, text: str) -> tuple[District, ...]:
        """The districts mentioned anywhere in a text in Italian or English, in its order.

        `words` of each is exactly what the text says, prepositions included ("vicino al Duomo"), and no two overlap.
        Common words that are also names ("isola", "fiera", "centrale") count only behind words of place or with a
        capital that tells.
        """
        return self._spotter.spot(text)

    def complete(self, place: Place) -> Place:
        """The place with its NIL, Municipio and point filled in where they can be told; what is given stays.

        Completing twice changes nothing more.
        """
        return self.complete_many([place])[0]

    def complete_many(self, places: Sequence[Place]) -> list[Place]:
        """The places, each completed."""
        return self._completer.complete(places)

    def nils_of(self, municipio: int, min_share: float = MAIN_SHARE) -> frozenset[int]:
        """Ids of the NILs of whose area at least `min_share`, in (0, 1], lies in the Municipio."""
        return nils_within(self.nils.values(), municipio, min_share)

    def periphery(self, place: Place) -> bool | None:
        """Whether a place lies outside of the city's centre; None where its districts do not tell.

        The Municipio decides; without one the NIL does, if all that it reaches into agree.
        """
        if place.municipio is not None:
            return place.municipio not in self.centre
        found = {self.periphery(Place(municipio=one.municipio)) for one in self.municipi_of(place.nil or 0)}
        return found.pop() if len(found) == 1 else None

    def municipi_of(self, nil: int) -> tuple[Share, ...]:
        """The Municipi that a NIL lies in, largest share first; none for an id that does not exist."""
        return self.nils[nil].municipi if nil in self.nils else ()


@cache
def default_gazetteer(city: str = "milan") -> Gazetteer:
    """The gazetteer of a city that ships with the package, read once.

    Raises:
        NotFound: there is no such city; the message lists those there are.
    """
    cities = resources.files("matcher.lexicon") / "data"
    known = sorted(one.name for one in cities.iterdir() if one.joinpath("city.json").is_file())
    if city not in known:
        raise NotFound(f"There is no gazetteer of '{city}'. Those that ship are: {', '.join(known)}.", found=city)
    return Gazetteer.load(cities / city)


def _known(district: np.int64) -> int | None:
    return None if district == OUTSIDE else int(district)
