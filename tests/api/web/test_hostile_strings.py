"""Whatever somebody types is shown on every page as they typed it, and is never part of the page itself."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import openpyxl
import pytest
from starlette.testclient import TestClient

from api.app import create_app
from matcher.bootstrap import Application
from matcher.domain.access import Scope
from matcher.domain.contact_requests import ContactRequest, Party, RequestState
from matcher.domain.events import EventParticipant, Meeting, Pair, PairReason, TimetableVersion, VersionState
from matcher.domain.profiles import Contacts, Item, Kind, Place, Profile
from matcher.domain.spreadsheet_escapes import escaped
from matcher.errors import InvalidInput
from matcher.settings import Settings
from matcher.usecases.contacting.links import proof
from matcher.usecases.keeping import save_profile
from matcher.usecases.secrets import server_secret
from tests.api.conftest import Api
from tests.api.web.conftest import Browser
from tests.events import FAIR
from tests.hostile import HOSTILE, REFUSED

GROUP = 12
"""Hostile strings in one text; pages are many."""
BETWEEN = " ¦ "
GROUPS = [HOSTILE[start : start + GROUP] for start in range(0, len(HOSTILE), GROUP)]
NUMBERS = range(len(GROUPS))
NOW = datetime.now(UTC)
BENIGN = "legatoria"
"""An id that has harmless texts all over."""
SEARCHED = 200
"""Characters that every search takes."""
NOT_SHOWN = 1000
"""Characters from which a text may be cut short, as long as no page of a profile does so."""
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


@dataclass
class Seen(HTMLParser):
    """A page as a browser reads it: its elements with their attributes, its text, what it leads to."""

    html: str
    elements: set[tuple[str, str]] = field(default_factory=set)
    texts: list[str] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements |= {(tag, "")} | {(tag, name) for name, _ in attrs}
        self.values += [value or "" for _, value in attrs]
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src", "action", "formaction")]

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.elements.add(("!--", ""))

    def handle_pi(self, data: str) -> None:
        self.elements.add(("?", ""))

    def unknown_decl(self, data: str) -> None:
        self.elements.add(("![", ""))

    def shows(self, text: str) -> bool:
        """Whether a text stands in the page or in a field, blanks and how accents are written apart."""
        wanted = blanks(text)
        return wanted in blanks("".join(self.texts)) or any(wanted in blanks(value) for value in self.values)


def blanks(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def stays(address: str) -> bool:
    """Whether an address leads to a page of ours."""
    return not SCHEME.match(address) and not address.startswith(("//", "\\")) and address == address.strip()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    """A server of which every text is hostile, beside one of each thing that is harmless."""
    app = Application(Settings(data_dir=tmp_path_factory.mktemp("hostile"), encoder="hashing:64"))
    app.warm_up()
    for number, group in enumerate(GROUPS):
        keep(app, f"h{number}", BETWEEN.join(group), group)
    keep(app, BENIGN, "Legatoria Ortica", ("rilegatura a mano", "taglio laser di cartone"))
    with TestClient(create_app(app), raise_server_exceptions=False, follow_redirects=False) as client:
        client.headers["Accept-Language"] = "en"
        yield Api(app, client)
    app.close()


def keep(app: Application, name: str, text: str, parts: tuple[str, ...]) -> None:
    """A profile, a request for contact of it, and an event with a published timetable, all of them with the text."""
    items = tuple(Item(f"legno {part}"[:500]) for part in parts)
    contacts = Contacts(email=text, phone=text, person=text, website=text)
    profile = Profile(
        name,
        Kind.ARTISAN,
        text,
        description=text,
        offers=items,
        seeks=items,
        place=Place(address=text, municipio=3),
        organisation=text,
        provenance={"source": text, text: text},
    )
    save_profile(profile, contacts, store=app.store, lexicon=app.lexicon, follower=app.follower)
    people = [EventParticipant(f"p{place}", part, text, offers=items, seeks=items) for place, part in enumerate(parts)]
    reasons = (PairReason("p0", text, text), PairReason("p1", parts[0], parts[1]))
    slots = tuple(type(slot)(slot.start, slot.end, slot.kind, text, text) for slot in FAIR.slots)
    event = type(FAIR)(name, text, FAIR.time_zone, slots, (text, "2"), FAIR.rules, place=text)
    request = ContactRequest(
        name, name, text, text, NOW, NOW + timedelta(days=9), organisation=text, email=text, phone=text, need=text
    )
    answered = ContactRequest(
        f"{name}-no", name, text, text, NOW, NOW, RequestState.DECLINED, organisation=text, need=text, note=text
    )
    with app.store.unit_of_work(write=True) as unit:
        unit.events.put(event)
        unit.events.put_participants(name, people)
        unit.events.put_pairs(name, [Pair("p0", "p1", 0.9, 0.9, 0.9, reasons, chosen=True)])
        meeting = Meeting(Pair("p0", "p1", 0, 0, 0).meeting_id, "p0", "p1", 1, 1, reasons=reasons)
        unit.timetables.add(TimetableVersion(name, 1, VersionState.PUBLISHED, (meeting,), NOW, note=text, told=event))
        unit.contact_requests.put(request)
        unit.contact_requests.put(answered)
        unit.commit()


@pytest.fixture(scope="module")
def anyone(hostile: Api) -> Browser:
    """Somebody who may see everything."""
    return Browser(hostile.client).sign_in(hostile, *Scope)


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


@pytest.fixture(scope="module")
def usual(hostile: Api, anyone: Browser) -> set[tuple[str, str]]:
    """The elements and attributes of all harmless pages."""
    asked = ("taglio laser a Lambrate", "rilegatura", "a Lambrate", "legno " * 400, "?")
    paths = [*PAGES.values(), "/", "/profiles", "/profiles?q=nessuno", "/events", "/contacts", "/nowhere"]
    paths += [f"/find?q={quote(one)}" for one in asked]
    found = (anyone.client.get("/pages" + path.format(name=BENIGN, **tokens(hostile, BENIGN))).text for path in paths)
    return set().union(*(Seen(html).elements for html in found))


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
    hostile: Api, anyone: Browser, usual: set[tuple[str, str]], path: str
) -> None:
    require_sound(seen(hostile, anyone, path, BENIGN), usual | seen(hostile, anyone, path, BENIGN).elements)


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
    hostile.app.export_file(path, contacts=True)
    if ending == "csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            cells = [cell for row in csv.reader(file, delimiter=";") for cell in row]
    else:
        book = [cell for row in openpyxl.load_workbook(path).active.iter_rows() for cell in row]  # type: ignore[union-attr]
        assert {cell.data_type for cell in book} <= {"s", "n"}
        assert [cell.hyperlink for cell in book if cell.hyperlink] == []
        cells = [str(cell.value or "") for cell in book]
    assert [cell for cell in cells if cell != escaped(cell) and not cell.startswith("'")] == []
    assert "Legatoria Ortica" in cells


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
    form = f"/profiles/{BENIGN}/contact"
    assert "cannot be read" in anyone.post(form, 422, form=form, **fields).text
