"""Return codes: four plain words that only their holder knows.

With about 1,300 gentle words a code has 41 bits. Each guess costs an Argon2id under the server's secret
(see bot.store.sealing), so a stolen database alone cannot be searched for codes.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path

from bot.store.sealing import derive

WORDS_IN_A_CODE = 4


@functools.lru_cache(maxsize=4)
def read_words(folder: Path) -> tuple[str, ...]:
    """The words a code is made of, from `words.txt` in the content folder."""
    return tuple((folder / "words.txt").read_text(encoding="utf-8").split())


def make_code(sender: str, message_id: str, words: tuple[str, ...]) -> str:
    """The code for what is saved by this message of this conversation.

    It is derived, not drawn: when a message is delivered twice, or a crash makes a turn run again, the same
    code comes out and the same row is written, so nothing is saved twice. The sender id has 256 random bits.
    """
    raw = derive(f"{sender}:{message_id}".encode(), "return-code-words", 8 * WORDS_IN_A_CODE)
    picks = (int.from_bytes(raw[start : start + 8]) % len(words) for start in range(0, len(raw), 8))
    return "-".join(words[pick] for pick in picks)


def read_code(typed: str, words: tuple[str, ...]) -> str | None:
    """The code in what somebody typed, whatever its spaces, dashes and capitals. None: not four known words."""
    found = re.findall(r"[a-z]+", typed.lower())
    known = set(words)
    picked = [word for word in found if word in known]
    return "-".join(picked) if len(picked) == WORDS_IN_A_CODE == len(found) else None
