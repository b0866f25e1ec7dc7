"""Pages as a browser reads them, to tell what in them is text and what is page."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from html.parser import HTMLParser

SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


@dataclass
class Seen(HTMLParser):
    """A page as a browser reads it: its elements with their attributes, its text, what it leads to."""

    html: str
    elements: set[tuple[str, str]] = field(default_factory=set)
    texts: list[str] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements |= {(tag, "")} | {(tag, name) for name, _ in attrs}
        self.values += [value or "" for _, value in attrs]
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src", "action", "formaction")]

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.elements.add(("!--", ""))

    def handle_pi(self, data: str) -> None:
        self.elements.add(("?", ""))

    def unknown_decl(self, data: str) -> None:
        self.elements.add(("![", ""))

    def shows(self, text: str) -> bool:
        """Whether a text stands in the page or in a field, blanks and how accents are written apart."""
        wanted = blanks(text)
        return wanted in blanks("".join(self.texts)) or any(wanted in blanks(value) for value in self.values)


def blanks(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def stays(address: str) -> bool:
    """Whether an address leads to a page of ours."""
    return not SCHEME.match(address) and not address.startswith(("//", "\\")) and address == address.strip()
