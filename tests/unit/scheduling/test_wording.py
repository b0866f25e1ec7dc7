"""Every cause and every remedy has its sentence in both languages, kept in a golden file."""

from __future__ import annotations

import json
import os
from importlib import resources
from pathlib import Path

import pytest

from matcher.domain.schedules import Explanation, Remedy
from matcher.scheduling.wording import remedy_sentence, sentence

GOLDEN = Path(__file__).parents[2] / "golden"
NAMES = {
    "p1": "Anna Bianchi",
    "p2": "Elio Neri",
    "p3": "Falegnameria Dini",
    "p4": "Gaia Sala",
    "p5": "Ivo Po",
    "p6": "Lia Re",
    "p7": "Enea Ricci",
}
PAIRS = {f"m{number}": (f"p{number}", f"p{number + 1}") for number in range(1, 7)}
ALL = tuple(NAMES)
MANY = tuple(f"m{number}" for number in range(1, 9))


def rule(kind: str, subject: str = "", after: str = "") -> dict[str, str]:
    return {"kind": kind, "subject": subject, "after": after}


RULES = (
    rule("unavailable", "p1"),
    rule("unavailable", "p2"),
    rule("session", "m1"),
    rule("fixed", "m2"),
    rule("order", "m1", "m2"),
    rule("tables"),
    rule("meeting", "m1"),
    rule("meeting", "m2"),
    rule("fairness"),
)
EXPLANATIONS = (
    Explanation("too_many_meetings", {"session": "any", "count": 9, "free": 7}, ("p1",), MANY),
    Explanation("too_many_meetings", {"session": "any", "count": 1, "free": 0}, ("p1",), ("m1",)),
    Explanation("too_many_meetings", {"session": "morning", "count": 2, "free": 1}, ("p3",), ("m2", "m3")),
    Explanation("no_common_slot", {}, ("p1", "p2"), ("m1",)),
    Explanation("no_common_slot_in_session", {"session": "morning"}, ("p1", "p2"), ("m1",), (5, 6)),
    Explanation("no_common_slot_in_session", {"session": "afternoon"}, ("p6", "p7"), ("m6",), (2,)),
    Explanation("fixed_when_away", {"away": ("p2",)}, ("p1", "p2"), ("m1",), (3,)),
    Explanation("fixed_when_away", {"away": ("p1", "p2")}, ("p1", "p2"), ("m1",), (3,)),
    Explanation("fixed_outside_session", {"session": "afternoon"}, ("p1", "p2"), ("m1",), (3,)),
    Explanation("fixed_together", {"count": 2}, ("p2",), ("m1", "m2"), (3,)),
    Explanation("fixed_over_tables", {"count": 4, "tables": 3}, (), ("m1", "m2", "m3", "m4"), (1,)),
    Explanation("fixed_over_tables", {"count": 2, "tables": 1}, (), ("m1", "m3"), (1,)),
    Explanation("order_turns_round", {"count": 3}, ("p1", "p2", "p3", "p4"), ("m1", "m2", "m3")),
    Explanation("order_too_long", {"count": 8, "free": 7}, ALL, MANY),
    Explanation("order_leaves_no_slot", {"count": 1}, ("p1", "p2"), ("m1", "m2"), (1,)),
    Explanation("order_leaves_no_slot", {"count": 3}, ("p1", "p2"), ("m1", "m2", "m3", "m4"), (1, 2)),
    Explanation(
        "too_few_places", {"session": "any", "count": 200, "tables": 3, "places": 60}, (), MANY, tuple(range(1, 21))
    ),
    Explanation("too_few_places", {"session": "morning", "count": 2, "tables": 1, "places": 1}, (), ("m1", "m3"), (1,)),
    Explanation("meetings_share_slots", {"count": 4, "places": 3}, ("p1",), MANY[:4], (1, 2, 3)),
    Explanation("slots_overfull", {"count": 60, "places": 36, "tables": 12}, (), MANY, (3, 4, 5, 6, 7, 8)),
    Explanation("busy_over_tables", {"people": 7, "tables": 3, "seats": 6}, ALL, MANY, (4,)),
    Explanation("busy_without_partners", {"people": 3, "partners": 2}, ("p1", "p2", "p3"), MANY, (4,)),
    Explanation("busy_without_partners", {"people": 7, "partners": 1}, ALL, MANY, (4,)),
    Explanation("uneven_breaks", {"forced": 3, "possible": 0, "fairness": 2}, ("p1", "p2"), MANY, (1, 3, 5, 7)),
    Explanation("conflicting_rules", {"rules": RULES, "minimal": True}, ("p1", "p2", "p3"), ("m1", "m2"), (1, 2, 3)),
    Explanation("conflicting_rules", {"rules": RULES[6:7], "minimal": False}, ALL, MANY, (1, 2, 3)),
    Explanation("time_ran_out"),
    Explanation("wanted_by_too_many", {"wanted": 23, "quota": 8}, ("p3",)),
    Explanation("no_candidates", {}, ("p2",)),
    Explanation("must_over_quota", {"must": 9, "quota": 8}, ("p3",)),
)
REMEDIES = (
    Remedy("add_slots", {"count": 1, "suffices": True}),
    Remedy("add_slots", {"count": 3, "suffices": False}),
    Remedy("add_tables", {"count": 1, "suffices": True}),
    Remedy("add_tables", {"count": 7, "suffices": True}),
    Remedy("free_slots", {"participant": "p1", "slots": (4,), "suffices": True}),
    Remedy("free_slots", {"participant": "p1", "slots": (4, 7), "suffices": None}),
    Remedy("drop_meetings", {"meetings": ("m1",), "suffices": True}),
    Remedy("drop_meetings", {"meetings": ("m1", "m3"), "suffices": False}),
    Remedy("drop_meetings", {"meetings": MANY, "suffices": True}),
    Remedy("unfix_meeting", {"meeting": "m1", "suffices": True}),
    Remedy("any_session", {"meeting": "m1", "suffices": True}),
    Remedy("drop_order", {"meeting": "m1", "after": "m2", "suffices": True}),
    Remedy("widen_fairness", {"fairness": 3, "suffices": True}),
    Remedy("more_time", {"suffices": None}),
)


@pytest.mark.parametrize("language", ["it", "en"])
def test_causes_and_remedies_are_told_in_plain_sentences(language: str) -> None:
    causes = [f"{each.code}: {sentence(each, NAMES, language, pairs=PAIRS)}\n" for each in EXPLANATIONS]
    changes = [f"{each.code}: {remedy_sentence(each, NAMES, language, pairs=PAIRS)}\n" for each in REMEDIES]
    path = GOLDEN / f"infeasibility_{language}.txt"
    text = "".join([*causes, "\n", *changes])
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_the_golden_files_hold_every_code_there_are_words_for() -> None:
    words = json.loads(resources.files("matcher.scheduling").joinpath("wording.json").read_text(encoding="utf-8"))
    told = {each.code for each in EXPLANATIONS}
    assert {code.removesuffix("_perhaps") for code in words["sentences"]} <= told | {
        "too_many_meetings_in_session",
        "too_few_places_in_session",
    }
    assert set(words["remedies"]) == {each.code for each in REMEDIES} | {"not_enough", "perhaps_not_enough"}


def test_slots_are_told_by_their_time_where_it_is_known() -> None:
    remedy = Remedy("free_slots", {"participant": "p1", "slots": (1, 2)})
    times = {1: "9:30", 2: "10:00", 3: "10:30"}
    assert (
        remedy_sentence(remedy, NAMES, "it", times=times) == "Rendi disponibile Anna Bianchi anche alle 9:30 e 10:00."
    )
    assert remedy_sentence(remedy, NAMES, "en", times=times) == "Make Anna Bianchi available at 9:30 and 10:00 too."
    clash = Explanation("fixed_together", {"count": 2}, ("p2",), ("m1", "m2"), (3,))
    assert sentence(clash, NAMES, "it", times=times) == "Elio Neri ha 2 incontri fissati tutti insieme alle 10:30."


def test_slots_one_after_another_are_told_by_the_first_and_the_last() -> None:
    remedy = Remedy("free_slots", {"participant": "p1", "slots": (1, 3, 4, 5, 7, 8)})
    assert remedy_sentence(remedy, NAMES, "it") == "Rendi disponibile Anna Bianchi anche nei turni 1, 3–5, 7 e 8."


def test_slots_are_numbered_where_not_all_times_are_known() -> None:
    remedy = Remedy("free_slots", {"participant": "p1", "slots": (1, 2)})
    assert (
        remedy_sentence(remedy, NAMES, "en", times={1: "9:30"}) == "Make Anna Bianchi available in slots 1 and 2 too."
    )


def test_who_has_no_name_is_called_by_id() -> None:
    assert sentence(Explanation("no_candidates", {}, ("p99",)), {}, "en") == "There is nobody whom p99 could meet."
    assert remedy_sentence(Remedy("unfix_meeting", {"meeting": "m1"}), {}, "en") == "Let the meeting m1 be in any slot."
