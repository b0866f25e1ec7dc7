"""Whatever somebody types is shown on every page as they typed it, and is never part of the page itself."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

import openpyxl
import pytest
from starlette.testclient import TestClient

from api.app import create_app
from matcher.bootstrap import Application
from matcher.bootstrap.exporting import export_file
from matcher.domain.access import Scope
from matcher.domain.contact_requests import Party
from matcher.domain.profiles import Item, Kind, Profile
from matcher.domain.spreadsheet_escapes import escaped
from matcher.errors import InvalidInput
from matcher.settings import Settings
from matcher.usecases.contacting.links import proof
from matcher.usecases.keeping import save_profile
from matcher.usecases.secrets import server_secret
from tests.api.conftest import Api
from tests.api.web.conftest import Browser
from tests.api.web.filling import keep
from tests.api.web.seen import Seen, stays
from tests.hostile import HOSTILE, REFUSED

GROUP = 18
"""Hostile strings in one text; pages are many."""
BETWEEN = " ¦ "
GROUPS = [HOSTILE[start : start + GROUP] for start in range(0, len(HOSTILE), GROUP)]
NUMBERS = range(len(GROUPS))
HARMLESS = ("rilegatura a mano", "taglio laser di cartone", "Legatoria Ortica")
SEARCHED = 200
"""Characters that every search takes."""
NOT_SHOWN = 1000
"""Characters from which a text may be cut short, as long as no page of a profile does so."""


def serving(folder: Path, contents: Mapping[str, Sequence[str]]) -> Iterator[Api]:
    """A server that holds things by these names, made of these texts."""
    app = Application(Settings(data_dir=folder, encoder="hashing:64", access="open", rate_limit=0))
    app.warm_up()
    for name, texts in contents.items():
        keep(app, name, BETWEEN.join(texts), texts)
    with TestClient(create_app(app), raise_server_exceptions=False, follow_redirects=False) as client:
        client.headers["Accept-Language"] = "en"
        yield Api(app, client)
    app.close()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    """A server of which every text is hostile."""
    contents = {f"h{number}": group for number, group in enumerate(GROUPS)}
    yield from serving(tmp_path_factory.mktemp("hostile"), contents)


@pytest.fixture(scope="module")
def anyone(hostile: Api) -> Browser:
    """Somebody who may see everything."""
    return Browser(hostile.client).sign_in(hostile, *Scope)


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Iterator[set[tuple[str, str]]]:
    """The elements and attributes of pages on a server where nobody means harm."""
    for api in serving(tmp_path_factory.mktemp("harmless"), dict.fromkeys(("h0", "h1", "h2"), HARMLESS)):
        browser = Browser(api.client).sign_in(api, *Scope)
        paths = [path.format(name="h0", **tokens(api, "h0")) for path in PAGES.values()]
        paths += ["/", "/profiles", "/profiles?q=nessuno", "/contacts", "/events", "/nowhere"]
        paths += [f"/find?q={quote(text)}" for text in ("taglio laser a Lambrate", "a Lambrate", "legno " * 400, "?")]
        found = (browser.client.get("/pages" + path).text for path in paths)
        yield set().union(*(Seen(html).elements for html in found))


def tokens(hostile: Api, name: str) -> dict[str, str]:
    secret = server_secret(hostile.app.store)
    return {f"{party}_{ending}": proof(secret, name + suffix, party) for party in Party
            for ending, suffix in (("waiting", ""), ("ended", "-no"))}  # fmt: skip


PAGES = {
    "profile": "/profiles/{name}",
    "profile's form": "/profiles/{name}/edit",
    "profile's end": "/profiles/{name}/erase",
    "contact form": "/profiles/{name}/contact",
    "request": "/contact/{name}?token={asker_waiting}",
    "request to answer": "/contact/{name}/answer?token={receiver_waiting}",
    "request declined": "/contact/{name}-no?token={asker_ended}",
    "event": "/events/{name}",
    "event's form": "/events/{name}/settings",
    "participants": "/events/{name}/people",
    "participant": "/events/{name}/people/p0",
    "pairs": "/events/{name}/pairs",
    "partners": "/events/{name}/pairs/of/p0",
    "fairness": "/events/{name}/fairness",
    "timetable": "/events/{name}/timetable",
    "timetable by person": "/events/{name}/timetable?by=person",
    "timetable by table": "/events/{name}/timetable?by=table",
    "publishing": "/events/{name}/publish",
    "downloads": "/events/{name}/downloads",
    "day": "/events/{name}/day",
}
"""Pages about one thing, by what they are."""


def seen(hostile: Api, anyone: Browser, path: str, name: str) -> Seen:
    return Seen(anyone.get(path.format(name=name, **tokens(hostile, name))))


def require_sound(found: Seen, usual: set[tuple[str, str]]) -> None:
    """Nothing in the page that no harmless page has, and nothing that runs or leads where it should not."""
    assert found.elements - usual == set()
    assert [name for _, name in found.elements if name.startswith("on") or name == "style"] == []
    assert [one for one in found.addresses if not stays(one)] == []


@pytest.mark.parametrize("what", PAGES)
def test_a_page_shows_every_hostile_text_as_text(
    hostile: Api, anyone: Browser, usual: set[tuple[str, str]], what: str
) -> None:
    shown = set()
    for number in NUMBERS:
        found = seen(hostile, anyone, PAGES[what], f"h{number}")
        require_sound(found, usual)
        shown |= {text for text in GROUPS[number] if found.shows(text)}
    assert [text for text in HOSTILE if text not in shown and len(text) < NOT_SHOWN] == []


@pytest.mark.parametrize("path", ["/", "/profiles", "/contacts", "/events"])
def test_lists_hold_no_more_elements_than_harmless_ones(
    anyone: Browser, usual: set[tuple[str, str]], path: str
) -> None:
    found = Seen(anyone.get(path))
    require_sound(found, usual)
    assert path == "/" or any(found.shows(text) for text in HOSTILE[:3])


@pytest.mark.parametrize("path", ["/find", "/profiles", "/events/h0/people"])
def test_what_is_searched_for_stands_in_its_field(
    hostile: Api, anyone: Browser, usual: set[tuple[str, str]], path: str
) -> None:
    for text in HOSTILE:
        answer = anyone.client.get("/pages" + path, params={"q": text})
        found = Seen(answer.text)
        require_sound(found, usual)
        assert found.shows(text) or (answer.status_code == 422 and len(text) > SEARCHED), text


def test_an_address_that_is_nowhere_says_nothing_of_itself(anyone: Browser, usual: set[tuple[str, str]]) -> None:
    for text in HOSTILE:
        answer = anyone.client.get("/pages/events/" + quote(text, safe=""))
        assert answer.status_code in (404, 422), text
        require_sound(Seen(answer.text), usual)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_an_export_of_profiles_holds_texts_and_no_formulas(hostile: Api, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"profiles.{ending}"
    export_file(hostile.app.store, path, contacts=True)
    if ending == "csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            cells = [cell for row in csv.reader(file, delimiter=";") for cell in row]
    else:
        book = [cell for row in openpyxl.load_workbook(path).active.iter_rows() for cell in row]  # type: ignore[union-attr]
        assert {cell.data_type for cell in book} <= {"s", "n"}
        assert [cell.hyperlink for cell in book if cell.hyperlink] == []
        cells = [str(cell.value or "") for cell in book]
    assert [cell for cell in cells if cell != escaped(cell) and not cell.startswith("'")] == []
    assert escaped(BETWEEN.join(GROUPS[0])) in cells


def test_answers_of_the_api_repeat_every_text(hostile: Api) -> None:
    for number, group in enumerate(GROUPS):
        found = hostile.client.get(f"/profiles/h{number}").json()
        assert found["name"] == found["description"] == BETWEEN.join(group)
        assert [item["text"] for item in found["offers"]] == [f"legno {text}"[:500] for text in group]


def test_the_table_of_events_disarms_their_names(hostile: Api, anyone: Browser) -> None:
    text = anyone.get("/indicators/events.csv").lstrip("\ufeff")
    names = [row[0] for row in csv.reader(io.StringIO(text, newline=""), delimiter=";")]
    assert set(names) >= {escaped(BETWEEN.join(group)) for group in GROUPS}


@pytest.mark.parametrize("text", REFUSED)
def test_what_no_database_keeps_is_refused(hostile: Api, text: str) -> None:
    profile = Profile("bad", Kind.ARTISAN, f"Ada {text}", offers=(Item("legno"),))
    with pytest.raises(InvalidInput):
        save_profile(profile, None, store=hostile.app.store, lexicon=hostile.app.lexicon, follower=hostile.app.follower)
    escapes = "".join(f"\\u{ord(letter):04x}" for letter in text)
    for method, path, body in (
        ("PUT", "/profiles/bad", f'{{"kind": "artisan", "name": "Ada {escapes}", "offers": ["legno"]}}'),
        ("PUT", "/profiles/bad", f'{{"kind": "artisan", "name": "Ada", "offers": ["legno {escapes}"]}}'),
        ("POST", "/match", f'{{"query": "legno {escapes}"}}'),
    ):
        answer = hostile.client.request(method, path, content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code == 422, (path, answer.text)
    assert hostile.client.get("/profiles/bad").status_code == 404


@pytest.mark.parametrize("text", ["NUL\x00 dentro", "\x00"])
def test_forms_refuse_what_no_database_keeps_and_say_so(hostile: Api, anyone: Browser, text: str) -> None:
    fields = {"name": text, "email": "ada@example.org", "message": text, "consent": "1"}
    form = "/profiles/h0/contact"
    assert "cannot be read" in anyone.post(form, 422, form=form, **fields).text
