"""Districts as answers: what was named, how surely, where it is and which NILs it stands for."""

from __future__ import annotations

from matcher.domain.matches import District
from matcher.lexicon.gazetteer.city_folder import CityFolder
from matcher.lexicon.gazetteer.districts import Hint, nils_within
from matcher.lexicon.gazetteer.names import Name
from matcher.lexicon.gazetteer.numbers import Numbered

MAIN_SHARE = 0.5
"""A NIL stands for the Municipio that holds at least this share of its area."""
STRAY_SHARE = 0.03
"""Known points of a CAP that fall in a NIL less often than this are strays: errors, or a street's far end."""


class Districts:
    """Makes districts of one city. `confidence` in (0, 1] and `words` are passed through."""

    def __init__(self, folder: CityFolder) -> None:
        self._folder = folder

    def nil(self, nil_id: int, confidence: float, words: str) -> District:
        """A NIL by id."""
        nil = self._folder.nils[nil_id]
        return District("nil", str(nil_id), nil.name, confidence, nil.centroid, words, frozenset({nil_id}))

    def municipio(self, municipio_id: int, confidence: float, words: str) -> District:
        """A Municipio by id, standing for the NILs that lie mostly in it."""
        municipio = self._folder.municipi[municipio_id]
        nils = nils_within(self._folder.nils.values(), municipio_id, MAIN_SHARE)
        return District("municipio", str(municipio_id), municipio.name, confidence, municipio.centroid, words, nils)

    def cap(self, cap: str, confidence: float, words: str) -> District:
        """A CAP that the city knows, standing for the NILs it points to."""
        known = self._folder.caps[cap]
        nils = frozenset(hint.id for hint in telling(known.nils))
        return District("cap", cap, f"CAP {cap}", confidence, known.centroid, words, nils)

    def numbered(self, found: Numbered, confidence: float, words: str) -> District:
        """What a number or a postcode names."""
        if found.level == "cap":
            return self.cap(found.id, confidence, words)
        make = self.nil if found.level == "nil" else self.municipio
        return make(int(found.id), confidence, words)

    def named(self, name: Name, confidence: float, words: str) -> District:
        """A place in the city by one of its names; its id is that of its main NIL, or of its Municipio."""
        if name.point is None:
            raise ValueError(f"{name.place} lies outside the city")
        if name.municipio is not None:
            nils = nils_within(self._folder.nils.values(), name.municipio, MAIN_SHARE)
            return District("municipio", str(name.municipio), name.place, confidence, name.point, words, nils)
        return District("nil", str(name.nils[0]), name.place, confidence, name.point, words, frozenset(name.nils))


def telling(hints: tuple[Hint, ...]) -> tuple[Hint, ...]:
    """The hints that are no strays."""
    return tuple(hint for hint in hints if hint.share >= STRAY_SHARE)
