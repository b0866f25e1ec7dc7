"""The programme's indicators wired: counted from the database, as data and as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matcher.lexicon.annotation import Lexicon
from matcher.store import SqlStore
from matcher.usecases.insights.counting import Indicators, Insights
from matcher.usecases.insights.presenting import indicators_data
from matcher.usecases.insights.tables import IndicatorTable

if TYPE_CHECKING:
    from matcher.agenda.sheets import Sheet


class Programme:
    """What is counted of the whole programme."""

    def __init__(self, store: SqlStore, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._insights = Insights(store, lexicon)

    def indicators(self) -> Indicators:
        """The indicators as the database has them now."""
        return self._insights.indicators()

    def data(self, limit: int | None = None) -> dict[str, Any]:
        """The indicators as plain data; `limit` is the most skills listed of each district, None for all."""
        return indicators_data(self.indicators(), self._lexicon, limit)

    def sheet(self, table: IndicatorTable, indicators: Indicators, language: str) -> Sheet:
        """A table of indicators, with its headings in `it` or `en`."""
        from matcher.agenda.indicators import indicator_sheet  # noqa: PLC0415 -- spreadsheets take a while to import

        return indicator_sheet(table, indicators, self._lexicon, language)

    def csv(self, table: IndicatorTable, language: str) -> bytes:
        """A table of indicators as a file that spreadsheets open, in `it` or `en`."""
        from matcher.agenda.indicators import indicators_csv  # noqa: PLC0415 -- spreadsheets take a while to import

        return indicators_csv(table, self.indicators(), self._lexicon, language)
