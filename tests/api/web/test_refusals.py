"""Whatever the matcher refuses, people are told why in their language."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from api.web.refusals import BLANK, CATALOGUE, tell, told
from matcher.domain.events import PairRule
from matcher.errors import NotFound
from matcher.scheduling.pairs.removal import WORDS
from matcher.usecases.contacting.checks import _SENTENCES
from matcher.usecases.contacting.requests import _ENDED
from tests.api.web.refused import ROOT, Refusal, refusals

LANGUAGES = ("en", "it")
OUT_OF_REACH = {
    "matcher/cli/": "said by commands to who typed them",
    "matcher/evaluation/": "judged sets of queries are read by commands",
    "matcher/lexicon/gazetteer/": "a city's folder is checked when the server starts",
    "matcher/lexicon/skills/csv_files.py": "the vocabulary's files are checked when the server starts",
    "matcher/lexicon/training/": "word lists are made by a command",
    "matcher/settings.py": "settings are read when the server starts",
    "matcher/intake/dzn.py": "instances of other programs are read by a command",
    "matcher/intake/minizinc_data.py": "instances of other programs are read by a command",
    "matcher/intake/json_": "no page takes JSON",
    "matcher/intake/scheduling_problem.py": "no page takes JSON",
    "matcher/scheduling/pairs/problem.py": "the arrays that it checks are made by the use cases",
    "matcher/usecases/following.py": "no page asks for a change by its number",
    "matcher/store/copying.py": "databases are copied by a command",
    "matcher/markets/": "no page asks for a market",
    "matcher/usecases/markets/": "no page asks for a market",
    "matcher/bootstrap/indexes.py": "indexes are copied, fed and compared by commands",
    "matcher/usecases/indexes/": "indexes are copied, fed and compared by commands",
    "matcher/usecases/keys.py": "keys are made and revoked by commands",
    "matcher/usecases/replaying.py": "no page sends a request under a name",
    "matcher/usecases/privacy/": "people are erased by commands, and by pages that found the profile before",
}
"""Whose refusals pages cannot meet, and why."""
ELSEWHERE = {
    "matcher/intake/problems.py": "said in the language that the file is read in",
    "matcher/scheduling/pairs/events.py": "what `choosing` says, with participants by id",
    "matcher/usecases/events/keeping.py": "the rules' own words, which are collected where they are yielded",
}
"""Whose refusals take their words from somewhere else, and from where."""
PARTS = {
    "contradiction": WORDS.values(),
    "sentence": _SENTENCES.values(),
    "ended": _ENDED.values(),
    "rule": map(str, PairRule),
}
"""What can stand in some blanks."""
MACHINERY = re.compile(r"\b(GET|PUT|POST|PATCH|DELETE) /|MATCHER_|\bids?\b|`|sqlite|UTF-8|\bnull\b|\bjob\b")
"""Words that say nothing to people."""


def catalogue(language: str) -> list[Message]:
    with (ROOT / "api" / "web" / "locale" / language / CATALOGUE).open("rb") as source:
        return [message for message in read_po(source, locale=language) if message.id]


def blanked(text: str) -> str:
    """A message with every blank alike; two in a row are one."""
    return re.sub(r"(\{\w*\})+", "{}", text)


def in_reach() -> list[Refusal]:
    return [one for one in refusals() if not one.file.startswith(tuple(OUT_OF_REACH))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_is_translated(language: str) -> None:
    known = {blanked(str(message.id)) for message in catalogue(language) if not message.context}
    spoken = [one for one in in_reach() if one.message is not None]
    assert len(spoken) > 100
    assert [f"{one.place}: {one.message}" for one in spoken if blanked(one.message or "") not in known] == []


def test_refusals_without_words_of_their_own_are_accounted_for() -> None:
    assert {one.file for one in in_reach() if one.message is None} == set(ELSEWHERE)


def test_every_place_that_is_left_out_refuses_something() -> None:
    files = {one.file for one in refusals()}
    assert [start for start in OUT_OF_REACH if not any(file.startswith(start) for file in files)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("blank", PARTS)
def test_what_can_stand_in_a_blank_is_translated_too(blank: str, language: str) -> None:
    contexts = [re.compile(BLANK.sub(".+", re.escape(str(message.id)).replace(r"\{", "{").replace(r"\}", "}")))
                for message in catalogue(language) if message.context == blank]  # fmt: skip
    assert [part for part in map(str, PARTS[blank]) if not any(one.fullmatch(part) for one in contexts)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_left_over(language: str) -> None:
    raised = {blanked(one.message) for one in refusals() if one.message is not None}
    raised |= {blanked("The encoder cannot be used: {reason}."), blanked("The index cannot be used: {reason}")}
    whole = [message for message in catalogue(language) if not message.context]
    assert [message.id for message in whole if blanked(str(message.id)) not in raised] == []
    blanks = {name for message in catalogue(language) for name in BLANK.findall(str(message.id))}
    assert {message.context for message in catalogue(language) if message.context} <= blanks


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_are_whole_and_use_only_blanks_that_are_filled(language: str) -> None:
    for message in catalogue(language):
        named = Counter(BLANK.findall(str(message.id)))
        assert message.string, message.id
        assert not named or max(named.values()) == 1, message.id
        assert set(BLANK.findall(str(message.string))) <= set(named), message.id
        assert not MACHINERY.search(BLANK.sub("", str(message.string))), message.string


def test_both_languages_know_the_same_messages() -> None:
    english, italian = ({(message.context, message.id) for message in catalogue(one)} for one in LANGUAGES)
    assert english == italian


@pytest.mark.parametrize(
    ("message", "english", "italian"),
    [
        (
            "There is no event 'fiera'. GET /events lists those there are.",
            "There is no event “fiera”. It may have been deleted.",
            "L’evento «fiera» non esiste. Forse è stato eliminato.",
        ),
        (
            "No nil is called 'Lambrte'. Did you mean 'Lambrate'? GET /districts of the API lists the names.",
            "No NIL is called “Lambrte”. Did you mean 'Lambrate'?",
            "Nessun NIL si chiama «Lambrte». Forse intendevi 'Lambrate'?",
        ),
        (
            "An event has at most 5,000 participants. Split it into several events.",
            "An event has at most 5,000 participants. Split it into several events.",
            "Un evento ha al massimo 5.000 partecipanti. Dividilo in più eventi.",
        ),
        (
            "The pair of Ada and Bice must meet, but is forbidden: allow it, or do not demand it.",
            "Ada and Bice must meet, but this pair is forbidden: allow it, or do not demand it.",
            "Ada e Bice devono incontrarsi, ma questa coppia è vietata: permettila, o non imporla.",
        ),
        (
            "'email': this is no e-mail address; write one such as anna@example.org.",
            "E-mail: this is no e-mail address; write one such as anna@example.org.",
            "E-mail: non è un indirizzo e-mail: scrivine uno come anna@example.org.",
        ),
        (
            "'offers' has 51 items; at most 50 are kept. Join the similar ones.",
            "There are 51 things under “What it offers”; at most 50 are kept. Join the similar ones.",
            "Alla voce «Che cosa offre» ci sono 51 cose; se ne tengono al massimo 50. Unisci quelle simili.",
        ),
        ("Nobody knows this sentence.", "Nobody knows this sentence.", "Nobody knows this sentence."),
    ],
)
def test_messages_are_told_in_plain_words(message: str, english: str, italian: str) -> None:
    assert told(NotFound(message), "en") == english
    assert told(NotFound(message), "it") == italian


@given(st.text(), st.sampled_from(LANGUAGES))
def test_what_somebody_typed_is_repeated_as_it_is(text: str, language: str) -> None:
    found = tell(f"There is no event '{text}'. GET /events lists those there are.", language)
    opening, closing = ("There is no event “", "”. It may have been deleted.") if language == "en" else (
        "L’evento «", "» non esiste. Forse è stato eliminato."
    )  # fmt: skip
    assert found == f"{opening}{text}{closing}"


@given(st.text(), st.text())
def test_two_blanks_lose_nothing_of_what_they_hold(a: str, b: str) -> None:
    found = tell(f"{a} and {b} cannot meet: they are on the same side.", "it")
    # Where the first holds " and " itself, it may be parted there: all of it is told all the same.
    told_names = found.removesuffix(" non possono incontrarsi: hanno lo stesso ruolo.")
    assert told_names.replace(" e ", " and ") == f"{a} and {b}".replace(" e ", " and ")
