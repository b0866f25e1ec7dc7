"""Answer the questions of a golden set and rank texts, with the engine and with baselines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from embeddings.encoder import Encoder
from matcher.domain.matches import Asker, Direction, MatchRequest
from matcher.domain.profiles import Item, Profile
from matcher.engine import Engine
from matcher.evaluation.bm25 import rank_by_bm25
from matcher.evaluation.char_tfidf import rank_by_char_tfidf
from matcher.evaluation.cosine import ranker_by_cosine
from matcher.evaluation.golden import GoldenQuery, GoldenSet
from matcher.evaluation.metrics import RELEVANT, Run
from matcher.evaluation.rankings import Ranker
from matcher.evaluation.retrieval_set import RetrievalSet
from matcher.lexicon.annotation import Lexicon
from matcher.retrieval import rank
from matcher.usecases.asking import asker_by_id, asker_by_text

DEPTH = 1000
"""Places of a ranking that are kept: enough to look at the profiles of one language alone."""

ENGINE = "engine"
TITLES = {ENGINE: ENGINE, "char_tfidf": "char TF-IDF", "bm25": "BM25", "minilm": "MiniLM"}
"""What the rankers of texts are called."""


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
    known = {profile.id: profile for profile in sorted(profiles, key=lambda one: one.id) if profile.consent}
    ids = list(known)
    run: dict[str, list[str]] = {}
    for direction in Direction:
        queries = [query for query in golden.queries if query.direction == direction.value]
        if queries:
            texts = [query.text or sought_text(known[query.profile_id or ""], direction) for query in queries]
            answers = [answering_text(one, direction) for one in known.values()]
            _, places = rank_by_char_tfidf(texts, answers, DEPTH + 1)
            for query, row in zip(queries, places.tolist(), strict=True):
                ranked = [ids[place] for place in row if place >= 0]
                run[query.query_id] = [found for found in ranked if found != query.profile_id][:DEPTH]
    return run


def text_rankers(minilm: Encoder) -> Mapping[str, Ranker]:
    """The engine's ranking of texts and what it is compared with: spelling, words, and the vectors of `minilm`."""
    return {
        ENGINE: rank,
        "char_tfidf": rank_by_char_tfidf,
        "bm25": rank_by_bm25,
        "minilm": ranker_by_cosine(minilm),
    }


def golden_texts(golden: GoldenSet, profiles: Sequence[Profile], lexicon: Lexicon) -> RetrievalSet:
    """What the typed supply queries seek, among the texts that profiles offer: those of a good profile are relevant.

    Which of a good profile's offers answers is not judged: all count, and a ranking is right that finds one.
    """
    owners: dict[str, set[str]] = {}
    for profile in profiles:
        for item in profile.offers if profile.consent else ():
            owners.setdefault(item.text, set()).add(profile.id)
    documents = {str(number): text for number, text in enumerate(owners)}
    queries: dict[str, str] = {}
    qrels: dict[str, dict[str, int]] = {}
    for query in golden.queries:
        if query.text and query.direction == Direction.SUPPLY:
            good = {profile for profile, grade in golden.qrels[query.query_id].items() if grade >= RELEVANT}
            right = {name: 1 for name, text in documents.items() if owners[text] & good}
            for number, item in enumerate(asker_by_text(query.text, Direction.SUPPLY, lexicon).profile.seeks):
                if right:
                    queries[f"{query.query_id} {number}"] = item.text
                    qrels[f"{query.query_id} {number}"] = right
    return RetrievalSet("golden", queries, documents, qrels)


def sought_text(profile: Profile, direction: Direction) -> str:
    """What a profile asks with: its seeks when it looks for supply, its offers when it looks for demand."""
    return _joined(profile.seeks if direction is Direction.SUPPLY else profile.offers)


def answering_text(profile: Profile, direction: Direction) -> str:
    """What a profile answers with: its offers when supply is looked for, its seeks when demand is."""
    return _joined(profile.offers if direction is Direction.SUPPLY else profile.seeks)


def _asker(query: GoldenQuery, engine: Engine, lexicon: Lexicon) -> Asker:
    if query.profile_id:
        return asker_by_id(query.profile_id, engine)
    return asker_by_text(query.text or "", Direction(query.direction), lexicon)


def _joined(items: Sequence[Item]) -> str:
    return " ".join(item.text for item in items)
