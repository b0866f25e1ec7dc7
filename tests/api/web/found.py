"""The page that finds a supplier as its reader takes it: who is found, what can be chosen, where links lead."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.api.web.conftest import Browser

LASER = "taglio laser di cartone a Lambrate"
EVERYONE = 6
"""Profiles that take part: all but the one without consent."""
MAP, LIST = r'<svg class="map .*?</svg>', r'<div class="where-list".*?</div>'


class Found:
    """What a page says."""

    def __init__(self, html: str) -> None:
        self.html = html

    @property
    def total(self) -> int:
        heading = self.text(r'<h2 id="results-title">(.*?)</h2>')
        return int(number[0]) if (number := re.search(r"\d+", heading)) else 1 if heading.startswith("One") else 0

    @property
    def names(self) -> list[str]:
        return [unescape(name) for name in re.findall(r'class="match-name"><a href="[^"]+">([^<]+)<', self.html)]

    @property
    def chips(self) -> dict[str, str]:
        found = re.findall(r'<a class="chip[^"]*" href="([^"]+)".*?</span> (?:<s>)?([^<×↺]+)', self.html)
        return {unescape(text).strip(): query_of(address) for address, text in found}

    @property
    def options(self) -> list[tuple[str, str, bool, int]]:
        """Name, value, whether it is checked, and count."""
        found = re.findall(
            r'<input type="checkbox"[^>]*name="(\w+)" value="([^"]+)"( checked)?>.*?class="count">(\d+)<',
            self.html,
            re.S,
        )
        return [(name, value, bool(checked), int(count)) for name, value, checked, count in found]

    @property
    def problems(self) -> list[str]:
        return [unescape(text) for text in re.findall(r'<li><a href="#\w+">([^<]+)</a></li>', self.html)]

    def text(self, pattern: str) -> str:
        found = re.search(pattern, self.html, re.S)
        assert found, pattern
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[1])).split())

    def links(self, part: str) -> list[tuple[str, str]]:
        """Query and text of the links in a part of the page."""
        found = re.search(part, self.html, re.S)
        assert found, part
        return [
            (query_of(address), " ".join(re.sub(r"<[^>]+>", " ", unescape(text)).split()))
            for address, text in re.findall(r'<a [^>]*?href="([^"]+)"[^>]*>(.*?)</a>', found[0], re.S)
        ]


Find = Callable[..., Found]


def query_of(address: str) -> str:
    return urlsplit(unescape(address)).query


@pytest.fixture
def find(visit: Callable[..., Browser]) -> Find:
    def finding(query: str | dict[str, object] = "", status: int = 200, language: str = "en") -> Found:
        given = parse_qs(query, keep_blank_values=True) if isinstance(query, str) else query
        return Found(visit(language).get("/find", status, **given))

    return finding
