"""A cell's text as its author meant it: spaces, accents and encodings put right."""

from __future__ import annotations

import re
import unicodedata

from matcher.intake.encodings import REPLACEMENT, mend_mojibake
from matcher.intake.problems import BadValue

_NO_TEXT = frozenset({"-", "--", "–", "—", "/", ".", "n/a", "n.a.", "n.d.", "n/d", "nd", "null", "none", "nan"})
_LONGEST_NO_TEXT = max(map(len, _NO_TEXT))
_FORMULA_ERROR = re.compile(
    r"#(?:n/[ad]|(?:ref|rif|value|valore|div/0|num|null|nullo|spill|calc)!|(?:name|nome)\?|##+)", re.I
)
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad]")
_BLANK = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000\t]")
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]|_x000[dD]_\n?")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def tidied(cell: str) -> tuple[str, bool]:
    r"""The text of a cell, "" where it says there is none, and whether its encoding had to be mended.

    Lines end with \n, blanks are plain spaces, letters and their accents are one character (NFC).

    Raises:
        BadValue: a character that could not be decoded, a control character, or a spreadsheet's error value.
    """
    if cell.isascii() and cell.isprintable():
        return _meant(cell.strip()), False
    text = mend_mojibake(cell)
    mended = text != cell
    text = _BLANK.sub(" ", _INVISIBLE.sub("", _LINE_END.sub("\n", text))).strip()
    if REPLACEMENT in text:
        raise BadValue("undecodable")
    if (control := _CONTROL.search(text)) is not None:
        raise BadValue("control-character", character=f"U+{ord(control.group()):04X}")
    return _meant(unicodedata.normalize("NFC", text)), mended


def _meant(text: str) -> str:
    if len(text) <= _LONGEST_NO_TEXT and text.lower() in _NO_TEXT:
        return ""
    if text[:1] == "#" and _FORMULA_ERROR.fullmatch(text):
        raise BadValue("excel-error")
    return text
