"""The model card: what the model is, what it was made of, how good it is and where it is not."""

from __future__ import annotations

from collections.abc import Mapping

CARD = """---
language: [it, en]
license: cc-by-sa-4.0
library_name: model2vec
tags: [static-embeddings, sentence-transformers, model2vec]
---

# artigiano-it-en

A static Italian and English text encoder: a table of {tokens:,} tokens × {dim} dimensions, int8 with a scale for each
row. A text's vector is the normalised sum of its tokens' rows. It reads trades, techniques, machines, products and
short needs in both languages, tens of thousands of texts a second on one core, without torch.

```python
from model2vec import StaticModel  # or SentenceTransformer from sentence_transformers

vectors = StaticModel.from_pretrained("artigiano-it-en").encode(["falegname", "carpenter"])
```

## Made of

Taught to land where all-MiniLM-L6-v2 (Apache-2.0) puts the English meaning of each text: Open English WordNet
(CC BY 4.0) joined with MultiWordNet (CC BY 3.0), ItalWordNet (ODC-BY 1.0) and Wiktionary (CC BY-SA) as published by the
Open Multilingual Wordnet; occupations, labels and descriptions of the ESCO classification of the European Commission;
activities of NOGA 2008 (Swiss Federal Statistical Office); training lines of stsb-multi-mt (CC BY-SA 4.0). The weights
are shared under CC BY-SA 4.0, as some of the texts are; no text is in them.

Words are read lower-cased, without accents and final vowels: sarto, sarta, sarti and sarte are one token.

## How good

By cosine alone, measured on a model that had not seen the judged texts (a fifth of the occupations and all activities
held out) and never chosen on STS-B test. The mean reciprocal rank of the right answer; for STS-B, Spearman's
correlation.

| | held-out model | this model |
|---|--:|--:|
{rows}

This model has learnt from the ESCO and NACE texts it is asked for in the second column: read only the STS-B lines
there.

## Limits

Word order and negation are not seen ("uomo morde cane" is "cane morde uomo"). Long texts blur; other languages and
scripts are not known. Names of people and places carry what their words mean. WordNet's and ESCO's views of the world,
their gaps and their biases on trades and genders come along; man's and woman's names of a trade are read alike.

## Retrain

`make train-encoder` in the repository, with the texts beside it: seeds are fixed and an interrupted run goes on.
"""


def card(tokens: int, dim: int, held_out: Mapping[str, float], shipped: Mapping[str, float]) -> str:
    """The card of a model, with the figures of the model measured and of the one that ships."""
    rows = [f"| {name} | {figure:.3f} | {shipped[name]:.3f} |" for name, figure in held_out.items()]
    return CARD.format(tokens=tokens, dim=dim, rows="\n".join(rows))
