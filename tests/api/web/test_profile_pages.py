"""Profiles are listed, made, changed and erased by people; nothing they type is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest

from matcher.domain.profiles import Contacts, Need, Profile
from matcher.usecases.keeping import find_profile
from tests.api.conftest import CANARY, PROFILES, Api
from tests.api.conftest import contacts as contacts_of
from tests.api.web.conftest import Browser

FRAMER = {
    "name": "Cornici Rossi",
    "kind": "artisan",
    "offers": ["cornici su misura", "", "restauro di cornici antiche"],
    "seeks": ["legno di noce", "foglia d'oro", ""],
    "seeks_need": ["want", "must", "want"],
    "nil": "Isola",
    "languages": "italiano, inglese",
    "run_min": "1",
    "run_max": "1.000",
    "lead_time_days": "2 settimane",
    "email": "rossi@example.org",
    "consent": "yes",
}


@pytest.fixture
def made(api: Api) -> Iterator[None]:
    """Whatever a test makes goes with it."""
    yield
    for profile_id in ("cornici-rossi", "cornici-rossi-2", "rossi:1"):
        api.client.delete(f"/profiles/{profile_id}")


def kept(api: Api, profile_id: str) -> Profile:
    return find_profile(profile_id, store=api.app.store).profile


def contacts(api: Api, profile_id: str) -> Contacts | None:
    with api.app.store.unit_of_work() as unit:
        return unit.profiles.contacts(profile_id)


def value(html: str, name: str) -> str:
    found = re.search(rf'<input id="{name}"[^>]* value="([^"]*)"', html)
    assert found, name
    return unescape(found[1])


def version(html: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', html)
    assert found
    return found[1]


def problems(html: str) -> dict[str, str]:
    """What the summary on top says of each field, whose links lead to fields that say it too."""
    summary = re.search(r'<div class="notice notice-bad" role="alert".*?</div>', html, re.DOTALL)
    assert summary
    found = {name: unescape(text) for name, text in re.findall(r'<a href="#([\w-]+)">(.*?)</a>', summary[0])}
    for name, text in found.items():
        assert f'id="{name}"' in html
        assert f'id="{name}-problem">' in html
        assert unescape(html).count(text) == 2
    return found


class TestList:
    def test_it_is_for_those_who_may_write_profiles(self, anonymous: Browser, organiser: Browser) -> None:
        for path in ("/profiles", "/profiles/new", "/profiles/binder/edit", "/profiles/binder/erase"):
            assert anonymous.client.get("/pages" + path).headers["location"].startswith("/pages/sign-in?next=")
            organiser.get(path, status=403)

    def test_it_finds_by_a_part_of_the_name_or_code_and_by_kind(self, editor: Browser) -> None:
        def names(**query: object) -> set[str]:
            html = editor.get("/profiles", **query)
            return {each for each, profile in PROFILES.items() if profile["name"] in html}

        assert names() == set(PROFILES)
        assert names(q="legatoria ORT") == {"binder"}
        assert names(q="embroid") == {"embroidery"}
        assert names(kind="startup") == {"embroidery", "english"}
        assert names(kind="startup", q="rossi") == set()
        assert "No profile is like that" in editor.get("/profiles", q="zzz")

    def test_contacts_are_not_on_it(self, editor: Browser) -> None:
        assert CANARY not in editor.get("/profiles")


@pytest.mark.usefixtures("made")
class TestMaking:
    def test_what_is_typed_is_kept_with_a_code_made_from_the_name(self, api: Api, editor: Browser) -> None:
        answer = editor.post("/profiles/new", form="/profiles/new", **FRAMER)
        assert answer.headers["location"] == "/pages/profiles/cornici-rossi"
        profile = kept(api, "cornici-rossi")
        assert [item.text for item in profile.offers] == ["cornici su misura", "restauro di cornici antiche"]
        assert [(item.text, item.need) for item in profile.seeks] == [
            ("legno di noce", Need.WANT),
            ("foglia d'oro", Need.MUST),
        ]
        facts = profile.facts
        assert (facts.languages, facts.run_max, facts.lead_time_days) == (("it", "en"), 1000, 14)
        assert profile.place.municipio == 9
        assert contacts(api, "cornici-rossi") == Contacts("rossi@example.org")
        editor.post("/profiles/new", form="/profiles/new", **FRAMER)
        assert kept(api, "cornici-rossi-2").name == "Cornici Rossi"

    def test_problems_are_told_at_their_fields_and_nothing_typed_is_lost(self, api: Api, editor: Browser) -> None:
        wrong = FRAMER | {
            "name": "",
            "id": "città",
            "cap": "2012",
            "nil": "Atlantide",
            "run_max": "poche",
            "email": "rossi",
            "website": "non ce l'ho",
            "languages": "italiano, klingon",
            "blocks": "binder\nnessuno",
        }
        html = editor.post("/profiles/new", 422, form="/profiles/new", **wrong).text
        found = problems(html)
        fields = {"name", "id", "cap", "nil", "run_max", "email", "website", "languages", "blocks"}
        assert set(found) == fields
        assert "nessuno" in found["blocks"]
        for name in ("id", "cap", "nil", "run_max", "email", "website", "languages"):
            assert value(html, name) == wrong[name]
        assert value(html, "offers-1") == "restauro di cornici antiche"
        assert api.client.get("/profiles/cornici-rossi").status_code == 404

    def test_a_code_that_is_taken_is_told_and_replaces_nothing(self, api: Api, editor: Browser) -> None:
        for taken in ("binder", "import"):
            html = editor.post("/profiles/new", 422, form="/profiles/new", **(FRAMER | {"id": taken})).text
            assert set(problems(html)) == {"id"}
        assert kept(api, "binder").name == "Legatoria Ortica"
        editor.post("/profiles/new", form="/profiles/new", **(FRAMER | {"id": "rossi:1"}))
        assert kept(api, "rossi:1").name == "Cornici Rossi"

    def test_only_an_organisation_has_a_type_and_it_has_one(self, editor: Browser) -> None:
        html = editor.post("/profiles/new", 422, form="/profiles/new", **(FRAMER | {"kind": "organisation"})).text
        assert set(problems(html)) == {"type"}
        editor.post("/profiles/new", form="/profiles/new", **(FRAMER | {"type": "fablab"}))

    def test_a_profile_that_says_nothing_is_not_kept(self, editor: Browser) -> None:
        html = editor.post("/profiles/new", 422, form="/profiles/new", name="Rossi", kind="artisan").text
        assert set(problems(html)) == {"offers"}

    def test_a_row_is_added_without_script_and_without_a_complaint(self, editor: Browser) -> None:
        before = editor.get("/profiles/new").count('name="offers"')
        html = editor.post(
            "/profiles/new", 200, form="/profiles/new", action="add-offers", name="", offers=["cornici"]
        ).text
        assert html.count('name="offers"') == 1 + before + 1
        assert value(html, "offers-0") == "cornici"
        assert 'role="alert"' not in html

    def test_words_are_shown_as_they_were_typed_and_never_run(self, editor: Browser) -> None:
        hostile = '<script>alert("x")</script>'
        html = editor.post(
            "/profiles/new", 200, form="/profiles/new", action="preview", name=hostile, offers=[hostile]
        ).text
        assert hostile not in html
        assert value(html, "name") == hostile


class TestPreview:
    def test_who_would_find_it_is_shown_with_reasons_before_it_is_kept(self, api: Api, editor: Browser) -> None:
        typed: dict[str, Any] = {"name": "", "kind": "artisan", "offers": ["rilegatura di libri"], "action": "preview"}
        html = editor.post("/profiles/new", 200, form="/profiles/new", **typed).text
        assert "They seek what is offered here:" in html
        assert "FabLab Lambro" in html
        assert "bookbinding" in html
        assert "Laser Muto" not in html
        assert api.client.get("/profiles").json()["total"] == len(PROFILES)

    def test_who_only_seeks_is_shown_who_offers(self, editor: Browser) -> None:
        html = editor.post(
            "/profiles/new/preview", 200, form="/profiles/new", seeks=["ricamo di loghi"], seeks_need=["want"]
        ).text
        assert "They offer what is sought here:" in html
        assert "Filo Startup" in html
        assert "<html" not in html

    def test_a_stored_profile_does_not_find_itself_nor_those_it_never_meets(self, editor: Browser) -> None:
        html = editor.get("/profiles/tailor/edit")
        found = re.search(r'<div id="preview".*?</aside>', html, re.DOTALL)
        assert found
        assert "Filo Startup" not in found[0]
        assert "Sartoria Rossi" not in found[0]

    def test_skills_are_suggested_in_the_language_of_the_page(self, editor: Browser) -> None:
        answer = editor.client.get("/pages/profiles/new/skills", params={"q": "bookb"})
        assert answer.json()[0]["text"] == "bookbinding"
        assert editor.client.get("/pages/profiles/new/skills").json() == []


class TestChanging:
    @pytest.fixture(autouse=True)
    def _restored(self, api: Api) -> Iterator[None]:
        api.put("binder", PROFILES["binder"] | {"contacts": contacts_of("binder") | {"phone": "+39 02 000000"}})
        yield
        api.put("binder", PROFILES["binder"] | {"contacts": contacts_of("binder")})

    def typed(self, html: str, **changed: object) -> dict[str, Any]:
        names = ("name", "cap", "nil", "languages", "run_min", "run_max", "lead_time_days", "email", "phone", "person")
        fields: dict[str, Any] = {name: value(html, name) for name in (*names, "website")}
        rows = re.findall(r'name="(offers|seeks)" value="([^"]*)"', html)
        fields |= {side: [unescape(text) for each, text in rows if each == side] for side in ("offers", "seeks")}
        fields |= {"kind": "artisan", "consent": "yes", "seeks_need": ["must", "want", "want", "want"]}
        return fields | {"version": version(html)} | changed

    def test_a_form_sent_as_it_came_changes_nothing(self, api: Api, editor: Browser) -> None:
        before = find_profile("binder", store=api.app.store)
        html = editor.get("/profiles/binder/edit")
        editor.post("/profiles/binder/edit", form="/profiles/binder/edit", **self.typed(html, municipio="3"))
        after = find_profile("binder", store=api.app.store)
        assert after.profile == before.profile
        assert after.version == before.version

    def test_a_change_is_kept_and_contacts_are_in_the_form(self, api: Api, editor: Browser) -> None:
        html = editor.get("/profiles/binder/edit")
        assert value(html, "person") == f"{CANARY} binder"
        answer = editor.post(
            "/profiles/binder/edit",
            form="/profiles/binder/edit",
            **self.typed(html, name="Legatoria Nuova", phone="", email="nuova@example.org", website=""),
        )
        assert answer.headers["location"] == "/pages/profiles/binder"
        assert kept(api, "binder").name == "Legatoria Nuova"
        reach = contacts(api, "binder")
        assert reach is not None
        assert (reach.email, reach.phone, reach.website) == ("nuova@example.org", None, None)

    def test_two_who_change_it_at_once_see_both_and_lose_nothing(self, api: Api, editor: Browser) -> None:
        html = editor.get("/profiles/binder/edit")
        api.client.patch("/profiles/binder", json={"name": "Legatoria Altrui"})
        mine = self.typed(html, name="Legatoria Mia")
        shown = editor.post("/profiles/binder/edit", 409, form="/profiles/binder/edit", **mine).text
        assert "Somebody else has changed this profile" in shown
        assert "Legatoria Altrui" in shown
        assert value(shown, "name") == "Legatoria Mia"
        assert kept(api, "binder").name == "Legatoria Altrui"
        editor.post("/profiles/binder/edit", form="/profiles/binder/edit", **(mine | {"version": version(shown)}))
        assert kept(api, "binder").name == "Legatoria Mia"

    def test_a_new_address_tells_the_districts_anew(self, api: Api, editor: Browser) -> None:
        html = editor.get("/profiles/binder/edit")
        typed = self.typed(html, address="Via Savona 33", cap="20144", municipio="3")
        editor.post("/profiles/binder/edit", form="/profiles/binder/edit", **typed)
        assert kept(api, "binder").place.municipio != 3

    def test_erasing_is_asked_first(self, api: Api, editor: Browser) -> None:
        assert "cannot be undone" in editor.get("/profiles/binder/erase")
        assert kept(api, "binder")
        editor.post("/profiles/binder/erase", form="/profiles/binder/erase")
        assert api.client.get("/profiles/binder").status_code == 404
        editor.get("/profiles/binder/edit", status=404)
