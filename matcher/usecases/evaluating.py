"""Answer the questions of a golden set, with the engine and with a baseline."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.domain.matches import Asker, Direction, MatchRequest
from matcher.domain.profiles import Profile
from matcher.engine import Engine
from matcher.evaluation.char_tfidf import CharTfidf, answering_text, sought_text
from matcher.evaluation.golden import GoldenQuery, GoldenSet
from matcher.evaluation.metrics import Run
from matcher.lexicon.annotation import Lexicon
from matcher.usecases.asking import asker_by_id, asker_by_text

DEPTH = 1000
"""Places of a ranking that are kept: enough to look at the profiles of one language alone."""


def engine_run(golden: GoldenSet, engine: Engine, lexicon: Lexicon) -> Run:
    """Rankings of the engine: profile ids, best first, by query id."""
    return {
        query.query_id: [
            match.profile.id
            for match in engine.match(
                MatchRequest(_asker(query, engine, lexicon), Direction(query.direction), k=DEPTH, explain=False)
            ).matches
        ]
        for query in golden.queries
    }


def baseline_run(golden: GoldenSet, profiles: Sequence[Profile]) -> Run:
    """Rankings by character TF-IDF between what is asked and what each profile offers (or seeks), by query id."""
    known = {profile.id: profile for profile in profiles if profile.consent}
    run: dict[str, list[str]] = {}
    for direction in Direction:
        queries = [query for query in golden.queries if query.direction == direction.value]
        if queries:
            ranker = CharTfidf({one.id: answering_text(one, direction) for one in known.values()})
            for query in queries:
                text = query.text or sought_text(known[query.profile_id or ""], direction)
                run[query.query_id] = [found for found in ranker.rank(text) if found != query.profile_id][:DEPTH]
    return run


def _asker(query: GoldenQuery, engine: Engine, lexicon: Lexicon) -> Asker:
    if query.profile_id:
        return asker_by_id(query.profile_id, engine)
    return asker_by_text(query.text or "", Direction(query.direction), lexicon)
