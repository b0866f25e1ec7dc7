from __future__ import annotations

import json
import re
from importlib import resources
from pathlib import Path
from string import Formatter

import pytest

import matcher.intake
from matcher.intake.messages import LANGUAGES

MESSAGES = json.loads(resources.files("matcher.intake").joinpath("messages.json").read_text(encoding="utf-8"))
FOLDER = Path(matcher.intake.__file__).parent
SOURCE = "".join(path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.py")))
PAIRS = [(section, code) for section in MESSAGES if section != "frames" for code in MESSAGES[section]]


def blanks(message: str | list[str]) -> list[set[str]]:
    texts = [message] if isinstance(message, str) else message
    return [{name for _, name, _, _ in Formatter().parse(text) if name} for text in texts]


@pytest.mark.parametrize(("section", "code"), PAIRS)
def test_a_message_has_the_same_blanks_in_every_language(section: str, code: str) -> None:
    english, *others = (blanks(MESSAGES[section][code][language]) for language in LANGUAGES)
    assert others == [english]


@pytest.mark.parametrize(("section", "code"), PAIRS)
def test_a_message_is_used(section: str, code: str) -> None:
    made = {"no-such-nil": "no-such-{field}", "no-such-municipio": "no-such-{field}"}
    parts = code.split("-and-") if section == "missing" else [made.get(code, code)]
    assert all(f'"{part}"' in SOURCE for part in parts)


def test_every_problem_that_is_raised_has_a_message() -> None:
    raised = set(re.findall(r'(?:BadValue|Problem|file_error|note)\(\s*"([a-z-]+)"', SOURCE))
    assert len(raised) > 40
    assert raised <= {code for _, code in PAIRS}
