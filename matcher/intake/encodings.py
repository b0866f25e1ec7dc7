"""Which encoding a text is in, and text that went through the wrong one."""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO

SAMPLE = 1 << 16
"""Bytes looked at where the whole file need not be."""
CHUNK = 1 << 20
REPLACEMENT = "\ufffd"

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LEGACY = ("cp1252", "mac_roman", "cp850")
_ITALIAN = frozenset("àèéìòù")
_LOWER = frozenset("áâäãåæçêëíîïñóôöõøœúûüÿß")
_UPPER = frozenset("ÀÁÂÄÃÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÖÕØŒÙÚÛÜ")
_SIGNS = frozenset("’‘“”«»–—…•€£°º®©™·½¼²³×\u00a0")
_MOJIBAKE = re.compile("[ÃÂâ][^\x00-\x7f]+")


def looks_like_utf16(head: bytes) -> str | None:
    """`utf-16-le` or `utf-16-be` when every other byte is mostly NUL, as in Western text without a byte order mark."""
    pairs = len(head) // 2
    if pairs < 2:
        return None
    if head[1::2].count(0) > 0.7 * pairs and head[::2].count(0) < 0.1 * pairs:
        return "utf-16-le"
    if head[::2].count(0) > 0.7 * pairs and head[1::2].count(0) < 0.1 * pairs:
        return "utf-16-be"
    return None


def detect_encoding(stream: BinaryIO) -> str:
    """The encoding of a text: by its mark, else UTF-8 where all of it decodes, else the likeliest of the old ones.

    A text that is mostly UTF-8 with some broken bytes stays UTF-8: those bytes are then errors of their rows. Reads the
    whole stream in chunks and leaves it at its start.
    """
    stream.seek(0)
    head = stream.read(SAMPLE)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            stream.seek(0)
            return encoding
    encoding = looks_like_utf16(head) or _without_mark(stream)
    stream.seek(0)
    return encoding


def _without_mark(stream: BinaryIO) -> str:
    """`stream` without a mark is UTF-8 if it decodes, or if far more of its accented letters do than do not."""
    stream.seek(0)
    intact = broken = 0
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    suspects = bytearray()
    while chunk := stream.read(CHUNK):
        if chunk.isascii():
            continue
        text = decoder.decode(chunk)
        damaged = text.count(REPLACEMENT)
        broken += damaged
        intact += len(text) - len(text.encode("ascii", "ignore")) - damaged
        if damaged and len(suspects) < CHUNK:
            suspects += chunk
    broken += decoder.decode(b"", True).count(REPLACEMENT)
    if broken <= intact // 4:
        return "utf-8"
    return max(_LEGACY, key=lambda encoding: _plausibility(bytes(suspects), encoding))


def _plausibility(data: bytes, encoding: str) -> int:
    """How much the non-ASCII characters look like Italian or English prose, accented Italian vowels most of all."""
    score = 0
    before = " "
    for character in data.decode(encoding, "replace"):
        if character in _ITALIAN:
            score += 2
        elif not character.isascii():
            likely = character in _LOWER or character in _SIGNS or (character in _UPPER and not before.islower())
            score += 1 if likely else -2
        before = character
    return score


def mend_mojibake(text: str) -> str:
    """The text with UTF-8 that was once read as Windows-1252 put right ("qualitÃ " is left: its end is lost)."""
    return _MOJIBAKE.sub(lambda match: _redecoded(match.group()), text)


def _redecoded(run: str) -> str:
    try:
        return run.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return run
