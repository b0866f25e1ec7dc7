"""What a reader finds in the files: the text of PDF pages, the entries of a calendar, the members of an archive."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import icalendar
import pypdf


def pages(pdf: bytes) -> list[str]:
    """The text of each page, on one line, with ordinary spaces and without the marks that let a word break."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    return [" ".join(page.extract_text().replace("\u200b", "").split()) for page in reader.pages]


def sizes(pdf: bytes) -> set[tuple[int, int]]:
    """The sizes of the pages, width and height in millimetres."""
    boxes = [page.mediabox for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    return {(round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)) for box in boxes}


def fonts(pdf: bytes) -> set[str]:
    """The names of the fonts, without the tags of subsets."""
    resources = [page["/Resources"] for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    return {font["/BaseFont"].split("+")[-1] for found in resources for font in found.get("/Font", {}).values()}


def entries(ics: bytes) -> Mapping[str, icalendar.Event]:
    """The entries of a calendar by UID."""
    found = icalendar.Calendar.from_ical(ics.decode()).walk("VEVENT")
    by_uid = {str(entry["UID"]): entry for entry in found}
    assert len(by_uid) == len(found)
    return by_uid


def members(archive: bytes) -> Mapping[str, bytes]:
    """The files of a ZIP by name, in their order."""
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        assert files.testzip() is None
        return {name: files.read(name) for name in files.namelist()}
