"""The resolver: from free text to the skills it names."""

from matcher.lexicon.resolver.resolver import LINK_THRESHOLD, Mention, SkillResolver

__all__ = ["LINK_THRESHOLD", "Mention", "SkillResolver"]
