"""A tiny static model with random rows, for tests."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import chain
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer
from tokenizers.trainers import WordPieceTrainer

from embeddings.arrays import Matrix
from embeddings.static_format import write_static_model
from embeddings.static_model import StaticModel, Tokens
from embeddings.token_space import TokenSpace

SPOKEN = [
    "taglio laser su legno e plexiglass",
    "sartoria su misura: divise, camici e abiti da lavoro",
    "restauro di mobili antichi, falegnameria, città",
    "we restore antique furniture by hand",
    "3D printing and laser cutting of wood, very good artisan number 0123456789",
]


def tiny_tokenizer() -> Tokenizer:
    """Some 200 word pieces: lower case, no accents; letters it never read are unknown."""
    return Tokenizer.from_str(_trained())


@cache
def _trained() -> str:
    """The tokenizer, trained once: the trainer breaks ties differently each time."""
    tokenizer = Tokenizer(WordPiece(unk_token="[UNK]"))  # noqa: S106 - no password
    tokenizer.normalizer = BertNormalizer(lowercase=True, strip_accents=True)
    tokenizer.pre_tokenizer = BertPreTokenizer()
    trainer = WordPieceTrainer(vocab_size=200, special_tokens=["[PAD]", "[UNK]"], show_progress=False)
    tokenizer.train_from_iterator(SPOKEN, trainer)
    written: str = tokenizer.to_str()
    return written


def random_table(rows: int, dim: int = 32) -> Matrix:
    """Rows (rows, dim) of very different lengths, as those of frequent and rare tokens are."""
    random = np.random.default_rng(7)
    lengths = np.exp(random.uniform(-4, 4, size=(rows, 1)))
    return (random.standard_normal((rows, dim)) * lengths).astype(np.float32)


def write_tiny_model(folder: Path) -> Path:
    """Write the model; the folder."""
    tokenizer = tiny_tokenizer()
    write_static_model(folder, random_table(tokenizer.get_vocab_size()), tokenizer, card="# Tiny\n")
    return folder


def tiny_space() -> TokenSpace:
    """The space of its tokens, in which all of them say something."""
    tokenizer = tiny_tokenizer()
    size = tokenizer.get_vocab_size()
    return TokenSpace(StaticModel(tokenizer, random_table(size), np.ones(size, np.float32)))


def tokens(*texts: Sequence[int]) -> Tokens:
    """Texts given as the numbers of their tokens."""
    ids = np.array([*chain.from_iterable(texts)], np.int32)
    return Tokens(ids, np.cumsum([0, *map(len, texts)]))
