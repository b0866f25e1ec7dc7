"""Whether a word exists, whatever its inflection."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.lexicon.words import italian_lemmas, word_set, words

_SHORTEST_ROOT = 3
_LONGEST_ENDING = 6
_NOUN_ENDINGS = word_set("a e i o che chi ghe ghi")
_VERB_ENDINGS = word_set(
    "a e i o iamo ate ete ite ano ono isco isce iscono ava avano eva evano iva ivano ero era eranno ira iranno ando "
    "endo ante anti ente enti ato ata ati uto uta uti ute ito ita iti arlo arla arli arle arne erlo erla erli erle "
    "erne irlo irla irli irle irne arsi ersi irsi asi atosi"
)
_ADJECTIVE_ENDINGS = word_set("issimo issima issimi issime mente")
_ENGLISH_ENDINGS = word_set("s es ed d ing ly er ers ness less able")
_INFINITIVES = ("are", "ere", "ire", "iare", "arsi", "iarsi", "ersi", "irsi")
_PREFIXES = ("re", "ri", "un", "in", "pre", "dis", "non", "over", "anti", "auto", "mini", "micro", "multi")


def exists(word: str) -> bool:
    """Whether a folded word is in the lists of Italian or English words, inflected or with a prefix as it may be."""
    return _listed(word) or any(
        word.startswith(prefix) and len(word) - len(prefix) > _SHORTEST_ROOT and _listed(word.removeprefix(prefix))
        for prefix in _PREFIXES
    )


def _listed(word: str) -> bool:
    return word in words("it") or word in words("en") or _is_italian(word) or _is_english(word)


def _is_italian(word: str) -> bool:
    lemmas = italian_lemmas()
    for root in _roots(word, _NOUN_ENDINGS):
        if any(root + ending in lemmas for ending in ("o", "a", "e", "io")):
            return True
    for root in _roots(word, _VERB_ENDINGS):
        stem = root.removesuffix("h") if root.endswith(("ch", "gh")) else root
        if any(stem + ending in lemmas for ending in _INFINITIVES):
            return True
    return any(root + ending in lemmas for root in _roots(word, _ADJECTIVE_ENDINGS) for ending in ("o", "e", ""))


def _is_english(word: str) -> bool:
    return any(root in words("en") or root + "e" in words("en") for root in _roots(word, _ENGLISH_ENDINGS))


def _roots(word: str, endings: frozenset[str]) -> Iterator[str]:
    for length in range(1, min(_LONGEST_ENDING, len(word) - _SHORTEST_ROOT) + 1):
        if word[-length:] in endings:
            yield word[:-length]
