"""The inflected forms of a vocabulary word, each with how far it may be trusted on its own.

Forms are generated from the word instead of compared by stem: Snowball gives `portiere`, `porto` and `porta` one stem,
and `liutaio` and `liutai` two.
"""

from __future__ import annotations

import re
from enum import IntEnum

from matcher.lexicon.words import italian_lemmas

SHORTEST_STEM = 4
"""A stem with fewer letters never stands for a word by itself."""


class Level(IntEnum):
    """How a form differs from the word: the greater, the more it takes to trust it.

    `PHRASE` forms count only beside the other words of a phrase.
    """

    EXACT = 0
    NUMBER = 1
    GENDER = 2
    VERB = 3
    PHRASE = 4


_PLURALS_IT = (
    ("ista", ("isti", "iste")),
    ("co", ("chi", "ci")),
    ("go", ("ghi", "gi")),
    ("ca", ("che",)),
    ("ga", ("ghe",)),
    ("cia", ("ce", "cie")),
    ("gia", ("ge", "gie")),
    ("io", ("i", "ii")),
    ("o", ("i",)),
    ("a", ("e",)),
    ("e", ("i",)),
)
_SINGULARS_IT = (
    ("isti", ("ista",)),
    ("chi", ("co", "chio")),
    ("ghi", ("go", "ghio")),
    ("che", ("ca",)),
    ("ghe", ("ga",)),
    ("ce", ("cia", "ce", "ca")),
    ("ge", ("gia", "ge")),
    ("i", ("o", "e", "io")),
    ("e", ("a",)),
)
_GENDERS_IT = (
    ("tore", ("trice", "trici")),
    ("trice", ("tore", "tori")),
    ("iere", ("iera", "iere")),
    ("iera", ("iere", "ieri")),
    ("co", ("ca", "che")),
    ("go", ("ga", "ghe")),
    ("io", ("ia", "ie")),
    ("o", ("a", "e")),
    ("ca", ("co", "chi", "ci")),
    ("ga", ("go", "ghi", "gi")),
    ("a", ("o", "i")),
)
_PRESENT_IT = {
    "are": "o i a ano",
    "ere": "o i e ono a ano",
    "isc": "isco isci isce iscono isca iscano",
    "ire": "o i e ono a ano",
}
_OTHER_IT = {
    "are": "iamo ate ando ato ata ati ate ava avano arlo arla arli arle",
    "ere": "iamo ete endo uto uta uti ute eva evano erlo erla erli erle",
    "ire": "iamo ite endo ito ita iti ite iva ivano irlo irla irli irle",
}
_SHARED_ENDINGS_IT = frozenset(["o", "i", "iamo"])
_PLAIN_IRE = re.compile("apr|avvert|boll|convert|copr|cuc|invest|rivest|scopr|scuc|segu|serv|vest")
_DOUBLING = re.compile(r"[^aeiou][aeiou][bdglmnprt]$")
_VOWEL = re.compile(r"[aeiouy]")
_BRITISH_AMERICAN = {
    "aluminium": "aluminum",
    "catalogue": "catalog",
    "centre": "center",
    "colour": "color",
    "fibre": "fiber",
    "grey": "gray",
    "jewellery": "jewelry",
    "jeweller": "jeweler",
    "labelling": "labeling",
    "modelling": "modeling",
    "mould": "mold",
    "isation": "ization",
    "ising": "izing",
    "ised": "ized",
}
_RESPELLINGS = _BRITISH_AMERICAN | {american: british for british, american in _BRITISH_AMERICAN.items()}
_RESPELT = re.compile("|".join(sorted(_RESPELLINGS, key=len, reverse=True)))


def inflections(word: str, language: str, *, verb: bool = False) -> dict[str, Level]:
    """Every form that may stand for a folded word, itself included, with the least level that explains it.

    `verb` adds the conjugation: of an Italian infinitive, of an English base form.
    """
    forms = _italian(word, verb) if language == "it" else _english(word, verb)
    forms[word] = Level.EXACT
    return forms


def _italian(word: str, verb: bool) -> dict[str, Level]:
    forms = _conjugation(word) if verb else {}
    if forms:
        return forms
    genders = _swap(word, _GENDERS_IT)
    _merge(forms, dict.fromkeys(genders, _trusted(word, Level.GENDER)))
    for form in _other_number(word):
        another_word = form in italian_lemmas() and word in italian_lemmas()
        _merge(forms, {form: Level.PHRASE if another_word else _trusted(word, Level.NUMBER)})
    return forms


def _trusted(word: str, level: Level) -> Level:
    return level if len(word) > SHORTEST_STEM else Level.PHRASE


def _other_number(word: str) -> list[str]:
    lemmas = italian_lemmas()
    plurals, singulars = _swap(word, _PLURALS_IT), _swap(word, _SINGULARS_IT)
    known = [singular for singular in singulars if singular in lemmas]
    if word in lemmas:
        return plurals
    return known or plurals + singulars


def _swap(word: str, endings: tuple[tuple[str, tuple[str, ...]], ...]) -> list[str]:
    for ending, others in endings:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return [word[: -len(ending)] + other for other in others]
    return []


def _conjugation(infinitive: str) -> dict[str, Level]:
    word = infinitive[:-2] + "e" if infinitive.endswith("rsi") else infinitive
    root, kind = word[:-3], word[-3:]
    if kind not in _OTHER_IT or not root:
        return {}
    present = _PRESENT_IT["isc" if kind == "ire" and not _PLAIN_IRE.fullmatch(root) else kind].split()
    rivals = any(root + other in italian_lemmas() for other in _OTHER_IT if other != kind)
    forms = {}
    for ending in [*present, *_OTHER_IT[kind].split(), kind]:
        form = _join(root, ending, kind)
        ambiguous = _is_noun(form, ending) or (rivals and ending in _SHARED_ENDINGS_IT)
        trusted = not ambiguous and len(root) >= SHORTEST_STEM - 1 and len(form) > SHORTEST_STEM
        forms[form] = Level.VERB if trusted else Level.PHRASE
    return forms


def _is_noun(form: str, ending: str) -> bool:
    """Whether a verb form is more likely a noun or adjective: "taglio", "saldi", "formato"."""
    if ending == "i":
        return form in italian_lemmas() or form[:-1] + "o" in italian_lemmas()
    if ending.endswith(("ata", "ati", "ate", "uta", "uti", "ute", "ita", "iti", "ite")):
        return form[:-1] + "o" in italian_lemmas()
    return ending[-1] in ("o", "a") and form in italian_lemmas()


def _join(root: str, ending: str, kind: str) -> str:
    if kind == "are" and ending[0] in "ie":
        if root[-1] in "cg":
            return f"{root}h{ending}"
        if root[-1] == "i":
            return root[:-1] + ending
    if kind == "ire" and root[-1] == "c" and ending[0] in "oa":
        return f"{root}i{ending}"
    return root + ending


def _english(word: str, verb: bool) -> dict[str, Level]:
    forms: dict[str, Level] = {}
    gerund = word.endswith("ing") and bool(_VOWEL.search(word[:-3]))
    for base in _bases_of_gerund(word) if gerund else [word] if verb else []:
        level = Level.VERB if verb and len(base) >= SHORTEST_STEM else Level.PHRASE
        _merge(forms, dict.fromkeys([base, *_english_verb(base)], level))
    for form in _english_number(word):
        stem = min(len(word), len(form))
        _merge(forms, {form: Level.NUMBER if stem >= SHORTEST_STEM else Level.PHRASE})
    if _RESPELT.search(word):
        _merge(forms, {_respelt(form): level for form, level in forms.items()} | {_respelt(word): Level.NUMBER})
    return forms


def _english_number(word: str) -> list[str]:
    if word.endswith("ies") and len(word) > SHORTEST_STEM:
        return [word[:-3] + "y"]
    if word.endswith(("sses", "shes", "ches", "xes")):
        return [word[:-2]]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return [word[:-1]]
    return [_with_s(word)]


def _with_s(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in ("a", "e", "o", "u"):
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")


def _bases_of_gerund(word: str) -> list[str]:
    root = word[:-3]
    single = [root[:-1]] if len(root) > 2 and root[-1] == root[-2] and root[-1] not in "sl" else []
    return [root, root + "e", *single]


def _english_verb(base: str) -> list[str]:
    if base.endswith("e"):
        return [base + "s", base + "d", base[:-1] + "ing"]
    if base.endswith("y") and base[-2:-1] not in ("a", "e", "o", "u"):
        return [_with_s(base), base[:-1] + "ied", base + "ing"]
    doubled = [base + base[-1:] + "ed", base + base[-1:] + "ing"] if _DOUBLING.search(base) else []
    return [_with_s(base), base + "ed", base + "ing", *doubled]


def _respelt(word: str) -> str:
    """The word as the other side of the Atlantic spells it."""
    return _RESPELT.sub(lambda part: _RESPELLINGS[part.group()], word)


def _merge(forms: dict[str, Level], more: dict[str, Level]) -> None:
    for form, level in more.items():
        forms[form] = min(level, forms.get(form, level))
