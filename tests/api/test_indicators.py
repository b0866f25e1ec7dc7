"""Indicators over HTTP, as data and as tables."""

from __future__ import annotations

import pytest

from matcher.usecases.insights.tables import IndicatorTable
from tests.api import fair
from tests.api.conftest import Api


def test_they_count_what_is_stored(api: Api) -> None:
    found = api.client.get("/indicators").json()
    everyone = found["profiles"]["everyone"]
    assert (everyone["profiles"], everyone["without_consent"], everyone["without_district"]) == (7, 1, 1)
    assert {one["kind"]: one["profiles"] for one in found["profiles"]["by_kind"]} == {
        "artisan": 4,
        "startup": 2,
        "organisation": 1,
    }
    assert found["generation"] == api.client.get("/readyz").json()["generation"]
    missing = {one["skill"] for one in found["skills"]["sought_not_offered"] if one["level"] == "city"}
    assert missing
    assert "bookbinding" not in missing
    assert found["events"] == {"overall": found["events"]["overall"], "by_event": []}
    assert found["events"]["overall"]["meetings"] is None


def test_the_skills_listed_are_limited_and_the_counts_are_not(api: Api) -> None:
    short, whole = (api.client.get("/indicators", params={"limit": limit}).json() for limit in (0, 2000))
    assert short["skills"]["sought_not_offered"] == []
    assert short["skills"]["by_district"] == whole["skills"]["by_district"]
    of_city = [one for one in whole["skills"]["sought_not_offered"] if one["level"] == "city"]
    assert len(of_city) == whole["skills"]["by_district"][0]["not_offered"]


def test_an_event_counts_as_soon_as_it_has_participants(event: Api) -> None:
    (found,) = event.client.get("/indicators").json()["events"]["by_event"]
    assert (found["id"], found["participants"], found["newcomers_share"]) == (fair.EVENT["id"], 4, 1.0)
    assert (found["meetings"], found["peripheral_share"]) == (None, None)


@pytest.mark.parametrize("table", IndicatorTable)
def test_every_table_is_a_file_in_either_language(api: Api, table: IndicatorTable) -> None:
    files = [api.client.get(f"/indicators/{table}", params={"language": language}) for language in ("it", "en")]
    assert {file.headers["content-type"] for file in files} == {"text/csv; charset=utf-8"}
    assert all(file.text.startswith("\ufeff") for file in files)
    assert files[0].text != files[1].text


def test_a_table_that_is_none_is_refused(api: Api) -> None:
    assert api.client.get("/indicators/secrets").status_code == 422
