"""What the bot knows: the themes, guidance, support and sources that editors keep in data/content.

Rasa never loads these files; the bot loads them once at start with `load_content`, which refuses them as a whole when
anything is amiss and says what to mend. Everything here is frozen.
"""

from bot.content.asked import find_asked, find_themes_named, find_word
from bot.content.glossary import GlossaryWord, WaysToAsk
from bot.content.helps import QuestionHelp, RatingHelp, ThemeHelps
from bot.content.load import Content, load_content
from bot.content.openings import Openings, ThemeOpenings
from bot.content.problems import ContentError, Problem
from bot.content.rules import check_question, check_wording
from bot.content.sessions import SessionWords
from bot.content.types import (
    Audience,
    Benchmark,
    BenchmarkRow,
    DisclosureKind,
    Guidance,
    LocalSupport,
    Named,
    Organisation,
    RatingChoice,
    Source,
    SupportService,
    Team,
    Theme,
    WaitingService,
)

__all__ = [
    "Audience",
    "Benchmark",
    "BenchmarkRow",
    "Content",
    "ContentError",
    "DisclosureKind",
    "GlossaryWord",
    "Guidance",
    "LocalSupport",
    "Named",
    "Openings",
    "Organisation",
    "Problem",
    "QuestionHelp",
    "RatingChoice",
    "RatingHelp",
    "SessionWords",
    "Source",
    "SupportService",
    "Team",
    "Theme",
    "ThemeHelps",
    "ThemeOpenings",
    "WaitingService",
    "WaysToAsk",
    "check_question",
    "check_wording",
    "find_asked",
    "find_themes_named",
    "find_word",
    "load_content",
]
