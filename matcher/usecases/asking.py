"""Turn a stored profile, an inline one or a sentence into an asker."""

from __future__ import annotations

import re
from collections.abc import Iterable

from matcher.domain.matches import Asker, Direction, District, Interpreted, QuerySkill
from matcher.domain.profiles import Item, Kind, Need, Profile
from matcher.engine import Engine
from matcher.errors import InvalidInput, NotFound
from matcher.lexicon.annotation import Lexicon
from matcher.lexicon.language import detect
from matcher.lexicon.normalisation import fold_text
from matcher.lexicon.resolver import Mention
from matcher.lexicon.splitting import split_items
from matcher.lexicon.words import function_words

MAX_QUERY = 2000
"""Characters of a free-text query."""
INLINE_ID = "~inline"
"""Id of an asker that is not stored; no stored profile can have it."""
_LEAD_IN = re.compile(
    r"^\W*(?:(?:salve|buongiorno|ciao|hello|hi)\W+)?"
    r"(?:(?:cerc\w+|stiamo cercando|sto cercando|vorre\w+|(?:mi|ci) serv\w+|(?:ho|abbiamo) bisogno di|trova\w*"
    r"|(?:i am |i'm |we are |we're )?(?:looking for|searching for|seeking|in need of)"
    r"|(?:i |we )?(?:need|want|would like)"
    r"|find(?: me)?)\s+)?"
    r"(?:(?:qualcuno (?:che|per)|chi|someone (?:who|to|that)|somebody (?:who|to|that))\s+)?"
    r"(?:(?:un|una|uno|dei|degli|delle|an?|the|some)\s+|un')?",
    re.IGNORECASE,
)


def asker_by_id(profile_id: str, engine: Engine) -> Asker:
    """The stored profile as an asker.

    Raises:
        NotFound: no such profile takes part in matching.
    """
    profile = engine.profile(profile_id)
    if profile is None:
        raise NotFound(
            f"No profile '{profile_id}' takes part in matching: it does not exist, or it has not given its consent.",
            field="profile_id",
            found=profile_id,
        )
    return Asker(profile)


def asker_by_text(text: str, direction: Direction, lexicon: Lexicon, undo: Iterable[str] = ()) -> Asker:
    """A sentence as an asker who seeks (or, for direction demand, offers) what it says.

    Places named become districts to be near to, and their words are taken out of the need; `undo` lists what was
    understood wrongly, as `nil:12`, `municipio:3`, `cap:20133` or `skill:laser-cutting`: it is left as plain words.

    Raises:
        InvalidInput: the text is blank, longer than MAX_QUERY characters, or names nothing but places.
    """
    _check(text)
    undone = frozenset(undo)
    districts = tuple(one for one in lexicon.gazetteer.spot(text) if f"{one.level}:{one.id}" not in undone)
    need = _LEAD_IN.sub("", _without(text, (district.words for district in districts))).strip(" \t\n,;:.?!")
    if not says_something(need):
        raise InvalidInput(
            f"The query names a place ({', '.join(one.name for one in districts)}) but not what is sought there. "
            "Add a trade, a technique or a product, such as 'taglio laser' or 'bookbinding'."
            if districts
            else "The query does not say what is sought. Write a trade, a technique or a product.",
            field="query",
            found=text,
        )
    language = detect(need) or detect(text)
    items = tuple(_item(part, language, lexicon, undone) for part in split_items(need) if says_something(part))
    mentions = [one for one in lexicon.resolver.find(need, language) if f"skill:{one.skill}" not in undone]
    profile = Profile(
        id=INLINE_ID,
        kind=Kind.ORGANISATION,
        name="",
        offers=items if direction is Direction.DEMAND else (),
        seeks=() if direction is Direction.DEMAND else items,
    )
    return Asker(profile, districts, _interpreted(need, districts, mentions, language or "it", lexicon))


def says_something(text: str) -> bool:
    """Whether a text has a letter or a digit: punctuation and control characters leave an encoder nothing."""
    return re.search(r"\w", text) is not None


def _check(text: str) -> None:
    if not text.strip():
        raise InvalidInput(
            "The query is empty. Write what is sought, such as 'taglio laser su legno a Lambrate'.",
            field="query",
        )
    if len(text) > MAX_QUERY:
        raise InvalidInput(
            f"The query has {len(text):,} characters; at most {MAX_QUERY:,} are read. "
            "Keep the main needs, or send a profile with one item for each need.",
            field="query",
            found=len(text),
            expected=MAX_QUERY,
        )


def _item(text: str, language: str | None, lexicon: Lexicon, undone: frozenset[str]) -> Item:
    links = tuple(link for link in lexicon.resolver.links(text, language) if f"skill:{link.skill}" not in undone)
    return Item(text=text, need=Need.WANT, language=detect(text) or language, skills=links)


def _interpreted(
    need: str, districts: tuple[District, ...], mentions: list[Mention], language: str, lexicon: Lexicon
) -> Interpreted:
    skills = {
        one.skill: QuerySkill(one.skill, lexicon.skills.label(one.skill, language), one.confidence, one.words)
        for one in sorted(mentions, key=lambda mention: mention.confidence)
    }
    best_first = tuple(sorted(skills.values(), key=lambda skill: -skill.confidence))
    return Interpreted(best_first, districts, _without(need, (mention.words for mention in mentions)))


def _without(text: str, phrases: Iterable[str]) -> str:
    """What is left without the phrases; nothing where only words like "per" and "of" are."""
    for phrase in phrases:
        text = text.replace(phrase, " ", 1)
    left = text.split()
    empty = function_words("it") | function_words("en")
    return " ".join(left) if any(fold_text(word) not in empty for word in left) else ""
