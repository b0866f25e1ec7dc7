"""Pages speak the visitor's language, completely."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from babel.messages.pofile import read_po

from api.web.languages import catalogues, formats, preferred
from tests.api.web.conftest import Browser
from tests.api.web.texts import REFUSALS, ROOT, extracted

PLACEHOLDER = re.compile(r"%\((\w+)\)s|%%")
SECTIONS = sorted(path.name for path in (ROOT / "locale" / "it").glob("*.po") if path.name != REFUSALS)


def test_every_text_is_translated_to_italian() -> None:
    translated = {
        message.id for catalogue in catalogues("it") for message in catalogue if message.id and message.string
    }
    assert sorted((str(message), file) for message, file in extracted() if message not in translated) == []


@pytest.mark.parametrize("section", SECTIONS)
def test_no_translation_is_left_over_empty_or_doubtful(section: str) -> None:
    shown = {message for message, _ in extracted()}
    with (ROOT / "locale" / "it" / section).open("rb") as source:
        messages = [message for message in read_po(source, locale="it") if message.id]
    assert [message.id for message in messages if message.id not in shown] == []
    assert [message.id for message in messages if message.fuzzy or not all(_strings(message.string))] == []


@pytest.mark.parametrize("section", SECTIONS)
def test_a_translation_fills_in_the_same_values(section: str) -> None:
    with (ROOT / "locale" / "it" / section).open("rb") as source:
        messages = [message for message in read_po(source, locale="it") if message.id]
    for message in messages:
        named = set(PLACEHOLDER.findall(" ".join(_strings(message.id))))
        assert set(PLACEHOLDER.findall(" ".join(_strings(message.string)))) <= named, message.id
        assert named <= set(PLACEHOLDER.findall(" ".join(_strings(message.string)))) | {"num"}, message.id


def test_no_two_sections_translate_a_text_differently() -> None:
    found: dict[object, set[object]] = {}
    for catalogue in catalogues("it"):
        for message in catalogue:
            if message.id:
                found.setdefault(message.id, set()).add(message.string)
    assert {text: several for text, several in found.items() if len(several) > 1} == {}


@pytest.mark.parametrize(
    ("header", "remembered", "language"),
    [
        ("", None, "it"),
        ("en-US,en;q=0.9", None, "en"),
        ("fr-FR, en;q=0.4, it;q=0.6", None, "it"),
        ("de", None, "it"),
        ("it;q=0, en;q=0.1", None, "en"),
        ("en", "it", "it"),
        ("en", "tlh", "en"),
        (";;;q=x,,", None, "it"),
    ],
)
def test_the_language_is_the_one_remembered_or_asked_for(header: str, remembered: str | None, language: str) -> None:
    assert preferred(header, remembered) == language


def test_dates_and_numbers_are_written_as_the_language_has_them() -> None:
    moment = datetime(2026, 5, 7, 9, 5, tzinfo=UTC)
    italian, english = formats("it"), formats("en")
    assert (italian["date"](moment), english["date"](moment)) == ("7 maggio 2026", "7 May 2026")
    assert (italian["time"](moment), english["time"](moment)) == ("09:05", "09:05")
    assert (italian["number"](12345.678, 1), english["number"](12345.678, 1)) == ("12.345,7", "12,345.7")
    assert (italian["km"](2.34), english["km"](23.4)) == ("2,3 km", "23 km")


def test_the_switch_is_remembered_and_stays_on_the_page(visit: Callable[..., Browser]) -> None:
    browser = visit("it")
    assert '<html lang="it">' in browser.get("/sign-in")
    answer = browser.client.get("/pages/language/en", params={"next": "/sign-in?next=%2Ffind"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/pages/sign-in?next=%2Ffind")
    assert '<html lang="en">' in browser.get("/sign-in")


def _strings(message: object) -> list[str]:
    return [str(one) for one in message] if isinstance(message, tuple | list) else [str(message or "")]
