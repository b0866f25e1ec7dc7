"""What a text names that is a place as a whole, or an address that ends in one."""

from __future__ import annotations

from dataclasses import replace

from matcher.lexicon.gazetteer.address import Address, AddressReader
from matcher.lexicon.gazetteer.city_folder import CityFolder
from matcher.lexicon.gazetteer.districts import Resolution
from matcher.lexicon.gazetteer.lookup import Districts, telling
from matcher.lexicon.gazetteer.names import Name, PlaceNames, Sense
from matcher.lexicon.gazetteer.numbers import Numbered, PlaceNumbers
from matcher.lexicon.gazetteer.spotting import PlaceSpotter
from matcher.lexicon.gazetteer.toponymy import LEADING, STREETS, Word, place_words

WHOLE = {Sense.PLAIN: 0.98, Sense.MARKED: 0.9, Sense.LABELLED: 0.6}
"""Confidence in a text that is nothing but an exact name, by what else the name means."""
WHOLE_NUMBER = 0.99
"""Confidence in a text that is nothing but a numbered district or a postcode."""
PART = {Sense.PLAIN: 0.9, Sense.MARKED: 0.8, Sense.LABELLED: 0.4}
"""Confidence in a name that is one part of an address which does not say its city."""
PART_IN_CITY = 0.95
"""Confidence in one part of an address of the city."""
DISPUTED = 0.5
"""Confidence in a name that the address's postcode contradicts, and in that postcode."""
LEAST_LIKENESS = 0.75
LEAST_STREET_LIKENESS = 0.88
SHORTEST_MISSPELT = 5
RIVALRY = 20
"""How much a better likeness counts against a rival: a tenth nearer is eight times likelier."""


class PlaceResolver:
    """Resolves texts to districts of one city."""

    def __init__(
        self, folder: CityFolder, names: PlaceNames, numbers: PlaceNumbers, districts: Districts, spotter: PlaceSpotter
    ) -> None:
        self._folder = folder
        self._names = names
        self._numbers = numbers
        self._districts = districts
        self._spotter = spotter
        self._addresses = AddressReader(folder.city, names, numbers)

    def resolve(self, text: str) -> Resolution | None:
        """The district that the text as a whole names or ends in; None when it names none of this city."""
        every = place_words(text)
        words = self._addresses.without_city(every)
        if not words or self._numbers.is_elsewhere(words):
            return None
        name = next(self._addresses.exact(words), None)
        if name is not None:
            in_city = len(words) < len(every)
            return None if name.outside else self._named(name, PART_IN_CITY if in_city else WHOLE[name.sense], text)
        return self._number(text, words) or self._address(text) or self._closing(text) or self._misspelt(text, words)

    def cap_in(self, text: str) -> str | None:
        """The last postcode of the city that an address holds."""
        return self._addresses.read(text).cap

    def _number(self, text: str, words: list[Word]) -> Resolution | None:
        for start, word in enumerate(words):
            found = self._numbers.at(text, words, start)
            if found is not None and found.end == len(words):
                return self._numbered(found, WHOLE_NUMBER, text)
            if word.folded not in LEADING:
                return None
        return None

    def _address(self, text: str) -> Resolution | None:
        address = self._addresses.read(text)
        if address.named is not None:
            return self._named_in_address(address.named, address, text)
        if address.numbered is not None:
            return self._numbered(address.numbered, PART_IN_CITY, text)
        if address.cap is not None:
            return self._cap(address.cap, PART_IN_CITY, text)
        return None

    def _named_in_address(self, name: Name, address: Address, text: str) -> Resolution:
        if address.cap is None:
            return self._named(name, PART_IN_CITY if address.in_city else PART[name.sense], text)
        hints = self._folder.caps[address.cap]
        if name.municipio is not None:
            agreed = name.municipio in {hint.id for hint in telling(hints.municipi)}
        else:
            common = tuple(hint.id for hint in telling(hints.nils) if hint.id in name.nils)
            agreed = bool(common)
            name = replace(name, nils=common or name.nils)
        if agreed:
            return self._named(name, PART_IN_CITY, text)
        best = self._districts.named(name, DISPUTED, text)
        return Resolution(best, (self._districts.cap(address.cap, DISPUTED, address.cap),))

    def _closing(self, text: str) -> Resolution | None:
        """The last district of a sentence that ends with it."""
        spotted = self._spotter.spot(text)
        if spotted and text.rstrip(" \t\n.!?)").endswith(spotted[-1].words):
            return Resolution(spotted[-1], tuple(reversed(spotted[:-1])))
        return None

    def _misspelt(self, text: str, words: list[Word]) -> Resolution | None:
        while words and words[0].folded in LEADING:
            words = words[1:]
        spelling = " ".join(word.folded for word in words)
        if len(spelling) < SHORTEST_MISSPELT:
            return None
        on_street = words[0].folded in STREETS
        hits = self._names.alike(spelling, LEAST_STREET_LIKENESS if on_street else LEAST_LIKENESS)
        if not hits or hits[0][0].outside:
            return None
        rivals = [(name, sureness) for name, sureness in _sureness(hits) if not name.outside]
        ranked = [self._districts.named(name, sureness, text) for name, sureness in rivals]
        return Resolution(ranked[0], tuple(ranked[1:]))

    def _named(self, name: Name, confidence: float, text: str) -> Resolution:
        best = self._districts.named(name, confidence, text)
        each = confidence / max(1, len(name.nils))
        return Resolution(best, tuple(self._districts.nil(one, each, text) for one in name.nils[1:]))

    def _numbered(self, found: Numbered, confidence: float, text: str) -> Resolution:
        if found.level == "cap":
            return self._cap(found.id, confidence, text)
        return Resolution(self._districts.numbered(found, confidence, text))

    def _cap(self, cap: str, confidence: float, text: str) -> Resolution:
        best = self._districts.cap(cap, confidence, text)
        hints = telling(self._folder.caps[cap].nils)
        nils = (self._districts.nil(hint.id, confidence * hint.share, text) for hint in hints)
        return Resolution(best, tuple(nils))


def _sureness(found: list[tuple[Name, float]]) -> list[tuple[Name, float]]:
    """Likeness turned into confidence: less when another place is nearly as like."""
    weights = [likeness**RIVALRY for _, likeness in found]
    total = sum(weights)
    return [(name, likeness * weight / total) for (name, likeness), weight in zip(found, weights, strict=True)]
