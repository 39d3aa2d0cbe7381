"""What a legal hold keeps, as a document for those who must have it. No page shows it (ADR 23)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.content import Content
from bot.documents import Block, Document, Facts, Heading, Said
from bot.reflection.answers import WRITTEN
from bot.store.holds import HeldWords
from bot.store.keeping_tables import Hold

_LABELS = {"strengths": "Going well", "opportunities": "Would help", "next_step": "Next step"}
_PROGRESS = {"done": "Done", "begun": "Begun", "not_yet": "Not yet", "other": "Another way"}


def describe_held(content: Content, hold: Hold, held: Iterable[HeldWords]) -> Document:
    """The document: for each reflection its theme, day, sharing and words. `hold` is named by its number."""
    return Document(f"Legal hold {hold.id[:8]}", tuple(_blocks(content, held)))


def _blocks(content: Content, held: Iterable[HeldWords]) -> Iterator[Block]:
    themes = {theme.id: theme.name for theme in content.themes}
    teams = {team.id: team.name for team in content.organisation.teams}
    ratings = dict(content.rating_scale)
    for one in held:
        yield Heading(themes.get(one.theme, one.theme), 1)
        facts = [("Day", f"{one.day:%-d %B %Y}"), ("Sharing", one.sharing)]
        if one.team:
            facts.append(("Team", teams.get(one.team, one.team)))
        if one.rating:
            facts.append(("Rating", ratings.get(one.rating, one.rating)))
        if one.progress:
            facts.append(("Progress", _PROGRESS[one.progress]))
        yield Facts(tuple(facts))
        for question in WRITTEN:
            if text := getattr(one, question):
                yield Heading(_LABELS[question], 2)
                yield Said(text)
