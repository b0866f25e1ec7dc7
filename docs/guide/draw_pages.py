"""Draw the pictures of pages in the README, docs/images/*.png: run the demo, open its pages, look at them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

IMAGES = Path(__file__).parents[1] / "images"
SIZE = {"width": 1280, "height": 900}
PAGES = {
    "find": "/pages/find?q=cerco+taglio+laser+su+legno+a+Lambrate",
    "timetable": "/pages/events/milano-2026/timetable",
}
FLAGS = ["--no-sandbox", "--disable-gpu"]


def main() -> None:
    """Run the demo over an empty database, take a picture of each page in each language, stop the demo."""
    matcher = [sys.executable, "-m", "matcher.cli", "demo"]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        environment = os.environ | {"MATCHER_DATA_DIR": folder}
        shown = subprocess.run(matcher, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout  # noqa: S603
        address, key = (re.findall(pattern, shown)[-1] for pattern in (r"http://127\.0\.0\.1:\d+", r"matcher_\S+_\S+"))
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for language in ("it", "en"):
            draw(browser, address, key, language)
        browser.close()
        subprocess.run([*matcher, "--stop"], env=environment, stdout=subprocess.DEVNULL, check=True)  # noqa: S603


def draw(browser: Browser, address: str, key: str, language: str) -> None:
    """Take the pictures in a language."""
    page = browser.new_context(viewport=SIZE, locale=language).new_page()
    page.goto(f"{address}/pages/sign-in")
    page.fill("#key", key)
    page.locator("main button").click()
    for name, path in PAGES.items():
        page.goto(address + path)
        page.evaluate("document.fonts.ready")
        page.screenshot(path=IMAGES / f"{name}.{language}.png")


if __name__ == "__main__":
    main()
