"""Districts named by number ("zona 9", "Municipio IV") and postcodes."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

from matcher.lexicon.gazetteer.city_folder import CityFolder, Spelling
from matcher.lexicon.gazetteer.toponymy import Word

_ROMAN = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "v": 5,
    "vi": 6,
    "vii": 7,
    "viii": 8,
    "ix": 9,
    "x": 10,
    "xi": 11,
    "xii": 12,
}


@dataclass(frozen=True, slots=True)
class Numbered:
    """A numbered district or a postcode that ends before word `end`; `labelled` when a label announced it."""

    level: str
    id: str
    end: int
    labelled: bool


class PlaceNumbers:
    """Reads the numbers that name districts of one city."""

    def __init__(self, folder: CityFolder) -> None:
        self._city = folder.city
        self._caps = folder.caps
        self._ids: dict[str, Container[int]] = {"municipio": folder.municipi, "nil": folder.nils}
        self._labels = {"municipio": folder.city.municipio_labels, "nil": folder.city.nil_labels}
        labels = (*folder.city.municipio_labels, *folder.city.nil_labels, *folder.city.cap_labels)
        self._first = {label[0] for label in labels}

    def at(self, text: str, words: Sequence[Word], start: int) -> Numbered | None:
        """The numbered district or known postcode that words from `start` name, label included."""
        if start < len(words) and words[start].folded not in self._first:
            return self._bare_cap(words, start)
        for level, labels in self._labels.items():
            for label in labels:
                behind = start + len(label)
                if _spell(words, start, behind) == label and (found := self.number(level, text, words, behind)):
                    return Numbered(level, found, behind + 1, labelled=True)
        for label in self._city.cap_labels:
            behind = start + len(label)
            if _spell(words, start, behind) == label and behind < len(words) and words[behind].folded in self._caps:
                return Numbered("cap", words[behind].folded, behind + 1, labelled=True)
        return self._bare_cap(words, start)

    def _bare_cap(self, words: Sequence[Word], start: int) -> Numbered | None:
        if start < len(words) and words[start].folded in self._caps:
            return Numbered("cap", words[start].folded, start + 1, labelled=False)
        return None

    def number(self, level: str, text: str, words: Sequence[Word], position: int) -> str | None:
        """The id of the district of this level whose bare number, Arabic or capital Roman, stands at `position`."""
        if position >= len(words):
            return None
        word = words[position]
        roman = _ROMAN.get(word.folded) if text[word.start : word.end].isupper() else None
        number = int(word.folded) if word.folded.isdecimal() else roman
        return str(number) if number is not None and number in self._ids[level] else None

    def is_elsewhere(self, words: Sequence[Word]) -> bool:
        """Whether the words hold a postcode of another city and none of this one."""
        shaped = [word.folded for word in words if self._city.cap_pattern.fullmatch(word.folded)]
        return bool(shaped) and not any(cap in self._caps or cap in self._city.shared_caps for cap in shaped)


def _spell(words: Sequence[Word], start: int, end: int) -> Spelling:
    return tuple(word.folded for word in words[start:end])
