"""The texts that pages show, as their templates and modules name them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_from_dir

ROOT = Path(__file__).parents[3] / "api" / "web"
METHODS = [("**/*.html", "jinja2"), ("**/*.py", "python")]
OPTIONS = {
    "**/*.html": {
        "trim_blocks": "true",
        "lstrip_blocks": "true",
        "newstyle_gettext": "true",
        "extensions": "jinja2.ext.do",
        "silent": "false",
    }
}
REFUSALS = "refusals.po"
"""What refusals say is named by the modules that refuse, not by pages."""

Message = str | tuple[str, ...]


def extracted() -> Iterator[tuple[Message, str]]:
    """Each text with the file that shows it."""
    for file, _, message, _, _ in extract_from_dir(ROOT, METHODS, OPTIONS):
        yield message, file
