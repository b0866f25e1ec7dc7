"""Text that any page, calendar or spreadsheet can carry, whatever someone typed or pasted."""

from __future__ import annotations

import re
import unicodedata

# Controls, the marks that turn the direction of what follows, halves of surrogate pairs and non-characters.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]+")
_HALVES = re.compile("[\ud800-\udfff]")


def plain(text: str) -> str:
    """The text on one line, composed (NFC), without what cannot be printed; half a surrogate pair becomes `�`."""
    whole = _HALVES.sub("�", text)
    return " ".join(_UNPRINTABLE.sub(" ", unicodedata.normalize("NFC", whole)).split())


def shortened(text: str, most: int) -> str:
    """The text where it has at most `most` characters, else its beginning and an ellipsis."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def sort_key(text: str) -> str:
    """What a text is sorted by: without accents and capitals, so that Émile stands among the names in E."""
    letters = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()


def slug(text: str) -> str:
    """The text's letters and digits in ASCII, with hyphens between; empty where it has none."""
    return re.sub("[^a-z0-9]+", "-", sort_key(text)).strip("-")
