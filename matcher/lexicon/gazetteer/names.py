"""Every spelling of every place of a city, found exactly or by likeness."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import process
from rapidfuzz.distance import OSA

from matcher.domain.profiles import Point
from matcher.errors import InvalidInput
from matcher.lexicon.gazetteer.city_folder import CityFolder, NamedPlace, Spelling
from matcher.lexicon.gazetteer.districts import Nil
from matcher.lexicon.gazetteer.toponymy import Word, place_words

_COMPOUND = re.compile(r"\s+[-–]\s+")


class Sense(StrEnum):
    """What else a spelling means: nothing; a common word; a place, person or thing elsewhere."""

    PLAIN = "plain"
    MARKED = "marked"
    LABELLED = "labelled"


@dataclass(frozen=True, slots=True)
class Name:
    """One spelling, as folded words, of a place in `nils`, the main one first, or in a Municipio.

    `point` is None exactly for a place outside the city.
    """

    words: Spelling
    sense: Sense
    place: str
    nils: tuple[int, ...]
    municipio: int | None
    point: Point | None

    @property
    def outside(self) -> bool:
        """Whether the place is not in the city."""
        return self.point is None

    def same_place(self, other: Name) -> bool:
        """Whether both spell one place."""
        return (self.place, self.nils, self.municipio) == (other.place, other.nils, other.municipio)


class PlaceNames:
    """The names of one city: those of its table of places first, then official names and the parts of compounds.

    Raises:
        InvalidInput: the table gives one spelling to two places.
    """

    def __init__(self, folder: CityFolder) -> None:
        self._names: dict[Spelling, Name] = {}
        for place in folder.places:
            for name in _spelt(place, folder):
                known = self._names.setdefault(name.words, name)
                if not known.same_place(name):
                    raise _spelt_twice(known, name)
        for name in _official(folder.nils.values()):
            self._names.setdefault(name.words, name)
        self._longest = max(map(len, self._names), default=0)
        self._spellings = {name: " ".join(name.words) for name in self._names.values()}
        self._plain_by_initial: dict[str, dict[Name, str]] = defaultdict(dict)
        for name, spelling in self._spellings.items():
            if name.sense is Sense.PLAIN and not name.outside:
                self._plain_by_initial[spelling[0]][name] = spelling

    def __iter__(self) -> Iterator[Name]:
        return iter(self._names.values())

    def exact(self, words: Sequence[Word]) -> Name | None:
        """The name that these words spell."""
        if len(words) > self._longest:
            return None
        return self._names.get(tuple(word.folded for word in words))

    def longest_at(self, words: Sequence[Word], start: int) -> Name | None:
        """The longest name that begins at position `start`."""
        spelling = tuple(word.folded for word in words[start : start + self._longest])
        for length in range(len(spelling), 0, -1):
            name = self._names.get(spelling[:length])
            if name is not None:
                return name
        return None

    def alike(self, spelling: str, at_least: float) -> list[tuple[Name, float]]:
        """Names of different places by likeness to `spelling`, best first.

        Likeness is 1 − edits / longer length in [0, 1], an edit being one letter more, less, other or swapped with its
        neighbour (optimal string alignment).
        """
        hits = process.extract(
            spelling, self._spellings, scorer=OSA.normalized_similarity, score_cutoff=at_least, limit=12
        )
        found: list[tuple[Name, float]] = []
        for _, likeness, name in hits:
            if not any(name.same_place(other) for other, _ in found):
                found.append((name, likeness))
        return found

    def misspelt(self, spelling: str, edits: int) -> tuple[Name, int] | None:
        """The plain name nearest to `spelling` within so many edits, with their number; both begin with one letter."""
        rivals = self._plain_by_initial.get(spelling[0], {})
        hit = process.extractOne(spelling, rivals, scorer=OSA.distance, score_cutoff=edits)
        return None if hit is None else (hit[2], int(hit[1]))


def _spelt(place: NamedPlace, folder: CityFolder) -> Iterator[Name]:
    point = place.point
    if point is None and place.nils:
        point = folder.nils[place.nils[0]].centroid
    elif point is None and place.municipio is not None:
        point = folder.municipi[place.municipio].centroid
    senses = ((Sense.PLAIN, place.plain), (Sense.MARKED, place.marked), (Sense.LABELLED, place.labelled))
    for sense, spellings in senses:
        for spelling in spellings:
            yield Name(_words(spelling), sense, place.name, place.nils, place.municipio, point)


def _official(nils: Iterable[Nil]) -> Iterator[Name]:
    """Whole names first; a part that several compounds share names all of their NILs."""
    parts: dict[Spelling, list[tuple[Nil, str]]] = {}
    for nil in nils:
        for whole in (nil.name, nil.official):
            yield Name(_words(whole), Sense.PLAIN, nil.name, (nil.id,), None, nil.centroid)
            for part in _COMPOUND.split(whole):
                parts.setdefault(_words(part), []).append((nil, part))
    for words, bearers in parts.items():
        ids = tuple(dict.fromkeys(nil.id for nil, _ in bearers))
        first, label = bearers[0]
        yield Name(words, Sense.PLAIN, label, ids, None, first.centroid)


def _words(text: str) -> Spelling:
    return tuple(word.folded for word in place_words(text))


def _spelt_twice(first: Name, second: Name) -> InvalidInput:
    spelling = " ".join(first.words)
    return InvalidInput(
        f"places.csv spells both '{first.place}' and '{second.place}' as '{spelling}'. Keep it in one row.",
        file="places.csv",
        found=spelling,
    )
