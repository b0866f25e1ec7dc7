"""What holds of every text that is read for skills."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.lexicon.normalisation import tokenise
from matcher.lexicon.resolver import LINK_THRESHOLD, Mention, SkillResolver
from matcher.lexicon.resolver.inflection import Level
from matcher.lexicon.resolver.phrase_scan import Reading, scan
from matcher.lexicon.resolver.phrase_tree import PhraseTree, Sense, Source
from matcher.lexicon.skills import Skills

WORDS = [
    *("sarto", "sarta", "taglio", "laser", "incisione", "stampa", "3D", "CNC", "AI", "d'oro", "oro", "arte", "pelle"),
    *("borse", "cutting", "engraving", "wood", "leather", "bags", "care", "restauro", "mobili", "antichi", "carta"),
    *(
        "credito",
        "falegnme",
        "legnno",
        "di",
        "al",
        "in",
        "of",
        "and",
        "e",
        ",",
        ".",
        "/",
        "(",
        "\n",
        "&",
        "cerco",
        "xyzzy",
    ),
]
texts_of_words = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)
any_text = st.one_of(st.text(max_size=60), texts_of_words)


@given(text=any_text, language=st.sampled_from([None, "it", "en"]))
@settings(max_examples=300)
def test_mentions_lie_in_the_text_in_order_and_never_overlap(
    resolver: SkillResolver, skills: Skills, text: str, language: str | None
) -> None:
    mentions = resolver.find(text, language)
    assert all(mention.words == text[mention.start : mention.end] != "" for mention in mentions)
    assert all(before.end <= after.start for before, after in pairwise(mentions))
    assert all(0 < mention.confidence <= 1 and mention.skill in skills for mention in mentions)


@given(text=any_text)
@settings(max_examples=200)
def test_links_are_the_mentioned_skills_once_each_and_best_first(resolver: SkillResolver, text: str) -> None:
    links = resolver.links(text)
    best = [link.confidence for link in links]
    assert best == sorted(best, reverse=True)
    assert len({link.skill for link in links}) == len(links)
    mentioned = {mention.skill for mention in resolver.find(text) if mention.confidence >= LINK_THRESHOLD}
    assert mentioned <= {link.skill for link in links}
    assert all(link.confidence >= LINK_THRESHOLD and link.words in text for link in links)


@given(words=st.lists(st.sampled_from([word for word in WORDS if word != "AI"]), max_size=12))
def test_capitals_change_nothing_but_acronyms(resolver: SkillResolver, words: list[str]) -> None:
    text = " ".join(words)
    assert resolver.find(text.upper()) == tuple(
        Mention(mention.skill, mention.confidence, mention.start, mention.end, mention.words.upper())
        for mention in resolver.find(text)
    )


def test_an_acronym_that_is_a_word_counts_only_where_its_capitals_tell(resolver: SkillResolver) -> None:
    assert [link.skill for link in resolver.links("software con AI")] == ["artificial-intelligence"]
    assert resolver.links("SOFTWARE CON AI") == ()
    assert [link.skill for link in resolver.links("AI")] == ["artificial-intelligence"]


def test_every_name_of_every_skill_leads_back_to_it(resolver: SkillResolver, skills: Skills) -> None:
    for skill in skills:
        for language in ("it", "en"):
            sure = (skill.labels[language], *skill.synonyms[language])
            nearly = (*skill.practitioners[language], *skill.verbs[language])
            for names, confidence in ((sure, 1.0), (nearly, 0.95)):
                for name in names:
                    found = {link.skill: link.confidence for link in resolver.links(name, language)}
                    assert found.get(skill.id, 0.0) >= confidence, name


def test_a_list_gives_the_shared_word_to_each_of_its_elements_and_claims_only_their_own(
    resolver: SkillResolver,
) -> None:
    mentions = resolver.find("taglio, marcatura e incisione laser")
    assert [(mention.skill, mention.words) for mention in mentions] == [
        ("laser-cutting", "taglio"),
        ("laser-engraving", "marcatura"),
        ("laser-engraving", "incisione laser"),
    ]


def test_a_link_bears_the_first_of_the_surest_words_for_it(resolver: SkillResolver) -> None:
    (link,) = resolver.links("sarto, Sartoria, tailoring")
    assert (link.skill, link.confidence, link.words) == ("tailoring", 1.0, "Sartoria")


def test_a_word_that_names_two_skills_equally_links_both(resolver: SkillResolver) -> None:
    assert [(link.skill, link.confidence) for link in resolver.links("incisore")] == [
        ("laser-engraving", 0.95),
        ("printmaking", 0.95),
    ]
    assert len(resolver.find("incisore")) == 1


@pytest.mark.parametrize(
    ("text", "language", "skills_named"),
    [
        ("camera", "en", ["photography"]),
        ("camera", "it", []),
        ("camera con vista sul parco", None, []),
        ("a camera for my daughter", None, ["photography"]),
        ("laser cutting", "it", ["laser-cutting"]),
        ("CNC", "en", ["cnc-machining"]),
    ],
)
def test_a_lone_word_of_the_other_language_counts_unless_it_is_a_word_of_this_one(
    resolver: SkillResolver, text: str, language: str | None, skills_named: list[str]
) -> None:
    assert [link.skill for link in resolver.links(text, language)] == skills_named


def test_a_long_text_is_read_to_its_end(resolver: SkillResolver) -> None:
    mentions = resolver.find("niente di utile " * 5000 + "taglio laser")
    assert [mention.words for mention in mentions] == ["taglio laser"]


def test_repetition_and_small_words_do_not_multiply_the_work(resolver: SkillResolver) -> None:
    for phrase, skill in (("taglio e ", "laser-cutting"), ("laser cutting and ", "laser-cutting"), ("di del ", None)):
        text = phrase * 4000
        assert {mention.skill for mention in resolver.find(text)} <= {skill}


alphabet = st.sampled_from(["alfa", "beta", "gamma", "delta"])
phrases = st.lists(st.lists(alphabet, min_size=1, max_size=3), max_size=6)


@given(known=phrases, text=st.lists(st.one_of(alphabet, st.just(";")), max_size=12))
def test_the_tree_finds_exactly_the_phrases_that_stand_in_the_text(known: list[list[str]], text: list[str]) -> None:
    numbers = {word: number for number, word in enumerate(["alfa", "beta", "gamma", "delta"], start=1)}
    tree = PhraseTree()
    for phrase in known:
        tree.insert(
            [numbers[word] for word in phrase], (Sense(" ".join(phrase), "it", Source.LABEL, 1.0, Level.EXACT),)
        )
    tokens = tokenise(" ".join(text))
    readings = [(Reading(numbers[token.word], Level.EXACT, 1.0),) for token in tokens]

    found = {(phrase.sense.skill, phrase.first, phrase.last) for phrase in scan(tokens, [*readings, ()], tree)}

    spans = [(first, last) for first in range(len(tokens)) for last in range(first, len(tokens))]
    expected = {
        (" ".join(token.word for token in tokens[first : last + 1]), first, last)
        for first, last in spans
        if [token.word for token in tokens[first : last + 1]] in known
        and not any(token.pause for token in tokens[first + 1 : last + 1])
    }
    assert found == expected
