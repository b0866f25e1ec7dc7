"""Say causes, remedies and what stands in the way of a move to an organiser, in Italian and English."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from importlib import resources
from itertools import groupby
from string import Formatter
from typing import Any, cast

from matcher.domain.schedules import Explanation, Remedy, Session
from matcher.scheduling.replan.moving import Obstacle

_NAMED = 5
"""So many of a list are named; the others are counted."""
_RUN = 3
"""So many slots one after another are told by the first and the last."""


def sentence(
    explanation: Explanation,
    names: Mapping[str, str],
    language: str,
    *,
    pairs: Mapping[str, tuple[str, str]] | None = None,
    times: Mapping[int, str] | None = None,
) -> str:
    """Return one sentence that tells a cause.

    `names` are those of participants by id, `pairs` the two participants of meetings by id; what has neither is called
    by its id. `language` is `it` or `en`. `times` are the clock times by slot, and slots are told by number where one
    of them has none.

    Raises:
        KeyError: if the explanation's code or the language has no words.
    """
    say = _Saying(names, language, pairs or {}, times or {})
    fields = dict(explanation.values)
    fields |= {"participants": explanation.participants, "meetings": explanation.meetings, "slots": explanation.slots}
    key = explanation.code
    if key in ("too_many_meetings", "too_few_places") and fields["session"] != Session.ANY:
        key += "_in_session"
    if key == "uneven_breaks":
        fields["first"], fields["second"] = ((person,) for person in explanation.participants)
    if key == "conflicting_rules":
        fields["parts"] = _rules(say, explanation)
        key += "" if fields["minimal"] else "_perhaps"
    return say.fill("sentences", key, fields)


def remedy_sentence(
    remedy: Remedy,
    names: Mapping[str, str],
    language: str,
    *,
    pairs: Mapping[str, tuple[str, str]] | None = None,
    times: Mapping[int, str] | None = None,
) -> str:
    """Return what to do, as a request, and whether that may not be enough; arguments and errors as for `sentence`."""
    say = _Saying(names, language, pairs or {}, times or {})
    text = say.fill("remedies", remedy.code, remedy.values)
    suffices = remedy.values.get("suffices", True)
    if suffices or remedy.code == "more_time":
        return text
    return text + say.fill("remedies", "perhaps_not_enough" if suffices is None else "not_enough", {})


def obstacle_sentence(
    obstacle: Obstacle,
    names: Mapping[str, str],
    language: str,
    *,
    tables: Sequence[str] = (),
    times: Mapping[int, str] | None = None,
) -> str:
    """Return one sentence that tells what stands in the way of a move; `tables` are their names in order.

    Further arguments and errors as for `sentence`.
    """
    say = _Saying(names, language, {}, times or {})
    fields: dict[str, object] = {"participants": obstacle.participants, "slots": obstacle.slots, **obstacle.values}
    for name in {"table", "own"} & obstacle.values.keys():
        number = obstacle.values[name]
        fields[name] = tables[number - 1] if number <= len(tables) else number
    fields["person"], fields["partner"] = obstacle.participants[:1], obstacle.participants[1:]
    return say.fill("moves", obstacle.code, fields)


def _rules(say: _Saying, explanation: Explanation) -> str:
    """The rules of a conflict, those of a kind told together; the meetings and their people come first."""
    subjects: dict[str, dict[str, None]] = {}
    for rule in cast(Sequence[Mapping[str, str]], explanation.values["rules"]):
        subjects.setdefault(rule["kind"], {})[rule["subject"]] = None
    fields = {"count": len(explanation.meetings), "participants": explanation.participants}
    return "; ".join(
        say.fill("rules", kind, {**fields, "subjects": tuple(subjects[kind])})
        for kind in _words()["rules"]
        if kind in subjects
    )


class _Saying(Formatter):
    """Fills a template: what follows the colon of a field is how its value is said."""

    def __init__(
        self,
        names: Mapping[str, str],
        language: str,
        pairs: Mapping[str, tuple[str, str]],
        times: Mapping[int, str],
    ) -> None:
        self._names = names
        self._language = language
        self._pairs = pairs
        self._times = times

    def fill(self, section: str, key: str, fields: Mapping[str, object]) -> str:
        return self.vformat(_words()[section][key][self._language], (), fields)

    def format_field(self, value: Any, format_spec: str) -> str:  # noqa: ANN401 - as the base class has it
        words = _words()
        if format_spec in words["counts"]:
            return self._counted(words["counts"][format_spec], value)
        if format_spec in words["lists"]:
            timed = format_spec == "in_slots" and self._times.keys() >= set(value)
            return self._listed("at_times" if timed else format_spec, value)
        if format_spec == "session":
            return str(words["sessions"][value][self._language])
        if format_spec == "person":
            return self._person(value)
        if format_spec == "pair":
            return self._pair(value)
        return str(super().format_field(value, format_spec))

    def _counted(self, forms: Mapping[str, Sequence[str]], value: int | Collection[object]) -> str:
        """No, one or more of something: a number is said, a collection counted."""
        number = value if isinstance(value, int) else len(value)
        return forms[self._language][min(number, 2)].format(n=number)

    def _listed(self, manner: str, things: Sequence[Any]) -> str:
        if manner in ("in_slots", "at_times"):
            named = self._runs(things, self._times if manner == "at_times" else {})
        else:
            named = [self._pair(thing) if manner == "pairs" else self._person(thing) for thing in things[:_NAMED]]
        if others := len(things[_NAMED:]) if manner in _words()["others"] else 0:
            form = _words()["others"][manner][self._language][min(others, 2) - 1]
            named.append(form.format(n=others))
        text = named[0] if len(named) == 1 else f"{', '.join(named[:-1])} {self._and(named[-1])} {named[-1]}"
        return str(_words()["lists"][manner][self._language][min(len(things), 2) - 1].format(list=text))

    def _runs(self, slots: Sequence[int], times: Mapping[int, str]) -> list[str]:
        """Slots one by one, but from the first to the last where three or more follow one another."""
        named = []
        for _, run in groupby(enumerate(sorted(slots)), key=lambda numbered: numbered[1] - numbered[0]):
            texts = [times.get(slot, str(slot)) for _, slot in run]
            named += texts if len(texts) < _RUN else [f"{texts[0]}–{texts[-1]}"]
        return named

    def _person(self, participant: str) -> str:
        return self._names.get(participant, participant)

    def _pair(self, meeting: str) -> str:
        people = self._pairs.get(meeting)
        return meeting if people is None else " – ".join(map(self._person, people))

    def _and(self, following: str) -> str:
        """Italian says “ed” before an e."""
        return "ed" if self._language == "it" and following[:1] in ("e", "E") else str(_words()["and"][self._language])


@cache
def _words() -> Mapping[str, Any]:
    text = resources.files("matcher.scheduling").joinpath("wording.json").read_text(encoding="utf-8")
    words: Mapping[str, Any] = json.loads(text)
    return words
