"""Whether a word exists, whatever its inflection."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.lexicon.words import italian_lemmas, words

_SHORTEST_ROOT = 3
_NOUN_ENDINGS = ("che", "ghe", "chi", "ghi", "a", "e", "i", "o")
_VERB_ENDINGS = (
    *("o", "i", "a", "e", "iamo", "ate", "ete", "ite", "ano", "ono", "isco", "isce", "iscono"),
    *("ava", "avano", "eva", "evano", "iva", "ivano", "ero", "era", "eranno", "ira", "iranno"),
    *(
        "ando",
        "endo",
        "ante",
        "anti",
        "ente",
        "enti",
        "ato",
        "ata",
        "ati",
        "uto",
        "uta",
        "uti",
        "ute",
        "ito",
        "ita",
        "iti",
    ),
    *(
        "arlo",
        "arla",
        "arli",
        "arle",
        "arne",
        "erlo",
        "erla",
        "erli",
        "erle",
        "erne",
        "irlo",
        "irla",
        "irli",
        "irle",
        "irne",
    ),
    *("arsi", "ersi", "irsi", "asi", "atosi"),
)
_ADJECTIVE_ENDINGS = ("issimo", "issima", "issimi", "issime", "mente")
_ENGLISH_ENDINGS = ("s", "es", "ed", "d", "ing", "ly", "er", "ers", "ness", "less", "able")


def exists(word: str) -> bool:
    """Whether a folded word, or one it may be inflected from, is in the lists of Italian or English words."""
    return word in words("it") or word in words("en") or any(_italian(word)) or any(_english(word))


def _italian(word: str) -> Iterator[bool]:
    lemmas = italian_lemmas()
    for root in _roots(word, _NOUN_ENDINGS):
        yield any(root + ending in lemmas for ending in ("o", "a", "e", "io"))
    for root in _roots(word, _VERB_ENDINGS):
        stem = root.removesuffix("h") if root.endswith(("ch", "gh")) else root
        yield any(stem + ending in lemmas for ending in ("are", "ere", "ire", "iare", "arsi", "iarsi", "ersi", "irsi"))
    for root in _roots(word, _ADJECTIVE_ENDINGS):
        yield any(root + ending in lemmas for ending in ("o", "e", ""))


def _english(word: str) -> Iterator[bool]:
    for root in _roots(word, _ENGLISH_ENDINGS):
        yield root in words("en") or root + "e" in words("en")


def _roots(word: str, endings: tuple[str, ...]) -> Iterator[str]:
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_ROOT:
            yield word[: -len(ending)]
