"""The sentences that tell what is wrong, in English and Italian."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

LANGUAGES = ("en", "it")


def frame(part: str, language: str) -> str:
    """A piece of a report's line, with blanks to fill."""
    return str(_messages()["frames"][language][part])


def expected_and_remedy(code: str, language: str) -> tuple[str, str]:
    """What is expected of a cell, and how to mend it, both with blanks to fill."""
    expected, remedy = _messages()["errors"][code][language]
    return expected, remedy


def what_and_remedy(thing: str, language: str) -> tuple[str, str]:
    """What a file of another sort is, and what to do with it."""
    what, remedy = _messages()["things"][thing][language]
    return what, remedy


def sentence(section: str, code: str, language: str) -> str:
    """A sentence of the sections `warnings`, `files`, `missing` or `notes`, with blanks to fill."""
    return str(_messages()[section][code][language])


@cache
def _messages() -> Mapping[str, Any]:
    text = resources.files("matcher.intake").joinpath("messages.json").read_text(encoding="utf-8")
    messages: Mapping[str, Any] = json.loads(text)
    return messages
