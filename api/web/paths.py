"""Addresses of pages and of the files they are made with."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from urllib.parse import quote, urlencode

import font_manrope

PREFIX = "/pages"

_STATIC = Path(__file__).with_name("static")
_FONT = Path(font_manrope.font_directory) / "Manrope-VariableFont_wght.ttf"

_INSIDE = re.compile(r"/(?![/\\])[^\\\s]*")


def url(path: str, **query: object) -> str:
    """The address of a page by its path in the site; parameters that are None or empty are left out.

    A parameter may have several values, given as a list or tuple.
    """
    pairs = [(name, value) for name, given in query.items() for value in _values(given)]
    return PREFIX + quote(path, safe="/:@") + (f"?{urlencode(pairs)}" if pairs else "")


def inside(path: str | None, default: str = "/") -> str:
    """A path of the site that somebody gave as where to go next; anything that leads elsewhere becomes `default`."""
    return path if path and _INSIDE.fullmatch(path) else default


def static(name: str) -> str:
    """The address of a file of the pages: it changes when any of them does, so that browsers keep it for good.

    Raises:
        FileNotFoundError: there is no such file.
    """
    static_file(name)
    return f"{PREFIX}/static/{release()}/{name}"


def static_file(name: str) -> Path:
    """Where a file of the pages lies.

    Raises:
        FileNotFoundError: there is no such file.
    """
    path = _FONT if name == "manrope.ttf" else _STATIC / name
    if "/" in name or not path.is_file():
        raise FileNotFoundError(name)
    return path


@cache
def release() -> str:
    """A name for the present content of all files of the pages; one for all, so that they name each other briefly."""
    digest = hashlib.sha256()
    for path in (_FONT, *sorted(_STATIC.iterdir())):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:10]


def _values(given: object) -> Iterable[object]:
    several = given if isinstance(given, list | tuple | set | frozenset) else [given]
    return [value for value in several if value is not None and value != ""]
