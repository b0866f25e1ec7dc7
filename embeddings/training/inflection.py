"""Forms of Italian verbs, so that "rilega" and "rilegato" are learnt where the dictionary has "rilegare" alone."""

from __future__ import annotations

ENDINGS = {
    "are": ("a", "ano", "ato", "ando"),
    "ere": ("e", "ono", "uto", "endo"),
    "ire": ("e", "ono", "ito", "endo", "isce", "iscono"),
}
"""Third persons of the present, participle and gerund of the regular conjugations."""

SHORTEST = 6


def verb_forms(lemma: str) -> list[str]:
    """Regular forms of a lemma that looks like a verb; none for several words and for trades such as "cameriere"."""
    if " " in lemma or len(lemma) < SHORTEST or lemma.endswith("iere"):
        return []
    return [lemma[:-3] + ending for ending in ENDINGS.get(lemma[-3:], ())]
