"""The words of an offer that met a need, as the alignment of tokens finds them, in one language or across two."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache

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

_WORD = re.compile(r"\w+")


def matched_words(need: TokenIds, offered: Item, space: TokenSpace, *, shown: Iterable[str] = ()) -> Iterator[str]:
    """Words of an offer that meet a token of the need, as they are written there, in order, each once.

    A word is met by its token that says most, so that an ending does not speak for it. Function words and those of the
    phrases already `shown` are left out.
    """
    spans = space.spans(offered.text)
    met = (matched_tokens(need, spans.ids, space) >= MET).tolist()
    if not any(met):
        return
    begins, importance = spans.bounds[:, 0].tolist(), space.importance[spans.ids].tolist()
    passed = _function_words(offered.language).union(*map(folded_words, shown))
    for word in _WORD.finditer(offered.text):
        first, last = bisect_left(begins, word.start()), bisect_left(begins, word.end())
        if first < last and met[max(range(first, last), key=importance.__getitem__)]:
            folded = {*folded_words(word[0])}
            if not folded <= passed:
                passed |= folded
                yield word[0]


@cache
def _function_words(language: str | None) -> frozenset[str]:
    """Those of the language, or of both where it is neither or not known."""
    spoken = [language] if language in LANGUAGES else LANGUAGES
    return frozenset().union(*(function_words(one) for one in spoken))
