"""The engine's answer by its definition: plain loops over profiles and items. Slow and obvious."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from embeddings.encoder import Encoder
from embeddings.token_space import TokenSpace
from matcher.domain.matches import Asker, Direction, Filters
from matcher.domain.profiles import Item, Need, Profile
from matcher.lexicon.skills import Skills
from matcher.retrieval.percentiles import CosineCurves
from tests.similarity_oracle import SimilarityOracle

PART_WEIGHT = {"distance": 3, "language": 1, "run_size": 1, "lead_time": 1, "availability": 1}


@dataclass
class Oracle:
    """Scores by definition over a list of profiles."""

    profiles: Sequence[Profile]
    encoder: Encoder
    skills: Skills
    curves: CosineCurves
    space: TokenSpace
    today: date

    def __post_init__(self) -> None:
        texts = [item.text for profile in self.profiles for item in profile.offers + profile.seeks]
        offers = [profile.offers for profile in self.profiles]
        self.items = SimilarityOracle(texts, offers, self.encoder, self.skills, self.curves, self.space)

    def scores(self, asker: Asker, direction: Direction, filters: Filters) -> dict[str, float]:
        """The score of everyone who may be matched and about whom something is known."""
        found = {}
        for other in self.profiles:
            if self.eligible(asker.profile, other, direction, filters):
                score = self.score(asker, other, direction)
                if score is not None:
                    found[other.id] = score
        return found

    def eligible(self, asker: Profile, other: Profile, direction: Direction, filters: Filters) -> bool:
        """Filters and hard rules."""
        side = other.seeks if direction is Direction.DEMAND else other.offers
        has_side = bool(other.offers or other.seeks) if direction is Direction.MUTUAL else bool(side)
        facet = {above for item in side for link in item.skills for above in self.skills.ancestors(link.skill)}
        return (
            has_side
            and other.consent
            and other.id != asker.id
            and other.id not in asker.blocks | filters.exclude
            and asker.id not in other.blocks
            and not (asker.organisation and asker.organisation == other.organisation)
            and (not filters.kinds or other.kind in filters.kinds)
            and (not filters.municipi or other.place.municipio in filters.municipi)
            and filters.skills_all <= facet
            and (not filters.skills_any or bool(filters.skills_any & facet))
            and not filters.skills_none & facet
        )

    def score(self, asker: Asker, other: Profile, direction: Direction) -> float | None:
        """The score of one profile; None where nothing is known."""
        me = asker.profile
        to = self.utility(me.seeks, other.offers, self.context(me, other))
        back = self.utility(other.seeks, me.offers, self.context(other, me, availability=False))
        mutual = None if to is None or back is None else (2 * to * back / (to + back) if to + back else 0.0)
        if direction is Direction.MUTUAL:
            known = [one for one in (to, back) if one is not None]
            return mutual if mutual is not None else (0.5 * known[0] if known else None)
        wanted = self.wanted(me.offers, other.seeks, self.context(other, me, availability=False))
        served, given = (to, me.offers) if direction is Direction.SUPPLY else (wanted, me.seeks)
        if served is None:
            return None
        return served if not given else 0.7 * served + 0.3 * (mutual or 0.0)

    def utility(self, seeks: Sequence[Item], offers: Sequence[Item], context: float | None) -> float | None:
        """0.85 coverage + 0.15 context."""
        if not seeks or not offers:
            return None
        weights = [self.need_weight(need) for need in seeks]
        best = [max(self.items.similarity(need, offer) for offer in offers) for need in seeks]
        coverage = sum(w * c for w, c in zip(weights, best, strict=True)) / sum(weights)
        return coverage if context is None else 0.85 * coverage + 0.15 * context

    def wanted(self, offers: Sequence[Item], seeks: Sequence[Item], context: float | None) -> float | None:
        """Each offer aligned with the need it meets best."""
        if not seeks or not offers:
            return None
        weights = [self.need_weight(offer) for offer in offers]
        best = [max(self.items.similarity(need, offer) for need in seeks) for offer in offers]
        covered = sum(w * c for w, c in zip(weights, best, strict=True)) / sum(weights)
        return covered if context is None else 0.85 * covered + 0.15 * context

    def need_weight(self, need: Item) -> float:
        """The rarest skill's weight, twice for a must."""
        rarity = max((self.items.skill_weight(link.skill) for link in need.skills), default=0.7)
        return rarity * (2 if need.need is Need.MUST else 1)

    def context(self, seeker: Profile, giver: Profile, *, availability: bool = True) -> float | None:
        """The weighted mean of the parts both sides tell."""
        s, g, parts = seeker.facts, giver.facts, {}
        if seeker.place.point and giver.place.point:
            a, b = seeker.place.point, giver.place.point
            parts["distance"] = math.exp(-kilometres(a.lat, a.lon, b.lat, b.lon) / 25)
        if s.languages and g.languages:
            parts["language"] = float(bool(set(s.languages) & set(g.languages)))
        if (s.run_min or s.run_max) and (g.run_min or g.run_max):
            low = max(s.run_min or 1, g.run_min or 1)
            high = min(s.run_max or math.inf, g.run_max or math.inf)
            parts["run_size"] = min(1.0, high / low)
        if s.lead_time_days is not None and g.lead_time_days is not None:
            fits = s.lead_time_days >= g.lead_time_days
            parts["lead_time"] = 1.0 if fits else s.lead_time_days / g.lead_time_days
        if availability and g.available_from is not None:
            parts["availability"] = math.exp(-max(0, (g.available_from - self.today).days) / 30)
        weight = sum(PART_WEIGHT[name] for name in parts)
        return sum(PART_WEIGHT[name] * value for name, value in parts.items()) / weight if parts else None


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great circle by the spherical law of cosines, unlike the haversine of the engine."""
    a, b, c = math.radians(lat), math.radians(other_lat), math.radians(other_lon - lon)
    return 6371.0088 * math.acos(min(1.0, math.sin(a) * math.sin(b) + math.cos(a) * math.cos(b) * math.cos(c)))
