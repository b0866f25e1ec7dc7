"""What the matcher refuses with, told to people in their language.

The matcher speaks English, to programs too. Catalogues say the same in plain words: a message is found by its fixed
words, and what stands in its blanks is put in those of the translation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from matcher.errors import MatcherError

CATALOGUE = "refusals.po"
BLANK = re.compile(r"\{(\w*)\}")
_COUNT = re.compile(r"\d{1,3}(,\d{3})+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """How a message with blanks is told."""

    pattern: re.Pattern[str]
    told: str


def told(error: MatcherError, language: str) -> str:
    """The error's message for people, in `it` or `en`; a message that no catalogue knows stays as it is."""
    return tell(error.message, language).strip()


def tell(message: str, language: str, context: str | None = None) -> str:
    """A message for people; `context` is the blank it stands in, None for a whole one."""
    for sentence in _sentences(language).get(context, ()):
        if found := sentence.pattern.fullmatch(message):
            return _filled(sentence.told, found.groupdict(), language)
    return message


def _filled(told: str, blanks: Mapping[str, str], language: str) -> str:
    return BLANK.sub(lambda blank: _value(blank[1], blanks[blank[1]], language), told)


def _value(name: str, value: str, language: str) -> str:
    if _COUNT.fullmatch(value):
        return format_decimal(int(value.replace(",", "")), locale=language)
    return tell(value, language, name)


@cache
def _sentences(language: str) -> Mapping[str | None, Sequence[Sentence]]:
    """By context, those with most fixed words first: a blank may hold anything, also what another message says."""
    with resources.files("api.web").joinpath("locale", language, CATALOGUE).open("rb") as source:
        messages = [message for message in read_po(source, locale=language) if message.id]
    found: dict[str | None, list[tuple[int, Sentence]]] = {}
    for message in messages:
        text = str(message.id)
        sentence = Sentence(_pattern(text), str(message.string))
        found.setdefault(message.context, []).append((len(BLANK.sub("", text)), sentence))
    return {context: [one for _, one in sorted(some, key=lambda each: -each[0])] for context, some in found.items()}


def _pattern(message: str) -> re.Pattern[str]:
    """Matches what a message with blanks can be.

    Each blank but the last is the shortest text before the next fixed words, without a second try: that is always
    enough, and takes no longer than the message is long.
    """
    first, *rest = BLANK.split(message)
    names, fixed = rest[::2], rest[1::2]
    made = re.escape(first)
    for name, words in zip(names[:-1], fixed[:-1], strict=True):
        made += f"(?>(?P<{name}>.*?){re.escape(words)})"
    if names:
        made += f"(?P<{names[-1]}>.*){re.escape(fixed[-1])}"
    return re.compile(made, re.DOTALL)
