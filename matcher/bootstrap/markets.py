"""Markets wired: recommendations for everyone, made by jobs and written as files."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

from matcher.domain.jobs import Job, JobKind
from matcher.domain.markets import MarketQuestion
from matcher.domain.spreadsheet_escapes import escaped
from matcher.markets.prospects import Prospects
from matcher.ports import Store
from matcher.usecases.attempts import Attempt, Keep
from matcher.usecases.jobs import JobRunner
from matcher.usecases.markets.keeping import all_recommendations
from matcher.usecases.markets.making import make_market, start_market
from matcher.usecases.markets.presenting import recommended_data

COLUMNS = ("side", "for", "recommended", "rank", "score", "utility", "utility_back")


class Markets:
    """What is done with whole markets; `prospects` gives what people are scored by, up to date."""

    def __init__(self, store: Store, prospects: Callable[[], Prospects]) -> None:
        self.runner = JobRunner(store, {JobKind.MARKET: self._make})
        self._store = store
        self._prospects = prospects

    def start(self, question: MarketQuestion) -> Job:
        """Queue a market, or find the one under way that asks the same; raises as the use case does."""
        job = start_market(question, self._store)
        self.runner.wake()
        return job

    def write(self, job_id: str, file: Path) -> int:
        """Write what everyone is recommended as CSV, or as JSON where the file ends so; how many lines there are.

        Raises as the use case does.
        """
        return self._write_json(job_id, file) if file.suffix.lower() == ".json" else self._write_csv(job_id, file)

    def _write_csv(self, job_id: str, file: Path) -> int:
        lines = 0
        with file.open("w", encoding="utf-8", newline="") as sink:
            writer = csv.writer(sink)
            writer.writerow(COLUMNS)
            for one in all_recommendations(job_id, self._store):
                for rank, each in enumerate(one.recommendations, 1):
                    ids = (escaped(one.profile_id), escaped(each.profile_id))
                    writer.writerow([one.side, *ids, rank, each.score, each.utility, each.utility_back])
                    lines += 1
        return lines

    def _write_json(self, job_id: str, file: Path) -> int:
        people = [recommended_data(one) for one in all_recommendations(job_id, self._store)]
        file.write_text(json.dumps({"recommendations": people}, ensure_ascii=False), encoding="utf-8")
        return sum(len(one["recommended"]) for one in people)

    def _make(self, attempt: Attempt) -> Keep:
        return make_market(attempt, self._store, self._prospects)
