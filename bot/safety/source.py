"""Reads `data/content/safety/*.yml`, which people edit, and refuses what could not work, by file and with the mending.

Long lists are written one to a line or separated by spaces inside block text, so that a diff is easy to review and no
quoting is needed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

Tier = Literal["interrupt", "soft", "none"]
TIERS: tuple[Tier, ...] = ("interrupt", "soft", "none")
LABELS = ("crisis", "distress", "none")


class SafetyContentError(ValueError):
    """A file under `data/content/safety/` cannot be used. The message is one line: which, what, and how to mend it."""

    def __init__(self, file: str, what: str, fix: str) -> None:
        super().__init__(f"{file}: {what} {fix}")
        self.file, self.what, self.fix = file, what, fix


@dataclass(frozen=True)
class Message:
    """One training message: what was typed, its label (crisis, distress or none) and what it was written for."""

    text: str
    label: str
    category: str


def read_safety_file(folder: Path, name: str) -> dict[str, Any]:
    """Read one YAML mapping from the folder. Raises SafetyContentError when it is absent, broken or not a mapping."""
    try:
        found = YAML(typ="safe", pure=True).load((folder / name).read_text(encoding="utf-8"))
    except OSError:
        raise SafetyContentError(name, "The file cannot be read.", f"Put it back in {folder}.") from None
    except (YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" near line {mark.line + 1}" if mark is not None else ""
        raise SafetyContentError(name, f"It is not valid YAML{where}.", "Check the indentation there.") from None
    if not isinstance(found, dict):
        raise SafetyContentError(name, "It holds no named parts.", "Start from the version in git.")
    return found


def need_words(found: Mapping[str, Any], key: str, name: str) -> list[str]:
    """Give the words of a part written as block text (separated by white space) or as a list."""
    return [word for line in need_lines(found, key, name) for word in line.split()]


def need_lines(found: Mapping[str, Any], key: str, name: str) -> list[str]:
    """Give the lines of a part (block text or a list), without blank ones and those that begin with #."""
    value = found.get(key)
    if isinstance(value, str):
        value = value.splitlines()
    if not isinstance(value, list) or not all(isinstance(line, str) for line in value):
        raise SafetyContentError(name, f"The part `{key}` is missing, or is not lines of text.", "Add it as `key: |`.")
    return [line.strip() for line in cast(list[str], value) if line.strip() and not line.lstrip().startswith("#")]


def load_messages(folder: Path) -> tuple[Message, ...]:
    """Read every message under `messages/`. Raises SafetyContentError on a bad label, or one text under two."""
    messages: dict[str, Message] = {}
    for path in sorted((folder / "messages").glob("*.yml")):
        name = f"messages/{path.name}"
        for part in read_safety_file(folder, name).get("messages") or []:
            label, category = part.get("label"), part.get("category")
            if label not in LABELS or not category:
                raise SafetyContentError(name, f"A part has the label {label!r}.", f"Use one of {', '.join(LABELS)}.")
            for text in need_lines(part, "texts", name):
                earlier = messages.setdefault(text.casefold(), Message(text, label, category))
                if earlier.label != label:
                    raise SafetyContentError(
                        name, f"One text is both {earlier.label} and {label}: {text!r}.", "Keep one."
                    )
    if not messages:
        raise SafetyContentError("messages/", "It holds no messages.", "Put the files back from git.")
    return tuple(messages.values())
