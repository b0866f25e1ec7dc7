"""Which of the phrases found in a text are meant, where they compete for the same words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence

from matcher.lexicon.resolver.phrase_scan import Found
from matcher.lexicon.resolver.phrases import IDIOM, REARRANGED


def select(phrases: Sequence[Found], length: int, materials: Container[str]) -> list[list[Found]]:
    """The longest, then best phrases that do not overlap; each with the others that are equally good.

    `length` is the number of words of the text, `materials` are the ids of skills that are materials. A phrase that names
    what a shorter one in it names gives way to it where a material stands beside: "targhe in ottone" names plaques, as
    "targhe" does, and brass. In Italian, where what qualifies
    follows, two phrases may share the word at which one ends and the other begins ("corsi di stampa 3D in resina"); the
    shorter claims only the words that are its own.
    """
    taken: list[Found | None] = [None] * length
    chosen: dict[tuple[int, ...], list[Found]] = {}
    for found in sorted(_without_padded(phrases, materials), key=_rank):
        rivals = chosen.get(found.words)
        if rivals:
            if _worth(found) == _worth(rivals[0]):
                rivals.append(found._replace(first=rivals[0].first, last=rivals[0].last))
        elif own := _own_part(found, taken):
            taken[own.first : own.last + 1] = [found] * (own.last + 1 - own.first)
            chosen[found.words] = [own]
    return [senses for senses in chosen.values() if senses[0].sense.skill != IDIOM]


def _rank(found: Found) -> tuple[int, tuple[float, bool, int, int], int, str]:
    return (-len(found.words), _worth(found), found.first, found.sense.skill)


def _worth(found: Found) -> tuple[float, bool, int, int]:
    """Orders phrases of the same words, best least: surest, in the vocabulary, as it is written there, by its label."""
    return (-found.confidence, found.sense.skill == IDIOM, found.level, found.sense.source)


def _own_part(found: Found, taken: Sequence[Found | None]) -> Found | None:
    """The phrase, narrowed to the words that no other has taken; None where it may not have them."""
    owners = taken[found.first : found.last + 1]
    rivals = {id(owner): owner for owner in owners if owner is not None}
    if not rivals:
        return found
    (rival,) = rivals.values() if len(rivals) == 1 else (None,)
    if rival is None or not (_may_share(found) and _may_share(rival)):
        return None
    if found.words[0] == rival.words[-1]:
        return found._replace(first=found.words[1], confidence=min(found.confidence, REARRANGED))
    if found.words[-1] == rival.words[0]:
        return found._replace(last=found.words[-2], confidence=min(found.confidence, REARRANGED))
    return None


def _may_share(found: Found) -> bool:
    """Whether it is an Italian phrase that stands in one piece and means its words."""
    in_one_piece = (found.first, found.last) == (found.words[0], found.words[-1])
    return len(found.words) > 1 and in_one_piece and found.sense.language == "it" and found.sense.skill != IDIOM


def _without_padded(phrases: Sequence[Found], materials: Container[str]) -> list[Found]:
    """Leaves out phrases that repeat the skill of a shorter one in them and hide a material beside it."""
    starts: defaultdict[int, list[Found]] = defaultdict(list)
    for found in phrases:
        starts[found.words[0]].append(found)
    return [
        found
        for found in phrases
        if len(found.words) == 1 or found.sense.skill in materials or not _is_padded(found, starts, materials)
    ]


def _is_padded(found: Found, starts: Mapping[int, Sequence[Found]], materials: Container[str]) -> bool:
    words = set(found.words)
    within = [inner for word in found.words for inner in starts.get(word, ()) if words.issuperset(inner.words)]
    hidden = [set(inner.words) for inner in within if inner.sense.skill in materials]
    return any(
        words_of_material.isdisjoint(core.words)
        for core in within
        if core.sense.skill == found.sense.skill and core.confidence >= found.confidence
        for words_of_material in hidden
    )
