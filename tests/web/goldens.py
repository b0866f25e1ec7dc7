"""Pictures of pages that were looked at and found right; another picture may differ from them a little."""

from __future__ import annotations

import io
import os
from pathlib import Path

from PIL import Image, ImageChops
from playwright.sync_api import Page

FOLDER = Path(__file__).with_name("golden")
ACTUAL = Path(__file__).with_name("actual")
COLOURS = 256
NOTICEABLE = 48
"""Levels of 255 by which a pixel has to differ to count: the palette and the edges of letters differ by less."""
TOLERATED = 0.01
"""Share of the pixels that may differ."""


def differs(page: Page, name: str) -> str | None:
    """How the page differs from its picture, None where it does not; hours and days are covered on both.

    With UPDATE_GOLDEN set the picture is replaced. What differs is kept in the folder `actual`.
    """
    covered = [page.locator("time"), page.locator("[data-varies]")]
    shot = page.screenshot(mask=covered, mask_color="#dedad0", animations="disabled", caret="hide")
    seen = Image.open(io.BytesIO(shot)).convert("RGB")
    path = FOLDER / f"{name}.png"
    if os.environ.get("UPDATE_GOLDEN"):
        if not path.exists() or _difference(seen, Image.open(path).convert("RGB")) > TOLERATED:
            FOLDER.mkdir(exist_ok=True)
            seen.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
        return None
    if not path.exists():
        return f"there is no picture {path.name}: look at the page, then make one with UPDATE_GOLDEN=1"
    share = _difference(seen, Image.open(path).convert("RGB"))
    if share <= TOLERATED:
        return None
    ACTUAL.mkdir(exist_ok=True)
    seen.save(ACTUAL / path.name)
    return f"{share:.1%} of {path.name} differ; look at {ACTUAL / path.name}, and if it is right, use UPDATE_GOLDEN=1"


def _difference(seen: Image.Image, golden: Image.Image) -> float:
    """The share of pixels that noticeably differ; 1 where the sizes do."""
    if seen.size != golden.size:
        return 1.0
    levels = ImageChops.difference(seen, golden).convert("L").point(lambda level: 255 * (level > NOTICEABLE))
    return levels.histogram()[255] / (seen.width * seen.height)
