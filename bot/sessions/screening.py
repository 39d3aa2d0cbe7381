"""Every text of a session goes through the same screen as a message of the chat: danger, identifiers and names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.safety import Screening, mask, suspected_names
from bot.sessions.answers import Answers, Text, Use


@dataclass(frozen=True)
class Screened:
    """Answers as they may be kept, and what their author is told."""

    answers: Answers
    """Identifiers are masked, and words that may tell of danger are held."""
    tier: str
    """The worst of all texts: "interrupt" (support comes first), "soft" (a gentle line), or "none"."""
    names: tuple[str, ...]
    """What may be somebody's name in words that the team would read."""


def screen_answers(answers: Answers, screen: Callable[[str], Screening]) -> Screened:
    """Screen what somebody wrote. It takes a while: call it in a thread."""
    tiers: set[str] = set()

    def look(text: Text) -> Text:
        if not text.words:
            return text
        tier = screen(text.words).tier  # before masking, as in the chat
        tiers.add(tier)
        return replace(text, words=mask(text.words), use=Use.HELD if tier == "interrupt" else text.use)

    looked_at = answers.with_texts(look)
    found = [name for _, _, text in looked_at.texts() if text.use is Use.QUOTE for name in suspected_names(text.words)]
    worst = next((tier for tier in ("interrupt", "soft") if tier in tiers), "none")
    return Screened(looked_at, worst, tuple(dict.fromkeys(found)))
