"""Finds the guidance, and the themes, that are near to what somebody wrote. It finds approved text; it writes none."""

from bot.guidance.finder import Found, GuidanceFinder
from bot.guidance.openings import Opening
from bot.guidance.passages import Passage, PassageError
from bot.guidance.placing import Piece

__all__ = ["Found", "GuidanceFinder", "Opening", "Passage", "PassageError", "Piece"]
