"""A saved reflection as its author has it: their words, how it is shared, until when, and how the next step went."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any, Literal

from bot.store.invitations import About
from bot.store.progress import Progress

Sharing = Literal["private", "anonymous", "team"]

SAMPLE = "sample"
"""Stands in `secret_id` of what is made up, where others name the secret that finds them. Nothing finds these."""

ANSWERS = ("strengths", "opportunities", "next_step", "rating")
"""By the names of their columns."""


@dataclass(frozen=True)
class SavedReflection:
    """What a person saved: their own words about one theme. An empty answer was skipped."""

    theme: str
    day: date
    strengths: str = ""
    opportunities: str = ""
    next_step: str = ""
    rating: str = ""
    guidance: tuple[str, ...] = ()
    sharing: Sharing = "private"
    team: str | None = None
    expires_on: date = field(default=date.max)
    grace_until: date | None = None
    """The last day that the return code opens it, where that is later."""
    screened: tuple[str, ...] = ()
    """The questions whose answer is never shared."""
    held_until: date | None = None
    """The last day of a legal hold on what is shared of it."""
    invited: About | None = field(default=None, compare=False)
    """The question that a coordinator asks the author to say more about. It is read, and never saved with the words."""
    progress: Progress | None = None
    """How the next step went, once its author said so."""
    progress_shared: bool = False
    """Whether coordinators see which of the fixed choices that was."""
    place: int = field(default=0, compare=False)
    """Its place among the reflections of its return code, from 0."""

    def shareable(self) -> SavedReflection:
        """The same without what is never shared."""
        without: dict[str, Any] = dict.fromkeys(self.screened, "")
        return replace(self, screened=(), **without)

    def kept_back(self) -> SavedReflection | None:
        """What is never shared, or None when there are no such words."""
        others: dict[str, Any] = {answer: "" for answer in ANSWERS if answer not in self.screened}
        left = replace(self, **others, guidance=(), sharing="private", team=None)
        return left if any(left.words()) else None

    def words(self) -> tuple[str, ...]:
        """The answers, the empty ones too."""
        return tuple(getattr(self, answer) for answer in ANSWERS)

    def to_json(self) -> dict[str, Any]:
        """What is sealed: without what stands beside the sealed words, or comes from elsewhere."""
        days = {"day": self.day.isoformat(), "expires_on": self.expires_on.isoformat()}
        return {name: value for name, value in asdict(self).items() if name not in _BESIDE} | days

    @classmethod
    def from_json(cls, body: dict[str, Any], expires_on: date, grace_until: date | None) -> SavedReflection:
        """What `to_json` gave, with the last days that stand beside it."""
        lists = {name: tuple(body.get(name, ())) for name in ("guidance", "screened")}
        days = {"day": date.fromisoformat(body["day"]), "expires_on": expires_on, "grace_until": grace_until}
        return cls(**body | lists | days)


_BESIDE = ("grace_until", "held_until", "invited", "progress", "progress_shared", "place")
