"""A file is imported step by step: looked at, put right, tried, and done."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Sequence
from html import unescape
from io import BytesIO
from zipfile import ZipFile

import pytest

from matcher.domain.profiles import Profile
from tests.api.conftest import PROFILES, Api
from tests.api.web.conftest import Browser

TABLE = """\
Chi;Cosa offre;CAP;E-mail
Cornici Rossi;cornici | restauro di cornici;20144;rossi@example.org
Sedie Verdi;sedie;2012;verdi
Letti Neri;letti in ferro;2013;neri@example.org
"""
MANY = "id;Nome;Cosa offre\n" + "".join(f"b-{number};Bottega {number};cornici\n" for number in range(350))


@pytest.fixture(autouse=True)
def _restored(api: Api) -> Iterator[None]:
    yield
    for one in api.client.get("/profiles", params={"limit": 500}).json()["profiles"]:
        if one["id"] not in PROFILES:
            api.client.delete(f"/profiles/{one['id']}")


def sent(browser: Browser, content: str | bytes, name: str = "botteghe.csv", status: int = 303) -> str:
    """Upload a file; where it leads to, or the page that refuses it."""
    data = content.encode() if isinstance(content, str) else content
    answer = browser.post("/profiles/import", status, form="/profiles/import", files={"file": (name, data)})
    return answer.headers["location"].removeprefix("/pages") if status == 303 else answer.text


def checked(browser: Browser, path: str, **fields: str) -> str:
    browser.post(path, form=path, **fields)
    return browser.get(f"{path}/result")


def figures(html: str) -> list[int]:
    return [int(number) for number in re.findall(r"</dt><dd>(\d+)</dd>", html)]


def summaries(html: str) -> list[str]:
    found = re.findall(r"<summary>.*?</summary>", html, re.DOTALL)
    return [unescape(" ".join(re.sub(r"<[^>]+>", " ", one).split())) for one in found]


def test_a_file_is_looked_at_put_right_tried_and_imported(api: Api, editor: Browser) -> None:
    path = sent(editor, TABLE)
    columns = editor.get(path)
    assert "Cornici Rossi" in columns
    assert re.search(r'id="field-1".*?<option value="offers" selected>', columns, re.DOTALL)
    refused = editor.post(path, 422, form=path, **{"field-1": "offers"}).text
    assert "Choose the column that holds the name." in refused

    check = checked(editor, path, **{"field-0": "name", "field-1": "offers", "field-2": "cap", "field-3": "email"})
    assert figures(check) == [1, 0, 0, 2]
    assert "restauro di cornici" in check
    assert summaries(check) == ["CAP expected: a postcode of five digits 2", "E-mail expected: an e-mail address 1"]
    assert api.client.get("/profiles").json()["total"] == len(PROFILES)

    editor.post(f"{path}/start", form=f"{path}/result")
    done = editor.get(f"{path}/result")
    assert figures(done) == [1, 0, 0, 2]
    assert api.client.get("/profiles").json()["total"] == len(PROFILES) + 1
    rejected = editor.client.get(f"/pages{path}/rejected.csv")
    assert rejected.headers["content-disposition"] == "attachment; filename*=UTF-8''botteghe-left-out.csv"
    assert "Sedie Verdi" in rejected.content.decode("utf-8-sig")
    assert "Cornici Rossi" not in rejected.text


def test_the_same_file_again_has_nothing_to_do_and_remembers_its_columns(editor: Browser) -> None:
    table = "Bottega;Ciò che fa\nCornici Rossi;cornici\n"
    path = sent(editor, table)
    checked(editor, path, **{"field-0": "name", "field-1": "offers"})
    editor.post(f"{path}/start", form=f"{path}/result")
    again = sent(editor, table)
    assert re.search(r'id="field-1".*?<option value="offers" selected>', editor.get(again), re.DOTALL)
    check = checked(editor, again, **{"field-0": "name", "field-1": "offers"})
    assert figures(check) == [0, 0, 1, 0]
    assert "kept just so already" in check
    assert "/start" not in check


def test_a_field_of_one_column_is_not_given_to_two(editor: Browser) -> None:
    path = sent(editor, TABLE)
    html = editor.post(path, 422, form=path, **{"field-0": "name", "field-1": "offers", "field-2": "name"}).text
    assert "One field is given to two columns" in html
    assert re.search(r'id="field-2".*?<option value="name" selected>', html, re.DOTALL)


def zipped() -> bytes:
    archive = BytesIO()
    with ZipFile(archive, "w") as writer:
        writer.writestr("foto.txt", "x")
    return archive.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "invito.pdf", "a PDF document"),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "foto.csv", "a PNG image"),
        (b"", "vuoto.csv", "is empty"),
        (zipped(), "archivio.xlsx", "a ZIP archive that holds no spreadsheet"),
        (bytes(range(256)), "dati.csv", "no text and no spreadsheet"),
    ],
)
def test_the_wrong_file_is_told_from_a_table(editor: Browser, content: bytes, name: str, said: str) -> None:
    html = sent(editor, content, name, status=422)
    assert said in html
    assert name in html
    assert 'href="#file"' in html


@pytest.mark.parametrize("language", ["en", "it"])
def test_a_file_that_is_too_large_is_refused_by_a_page(language: str, api: Api, visit: Callable[..., Browser]) -> None:
    most = api.app.settings.max_body_bytes
    answer = visit(language).client.post("/pages/profiles/import", files={"file": ("tutto.csv", bytes(most + 1))})
    assert answer.status_code == 413
    assert f'<html lang="{language}">' in answer.text
    assert f"{most // 2**20} MB" in answer.text


def test_no_file_is_asked_for_again(editor: Browser) -> None:
    assert "Choose a file first." in editor.post("/profiles/import", 422, form="/profiles/import").text


def test_a_long_import_shows_its_progress_and_stops_when_told(
    api: Api, editor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored, free = threading.Event(), threading.Event()
    encode = api.app.imports.encode

    def held(profiles: Sequence[Profile]) -> None:
        encode(profiles)
        stored.set()
        assert free.wait(30)

    path = sent(editor, MANY)
    checked(editor, path, **{"field-0": "id", "field-1": "name", "field-2": "offers"})
    monkeypatch.setattr(api.app.imports, "encode", held)
    editor.post(f"{path}/start", form=f"{path}/result")
    assert stored.wait(30)
    progress = editor.get(f"{path}/result")
    assert "<progress" in progress
    assert '<noscript><meta http-equiv="refresh"' in progress
    assert editor.client.get(f"/pages{path}/progress").json()["ended"] is False
    editor.post(f"{path}/cancel", form=f"{path}/result")
    while not api.app.imports.runner._stop.is_set():  # set with the next sign of life
        pass
    free.set()
    while not editor.client.get(f"/pages{path}/progress").json()["ended"]:
        pass
    stopped = editor.get(f"{path}/result")
    assert "Stopped before the end" in stopped
    created = figures(stopped)[0]
    assert 0 < created < 350
    assert api.client.get("/profiles").json()["total"] == len(PROFILES) + created
    editor.post(f"{path}/start", form=f"{path}/result")
    while not editor.client.get(f"/pages{path}/progress").json()["ended"]:
        pass
    assert figures(editor.get(f"{path}/result")) == [350 - created, 0, created, 0]


def test_a_file_that_is_not_there_any_more_says_so(editor: Browser) -> None:
    for path in ("/profiles/import/none", "/profiles/import/none/result", "/profiles/import/none/rejected.csv"):
        assert "24 hours" in editor.get(path, status=404)


def test_problems_are_told_in_the_language_of_the_page(api: Api, visit: Callable[..., Browser]) -> None:
    italian = visit("it").sign_in(api)
    path = sent(italian, TABLE)
    check = checked(italian, path, **{"field-0": "name", "field-1": "offers", "field-2": "cap", "field-3": "email"})
    assert "previsto: un CAP di cinque cifre" in check
