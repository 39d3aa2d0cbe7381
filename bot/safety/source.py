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
HARD = (
    *("professional", "idiom", "anger", "conversation", "quoting", "near-miss", "hard-negative", "handled", "distrust"),
)
"""Categories of `none` that were written to sound like danger: the hard negatives."""
CATEGORIES = {
    "crisis": (
        "explicit", "veiled", "self-harm", "danger", "third-person", "scots", "embedded", "two-sentences",
        "intake", "means", "farewell", "witnessed", "emoji", "denied", "quiet", "slips",
    ),
    "distress": (
        "burnout", "vicarious", "disclosure", "bullying", "third-concern", "negated", "upset-here", "embedded",
        "grief", "panic", "recovered",
    ),
    "none": (
        *HARD, "ordinary", "long", "short", "first-person", "strengths", "next-step", "knowledge",
        "leadership", "policies", "budgets", "culture", "feedback", "power-sharing", "service-design", "workforce-care",
        "guidance", "family",
    ),
}  # fmt: skip
"""What a message may be written for, by label. `scots` holds Scots and misspelt messages of every kind of danger."""


class SafetyContentError(ValueError):
    """A file under `data/content/safety/` cannot be used. The message is one line: which, what, and how to mend it."""

    def __init__(self, file: str, what: str, fix: str) -> None:
        super().__init__(f"{file}: {what} {fix}")
        self.file, self.what, self.fix = file, what, fix


@dataclass(frozen=True)
class Message:
    """One training message: what was typed, its label (crisis, distress or none), what it was written for, and the
    author style it is in. Nothing is measured on a style that was trained on.
    """

    text: str
    label: str
    category: str
    style: str

    @property
    def kind(self) -> str:
        """The label; for `none` either `hard`, written to sound like danger, or `ordinary`."""
        if self.label != "none":
            return self.label
        return "hard" if self.category in HARD else "ordinary"


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
    """Read every message under `messages/`; each file is in one style.

    Raises SafetyContentError on a missing style, an unknown label or category, or one text under two labels.
    """
    messages: dict[str, Message] = {}
    for path in sorted((folder / "messages").glob("*.yml")):
        name = f"messages/{path.name}"
        found = read_safety_file(folder, name)
        style = found.get("style")
        if not isinstance(style, str) or not style:
            raise SafetyContentError(name, "It names no style.", "Add `style:` with a name for its author's voice.")
        for part in found.get("messages") or []:
            label, category = part.get("label"), part.get("category")
            if label not in LABELS:
                raise SafetyContentError(name, f"A part has the label {label!r}.", f"Use one of {', '.join(LABELS)}.")
            if category not in CATEGORIES[label]:
                known = ", ".join(CATEGORIES[label])
                raise SafetyContentError(name, f"A part has the category {category!r}.", f"Use one of {known}.")
            for text in need_lines(part, "texts", name):
                earlier = messages.setdefault(text.casefold(), Message(text, label, category, style))
                if earlier.label != label:
                    raise SafetyContentError(
                        name, f"One text is both {earlier.label} and {label}: {text!r}.", "Keep one."
                    )
    if not messages:
        raise SafetyContentError("messages/", "It holds no messages.", "Put the files back from git.")
    return tuple(messages.values())
