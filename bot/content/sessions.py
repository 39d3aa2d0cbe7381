"""The words of sessions in which a team reflects together, on the web and in their files."""

from __future__ import annotations

from pydantic import Field

from bot.content.fields import Frozen, Words


class SessionWords(Frozen):
    """What people who take part in a session read, besides the questions of its themes."""

    phrases: dict[str, Words] = Field(description="each phrase of the pages by its name")
    who_sees: tuple[Words, ...] = Field(min_length=1, description="what people are told before they answer")
    bands: dict[str, Words] = Field(description="how many people, roughly, by the name of the band")

    def say(self, name: str, **put_in: str) -> str:
        """A phrase with what stands for {…} put in. Raises KeyError when there is none of this name."""
        text = self.phrases[name]
        for place, value in put_in.items():
            text = text.replace(f"{{{place}}}", value)
        return text


class SessionsFile(Frozen):
    """The whole file."""

    sessions: SessionWords = Field(description="the words of sessions")
