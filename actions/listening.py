"""Saying that words were heard: in a way that fits them, and not the same way twice within a few turns."""

from __future__ import annotations

from actions.base import Turn


def acknowledge(turn: Turn, text: str) -> None:
    """Say that words were kept. Calmly, and without quoting them, where they were heavy."""
    if turn.tier == "soft" or turn.after_distress:
        turn.say("utter_soft_support")
        return
    turn.say("utter_answer_kept")
