"""The four questions of a reflection and a person's answers to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace

QUESTIONS = ("strengths", "opportunities", "next_step", "rating")
"""In the order they are asked: strengths first, then opportunities, one small next step, a self-rating."""

WRITTEN = QUESTIONS[:3]
"""Those that are answered in one's own words."""


@dataclass(frozen=True)
class Answers:
    """What a person said. None: not asked yet. Empty: skipped."""

    strengths: str | None = None
    opportunities: str | None = None
    next_step: str | None = None
    rating: str | None = None

    @classmethod
    def from_slots(cls, slots: Mapping[str, object]) -> Answers:
        """Take the answers out of the dialogue's slots."""
        return cls(**{f.name: v if isinstance(v := slots.get(f.name), str) else None for f in fields(cls)})

    def given(self) -> Iterator[tuple[str, str]]:
        """The questions that have an answer, with it."""
        for question in QUESTIONS:
            answer = getattr(self, question)
            if answer:
                yield question, answer

    def __bool__(self) -> bool:
        return any(self.given())

    def words(self) -> str:
        """All that was written, without the rating."""
        return "\n".join(answer for question, answer in self.given() if question in WRITTEN)

    def last_asked(self) -> str | None:
        """The last question that was answered or skipped."""
        return next((q for q in reversed(QUESTIONS) if getattr(self, q) is not None), None)

    def without(self, questions: list[str]) -> Answers:
        """The same with these answers left out."""
        return replace(self, **dict.fromkeys(questions, ""))
