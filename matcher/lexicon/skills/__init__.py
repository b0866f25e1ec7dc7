"""The skills vocabulary: bilingual concepts in a hierarchy from broad to narrow."""

from matcher.lexicon.skills.csv_files import Skill, SkillKind
from matcher.lexicon.skills.vocabulary import FIELD_SIMILARITY, STEP_SIMILARITY, Skills, default_skills

__all__ = ["FIELD_SIMILARITY", "STEP_SIMILARITY", "Skill", "SkillKind", "Skills", "default_skills"]
