"""The words of the two languages: which exist, and which only hold a sentence together."""

from __future__ import annotations

from functools import cache
from importlib import resources
from itertools import chain


def word_set(listed: str) -> frozenset[str]:
    """The words of a list parted by spaces."""
    return frozenset(listed.split())


SMALL_WORDS_IT = word_set(
    "a ad al allo alla ai agli alle all c che col coi con d da dal dallo dalla dai dagli dalle dall degli dei del "
    "dell della delle dello di gli i il in l la le lo negli nei nel nell nella nelle nello per s su sugli sui sul "
    "sull sulla sulle sullo tra fra un una uno vostra vostre vostri vostro"
)
"""Articles and prepositions, which may stand between the words of an Italian phrase: "taglio al laser"."""

ARTICLES_EN = word_set("a an the s your our their his her my its")
"""Articles and possessives, which may stand between the words of an English phrase: "repair a watch"."""

MODIFIERS_IT = frozenset(
    adjective + ending
    for adjective in word_set(
        "antic antich vecchi piccol artistic artistich modern conservativ nuov tradizional artigianal "
        "professional personalizzat pregiat storic storich divers vari grand"
    )
    for ending in ("o", "a", "i", "e", "")
)
"""Adjectives that change nothing about which skill is meant: "restauro conservativo di antichi mobili"."""

MODIFIERS_EN = word_set(
    "ancient antique artistic bespoke custom fine handmade large modern new old period professional small traditional "
    "various vintage"
)
"""The like in English: "restoration of old furniture"."""

PREPOSITIONS_EN = word_set("at by for from in into of on onto through using via with")
"""Prepositions, round which an English phrase turns: "watch repair", "repair of watches"."""

_CONJUNCTIONS = {"it": word_set("e ed o od oppure nonche &"), "en": word_set("and or n &")}

_OTHER_FUNCTION_WORDS = {
    "it": word_set(
        "abbiamo ad anche ancora centinaia centinaio cerca cerchiamo cerco ci cinquantina come con cosa cui "
        "da decina decine devo dove dozzina dozzine e era essere fa facciamo faccio fare gia ha hai hanno ho "
        "io lei loro lui ma me mi mia mie miei migliaia migliaio mio molto ne nella no noi non nostra nostre "
        "nostri nostro novantina o offriamo offro ogni ottantina perche piu poi puo quale quali qualsiasi "
        "quando quarantina quella quelle quelli quello questa queste questi questo sappia sappiano sara saranno "
        "sarebbe sarei se sei senza sessantina settantina si sia siamo sono sta stiano sto sua sue suo suoi te tengo "
        "terranno ti trentina tu tua tue tuo tuoi tutta tutte tutti tutto vadano ventina vi vogliano voi vorrei"
    ),
    "en": word_set(
        "about all also am any are be been being but can could did do does every has have he i if is it its just "
        "looking me more most my need no not offer one only other seek she so some such than that them then there "
        "these they this those us want was we were what when where which while who will without would you"
    ),
}

GAP_WORDS = SMALL_WORDS_IT | ARTICLES_EN | PREPOSITIONS_EN
"""Words that a phrase may hold beside the words that name it."""

LINKING_WORDS = _CONJUNCTIONS["it"] | _CONJUNCTIONS["en"]
"""Conjunctions, which part the elements of a list."""

ACRONYMS_LIKE_WORDS = word_set("ai api ar arm ble cam clo fem ia it led lora mes mig peek pet ros sim stem ui")
"""Acronyms that are everyday words or names too: alone they count only in capitals."""

CAPITAL_WORDS = ACRONYMS_LIKE_WORDS | GAP_WORDS
"""Words that name an acronym where they are written in capitals."""


@cache
def function_words(language: str) -> frozenset[str]:
    """Folded articles, prepositions, conjunctions, pronouns and auxiliaries of `it` or `en`."""
    small = SMALL_WORDS_IT if language == "it" else ARTICLES_EN | PREPOSITIONS_EN | {"to"}
    return small | _CONJUNCTIONS[language] | _OTHER_FUNCTION_WORDS[language]


@cache
def italian_lemmas() -> frozenset[str]:
    """Folded Italian words in the form a dictionary lists them: singular nouns, masculine adjectives, infinitives."""
    return _read("it_lemmas.txt")


@cache
def words(language: str) -> frozenset[str]:
    """Folded words in use in `it` or `en`, inflected forms among them."""
    if language == "it":
        return frozenset(chain(italian_lemmas(), _read("it_forms.txt"), function_words("it")))
    return _read("en.txt") | function_words("en")


def _read(name: str) -> frozenset[str]:
    return frozenset((resources.files("matcher.lexicon") / "data" / "words" / name).read_text("utf-8").split())
