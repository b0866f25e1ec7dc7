"""The words by which files name kinds, types of organisation and languages."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz import fuzz, process

from matcher.domain.profiles import Kind, OrganisationType
from matcher.intake.folding import fold

ALIKE = 84
"""Least likeness, of 100, at which a misspelt word is taken for a known one."""
HINT = 60
"""Least likeness, of 100, at which a known word is named as perhaps meant."""

Sort = tuple[Kind, OrganisationType | None]

_KINDS = {
    Kind.ARTISAN: (
        "artisan, artigiano, artigiana, artigiani, artigianato, bottega, bottega storica, negozio, maker, makers, "
        "nuovo artigiano, new artisan, laboratorio artigiano, impresa artigiana, craftsman, craftswoman, craftsperson"
    ),
    Kind.STARTUP: "startup, startups, start up, startup innovativa, start up innovativa, innovative startup",
    Kind.ORGANISATION: "organisation, organization, organizzazione, organisations, organizations, organizzazioni",
}
_TYPES = {
    OrganisationType.COMPANY: "company, azienda, impresa, ditta, societa, firm, business, pmi, sme, cliente, buyer",
    OrganisationType.FABLAB: "fablab, fablabs, fab lab",
    OrganisationType.MAKERSPACE: "makerspace, maker space, hackerspace",
    OrganisationType.INCUBATOR: (
        "incubator, incubatore, incubatore di impresa, incubatore di imprese, acceleratore, accelerator"
    ),
    OrganisationType.HUB: "hub, innovation hub, digital innovation hub, polo",
    OrganisationType.SCHOOL: (
        "school, scuola, universita, university, accademia, academy, istituto, politecnico, ente di formazione"
    ),
    OrganisationType.ASSOCIATION: (
        "association, associazione, associazione di categoria, fondazione, foundation, cooperativa, consorzio, "
        "consortium, onlus, ong, ngo, non profit, no profit, terzo settore, ente del terzo settore"
    ),
    OrganisationType.PUBLIC_BODY: (
        "public body, ente pubblico, ente, ente locale, comune, municipality, pa, pubblica amministrazione, "
        "public administration"
    ),
    OrganisationType.SPACE: "space, spazio, spazio condiviso, coworking, co working",
}
_LANGUAGES = {
    "it": "it, ita, italiano, italiana, italian",
    "en": "en, eng, ing, inglese, english",
    "fr": "fr, fra, francese, french, francais",
    "de": "de, deu, ted, tedesco, german, deutsch",
    "es": "es, spa, spagnolo, spanish, castellano, espanol",
    "pt": "pt, por, portoghese, portuguese, brasiliano",
    "ar": "ar, ara, arabo, arabic",
    "zh": "zh, zho, cinese, chinese, mandarino, mandarin",
    "ja": "ja, jpn, giapponese, japanese",
    "ko": "ko, kor, coreano, korean",
    "ru": "ru, rus, russo, russian",
    "uk": "uk, ukr, ucraino, ukrainian",
    "ro": "ro, ron, rumeno, romeno, romanian",
    "sq": "sq, sqi, albanese, albanian",
    "pl": "pl, pol, polacco, polish",
    "nl": "nl, nld, olandese, dutch",
    "el": "el, ell, greco, greek",
    "tr": "tr, tur, turco, turkish",
    "hi": "hi, hin, hindi",
    "bn": "bn, ben, bengalese, bengali",
    "ur": "ur, urd, urdu",
    "pa": "pa, pan, punjabi",
    "si": "si, sin, singalese, sinhala",
    "tl": "tl, tgl, filippino, tagalog, filipino",
    "fa": "fa, fas, persiano, farsi, persian",
    "he": "he, heb, ebraico, hebrew",
    "sr": "sr, srp, serbo, serbian",
    "hr": "hr, hrv, croato, croatian",
    "cs": "cs, ces, ceco, czech",
    "hu": "hu, hun, ungherese, hungarian",
    "sv": "sv, swe, svedese, swedish",
}

_SORTS: dict[str, Sort] = {
    **{word: (kind, None) for kind, words in _KINDS.items() for word in words.split(", ")},
    **{word: (Kind.ORGANISATION, type_) for type_, words in _TYPES.items() for word in words.split(", ")},
}
_CODES = {word: code for code, words in _LANGUAGES.items() for word in words.split(", ")}


@lru_cache(maxsize=4096)
def sort_of(text: str) -> Sort | None:
    """The kind, and the type where the word tells it ("azienda" is an organisation of type company), or None."""
    word = fold(text)
    return _SORTS.get(word if word in _SORTS else _nearest(word, ALIKE))


def nearest_sort(text: str) -> str:
    """The known word that is spelt most like this one, "" when none is near."""
    return _nearest(fold(text), HINT)


def _nearest(word: str, least: int) -> str:
    found = process.extractOne(word, _SORTS.keys(), scorer=fuzz.ratio, score_cutoff=least)
    return "" if found is None else found[0]


@lru_cache(maxsize=4096)
def language_code(text: str) -> str | None:
    """The ISO 639-1 code of a language named in Italian or English or by its code, with or without a level ("B2")."""
    words = fold(text).split()
    return _CODES.get(words[0]) if words else None
