"""Hears how somebody wrote, and chooses a line that shows it: nobody is thanked for "idk", or told the same twice.

Each line is an utterance of data/responses/listening.yml; only its name is chosen here. The lines judge nothing and
claim no feelings: they say that the words are kept, and sometimes give a piece of them back as it was written.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, Literal, get_args

from ruamel.yaml import YAML

from bot.dialogue.heard_words import ListeningWords, listening_words
from bot.dialogue.quoting import quote_piece
from bot.settings import ROOT

__all__ = ["PIECE", "RESPONSES", "TONES", "Tone", "choose", "heard_names", "quote_piece", "read_tone"]

Tone = Literal["plain", "long", "short", "proud", "angry", "tired", "nothing"]
TONES: Final[tuple[Tone, ...]] = get_args(Tone)
PIECE: Final = "piece"
"""The place in a line for what `quote_piece` gave."""
RESPONSES: Final = ROOT / "data" / "responses" / "listening.yml"
APART: Final = 5
"""Within so many turns no line is said twice."""
QUOTED_RUN: Final = 2
"""So many quotations one after the other, then a line without: an echo every time is a parrot."""

_PARTS = re.compile(r"[,.;:!?…–—\n]+|\s-+\s|\s(?:and|but|so)\s", re.IGNORECASE)
_EMPTY: Final = "-–—_./\\,;:~*'’…()"
"""Signs that stand in an empty field."""
_REACH: Final = 2
"""How many words before a phrase are looked at for a denial."""


def read_tone(text: str) -> Tone:
    """Give the tone of what somebody typed; `plain` when in doubt.

    `nothing` comes first: the whole message says that there is nothing to say. Then what the person says of themselves;
    two moods at once are `plain`, but for tired and angry, where the offer to stop is the gentler. Then the length.
    """
    words = listening_words()
    if _says_nothing(text, words):
        return "nothing"
    if "?" in text:
        return "plain"
    moods = [mood for mood in ("tired", "angry", "proud") if _has_mood(text, mood, words)]
    if "tired" in moods and "proud" not in moods:
        return "tired"
    if len(moods) == 1:
        return "angry" if moods == ["angry"] else "proud"
    if moods:
        return "plain"
    count = len(re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", text))
    if count >= words.long:
        return "long"
    return "short" if 0 < count <= words.short else "plain"


def choose(tone: Tone, quoted: str | None, lately: Sequence[str]) -> str:
    """Give the name of the line to say; with a place for the piece where `quoted` is one, and sometimes without.

    lately: the names said in the last turns, oldest first; names that are none of ours do not matter. A line that is
    among our last five in it is never chosen. `nothing` never quotes.
    """
    names = heard_names()
    ours = {name for group in names.values() for name in group}
    said = [name for name in lately if name in ours]
    group = _freshest(names[tone, True], said) if quoted and not _echoes(said) else ()
    return (group or _freshest(names[tone, False], said))[0]


@functools.lru_cache(maxsize=1)
def heard_names() -> Mapping[tuple[Tone, bool], tuple[str, ...]]:
    """The names of all lines, by tone and by whether they have a place for a piece, in the order of the file.

    Raises ValueError where a tone has too few lines to keep the same one apart, or a name is of no tone.
    """
    found: dict[tuple[Tone, bool], list[str]] = {(tone, quotes): [] for tone in TONES for quotes in (False, True)}
    lines = YAML(typ="safe").load(RESPONSES.read_text(encoding="utf-8"))["responses"]
    for name, variants in lines.items():
        tone = next((tone for tone in TONES if f"{name}_".startswith(f"utter_heard_{tone}_")), None)
        if tone is None:
            raise ValueError(f"{RESPONSES.name}: {name}")
        found[tone, f"{{{PIECE}}}" in variants[0]["text"]].append(name)
    if few := [tone for tone in TONES if len(found[tone, False]) <= APART]:
        raise ValueError(f"{RESPONSES.name}: {few}")
    return MappingProxyType({key: tuple(names) for key, names in found.items()})


def _freshest(names: Sequence[str], said: Sequence[str]) -> list[str]:
    """The lines that were not among the last said, those first that were said longest ago or never."""
    last = {name: place for place, name in enumerate(said)}
    return sorted((name for name in names if name not in said[-APART:]), key=lambda name: last.get(name, -1))


def _echoes(said: Sequence[str]) -> bool:
    """Whether a piece was quoted each of the last times."""
    quoting = {name for (_, quotes), group in heard_names().items() if quotes for name in group}
    return len(said) >= QUOTED_RUN and all(name in quoting for name in said[-QUOTED_RUN:])


def _says_nothing(text: str, words: ListeningWords) -> bool:
    """Whether every part of a message says that there is nothing to say, or is a word beside one that does."""
    if not any(sign.isalnum() for sign in text):
        return bool(text.strip()) and all(sign.isspace() or sign in _EMPTY for sign in text)
    parts = [words.normalise(part) for part in (text, *_PARTS.split(text))]
    whole, pieces = parts[0], [part for part in parts[1:] if part.strip()]
    said = [_is_nothing(part, words) for part in pieces]
    left = [part for part, nothing in zip(pieces, said, strict=True) if not nothing]
    return _is_nothing(whole, words) or (any(said) and not any(_without_beside(part, words) for part in left))


def _is_nothing(part: str, words: ListeningWords) -> bool:
    return any(words.nothing.fullmatch(form) for form in (part, _without_beside(part, words)) if form)


def _without_beside(part: str, words: ListeningWords) -> str:
    """The words of a part without those at its ends that change nothing."""
    left = part.split()
    while left and left[-1] in words.beside:
        left.pop()
    while left and left[0] in words.beside:
        left.pop(0)
    return "".join(f"{word} " for word in left)


def _has_mood(text: str, mood: Tone, words: ListeningWords) -> bool:
    told = words.tones[mood]
    plain = words.normalise(text)
    if told.unless and told.unless.search(plain):
        return False
    found = any(not _denied(plain[: match.start()], words) for match in told.phrases.finditer(plain))
    return found or (mood == "angry" and _shouts(text, plain, words))


def _denied(before: str, words: ListeningWords) -> bool:
    return any(word in words.denials for word in before.split()[-_REACH:])


def _shouts(text: str, plain: str, words: ListeningWords) -> bool:
    """Whether a whole message of some words is in capitals, with a mark of exclamation and a word of complaint."""
    letters = "".join(sign for sign in text if sign.isalpha())
    heard = plain.split()
    return "!" in text and len(heard) > words.short and letters.isupper() and not words.shouted.isdisjoint(heard)
