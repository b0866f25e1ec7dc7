"""What sort of file this is, by its content; the extension is never trusted."""

from __future__ import annotations

import zipfile
from enum import StrEnum
from typing import BinaryIO

from matcher.intake.encodings import looks_like_utf16
from matcher.intake.problems import file_error, not_a_table

HEAD = 4096
"""Bytes read to tell a format."""
MOST_CONTROLS = 0.05
"""Share of control characters above which bytes are no text; a few in a text are errors of their rows."""


class Format(StrEnum):
    """The formats that can be read."""

    CSV = "csv"
    XLSX = "xlsx"
    NDJSON = "ndjson"


_SIGNATURES = (
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"RIFF", "webp"),
    (b"%PDF", "pdf"),
    (b"\x1f\x8b", "archive"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"{\\rtf", "rtf"),
)
_CONTROLS = bytes(range(0x00, 0x09)) + bytes(range(0x0E, 0x20))
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_MARKUP = ((b"<!doctype html", "html"), (b"<html", "html"), (b"<table", "html"), (b"<?xml", "xml"))
_IN_ZIP = (("xl/workbook.bin", "xlsb"), ("word/document.xml", "docx"), ("ppt/presentation.xml", "pptx"))


def recognise(stream: BinaryIO, name: str, language: str) -> Format:
    """The format of a file, from its first bytes; leaves the stream at its start.

    Raises:
        InvalidInput: the file is empty or is no table; the message says what it is and what to do.
    """
    stream.seek(0)
    head = stream.read(HEAD)
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        found = _inside_zip(stream)
    elif head.startswith(_OLE):
        stream.seek(0)
        found = "locked-xlsx" if _LOCKED in stream.read() else "xls"
    else:
        found = _by_text(head)
    stream.seek(0)
    if found == "empty":
        raise file_error("empty", language, name=name)
    if found in tuple(Format):
        return Format(found)
    raise not_a_table(found, name, language)


def _inside_zip(stream: BinaryIO) -> str:
    try:
        with zipfile.ZipFile(stream) as archive:
            members = set(archive.namelist())
            kind = archive.read("mimetype")[:100] if "mimetype" in members else b""
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
        return "zip"
    if "xl/workbook.xml" in members:
        return Format.XLSX
    if kind.startswith(b"application/vnd.oasis.opendocument"):
        return "ods"
    return next((found for member, found in _IN_ZIP if member in members), "zip")


def _by_text(head: bytes) -> str:
    for signature, found in _SIGNATURES:
        if head.startswith(signature):
            return found
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or looks_like_utf16(head):
        return Format.CSV
    if len(head) - len(head.translate(None, _CONTROLS)) > MOST_CONTROLS * len(head):
        return "binary"
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not text:
        return "empty"
    lowered = text[:100].lower()
    for start, found in _MARKUP:
        if lowered.startswith(start):
            return found
    return _json(text) if text[:1] in b"{[" else Format.CSV


def _json(text: bytes) -> str:
    if text[:1] == b"{":
        return Format.NDJSON if text.split(b"\n", 1)[0].rstrip() != b"{" else "json-pretty"
    return "json-array" if text[1:].lstrip()[:1] in b"{]" else Format.CSV
