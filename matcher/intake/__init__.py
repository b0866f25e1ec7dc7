"""Files of profiles and of registrations, read: the one place where tables of any format and language become those."""

from matcher.intake.interest_file import InterestFile, open_interests
from matcher.intake.limits import Limits
from matcher.intake.looking import Look, SeenColumn, look_at, look_at_registrations
from matcher.intake.participant_file import ParticipantFile, open_participants
from matcher.intake.problems import describe
from matcher.intake.profile_file import ProfileFile, ReadOptions, RejectedRow, open_profiles
from matcher.intake.rejected import RejectedRows

__all__ = [
    "InterestFile",
    "Limits",
    "Look",
    "ParticipantFile",
    "ProfileFile",
    "ReadOptions",
    "RejectedRow",
    "RejectedRows",
    "SeenColumn",
    "describe",
    "look_at",
    "look_at_registrations",
    "open_interests",
    "open_participants",
    "open_profiles",
]
