"""An address taken apart: "Via X 3, 20134 Lambrate (MI)"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from matcher.lexicon.gazetteer.city_folder import City
from matcher.lexicon.gazetteer.names import Name, PlaceNames
from matcher.lexicon.gazetteer.numbers import Numbered, PlaceNumbers
from matcher.lexicon.gazetteer.toponymy import LEADING, Word, place_words

_HOUSE_NUMBER = re.compile(r"\d+[a-z]{0,3}|[a-z]|snc|bis|ter|int|interno|scala|civico")
_PARTING = re.compile(r"[,;/()\n]|\s[-–]\s")


@dataclass(frozen=True, slots=True)
class Address:
    """What the parts of an address name, and whether it says that it is in the city."""

    named: Name | None
    numbered: Numbered | None
    cap: str | None
    in_city: bool


class AddressReader:
    """Takes addresses apart with the names and numbers of one city."""

    def __init__(self, city: City, names: PlaceNames, numbers: PlaceNumbers) -> None:
        self._names = names
        self._numbers = numbers
        self._endings = city.names | city.endings
        self._city_names = city.names

    def read(self, text: str) -> Address:
        """The last name, the last numbered district and the last postcode that make up a part of the address."""
        named: Name | None = None
        numbered: dict[bool, Numbered] = {}
        for part in reversed(_parts(text)):
            rest = []
            position = 0
            while position < len(part):
                found = self._numbers.at(text, part, position)
                if found is None:
                    rest.append(part[position])
                    position += 1
                else:
                    numbered.setdefault(found.level == "cap", found)
                    position = found.end
            named = named or self._named(self.without_city(rest))
        cap = numbered.get(True)
        in_city = cap is not None or any(word.folded in self._city_names for word in place_words(text))
        return Address(named, numbered.get(False), cap.id if cap else None, in_city)

    def without_city(self, words: list[Word]) -> list[Word]:
        """The words less the city, province and country at their end, unless those belong to a name."""
        while words and words[-1].folded in self._endings and next(self.exact(words), None) is None:
            words = words[:-1]
        return words

    def exact(self, words: list[Word]) -> Iterator[Name]:
        """The name that all of the words spell, or all but the prepositions, labels and articles before it."""
        for start in range(len(words)):
            name = self._names.exact(words[start:])
            if name is not None:
                yield name
            if words[start].folded not in LEADING:
                return

    def _named(self, words: list[Word]) -> Name | None:
        """The name that the words spell once the house number is taken off."""
        while words:
            name = next(self.exact(words), None)
            if name is not None:
                return None if name.outside else name
            if not _HOUSE_NUMBER.fullmatch(words[-1].folded):
                return None
            words = words[:-1]
        return None


def _parts(text: str) -> list[list[Word]]:
    parts: list[list[Word]] = [[]]
    end = 0
    for word in place_words(text):
        if _PARTING.search(text, end, word.start):
            parts.append([])
        parts[-1].append(word)
        end = word.end
    return parts
