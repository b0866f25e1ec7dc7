"""The student's tokenizer: whole words where they are frequent, pieces of words where they are not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import islice

from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers

PADDING, UNKNOWN = "[PAD]", "[UNK]"
CONTINUES = "##"

BEGINNINGS, ENDINGS = 4_000, 8_000
"""Pieces kept for words that are not in the vocabulary."""

SHORTEST_BEGINNING, SHORTEST_ENDING, LONGEST_PIECE = 3, 2, 9
LONGEST_WORD = 60


def bare_tokenizer(vocabulary: dict[str, int]) -> Tokenizer:
    """A WordPiece tokenizer that reads one and many, man and woman alike.

    Lower-cased, without accents and punctuation; "-trice" becomes "-tore"; final vowels and a plural s fall: sarto,
    sarta and sarti are one token, and so are machine and machines.
    """
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token=UNKNOWN, max_input_chars_per_word=LONGEST_WORD))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.BertNormalizer(clean_text=True, handle_chinese_chars=True, strip_accents=True, lowercase=True),
            normalizers.Replace(Regex(r"(?<=[a-z]t)ric[ei]\b"), "or"),
            normalizers.Replace(Regex(r"(?<=[a-z]{3})(?:h?i?[aeioy]s?|(?<!s)s)\b"), ""),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(r"\W+"), "removed")
    if vocabulary:
        tokenizer.add_special_tokens([AddedToken(token, special=True) for token in (PADDING, UNKNOWN)])
    return tokenizer


def trained_tokenizer(texts: Iterable[str], size: int) -> Tokenizer:
    """A tokenizer with a vocabulary of at most `size` tokens; the same texts always give the same one."""
    reader = bare_tokenizer({})
    words: Counter[str] = Counter()
    for text in texts:
        words.update(word for word, _ in reader.pre_tokenizer.pre_tokenize_str(reader.normalizer.normalize_str(text)))
    letters = sorted({letter for word in words for letter in word})
    tokens = dict.fromkeys([PADDING, UNKNOWN, *letters, *(CONTINUES + letter for letter in letters)])
    tokens |= dict.fromkeys(_pieces(words, beginning=True)[:BEGINNINGS])
    tokens |= dict.fromkeys(CONTINUES + piece for piece in _pieces(words, beginning=False)[:ENDINGS])
    tokens |= dict.fromkeys(sorted(words, key=lambda word: (-words[word], word)))
    return bare_tokenizer({token: number for number, token in enumerate(islice(tokens, size))})


def _pieces(words: Iterable[str], *, beginning: bool) -> list[str]:
    """Beginnings or endings that many words share, those that spell most letters of the vocabulary first."""
    shortest = SHORTEST_BEGINNING if beginning else SHORTEST_ENDING
    counts: Counter[str] = Counter()
    for word in words:
        for length in range(shortest, min(LONGEST_PIECE, len(word) - 1) + 1):
            counts[word[:length] if beginning else word[-length:]] += 1
    return sorted(counts, key=lambda piece: (-counts[piece] * len(piece), piece))
