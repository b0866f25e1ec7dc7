"""Unstructured text to items: sentences, elements of lists, and which of them are offers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from matcher.domain.profiles import LONGEST_ITEM

LONG_ENUMERATION = 100
"""Characters from which a sentence that only enumerates is split at its commas."""

_FEWEST_ENUMERATED = 4
_MOST_WORDS_ENUMERATED = 6

_ABBREVIATION = re.compile(
    r"""\(*(?:\w+['’])?(?: [^\W\d_] | (?:[^\W\d_]\.)+[^\W\d_]          # initials, s.r.l.
            | abb | approx | arch | art | avv | ca | cap | cell | cfr | cm | co | corp | dept | dott | dr | ecc | ed
            | es | etc | fig | geom | inc | ing | int | kg | ltd | max | min | mm | mq | mr | mrs | ms | no | nr
            | p\.iva | pag | prof | sas | sig | sig\.ra | snc | soc | spa | srl | srls | st | tel | vol | vs )\.""",
    re.VERBOSE | re.IGNORECASE,
)
_MARKER = re.compile(r"^(?:[-–—*•·●▪◦‣>]+(?=\s)|[•·●▪◦‣]|\(?\d{1,2}[.)](?=\s)|[a-z]\)(?=\s))\s*")
_BULLETS = re.compile(r"\s*(?:\n|[•●▪◦‣]|\s·\s|\|)\s*|;\s+|;$")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’»)]*\s+")
_BLANKS = re.compile(r"[^\S\n]+")
_COMMA = re.compile(r",\s+")
_READABLE = re.compile(r"[^\W_]")
_PARAGRAPH = re.compile(r"\n\s*\n")

_SEEKING = re.compile(
    r"""\b(?: cerco | cerchiamo | cercasi | (?:sto|stiamo)\ cercando | cerca(?=\s+\w)(?![^.]*\?)
            | (?:alla\ ricerca|in\ cerca)\ d\w* | (?:abbiamo|ho|avremmo|avrei)\ bisogno
            | (?:ci|mi)\ serv(?:e|ono|irebbe|irebbero) | necessitiamo | vorre(?:i|mmo)\ trovare
            | looking\ (?:to\ find|for) | (?:we|i)\ (?:also\ )?(?:need|require|want) | in\ need\ of
            | seek(?:s|ing)? | in\ search\ of | searching\ for | ^(?:needs?|wanted)(?=[\s:]) )\b""",
    re.VERBOSE | re.IGNORECASE,
)
_OFFERING = re.compile(
    r"""\b(?: offr(?:o|iamo|e) | propon(?:go|iamo) | realizz(?:o|iamo) | produc(?:o|iamo) | forni(?:sco|amo)
            | mett(?:o|iamo)\ a\ disposizione | (?:we|i)\ (?:also\ )?(?:offer|provide|make|produce|supply)
            | offering )\b""",
    re.VERBOSE | re.IGNORECASE,
)
_READER_SEEKS = re.compile(
    r"""\b(?: (?:chi|se|che)\ (?:(?:sta|stai|state)\ )?cerc\w+ | (?:stai|state)\ cercando
            | (?:you|who|anyone|those|people|clients|customers|everyone)(?:'re|\ are|\ is)?
              \ (?:looking\ for|seek\w*|searching\ for|in\ (?:search|need)\ of) )\b""",
    re.VERBOSE | re.IGNORECASE,
)
_TURN = re.compile(r",?\s+(?=(?:e|ed|ma|and|but)\s)|,\s+|\s+[-–—]\s+")
_CONJUNCTION = re.compile(r"(?:e|ed|ma|and|but)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Piece:
    """An item with what follows it: `ends` is true where its sentence or paragraph is over."""

    text: str
    ends: bool


def split_items(text: str) -> tuple[str, ...]:
    """The sentences and list elements of a text, in order, each at most `LONGEST_ITEM` long.

    Splits at line breaks, bullets, bars, semicolons and the ends of sentences, and at the commas of a long enumeration;
    not at abbreviations ("s.r.l."), initials, decimals or addresses of the web. No word is lost: only white space and
    list markers are.
    """
    return tuple(piece.text for piece in _pieces(text))


def split_sides(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The items of a free description as (offers, seeks).

    An item that says "cerchiamo", "abbiamo bisogno di", "looking for" and the like is sought, and so are the elements
    of the list it heads; a sentence that both offers and seeks is split in two. All others are offered. What a text
    says of its readers ("per chi cerca", "are you looking for") makes it no search.
    """
    sides: dict[bool, list[str]] = {False: [], True: []}
    list_is_sought = False
    for piece in _pieces(text):
        for clause in _clauses(piece.text):
            cue = _cue(clause)
            sought = list_is_sought if cue is None else cue
            if cue is not None:
                list_is_sought = cue and ":" in clause
            if not _is_bare_heading(clause):
                sides[sought].append(clause)
        if piece.ends:
            list_is_sought = False
    return tuple(sides[False]), tuple(sides[True])


def _cue(clause: str) -> bool | None:
    """True where a clause says that it seeks, False where it says that it offers, None where it says neither."""
    if _SEEKING.search(clause) and not _READER_SEEKS.search(clause):
        return True
    return False if _OFFERING.search(clause) else None


def _is_bare_heading(clause: str) -> bool:
    """Whether a clause is "Cerchiamo:" and no more."""
    cue = _SEEKING.search(clause) or _OFFERING.search(clause)
    if cue is None or not clause.endswith(":"):
        return False
    return not _READABLE.search(clause[: cue.start()] + clause[cue.end() :])


def _clauses(sentence: str) -> list[str]:
    """The sentence, or its parts where it turns from offering to seeking or back."""
    bounds = [0]
    for gap in _TURN.finditer(sentence):
        before, after = sentence[bounds[-1] : gap.start()], sentence[gap.end() :]
        opening = _CONJUNCTION.sub("", after, count=1) if _CONJUNCTION.match(after) else after
        seeks, offers = bool(_SEEKING.match(opening)), bool(_OFFERING.match(opening))
        if (seeks or offers) and seeks != bool(_cue(before)):
            bounds.append(gap.end())
    parts = [sentence[start:end].strip(" ,–—-") for start, end in pairwise([*bounds, len(sentence)])]
    return [part for part in parts if _READABLE.search(part)]


def _pieces(text: str) -> Iterator[_Piece]:
    for paragraph in _PARAGRAPH.split(_BLANKS.sub(" ", text)):
        elements = [_MARKER.sub("", line.strip()) for line in _BULLETS.split(paragraph)]
        for number, element in enumerate(elements, start=1):
            sentences = list(_sentences(" ".join(element.split())))
            for sentence in sentences:
                ends = len(sentences) > 1 or number == len(elements) or sentence.endswith((".", "!", "?"))
                for part in _enumerated(sentence):
                    yield from (_Piece(chunk, ends) for chunk in _chunks(part) if _READABLE.search(chunk))


def _sentences(line: str) -> Iterator[str]:
    start = 0
    for gap in _SENTENCE_END.finditer(line):
        last_word = line[line.rfind(" ", start, gap.start()) + 1 : gap.start()]
        if not _ABBREVIATION.fullmatch(last_word):
            yield line[start : gap.end()].strip()
            start = gap.end()
    if line[start:].strip():
        yield line[start:].strip()


def _enumerated(sentence: str) -> list[str]:
    parts = _COMMA.split(sentence)
    if len(sentence) <= LONG_ENUMERATION or len(parts) < _FEWEST_ENUMERATED:
        return [sentence]
    return parts if all(len(part.split()) <= _MOST_WORDS_ENUMERATED for part in parts) else [sentence]


def _chunks(text: str) -> Iterator[str]:
    while len(text) > LONGEST_ITEM:
        cut = text.rfind(" ", 0, LONGEST_ITEM + 1)
        cut = cut if cut > 0 else LONGEST_ITEM
        yield text[:cut].strip()
        text = text[cut:].strip()
    yield text
