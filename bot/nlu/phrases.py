"""Recognises a message that is a command and nothing else, from the phrases in ``data/content/commands.yml``.

A classifier alone took about a third of short reflections for commands ("we pause before we react"). A match of the
whole message took none, so it alone may act while somebody is answering. Editors write the phrases; this only reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML, YAMLError

from bot.content.forms import usual_signs

#: A message longer than this is never a command, and is not tried.
LONGEST: Final = 14
#: The same in characters, so that nothing long is looked at at all. Who stretches a word may use many.
MOST_CHARACTERS: Final = 600
#: How many polite words may stand before or after a command ("ok, sorry, please skip this, thanks").
POLITE: Final = 3

#: In how many parts one command may be said.
MOST_PARTS: Final = 3

_PARTS = re.compile(r"[,.;:!?…–\n]+|\s-+\s|\s(?:and|so|but|then)\s", re.IGNORECASE)
_TOKEN = re.compile(r"(?P<open>\()|(?P<close>\)\??)|(?P<bar>\|)|(?P<part><[a-z_]+>\??)|(?P<word>[^\s()<>|]+)")
_NOT_WORDS = re.compile(r"[^\w\s]|_")
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_APOSTROPHES = re.compile("['’‘`´]")


class CommandPhrasesError(ValueError):
    """commands.yml cannot be used; one line says which file, where, and what to do."""


@dataclass(frozen=True)
class Command:
    """A command found in a message. ``certain``: the phrase is listed under ``acts``, not under ``asks``."""

    intent: str
    certain: bool


class CommandPhrases:
    """All phrases, compiled. Build it with ``load_command_phrases``."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.ask_first: frozenset[str] = frozenset(document.get("ask_first") or ())
        self._spellings = _read_spellings(document.get("spellings") or {})
        self._parts: dict[str, str] = {}
        for name, lines in (document.get("parts") or {}).items():
            self._parts[name] = self._compile_any(lines)
        around = document.get("around") or {}
        before = self._repeat(around.get("before") or ())
        after = self._repeat(around.get("after") or ())
        self._polite = re.compile(before + after)
        may_be = self._compile_any(document.get("may_be_answers") or ())
        self._may_be_answer = re.compile(before + may_be + after) if document.get("may_be_answers") else None
        self._patterns: list[tuple[re.Pattern[str], Command]] = []
        for certain, kind in ((True, "acts"), (False, "asks")):
            for intent, phrases in document["commands"].items():
                if lines := phrases.get(kind):
                    pattern = re.compile(before + self._compile_any(lines) + after)
                    self._patterns.append((pattern, Command(intent, certain)))

    @property
    def intents(self) -> frozenset[str]:
        """The names of all commands."""
        return frozenset(command.intent for _, command in self._patterns)

    def find(self, text: str) -> Command | None:
        """Give the command that the whole text is, or None. Case, punctuation, emoji and common slips do not matter."""
        if len(text) > MOST_CHARACTERS:
            return None
        whole = self._match(text)
        return whole or self._find_in_parts(text)

    def may_be_answer(self, text: str) -> bool:
        """Whether a text is a command that could as well be all that somebody has to answer: "Support"."""
        if self._may_be_answer is None or len(text) > MOST_CHARACTERS:
            return False
        return self._may_be_answer.fullmatch(self.normalise(text)) is not None

    def _match(self, text: str) -> Command | None:
        words = self.normalise(text)
        if not words or words.count(" ") > LONGEST:
            return None
        return next((command for pattern, command in self._patterns if pattern.fullmatch(words)), None)

    def _find_in_parts(self, text: str) -> Command | None:
        """Find one command said in several parts ("no idea, next"): each is a phrase of the same one, or only polite.

        Certain when one part is, and has two words or more: "Wait. Stop." may be an answer.
        """
        parts = [part for part in _PARTS.split(text) if self.normalise(part)]
        if not 1 < len(parts) <= MOST_PARTS:
            return None
        found = [(part, self._match(part)) for part in parts if not self._polite.fullmatch(self.normalise(part))]
        intents = {command.intent for _, command in found if command}
        if "skip" in intents:  # "no idea, next question"
            intents.discard("too_hard")
        if len(intents) != 1 or not all(command for _, command in found):
            return None
        certain = any(command and command.certain and len(part.split()) > 1 for part, command in found)
        return Command(intents.pop(), certain)

    def normalise(self, text: str) -> str:
        """Give the words of a text in their usual spelling, each followed by a space."""
        plain = usual_signs(text)
        plain = _NOT_WORDS.sub(" ", _APOSTROPHES.sub("", plain))
        plain = _STRETCHED.sub(r"\1", plain)
        return "".join(f"{self._spellings.get(word, word)} " for word in plain.split())

    def _repeat(self, lines: Iterable[str]) -> str:
        return f"(?:{self._compile_any(lines)}){{0,{POLITE}}}"

    def _compile_any(self, lines: Iterable[str]) -> str:
        return "(?:" + "|".join(self._compile(str(line)) for line in lines) + ")"

    def _compile(self, phrase: str) -> str:
        pattern, depth = "", 0
        for match in _TOKEN.finditer(phrase):
            token = match.group()
            if match["open"]:
                pattern, depth = pattern + "(?:", depth + 1
            elif match["close"]:
                pattern, depth = pattern + token, depth - 1
            elif match["bar"]:
                pattern += "|"
            elif match["part"]:
                name = token.rstrip("?").strip("<>")
                if name not in self._parts:
                    raise CommandPhrasesError(
                        f'the phrase "{phrase}" names the part <{name}>, which is not under parts'
                    )
                pattern += self._parts[name] + ("?" if token.endswith("?") else "")
            else:
                word = self.normalise(token.rstrip("?"))
                pattern += f"(?:{re.escape(word)})" + ("?" if token.endswith("?") else "")
            if depth < 0:
                break
        if depth:
            raise CommandPhrasesError(f'the phrase "{phrase}" has brackets that do not pair')
        return f"(?:{pattern})"


def _read_spellings(table: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {_APOSTROPHES.sub("", str(variant)): str(usual) for usual, variants in table.items() for variant in variants}


def load_command_phrases(file: Path) -> CommandPhrases:
    """Read commands.yml. Raises CommandPhrasesError, one line, when it is missing or cannot be used."""
    try:
        document = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
        if not isinstance(document, dict) or not isinstance(document.get("commands"), dict):
            raise CommandPhrasesError("it needs a list of commands under `commands:`")
        return CommandPhrases(document)
    except FileNotFoundError:
        raise CommandPhrasesError(f"{file} is missing: restore it from the repository.") from None
    except YAMLError as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        where = f"{file}:{line + 1}" if line is not None else str(file)
        raise CommandPhrasesError(f"{where}: not valid YAML; look at the line before for a missing quote.") from None
    except (CommandPhrasesError, re.error, AttributeError, TypeError) as error:
        raise CommandPhrasesError(f"{file}: {error}.") from None
