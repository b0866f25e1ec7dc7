"""Say why: the aligned items behind a score, what stays unmet, and the summands of the score."""

from __future__ import annotations

from math import isnan

import numpy as np

from embeddings.static_model import TokenIds
from embeddings.token_space import TokenSpace
from matcher.domain.matches import Component, Context, Directed, Direction, Match, Reason, Unmet
from matcher.domain.profiles import Item, Profile
from matcher.engine.assessment import Assessment
from matcher.engine.matched_words import matched_words
from matcher.lexicon.skills import Skills
from matcher.retrieval.items import ItemTable
from matcher.scoring.context import Floats
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
        score, context = float(found.score[row]), found.context
        reasons, unmet = self._alignments(found, row, asker, profile) if explain else ((), ())
        to = Directed(
            _known(found.to.utility, row), _known(found.to.coverage.value, row), _known(context.to, row), context.weight
        )
        back = Directed(
            _known(found.back.utility, row),
            _known(found.back.coverage.value, row),
            _known(context.back, row),
            context.weight,
        )
        terms = ((term, _known(term.value, row)) for term in found.terms)
        parts = {name: _known(part, row) for name, part in context.parts.items()}
        return Match(
            profile=profile,
            score=score,
            band=band(score),
            direction=direction,
            one_way=to.utility is None or back.utility is None,
            to=to,
            back=back,
            wanted=Directed(_known(found.wanted_utility, row), _known(found.wanted, row), back.context, context.weight),
            components=tuple(Component(term.name, value, term.weight) for term, value in terms if value is not None),
            context=Context(
                value=to.context,
                distance_km=_known(context.km, row),
                parts={name: part for name, part in parts.items() if part is not None},
            ),
            reasons=reasons,
            unmet=unmet,
        )

    def _alignments(
        self, found: Assessment, row: int, asker: Profile, profile: Profile
    ) -> tuple[tuple[Reason, ...], tuple[Unmet, ...]]:
        reasons: list[Reason] = []
        unmet: list[Unmet] = []
        needed, given = _own(found.back.seeks, row), _own(found.to.offers, row)
        ways = (
            ("to", found.to, asker.seeks, profile.offers, slice(0, len(asker.seeks)), given.start, row),
            ("from", found.back, profile.seeks, asker.offers, needed, 0, 0),
        )
        for name, way, sought, offered, needs, first_offer, column in ways:
            best, offers = way.coverage.best[needs, column].tolist(), way.coverage.offer[needs, column].tolist()
            weights = way.weights[needs].tolist()
            whole = sum(weights)
            for at, (item, similarity, offer, weight) in enumerate(zip(sought, best, offers, weights, strict=True)):
                if offer >= 0 and similarity >= MET:
                    need, met_by = needs.start + at, offered[offer - first_offer]
                    skill, words = self._in_common(way.seeks.items.tokens.of(need), item, met_by)
                    kind = way.likeness.strongest(need, offer)
                    reasons.append(Reason(name, item.text, met_by.text, similarity, weight / whole, kind, skill, words))
                elif name == "to" or offer >= 0:
                    unmet.append(Unmet(name, item.text, similarity, weight / whole))
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


def _own(items: ItemTable, row: int) -> slice:
    """Where the items of a row's profile are."""
    first, last = np.searchsorted(items.owner, np.array([row, row + 1], np.int32)).tolist()
    return slice(first, last)


def _known(values: Floats, row: int) -> float | None:
    value = values.item(row)
    return None if isnan(value) else value
