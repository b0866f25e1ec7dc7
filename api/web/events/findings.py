"""What a review of an event found, in sentences with what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from api.web.page import Page
from matcher.domain.events import EventParticipant
from matcher.usecases.events.findings import Advice, Code, Finding
from matcher.usecases.events.prospects import Obstacle

NAMED = 12
"""So many people of a finding are named; the others are counted."""


@dataclass(frozen=True, slots=True)
class Told:
    """A finding as it is shown: who is named, as (id, name, detail), how many others there are, and where to go."""

    severity: str
    title: str
    sentence: str
    people: Sequence[tuple[str, str, str]]
    others: int
    actions: Sequence[tuple[str, str]]


def in_words(page: Page, event_id: str, found: Iterable[Finding], everyone: Sequence[EventParticipant]) -> list[Told]:
    """The findings in words, in their order."""
    names = {person.id: person.name for person in everyone}
    return [_told(page, event_id, finding, names) for finding in found]


def _told(page: Page, event_id: str, finding: Finding, names: Mapping[str, str]) -> Told:
    title, sentence = _words(page, finding)
    named = finding.people[:NAMED]
    return Told(
        severity=finding.severity.value,
        title=title,
        sentence=sentence,
        people=[(who, names.get(who, who), _detail(page, finding, who)) for who in named],
        others=len(finding.people) - len(named),
        actions=[_action(page, event_id, advice) for advice in finding.advice],
    )


def _words(page: Page, finding: Finding) -> tuple[str, str]:
    count = len(finding.people)
    if finding.code is Code.NO_PARTNER:
        title = page.ngettext("%(num)s participant can meet nobody", "%(num)s participants can meet nobody", count)
        return title, _around(page, Obstacle(str(finding.values["obstacle"])))
    if finding.code in (Code.FEW_PLACES, Code.FEW_TABLES):
        return _room(page, finding)
    return _about_people(page, finding.code, count)


def _about_people(page: Page, code: Code, count: int) -> tuple[str, str]:
    words = {
        Code.NEVER_FREE: (
            page.ngettext("%(num)s participant is never free", "%(num)s participants are never free", count),
            page.gettext("They are unavailable in all slots. Correct their hours, or remove them."),
        ),
        Code.UNKNOWN_PROFILE: (
            page.ngettext(
                "%(num)s participant names a profile that is not here",
                "%(num)s participants name a profile that is not here",
                count,
            ),
            page.gettext("Nothing is known of what they offer and seek. Import the profiles, or write it yourself."),
        ),
        Code.WITHHELD_PROFILE: (
            page.ngettext(
                "%(num)s participant does not want to be matched",
                "%(num)s participants do not want to be matched",
                count,
            ),
            page.gettext("Their profile was stored without consent to matching. Choose their partners by hand."),
        ),
        Code.NOTHING_SAID: (
            page.ngettext("Nothing is known of %(num)s participant", "Nothing is known of %(num)s participants", count),
            page.gettext("They say neither what they offer nor what they seek, so nobody can be proposed to them."),
        ),
        Code.NOTHING_UNDERSTOOD: (
            page.ngettext(
                "What %(num)s participant says names no known skill",
                "What %(num)s participants say names no known skill",
                count,
            ),
            page.gettext("Matches rest on the bare words then. Write more plainly what they offer and seek."),
        ),
        Code.FEW_PARTNERS: (
            page.ngettext(
                "%(num)s participant has fewer possible partners than meetings wanted",
                "%(num)s participants have fewer possible partners than meetings wanted",
                count,
            ),
            page.gettext("They will have fewer meetings. Add partners by hand where you know better."),
        ),
        Code.NO_MEETING: (
            page.ngettext("%(num)s participant has no meeting", "%(num)s participants have no meeting", count),
            page.gettext("They could meet somebody, but no pair of theirs is chosen."),
        ),
        Code.SAME_PERSON: (
            page.gettext("Registered twice?"),
            page.gettext("These have the same name and organisation. Remove one where they are the same person."),
        ),
        Code.SAME_ADDRESS: (
            page.gettext("One e-mail address for several"),
            page.gettext("Perhaps colleagues, perhaps one person twice."),
        ),
        Code.FEW_SLOTS: (
            page.ngettext(
                "%(num)s participant wants more meetings than there are free slots",
                "%(num)s participants want more meetings than they have free slots",
                count,
            ),
            page.gettext("They will have as many as fit."),
        ),
    }
    return words[code]


def _around(page: Page, obstacle: Obstacle) -> str:
    return {
        Obstacle.ALONE: page.gettext("Nobody else takes part yet."),
        Obstacle.SAME_SIDE: page.gettext("Everybody is on the same side, and hosts meet guests only."),
        Obstacle.RULES: page.gettext("All others are colleagues, or were met at an earlier event."),
        Obstacle.FORBIDDEN: page.gettext("You have forbidden every pair they could be in."),
        Obstacle.NEVER_TOGETHER: page.gettext("They are never free at the same time as somebody they could meet."),
        Obstacle.NO_MATCH: page.gettext(
            "Nobody offers what they seek or seeks what they offer, or they came in after the pairs were chosen."
        ),
    }[obstacle]


def _room(page: Page, finding: Finding) -> tuple[str, str]:
    if finding.code is Code.FEW_TABLES:
        return page.gettext("Fewer tables than hosts"), page.gettext(
            "There are %(hosts)s hosts and %(tables)s tables: not every host can keep one table for the whole day.",
            **finding.values,
        )
    if finding.severity == "blocking":
        return page.gettext("More pairs than room"), page.gettext(
            "%(chosen)s pairs are chosen, but slots and tables have room for %(places)s meetings only.",
            **finding.values,
        )
    return page.gettext("Not all meetings wanted have room"), page.gettext(
        "Participants want %(wanted)s meetings in all; slots and tables have room for %(places)s. "
        "The best are chosen, shared out fairly.",
        **finding.values,
    )


def _detail(page: Page, finding: Finding, who: str) -> str:
    each = finding.values.get("each")
    values = each.get(who) if isinstance(each, Mapping) else None
    if not isinstance(values, Mapping):
        return ""
    if finding.code is Code.FEW_SLOTS:
        return page.gettext("%(wanted)s wanted, %(free)s free", **values)
    return page.gettext("%(partners)s of %(wanted)s", **values)


def _action(page: Page, event_id: str, advice: Advice) -> tuple[str, str]:
    base = f"/events/{event_id}"
    label, path = {
        Advice.CORRECT_PERSON: (page.gettext("Correct them"), f"{base}/people"),
        Advice.REMOVE_PERSON: (page.gettext("Remove one"), f"{base}/people"),
        Advice.IMPORT_PEOPLE: (page.gettext("Import registrations"), f"{base}/people/import"),
        Advice.IMPORT_PROFILES: (page.gettext("Import profiles"), "/profiles/import"),
        Advice.ADD_PLACES: (page.gettext("Add tables or hours"), f"{base}/settings"),
        Advice.CHANGE_RULES: (page.gettext("Change the rules"), f"{base}/settings"),
        Advice.DECIDE_PAIRS: (page.gettext("Decide about pairs"), f"{base}/pairs"),
        Advice.CHOOSE_AGAIN: (page.gettext("Choose pairs again"), f"{base}/pairs"),
    }[advice]
    return label, page.url(path)
