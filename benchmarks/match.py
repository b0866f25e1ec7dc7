"""How long `POST /match` takes by profile id over the sample profiles, in this process: `python -m benchmarks.match`.

The peer is what most would write first: scikit-learn's character TF-IDF and one cosine per profile, without filters,
counts, two directions or reasons. It shows the price of those.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from sklearn.feature_extraction.text import TfidfVectorizer
from starlette.testclient import TestClient

from api.app import create_app
from matcher.bootstrap import Application
from matcher.settings import load_settings
from matcher.usecases.samples import sample_tables

ROUNDS = 3


def main() -> None:
    """Import the samples into a temporary database, ask for every profile, print medians."""
    with tempfile.TemporaryDirectory() as folder:
        app = Application(load_settings(data_dir=Path(folder)))
        with sample_tables() as tables:
            for table in tables:
                app.imports.import_file(table)
        with app.store.unit_of_work() as unit:
            profiles = [stored.profile for stored in unit.profiles.iterate() if stored.profile.consent]
        with TestClient(create_app(app)) as client:
            client.post("/match", json={"profile_id": profiles[0].id}).raise_for_status()
            bodies = [{"profile_id": one.id, "explain": True} for one in profiles]
            ours = _median_ms([_post(client, body) for body in bodies])
            filtered = _median_ms([_post(client, body | {"filters": {"municipio": [1]}}) for body in bodies])
            facets = _median_ms([_post(client, body | {"facets": ["kind", "municipio", "skills"]}) for body in bodies])
    texts = [" ".join(item.text for item in one.offers + one.seeks) for one in profiles]
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    matrix = vectorizer.fit_transform(texts)

    def peer(text: str) -> Callable[[], object]:
        return lambda: (vectorizer.transform([text]) @ matrix.T).toarray().argsort()[0, -10:]

    theirs = _median_ms([peer(text) for text in texts])
    out = sys.stdout.write
    out(f"POST /match by profile id, explained, {len(profiles)} profiles, median of {ROUNDS} rounds over all of them\n")
    out(f"  no filter            {ours:6.2f} ms   {ours / theirs:5.2f} x the peer\n")
    out(f"  Municipio 1          {filtered:6.2f} ms   {filtered / theirs:5.2f} x\n")
    out(f"  three facets         {facets:6.2f} ms   {facets / theirs:5.2f} x\n")
    out(f"  peer: char TF-IDF    {theirs:6.2f} ms   (scikit-learn, one way, no reasons)\n")


def _post(client: TestClient, body: dict[str, object]) -> Callable[[], object]:
    return lambda: client.post("/match", json=body).raise_for_status()


def _median_ms(acts: list[Callable[[], object]]) -> float:
    took = []
    for _ in range(ROUNDS):
        for act in acts:
            started = perf_counter()
            act()
            took.append((perf_counter() - started) * 1000)
    return statistics.median(took)


if __name__ == "__main__":
    main()
