"""How Italian and English speak of places: abbreviations, streets, prepositions and what they say of the next word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from matcher.lexicon.normalisation import tokenise


class Marker(IntEnum):
    """How strongly the words before (or after) a name say that it is a place."""

    NONE = 0
    PREPOSITION = 1
    NEARNESS = 2
    LABEL = 3


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


LABELS = _set(
    "zona zone quartiere quartieri rione borgo metro metropolitana district neighbourhood neighborhood quarter"
)
NEARNESS = _set(
    "vicino vicini vicina vicine presso pressi dintorni vicinanze attorno intorno accanto adiacenze stazione fermata"
    " area near nearby close around next beside station stop"
)
PREPOSITIONS = _set(
    "a ad al allo alla all ai agli alle in nel nello nella nell nei negli nelle da dal dallo dalla dall dai dagli dalle"
    " di del dello della dell dei degli delle su sul sullo sulla sull sui sugli sulle per tra fra verso fino"
    " at from of to towards within"
)
ARTICLES = _set("il lo la l i gli le the")
INSIDE_ONLY = _set("parti cuore pieno heart")
"""Nouns that belong to a phrase of place only behind a preposition: "dalle parti di", "in the heart of"."""

LEADING = LABELS | NEARNESS | PREPOSITIONS | ARTICLES | INSIDE_ONLY
SUFFIX_LABELS = {
    "district": Marker.LABEL,
    "neighbourhood": Marker.LABEL,
    "neighborhood": Marker.LABEL,
    "quarter": Marker.LABEL,
    "area": Marker.NEARNESS,
    "zone": Marker.NEARNESS,
    "station": Marker.NEARNESS,
}
"""English labels that follow the name: "the Isola district"."""

OWNERSHIP = _set("di del dello della dell d dei degli delle of")
"""What makes a name part of a longer one: "isola d'Elba", "fiera di Rimini"."""

CONJUNCTIONS = _set("e ed o od oppure and or")

STREETS = _set(
    "via viale corso piazza piazzale piazzetta largo vicolo ripa alzaia bastioni foro strada vialetto rotonda"
)

_DOTTED = {
    ("p", "ta"): "porta",
    ("p", "za"): "piazza",
    ("p", "zza"): "piazza",
    ("p", "le"): "piazzale",
    ("v", "le"): "viale",
    ("c", "so"): "corso",
    ("l", "go"): "largo",
    ("q", "re"): "quartiere",
}
_CONTRACTED = {first + second: whole for (first, second), whole in _DOTTED.items()} | {"staz": "stazione"}
_SAINT = "s"
_SAINTS = frozenset({"san", "santo", "santa", "sant", "ss"})
_DOT = re.compile(r"\s?[.'’/]\s?")


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word of a text that wrote `text[start:end]`."""

    folded: str
    start: int
    end: int


def place_words(text: str) -> list[Word]:
    """The folded words of `text` with abbreviations of Italian place names written out.

    "P.ta" and "PTA" become "porta", "Q.re" "quartiere"; San, Santa, Sant' and S. all become "s".
    """
    found: list[Word] = []
    for token in tokenise(text):
        previous = found[-1] if found else None
        if previous is not None and _DOT.fullmatch(text[previous.end : token.start]):
            whole = _DOTTED.get((text[previous.start : previous.end].lower(), token.word))
            if whole is not None:
                found[-1] = Word(whole, previous.start, token.end)
                continue
        folded = _SAINT if token.word in _SAINTS else _CONTRACTED.get(token.word, token.word)
        found.append(Word(folded, token.start, token.end))
    return found
