"""What people do on pages, by mouse or by the keyboard alone."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from playwright.sync_api import FileChooser, Locator, Page, expect

from tests.web.conftest import PATIENCE_MS

POLL_MS = 50
FARTHEST = 150
"""Presses of the Tab key after which something is out of reach."""


class Hands(Protocol):
    """Uses a page; `presses` counts clicks, or Enter and Space."""

    presses: int

    def press(self, target: Locator) -> None:
        """Follow a link, press a button, tick a box."""
        ...

    def write(self, target: Locator, text: str) -> None:
        """Type into a field, in place of what it holds."""
        ...

    def choose(self, target: Locator, file: Path) -> None:
        """Choose a file."""
        ...


class FileDialogs:
    """The dialogs to choose a file that a page opens.

    Listened for from the start: a listener of the last moment may miss the one that a click opens.
    """

    def __init__(self, page: Page) -> None:
        self._page = page
        self._opened: list[FileChooser] = []
        page.on("filechooser", lambda chooser: self._opened.append(chooser))

    def choose(self, file: Path) -> None:
        """Choose a file in the dialog that opens, or has just opened."""
        for _ in range(PATIENCE_MS // POLL_MS):
            if self._opened:
                self._opened.pop().set_files(file)
                return
            self._page.wait_for_timeout(POLL_MS)
        raise AssertionError("no dialog opens to choose a file")


class Mouse:
    """Points and clicks; only texts are typed."""

    def __init__(self, page: Page) -> None:
        self._dialogs = FileDialogs(page)
        self.presses = 0

    def press(self, target: Locator) -> None:
        self.presses += 1
        target.click()

    def write(self, target: Locator, text: str) -> None:
        target.click()
        target.fill(text)

    def choose(self, target: Locator, file: Path) -> None:
        self.press(target)
        self._dialogs.choose(file)


class Keyboard:
    """Never touches the mouse: what Tab does not reach cannot be used."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.presses = 0
        self._dialogs = FileDialogs(page)

    def press(self, target: Locator) -> None:
        self._reach(target)
        self.presses += 1
        self._page.keyboard.press("Space" if target.get_attribute("type") == "checkbox" else "Enter")

    def write(self, target: Locator, text: str) -> None:
        self._reach(target)
        if target.get_attribute("type") == "date":
            year, month, day = text.split("-")
            self._page.keyboard.type(day + month + year)
            return
        self._page.keyboard.press("Control+A")
        self._page.keyboard.type(text)

    def choose(self, target: Locator, file: Path) -> None:
        self._reach(target)
        self.presses += 1
        self._page.keyboard.press("Enter")
        self._dialogs.choose(file)

    def _reach(self, target: Locator) -> None:
        self._page.wait_for_load_state()
        expect(target).to_be_visible()
        for _ in range(FARTHEST):
            if target.evaluate("one => one === document.activeElement"):
                return
            self._page.keyboard.press("Tab")
        raise AssertionError(f"{target} is not reached by {FARTHEST} presses of Tab")
