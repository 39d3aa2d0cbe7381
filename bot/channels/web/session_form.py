"""Reads the form of somebody who takes part in a session, and keeps what was typed for showing it again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.channels.bodies import clean_typed
from bot.content import Content
from bot.sessions.answers import LONGEST, QUESTIONS, Answers, Text, ThemeAnswers, Use
from bot.store.session_tables import TeamSession

_FORM = re.compile("[0-9a-f]{32}")

Fields = Mapping[str, Sequence[str]]
"""What a browser sent, every value of each name."""


@dataclass(frozen=True)
class Typed:
    """What stands in the form, as it was typed."""

    once: str
    """The form's own key: the same form sent twice is one answer."""
    values: Mapping[str, str] = field(default_factory=dict)
    picks: tuple[int, ...] = ()

    def of(self, name: str) -> str:
        """One field, empty where there is none."""
        return self.values.get(name, "")


def read_value(fields: Fields, name: str) -> str:
    """One field, cleaned of what no person types."""
    return clean_typed((fields.get(name) or [""])[0])


def read_typed(fields: Fields, found: TeamSession) -> Typed:
    """What was sent for a session. A form without a key of ours gets none, and cannot be sent."""
    once = read_value(fields, "once")
    names = [f"{name}-{theme}" for theme in found.themes for name in ("rating", *QUESTIONS)]
    names += [f"quote-{question}-{theme}" for theme in found.themes for question in QUESTIONS]
    values = {name: read_value(fields, name) for name in (*names, "leads", "names", "own")}
    places = {one for one in fields.get("pick", ()) if one.isascii() and one.isdigit() and len(one) < 3}
    picks = tuple(sorted(int(one) for one in places if int(one) < len(found.steps)))
    return Typed(once if _FORM.fullmatch(once) else "", values, picks)


def to_answers(typed: Typed, found: TeamSession, content: Content) -> tuple[Answers, list[tuple[str, str]]]:
    """The answers, and what is amiss as (id of the field, name of the phrase)."""
    problems = []
    known = {choice.id for choice in content.rating_scale}
    themes = {}
    for theme in found.themes:
        texts = {}
        for question in QUESTIONS:
            words = typed.of(f"{question}-{theme}")
            if len(words) > LONGEST:
                problems.append((f"{question}-{theme}", "too_long"))
            use = Use.QUOTE if typed.of(f"quote-{question}-{theme}") else Use.TOPIC
            texts[question] = Text(words, use)
        rating = typed.of(f"rating-{theme}")
        themes[theme] = ThemeAnswers(rating if rating in known else "", texts)
    answers = Answers(themes, typed.picks, bool(typed.of("leads")))
    if answers.is_empty:
        problems.append((f"{QUESTIONS[0]}-{found.themes[0]}", "nothing"))
    return answers, problems


def from_answers(answers: Answers, once: str, own: str) -> Typed:
    """What stands in the form of somebody who changes their answers."""
    values = {"own": own, "leads": "yes" if answers.leads else ""}
    for theme, given in answers.themes.items():
        values[f"rating-{theme}"] = given.rating
    for theme, question, text in answers.texts():
        values[f"{question}-{theme}"] = text.words
        values[f"quote-{question}-{theme}"] = "yes" if text.use is Use.QUOTE else ""
    return Typed(once, values, answers.picks)
