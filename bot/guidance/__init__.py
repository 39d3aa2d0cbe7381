"""Finds the guidance, and the themes, that are near to what somebody wrote. It finds approved text; it writes none."""

from bot.guidance.finder import Found, GuidanceFinder
from bot.guidance.passages import Passage, PassageError

__all__ = ["Found", "GuidanceFinder", "Passage", "PassageError"]
