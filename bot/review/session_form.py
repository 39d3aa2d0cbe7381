"""The form that opens a session of a team: what was typed into it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.sessions.leading import MOST_THEMES
from bot.sessions.planning import Typed, read_steps

THEMES = tuple(f"theme{place}" for place in range(1, MOST_THEMES + 1))


def read_typed(form: Mapping[str, str]) -> Typed:
    """What was sent."""
    themes = dict.fromkeys(filter(None, (form.get(name, "").strip() for name in THEMES)))
    steps = read_steps(form.get("steps", "").splitlines())
    return Typed(form.get("team", ""), tuple(themes), steps, form.get("day", "").strip(), form.get("time", "").strip())
