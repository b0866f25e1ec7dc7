"""Files of profiles, read: the one place where tables of any format, encoding and language become profiles."""

from matcher.intake.limits import Limits
from matcher.intake.problems import describe
from matcher.intake.profile_file import ProfileFile, ReadOptions, RejectedRow, open_profiles
from matcher.intake.rejected import RejectedRows

__all__ = ["Limits", "ProfileFile", "ReadOptions", "RejectedRow", "RejectedRows", "describe", "open_profiles"]
