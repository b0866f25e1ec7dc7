"""Which of the phrases found in a text are meant, where they compete for the same words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from matcher.lexicon.resolver.phrase_scan import Found
from matcher.lexicon.resolver.phrases import IDIOM, REARRANGED
from matcher.lexicon.skills.csv_files import SkillKind


def select(phrases: Sequence[Found], length: int, kinds: Mapping[str, SkillKind]) -> list[list[Found]]:
    """The longest, then best phrases that do not overlap; each with the others that are equally good.

    `length` is the number of words of the text, `kinds` says by id what each skill is. A phrase that names a product
    gives way to a shorter one in it that names the same where a material stands beside: "targhe in ottone" names
    plaques, as "targhe" does, and brass. In Italian, where what qualifies follows, two phrases may share the word at
    which one ends and the other begins ("corsi di stampa 3D in resina"); the shorter claims only its own words.
    """
    taken: list[Found | None] = [None] * length
    chosen: dict[tuple[int, ...], list[Found]] = {}
    best: dict[tuple[int, ...], Found] = {}
    for found in sorted(_without_padded(phrases, kinds), key=_rank):
        rivals = chosen.get(found.words)
        if rivals:
            if _worth(found) == _worth(best[found.words]):
                rivals.append(rivals[0]._replace(sense=found.sense))
        elif own := _own_part(found, taken):
            taken[own.first : own.last + 1] = [found] * (own.last + 1 - own.first)
            chosen[found.words] = [own]
            best[found.words] = found
    return [senses for senses in chosen.values() if senses[0].sense.skill != IDIOM]


def _rank(found: Found) -> tuple[int, tuple[float, bool, int, int], int, str]:
    return (-len(found.words), _worth(found), found.first, found.sense.skill)


def _worth(found: Found) -> tuple[float, bool, int, int]:
    """Orders phrases of the same words, best least: surest, in the vocabulary, as it is written there, by its label."""
    return (-found.confidence, found.sense.skill == IDIOM, found.level, found.sense.source)


def _own_part(found: Found, taken: Sequence[Found | None]) -> Found | None:
    """The phrase, narrowed to the words that no other has taken; None where it may not have them."""
    owners = [owner for owner in taken[found.first : found.last + 1] if owner is not None]
    if not owners:
        return found
    rival = owners[0]
    if any(owner is not rival for owner in owners) or not (_may_share(found) and _may_share(rival)):
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


def _without_padded(phrases: Sequence[Found], kinds: Mapping[str, SkillKind]) -> list[Found]:
    """Leaves out phrases that repeat the product of a shorter one in them and hide a material beside it.

    With them goes whatever else the same words might be.
    """
    if not any(kinds.get(found.sense.skill) is SkillKind.MATERIAL for found in phrases):
        return list(phrases)
    best = {found.words: found for found in sorted(phrases, key=_rank, reverse=True)}
    starts: defaultdict[int, list[Found]] = defaultdict(list)
    for found in best.values():
        starts[found.words[0]].append(found)
    padded: dict[tuple[int, ...], set[int]] = {}
    for found in best.values():
        if len(found.words) > 1 and kinds.get(found.sense.skill) is SkillKind.PRODUCT:
            parts = _product_and_material(found, starts, kinds)
            if parts:
                padded[found.words] = parts
    return [
        found
        for found in phrases
        if not any(parts <= set(found.words) <= set(whole) for whole, parts in padded.items())
    ]


def _product_and_material(
    found: Found, starts: Mapping[int, Sequence[Found]], kinds: Mapping[str, SkillKind]
) -> set[int] | None:
    """The words in a phrase that name its product as surely by themselves and a material, if there are such."""
    words = set(found.words)
    within = [inner for word in found.words for inner in starts.get(word, ()) if words.issuperset(inner.words)]
    materials = [set(inner.words) for inner in within if kinds.get(inner.sense.skill) is SkillKind.MATERIAL]
    for core in within:
        if core.sense.skill == found.sense.skill and core.confidence >= found.confidence:
            for material in materials:
                if material.isdisjoint(core.words):
                    return material.union(core.words)
    return None
