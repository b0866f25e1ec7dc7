"""Which of the phrases that compete for the same words of a text are taken."""

from __future__ import annotations

from matcher.lexicon.resolver.inflection import Level
from matcher.lexicon.resolver.phrase_scan import Found
from matcher.lexicon.resolver.phrases import EXACT, IDIOM, REARRANGED, Sense, Source
from matcher.lexicon.resolver.selection import select
from matcher.lexicon.skills.csv_files import SkillKind

KINDS = {
    "plaques": SkillKind.PRODUCT,
    "brass": SkillKind.MATERIAL,
    "brass-work": SkillKind.TECHNIQUE,
    "courses": SkillKind.SERVICE,
    "printing": SkillKind.TECHNIQUE,
}


def phrase(skill: str, *words: int, language: str = "it", confidence: float = EXACT) -> Found:
    sense = Sense(skill, language, Source.LABEL, confidence, Level.PHRASE)
    return Found(sense, confidence, Level.EXACT, words, words[0], words[-1])


def taken(*phrases: Found) -> set[tuple[str, int, int, float]]:
    length = max(found.last for found in phrases) + 1
    senses = select(phrases, length, KINDS)
    return {(found.sense.skill, found.first, found.last, found.confidence) for group in senses for found in group}


def test_the_longer_phrase_wins_over_what_it_contains() -> None:
    assert taken(phrase("printing", 0, 1), phrase("courses", 0), phrase("brass-work", 1)) == {("printing", 0, 1, EXACT)}


def test_equally_good_skills_of_the_same_words_are_all_taken() -> None:
    assert {skill for skill, *_ in taken(phrase("printing", 0, 1), phrase("courses", 0, 1))} == {"printing", "courses"}


def test_a_product_lets_the_material_beside_it_be_read() -> None:
    plaques_in_brass = phrase("plaques", 0, 1, 2)
    assert taken(plaques_in_brass, phrase("plaques", 0), phrase("brass", 2)) == {
        ("plaques", 0, 0, EXACT),
        ("brass", 2, 2, EXACT),
    }


def test_with_the_product_goes_what_else_the_same_words_might_be() -> None:
    others = [phrase("courses", 0, 2, confidence=REARRANGED), phrase("plaques", 0, 2, confidence=REARRANGED)]
    found = taken(phrase("plaques", 0, 1, 2), *others, phrase("plaques", 0), phrase("brass", 2))
    assert {skill for skill, *_ in found} == {"plaques", "brass"}


def test_a_product_keeps_its_words_where_the_shorter_phrase_is_less_sure_or_another_skill() -> None:
    for core in (phrase("plaques", 0, confidence=0.8), phrase("courses", 0)):
        assert taken(phrase("plaques", 0, 1, 2), core, phrase("brass", 2)) == {("plaques", 0, 2, EXACT)}


def test_a_technique_keeps_its_material() -> None:
    assert taken(phrase("brass-work", 0, 1), phrase("brass-work", 0), phrase("brass", 1)) == {
        ("brass-work", 0, 1, EXACT)
    }


def test_two_italian_phrases_may_share_the_word_between_them() -> None:
    assert taken(phrase("courses", 0, 1, 2), phrase("printing", 2, 3)) == {
        ("courses", 0, 2, EXACT),
        ("printing", 3, 3, REARRANGED),
    }
    assert taken(phrase("courses", 0, 1), phrase("printing", 1, 2, 3)) == {
        ("courses", 0, 0, REARRANGED),
        ("printing", 1, 3, EXACT),
    }


def test_skills_that_share_a_word_with_another_phrase_are_still_equally_good() -> None:
    found = taken(phrase("courses", 0, 1, 2), phrase("printing", 2, 3), phrase("brass-work", 2, 3))
    assert {skill for skill, *_ in found} == {"courses", "printing", "brass-work"}


def test_english_phrases_idioms_and_single_words_share_nothing() -> None:
    assert taken(phrase("courses", 0, 1, 2), phrase("printing", 2, 3, language="en")) == {("courses", 0, 2, EXACT)}
    assert taken(phrase("courses", 0, 1, 2), phrase(IDIOM, 2, 3)) == {("courses", 0, 2, EXACT)}
    assert taken(phrase("courses", 0, 1, 2), phrase("printing", 2)) == {("courses", 0, 2, EXACT)}


def test_a_phrase_between_two_others_gives_way() -> None:
    assert taken(phrase("courses", 0, 1, 2), phrase("plaques", 3, 4, 5), phrase("printing", 2, 3)) == {
        ("courses", 0, 2, EXACT),
        ("plaques", 3, 5, EXACT),
    }
