"""What names and tables look like on paper: short enough for a sheet, in letters that its fonts have."""

from __future__ import annotations

import re
from collections.abc import Mapping

from matcher.agenda.plain_text import shortened
from matcher.agenda.texts import say
from matcher.agenda.wording import table_number
from matcher.domain.events import EventParticipant

# Longer texts are cut on paper, where they would push the meetings off the sheet; files have them whole.
LONGEST_NAME = 120
LONGEST_REASON = 160
LONGEST_HEADER = 36

# Emoji and what joins them: the fonts that come with typst have none, and would print boxes.
_EMOJI = re.compile("[\U0001f000-\U0001faff\u200d\ufe0e\ufe0f]+")


def on_paper(text: str, most: int = LONGEST_NAME) -> str:
    """The text without emoji, where it has other letters, and with at most `most` characters."""
    return shortened(" ".join(_EMOJI.sub("", text).split()) or text, most)


def person_on_paper(person: EventParticipant) -> Mapping[str, str | None]:
    """A participant's name and organisation, None where there is none."""
    return {"name": on_paper(person.name), "organisation": person.organisation and on_paper(person.organisation)}


def table_tag(name: str, language: str) -> Mapping[str, str | None]:
    """What a table's tag shows: the word and its number, or a name of another kind."""
    return {"word": say("table", language), "number": table_number(name), "name": on_paper(name)}
