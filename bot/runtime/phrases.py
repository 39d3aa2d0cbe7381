"""The phrases of commands, read once a process: the gate and the actions ask the same ones, and reading takes long."""

from __future__ import annotations

import functools
from pathlib import Path

from bot.nlu.phrases import CommandPhrases, load_command_phrases


@functools.lru_cache(maxsize=4)
def read_phrases(file: Path) -> CommandPhrases:
    """What `load_command_phrases` gives for a file. Raises what it raises."""
    return load_command_phrases(file)
