"""Say why: the aligned items behind a score, what stays unmet, and the summands of the score."""

from __future__ import annotations

import numpy as np

from embeddings.static_model import TokenIds
from embeddings.token_space import TokenSpace
from matcher.domain.matches import Component, Context, Directed, Direction, Match, Reason, Unmet
from matcher.domain.profiles import Item, Profile
from matcher.engine.assessment import Assessment, Way
from matcher.engine.matched_words import matched_words
from matcher.lexicon.skills import Skills
from matcher.scoring.utility import band

MET = 0.3
"""The similarity from which a need counts as met by an offer; chosen on the development queries."""


class Explainer:
    """Turns rows of an assessment into matches."""

    def __init__(self, skills: Skills, space: TokenSpace) -> None:
        self._skills = skills
        self._space = space

    def match(
        self, found: Assessment, row: int, asker: Profile, profile: Profile, direction: Direction, *, explain: bool
    ) -> Match:
        """The match of `asker` at `row` of the assessment; reasons and unmet needs only when asked to explain."""
        score = float(found.score[row])
        reasons, unmet = self._alignments(found, row, asker, profile) if explain else ((), ())
        return Match(
            profile=profile,
            score=score,
            band=band(score),
            direction=direction,
            one_way=bool(np.isnan(found.to.utility[row]) or np.isnan(found.back.utility[row])),
            to=_directed(found.to, found.context.to, found.context.weight, row),
            back=_directed(found.back, found.context.back, found.context.weight, row),
            wanted=Directed(
                _known(found.wanted_utility[row]),
                _known(found.wanted[row]),
                _known(found.context.back[row]),
                found.context.weight,
            ),
            components=tuple(
                Component(term.name, float(term.value[row]), term.weight)
                for term in found.terms
                if not np.isnan(term.value[row])
            ),
            context=Context(
                value=_known(found.context.to[row]),
                distance_km=_known(found.context.km[row]),
                parts={name: float(part[row]) for name, part in found.context.parts.items() if not np.isnan(part[row])},
            ),
            reasons=reasons,
            unmet=unmet,
        )

    def _alignments(
        self, found: Assessment, row: int, asker: Profile, profile: Profile
    ) -> tuple[tuple[Reason, ...], tuple[Unmet, ...]]:
        reasons: list[Reason] = []
        unmet: list[Unmet] = []
        for way, name in ((found.to, "to"), (found.back, "from")):
            needs, column = _needs(way, row, name)
            sought, offered = (asker.seeks, profile.offers) if name == "to" else (profile.seeks, asker.offers)
            first_need = 0 if name == "to" else _first(way.seeks.owner, row)
            first_offer = _first(way.offers.owner, row) if name == "to" else 0
            share = way.weights[needs] / way.weights[needs].sum() if len(needs) else np.empty(0)
            for need, weight in zip(needs, share, strict=True):
                similarity, offer = float(way.coverage.best[need, column]), int(way.coverage.offer[need, column])
                item = sought[need - first_need]
                if offer >= 0 and similarity >= MET:
                    skill, words = self._in_common(
                        way.seeks.items.tokens.of(int(need)), item, offered[offer - first_offer]
                    )
                    kind, text = way.likeness.strongest(int(need), offer), offered[offer - first_offer].text
                    reasons.append(Reason(name, item.text, text, similarity, float(weight), kind, skill, words))
                elif name == "to" or offer >= 0:
                    unmet.append(Unmet(name, item.text, similarity, float(weight)))
        return tuple(sorted(reasons, key=lambda reason: -reason.similarity * reason.weight)), tuple(unmet)

    def _in_common(self, need: TokenIds, sought: Item, offered: Item) -> tuple[str | None, tuple[str, ...]]:
        """The skill that two items share, and the words of the offer that say so."""
        skill, named = self._shared_skill(sought, offered)
        return skill, (*named, *matched_words(need, offered, self._space, shown=named))

    def _shared_skill(self, sought: Item, offered: Item) -> tuple[str | None, tuple[str, ...]]:
        """The closest pair of linked skills: the one sought, and the words that name the one offered."""
        near = self._skills.similarity()
        pairs = [
            (float(near[self._skills.index(a.skill), self._skills.index(b.skill)]) * a.confidence * b.confidence, a, b)
            for a in sought.skills
            for b in offered.skills
        ]
        best = max(pairs, key=lambda pair: pair[0], default=None)
        if best is None or best[0] == 0:
            return None, ()
        return best[1].skill, (best[2].words,) if best[2].words else ()


def _needs(way: Way, row: int, name: str) -> tuple[np.ndarray[tuple[int], np.dtype[np.int64]], int]:
    if name == "to":
        return np.arange(len(way.seeks)), row
    return np.flatnonzero(way.seeks.owner == row), 0


def _first(owner: np.ndarray[tuple[int], np.dtype[np.int32]], row: int) -> int:
    """The first item of a row's profile."""
    return int(np.searchsorted(owner, row))


def _directed(way: Way, context: np.ndarray[tuple[int], np.dtype[np.float64]], weight: float, row: int) -> Directed:
    return Directed(_known(way.utility[row]), _known(way.coverage.value[row]), _known(context[row]), weight)


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
