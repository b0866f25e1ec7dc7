"""The start page: two ways in, and figures that are those of the API."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from api.app import create_app
from api.web.indicators.charts import WIDTH, evolution, in_parts
from api.web.indicators.city import SHADES, shade_tops
from matcher.bootstrap import Application
from matcher.domain.access import Scope
from matcher.domain.contact_requests import ContactRequest, RequestState
from matcher.domain.events import Meeting, TimetableVersion, VersionState
from matcher.settings import Settings
from matcher.usecases.insights.tables import IndicatorTable
from tests.api.conftest import Api
from tests.api.web.conftest import Browser
from tests.events import FAIR, keep


class Links(HTMLParser):
    """The addresses that a page leads to."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name == "href" and value and tag == "a"]


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Api]:
    """A server that nobody has used yet."""
    app = Application(Settings(data_dir=tmp_path, encoder="hashing:64", rate_limit=0))
    app.warm_up()
    with TestClient(create_app(app), follow_redirects=False, headers={"Accept-Language": "en"}) as client:
        yield Api(app, client)
    app.close()


@pytest.fixture
def published(api: Api) -> Iterator[Api]:
    """The fair with a published timetable, and a request for contact that was accepted."""
    keep(api.app.store)
    meetings = (Meeting("m1", "acme", "carla", 1, 1), Meeting("m2", "bit", "elsa", 2, 2))
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    with api.app.store.unit_of_work(write=True) as unit:
        unit.timetables.add(TimetableVersion(FAIR.id, 1, VersionState.PUBLISHED, meetings, moment))
        unit.contact_requests.put(
            ContactRequest("r1", "binder", "Ada", "Ciao", moment, moment, state=RequestState.ACCEPTED)
        )
        unit.commit()
    yield api
    api.client.delete(f"/events/{FAIR.id}")


def test_it_leads_to_suppliers_and_to_events(anonymous: Browser) -> None:
    html = anonymous.get("/")
    assert '<form class="search" role="search" action="/pages/find">' in html
    assert 'name="q"' in html
    assert "/pages/events" in Links(html).found


def test_its_figures_are_those_of_the_api(published: Api, anonymous: Browser) -> None:
    counted = published.client.get("/indicators").json()
    html = anonymous.get("/")
    city = counted["skills"]["by_district"][0]
    for number in (counted["profiles"]["everyone"]["profiles"], city["not_offered"], 2, 5):
        assert f'<dd class="big">{number}</dd>' in html
    assert f"Of {city['sought']} skills sought here" in html
    assert "50% with somebody from the peripheries" in html
    assert "1 without a meeting" in html


def test_skills_are_those_of_the_district_that_was_asked_for(api: Api, anonymous: Browser) -> None:
    api.put("far", {"kind": "artisan", "name": "Far", "seeks": ["soffiatura del vetro"], "place": {"municipio": 9}})
    missing = [
        (one["id"], one["labels"]["en"])
        for one in api.client.get("/indicators", params={"limit": 50}).json()["skills"]["sought_not_offered"]
        if one["level"] == "municipio"
    ]
    here = [label for municipio, label in missing if municipio == 9]
    assert here
    html = anonymous.get("/", municipio=9)
    assert all(f'<span class="bars-label">{label}</span>' in html for label in here)
    assert 'href="/pages/?municipio=9#missing" aria-current="true"' in html
    assert 'href="/pages/#missing" aria-current="true"' in anonymous.get("/", municipio=99)
    api.client.delete("/profiles/far")


def test_every_table_that_is_linked_can_be_downloaded(published: Api, anonymous: Browser) -> None:
    files = {link for link in Links(anonymous.get("/")).found if link.endswith(".csv")}
    assert files == {f"/pages/indicators/{table}.csv" for table in IndicatorTable}
    for file in files:
        answer = anonymous.client.get(file)
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        assert answer.headers["content-disposition"].startswith("attachment")


def test_a_table_speaks_the_visitor_s_language_and_runs_no_formula(
    published: Api, visit: Callable[..., Browser]
) -> None:
    event = published.client.get(f"/events/{FAIR.id}").json()
    with published.app.store.unit_of_work(write=True) as unit:
        kept = unit.events.get(FAIR.id)
        assert kept is not None
        unit.events.put(type(kept)(**{n: getattr(kept, n) for n in kept.__slots__} | {"name": "=1+1"}))
        unit.commit()
    text = visit("it").get("/indicators/events.csv").lstrip("\ufeff")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows[0][0] == "evento"
    assert rows[1][0] == "'=1+1"
    assert event["name"] == FAIR.name


def test_a_table_that_is_none_is_refused(anonymous: Browser) -> None:
    assert "not know" in anonymous.get("/indicators/secrets.csv", 422)


def test_events_are_links_for_those_alone_who_may_open_them(
    published: Api, anonymous: Browser, organiser: Browser
) -> None:
    address = f"/pages/events/{FAIR.id}"
    assert address in Links(organiser.get("/")).found
    assert address not in Links(anonymous.get("/")).found


def test_an_empty_store_says_how_to_begin(empty: Api) -> None:
    browser = Browser(empty.client)
    assert "Sign in to import profiles" in browser.get("/")
    browser.sign_in(empty, Scope.WRITE)
    html = browser.get("/")
    assert "/pages/profiles/import" in Links(html).found
    assert "Nobody is here yet" in html


def test_events_count_before_there_is_any_profile(empty: Api) -> None:
    keep(empty.app.store)
    html = Browser(empty.client).get("/")
    assert FAIR.name in html
    assert "nothing published yet" in html
    assert "Who is here" not in html


@given(st.lists(st.integers(0, 10**6), max_size=6))
def test_the_parts_of_a_bar_fill_it_without_gaps(counts: list[int]) -> None:
    parts = in_parts([(str(place), count) for place, count in enumerate(counts)])
    if sum(counts) == 0:
        assert parts == ()
        return
    assert [part.value for part in parts] == counts
    assert sum(part.share for part in parts) == pytest.approx(1)
    ends = [0.0, *(part.start + part.width for part in parts)]
    assert [part.start for part in parts] == pytest.approx(ends[:-1])
    assert ends[-1] == pytest.approx(WIDTH)
    assert all(abs(part.width - WIDTH * part.share) <= 0.1 for part in parts)


@given(st.integers(0, 10**6))
def test_shades_reach_from_none_to_the_most(most: int) -> None:
    tops = shade_tops(most)
    assert (tops[0], tops[-1]) == (0, most)
    assert tops == sorted(set(tops))
    assert len(tops) <= SHADES + 1


@given(st.lists(st.floats(0, 1), max_size=8))
def test_a_line_needs_three_events_and_rises_with_the_share(shares: list[float]) -> None:
    drawn = evolution(shares)
    if len(shares) < 3:
        assert drawn is None
        return
    assert drawn is not None
    points = [tuple(map(float, point.split(","))) for point in drawn.points.split()]
    assert [y for _, y in points] == pytest.approx([100 * (1 - one) for one in shares], abs=0.06)
    assert (points[0][0], points[-1][0]) == (0, WIDTH)
    assert (drawn.first, drawn.last) == (shares[0], shares[-1])
