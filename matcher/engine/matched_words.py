"""The words of an offer that met a need, as the alignment of tokens finds them, in one language or across two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain, compress

from embeddings.char_ngrams import folded_words
from embeddings.static_model import TokenIds
from embeddings.token_space import TokenSpace
from matcher.domain.profiles import Item
from matcher.lexicon.words import function_words
from matcher.retrieval.alignment import matched_tokens
from matcher.retrieval.items import LANGUAGES

MET = 0.4
"""The cosine from which a word counts as met.

Chosen by reading pairs of words in the reasons for the development queries of the golden set: from 0.4 to 0.45 about
nine in ten belong together (zaini, bags; tessuti, knitwear), from 0.35 to 0.4 eight, from 0.3 to 0.35 six.
"""


def matched_words(need: TokenIds, offered: Item, space: TokenSpace, *, shown: Iterable[str] = ()) -> Iterator[str]:
    """Words of an offer that meet a token of the need, as they are written there, in order, each once.

    Function words and those of the phrases already `shown` are left out.
    """
    words = space.words(offered.text)
    if not len(words.tokens):
        return
    met = matched_tokens(need, words.tokens, space) >= MET
    function, passed = _function_words(offered.language), {*chain.from_iterable(map(folded_words, shown))}
    for word in compress(words.written, met.tolist()):
        folded = {*folded_words(word)} - function
        if not folded <= passed:
            passed |= folded
            yield word


@cache
def _function_words(language: str | None) -> frozenset[str]:
    """Those of the language, or of both where it is neither or not known."""
    spoken = [language] if language in LANGUAGES else LANGUAGES
    return frozenset().union(*(function_words(one) for one in spoken))
