"""The static model that ships with this package, reached without the libraries of other models."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from embeddings.errors import EncoderUnavailable
from embeddings.static_encoder import StaticEncoder
from embeddings.token_space import TokenSpace

FOLDER = Path(__file__).parent / "models" / "artigiano-it-en"
"""Where the model lies; training writes it."""

LANGUAGES = frozenset({"it", "en"})


def bundled_folder() -> Path:
    """The folder of the model.

    Raises:
        EncoderUnavailable: it is missing.
    """
    if not FOLDER.is_dir():
        raise EncoderUnavailable(f"the model of this package is missing at {FOLDER}; install it again")
    return FOLDER


def bundled_encoder() -> StaticEncoder:
    """The encoder of Italian and English texts, read once in a process.

    Raises:
        EncoderUnavailable: the model is missing or cannot be read.
    """
    return _read(bundled_folder())


@cache
def bundled_space() -> TokenSpace:
    """The space of the same model's tokens.

    Raises:
        EncoderUnavailable: the model is missing or cannot be read.
    """
    return TokenSpace(bundled_encoder().model)


@cache
def _read(folder: Path) -> StaticEncoder:
    return StaticEncoder(folder, languages=LANGUAGES, words_apart=True)
