"""What the documents say is so: commands, settings, the two languages of the README."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlparse

import pytest
from typer.main import get_command

from matcher.cli.main import app
from matcher.settings import Settings

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "fixtures" / "README.md"])
COMMANDS = get_command(app).commands  # type: ignore[attr-defined]
TEXTS = {".py", ".md", ".toml", ".txt", ".csv", ".json", ".svg", ".yml", ".mako", ""}

# A path of somebody's machine, or where packages are fetched from; split so that this file does not hold them.
FOREIGN = ("/ro" + "ot/", "/ho" + "me/", "/Us" + "ers/", "index-" + "url")


def code_blocks(text: str) -> list[str]:
    return re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def without_words(block: str) -> str:
    """A block of code without comments and arguments, which are in the document's language."""
    lines = [re.sub(r"\s+#.*", "", line) for line in block.splitlines()]
    return "\n".join(re.sub(r'"[^"]*"|\S+\.xlsx', "…", line) for line in lines)


def commands_in(path: Path) -> Iterator[list[str]]:
    for block in code_blocks(path.read_text("utf-8")):
        for line in block.splitlines():
            found = re.match(r"\s*(?:\$ )?(?:\w+=\S+ )*(?:\.venv/bin/)?matcher (.*)", line)
            if found:
                yield re.sub(r"\s+#.*", "", found[1]).split()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_shown_exists_with_its_options(path: Path) -> None:
    for name, *arguments in commands_in(path):
        command = COMMANDS[name]
        if hasattr(command, "commands"):
            command = command.commands[arguments.pop(0)]
        parameters = command.params
        options = {name for one in parameters for name in (*one.opts, *one.secondary_opts)} | {"--help"}
        assert {one.partition("=")[0] for one in arguments if one.startswith("-")} <= options, f"matcher {name}"


def test_the_readme_shows_commands() -> None:
    shown = {name for name, *_ in commands_in(ROOT / "README.md")}
    assert shown == set(COMMANDS) - {"demo", "reindex"}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_make_target_shown_exists(path: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    text = path.read_text("utf-8")
    shown = {name for block in code_blocks(text) for name in re.findall(r"^make ([\w-]+)", block, re.MULTILINE)}
    assert shown | set(re.findall(r"`make ([\w-]+)", text)) <= targets


def test_the_readme_says_the_same_in_both_languages() -> None:
    english, italian = ((ROOT / name).read_text("utf-8") for name in ("README.md", "README.it.md"))
    levels = [re.findall(r"^#+ ", text, re.MULTILINE) for text in (english, italian)]
    assert levels[0] == levels[1]
    assert [without_words(one) for one in code_blocks(english)] == [without_words(one) for one in code_blocks(italian)]


def test_every_setting_is_in_the_guide() -> None:
    guide = (ROOT / "docs" / "guide" / "settings.md").read_text("utf-8")
    assert set(re.findall(r"`(MATCHER_\w+)`", guide)) >= {f"MATCHER_{name.upper()}" for name in Settings.model_fields}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(path: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)", path.read_text("utf-8"))
    local = [target for target in targets if not urlparse(target).scheme]
    assert [target for target in local if not (path.parent / target).exists()] == []


def test_no_text_names_the_machine_it_was_written_on() -> None:
    found = [
        (str(path.relative_to(ROOT)), word)
        for path in texts()
        for word in FOREIGN
        if word in path.read_text("utf-8", errors="replace")
    ]
    assert found == []


def texts() -> Iterator[Path]:
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if not name.startswith((".", "__")) and not name.endswith(".egg-info")]
        yield from (Path(folder, name) for name in files if Path(name).suffix in TEXTS and not name.startswith("."))
