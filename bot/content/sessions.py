"""The words of sessions in which a team reflects together, on the web and in their files."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from bot.content.fields import Frozen, Words


class SessionWords(Frozen):
    """What people who take part in a session read, besides the questions of its themes."""

    phrases: dict[str, Words] = Field(description="each phrase of the pages by its name")
    who_sees: tuple[Words, ...] = Field(min_length=1, description="what people are told before they answer")
    bands: dict[str, Words] = Field(description="how many people, roughly, by the name of the band")
    teams: dict[str, Words] = Field(description="each phrase of the cards in Microsoft Teams by its name")
    teams_sees: tuple[Words, ...] = Field(min_length=1, description="what people are told there before they answer")
    asks: dict[Literal["open", "mine"], tuple[Words, ...]] = Field(
        description="what a facilitator may type in Teams to open a session, or to come back to theirs"
    )

    def say(self, name: str, **put_in: str) -> str:
        """A phrase with what stands for {…} put in. Raises KeyError when there is none of this name."""
        return _filled(self.phrases[name], put_in)

    def say_in_teams(self, name: str, **put_in: str) -> str:
        """The same for a phrase of the cards in Teams."""
        return _filled(self.teams[name], put_in)


class SessionsFile(Frozen):
    """The whole file."""

    sessions: SessionWords = Field(description="the words of sessions")


def _filled(text: str, put_in: dict[str, str]) -> str:
    for place, value in put_in.items():
        text = text.replace(f"{{{place}}}", value)
    return text
