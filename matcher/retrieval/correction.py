"""Misspelt words of a query read as what was meant, so that they find their row in the static table."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from embeddings.token_space import TokenSpace
from matcher.lexicon.misspelling import nearest_word
from matcher.lexicon.normalisation import Token, distinct_words, tokenise

REMEMBERED = 1 << 16


class Corrector:
    """Corrects words that the collection, the table and the dictionaries of the two languages lack.

    Texts are only read so, never shown. Whatever the collection writes is a word: `written`, folded.
    """

    def __init__(self, written: Iterable[str], space: TokenSpace) -> None:
        self._written = set(written)
        self._space = space
        self._meant = lru_cache(maxsize=REMEMBERED)(self._nearest)

    @classmethod
    def of(cls, texts: Iterable[str], space: TokenSpace) -> Corrector:
        """The corrector of a collection of texts."""
        return cls(distinct_words(texts), space)

    @property
    def written(self) -> frozenset[str]:
        """The words of the collection."""
        return frozenset(self._written)

    def learn(self, texts: Iterable[str]) -> None:
        """Take the words of more texts for words, from now on."""
        if fresh := distinct_words(texts) - self._written:
            self._written |= fresh
            self._meant.cache_clear()

    def corrected(self, text: str) -> str:
        """The text with every misspelt word replaced by the word it is nearest to; most texts come back as they are."""
        slips = [
            (token, meant)
            for token in tokenise(text)
            if not _is_name(token, text) and (meant := self._meant(token.word)) is not None
        ]
        for token, meant in reversed(slips):
            text = text[: token.start] + meant + text[token.end :]
        return text

    def _nearest(self, word: str) -> str | None:
        """What a folded word stands for, None where it is a word or like none."""
        if word in self._written or self._space.is_word(word):
            return None
        return nearest_word(word)


def _is_name(token: Token, text: str) -> bool:
    """Whether a word bears a capital that neither its place nor a text in capitals explains: "Torino" is no slip."""
    return token.start > 0 and token.written[:1].isupper() and not text.isupper()
