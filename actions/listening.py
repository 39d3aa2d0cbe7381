"""Saying that words were heard: in a way that fits them, and not the same way twice within a few turns."""

from __future__ import annotations

from actions.reach import remember, say_gently
from actions.turns import Turn
from bot.dialogue.listening import choose, quote_piece, read_tone


def acknowledge(turn: Turn, text: str) -> None:
    """Say that words were kept. Calmly, and without quoting them, where they were heavy."""
    if turn.tier != "none" or turn.after_distress:
        say_gently(turn)
        return
    tone, lately = read_tone(text), turn.state.lately
    piece = None if turn.disclosure else quote_piece(text)
    name = choose(tone, piece, lately)
    turn.say(name, piece=piece or "")
    remember(turn, name)
