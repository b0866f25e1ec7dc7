"""What a review of an event can find."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """`blocking`: somebody will have no meeting, or not all fit; `doubtful`: worth a look; `note`: good to know."""

    BLOCKING = "blocking"
    DOUBTFUL = "doubtful"
    NOTE = "note"


class Code(StrEnum):
    """What there is to look at."""

    NEVER_FREE = "never_free"
    UNKNOWN_PROFILE = "unknown_profile"
    WITHHELD_PROFILE = "withheld_profile"
    NOTHING_SAID = "nothing_said"
    NOTHING_UNDERSTOOD = "nothing_understood"
    NO_PARTNER = "no_partner"
    FEW_PARTNERS = "few_partners"
    NO_MEETING = "no_meeting"
    SAME_PERSON = "same_person"
    SAME_ADDRESS = "same_address"
    FEW_SLOTS = "few_slots"
    FEW_PLACES = "few_places"
    FEW_TABLES = "few_tables"


class Advice(StrEnum):
    """What helps."""

    CORRECT_PERSON = "correct_person"
    REMOVE_PERSON = "remove_person"
    IMPORT_PEOPLE = "import_people"
    IMPORT_PROFILES = "import_profiles"
    ADD_PLACES = "add_places"
    CHANGE_RULES = "change_rules"
    DECIDE_PAIRS = "decide_pairs"
    CHOOSE_AGAIN = "choose_again"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: whom it is about, by id, the numbers behind it, and what helps, the likeliest first."""

    code: Code
    severity: Severity
    people: tuple[str, ...] = ()
    values: Mapping[str, object] = field(default_factory=dict)
    advice: tuple[Advice, ...] = ()
