"""Places mentioned anywhere in a free text, told from the common words that look like them."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.domain.matches import District
from matcher.lexicon.gazetteer.city_folder import CityFolder
from matcher.lexicon.gazetteer.lookup import Districts
from matcher.lexicon.gazetteer.names import Name, PlaceNames, Sense
from matcher.lexicon.gazetteer.numbers import Numbered, PlaceNumbers
from matcher.lexicon.gazetteer.reading import Lead, Reading
from matcher.lexicon.gazetteer.toponymy import LEADING, STREETS, Marker

CONFIDENCE = {
    (Sense.PLAIN, Marker.NONE): 0.85,
    (Sense.PLAIN, Marker.PREPOSITION): 0.92,
    (Sense.PLAIN, Marker.NEARNESS): 0.95,
    (Sense.PLAIN, Marker.LABEL): 0.97,
    (Sense.MARKED, Marker.NEARNESS): 0.88,
    (Sense.MARKED, Marker.LABEL): 0.95,
    (Sense.LABELLED, Marker.LABEL): 0.85,
}
"""How surely a spelling of this sense behind this marker is a place; what is not listed is none."""
CAPITALISED = {Marker.NONE: 0.65, Marker.PREPOSITION: 0.8}
"""The same for a common word written with a capital where capitals tell."""
LABELLED_NUMBER = 0.97
BARE_CAP = 0.8
MISSPELT_WORDS = 3
SHORTEST_MISSPELT = 7
LONG = 9
"""Letters from which a misspelling may have one edit more; behind a strong marker or with a capital one more still."""


@dataclass(frozen=True, slots=True)
class _Mention:
    """A district named before word `end`; `marker` is what a list that goes on from it inherits.

    `by_number` when bare numbers behind it may name others of its level.
    """

    district: District
    end: int
    marker: Marker
    by_number: bool = False


class PlaceSpotter:
    """Spots the districts of one city."""

    def __init__(self, folder: CityFolder, names: PlaceNames, numbers: PlaceNumbers, districts: Districts) -> None:
        self._city = folder.city
        self._names = names
        self._numbers = numbers
        self._districts = districts

    def spot(self, text: str) -> tuple[District, ...]:
        """The districts that the text mentions, in its order."""
        reading = Reading(text, self._city)
        mentions: list[_Mention] = []
        position = 0
        while position < len(reading.words):
            found, position = self._at(reading, position, mentions[-1] if mentions else None)
            if found is not None:
                mentions.append(found)
        return tuple(mention.district for mention in mentions)

    def _at(self, reading: Reading, position: int, last: _Mention | None) -> tuple[_Mention | None, int]:
        """The mention whose name begins at `position`, if any, and where to go on reading."""
        lead = self._lead(reading, position, last)
        name = self._names.longest_at(reading.words, position)
        if name is not None and name.outside:
            return None, position + len(name.words)
        found = self._numbered(reading, position, lead, last)
        if found is None and name is not None:
            found = self._named(reading, name, position, lead)
        elif found is None:
            found = self._misspelt(reading, position, lead)
        return found, found.end if found else position + 1

    def _lead(self, reading: Reading, position: int, last: _Mention | None) -> Lead:
        if last is None:
            return reading.lead(position, 0)
        return reading.listed(reading.lead(position, last.end), last.end, last.marker)

    def _numbered(self, reading: Reading, position: int, lead: Lead, last: _Mention | None) -> _Mention | None:
        found = self._numbers.at(reading.text, reading.words, position)
        if found is None and last is not None and last.by_number and lead.listed and not reading.counts(position):
            again = self._numbers.number(last.district.level, reading.text, reading.words, position)
            found = Numbered(last.district.level, again, position + 1, labelled=True) if again else None
        if found is None:
            return None
        end, marker = reading.tail(found.end)
        if not found.labelled and max(marker, lead.marker) < Marker.NEARNESS and not reading.closes(end):
            return None
        confidence = LABELLED_NUMBER if found.labelled or marker else BARE_CAP
        words = reading.phrase(lead, end)
        district = self._districts.numbered(found, confidence, words)
        return _Mention(district, end, Marker.LABEL, by_number=found.level != "cap")

    def _named(self, reading: Reading, name: Name, position: int, lead: Lead) -> _Mention | None:
        if name.words[0] not in STREETS and reading.is_on_street(position):
            return None
        behind = position + len(name.words)
        end, marker = reading.tail(behind)
        marker = max(marker, lead.marker)
        if name.words[0] in LEADING:
            marker = max(marker, Marker.NEARNESS)
        confidence = CONFIDENCE.get((name.sense, marker))
        if confidence is None and name.sense is Sense.MARKED and reading.is_capitalised(position, behind):
            confidence = CAPITALISED[marker]
        if confidence is None or (name.sense is not Sense.PLAIN and reading.goes_on(end)):
            return None
        district = self._districts.named(name, confidence, reading.phrase(lead, end))
        return _Mention(district, end, marker)

    def _misspelt(self, reading: Reading, position: int, lead: Lead) -> _Mention | None:
        if lead.marker is Marker.NONE or reading.is_on_street(position):
            return None
        for count in range(MISSPELT_WORDS, 0, -1):
            behind = position + count
            spelling = self._spelling(reading, position, behind)
            if len(spelling) < SHORTEST_MISSPELT:
                continue
            firm = lead.marker > Marker.PREPOSITION or reading.is_capitalised(position, behind)
            hit = self._names.misspelt(spelling, edits=(len(spelling) >= LONG) + firm)
            if hit is not None:
                name, edits = hit
                end, _ = reading.tail(behind)
                confidence = CONFIDENCE[Sense.PLAIN, lead.marker] * (1 - edits / len(spelling))
                district = self._districts.named(name, confidence, reading.phrase(lead, end))
                return _Mention(district, end, lead.marker)
        return None

    def _spelling(self, reading: Reading, start: int, end: int) -> str:
        """The folded words `[start:end]`; empty where they could not be one misspelt name."""
        if end > len(reading.words) or not all(map(reading.runs_on, range(start, end - 1))):
            return ""
        words = [reading.folded(position) for position in range(start, end)]
        if words[0] in LEADING or words[-1] in LEADING or not self._city.lookalikes.isdisjoint(words):
            return ""
        return " ".join(words)
