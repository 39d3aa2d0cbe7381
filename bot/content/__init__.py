"""What the bot knows: the themes, guidance, support and sources that editors keep in data/content.

Rasa never loads these files; the bot loads them once at start with `load_content`, which refuses them as a whole when
anything is amiss and says what to mend. Everything here is frozen.
"""

from bot.content.load import Content, load_content
from bot.content.problems import ContentError, Problem
from bot.content.rules import check_question, check_wording
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
    "Guidance",
    "LocalSupport",
    "Named",
    "Organisation",
    "Problem",
    "RatingChoice",
    "Source",
    "SupportService",
    "Team",
    "Theme",
    "WaitingService",
    "check_question",
    "check_wording",
    "load_content",
]
