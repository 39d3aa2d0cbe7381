"""Writes docs/conversations.md: whole conversations of different people who only type, with the real agent.

uv run python -m tests.typists.conversations
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.typists.__main__ import walk
from tests.typists.typist import Fate, read_people

PAGE = Path(__file__).parents[2] / "docs" / "conversations.md"
PEOPLE = 12

_HEAD = """# Conversations, whole

Twelve invented people who only type, each to the end, as the real agent answered them. Written by
`uv run python -m tests.typists.conversations`, so that anybody can judge the tone. Their lines are from
`tests/typists/people/`: what somebody says depends on what they are asked. Choices, receipts and pieces of guidance,
which stand beside the words on the screen, are left out.
"""


def write_page(fates: list[Fate], voices: dict[str, str]) -> str:
    """The page, as Markdown."""
    parts = [_HEAD]
    for number, fate in enumerate(fates, 1):
        parts.append(f"## {number}. {voices[fate.id]}")
        parts += [_quote("You" if who == "you" else "Waymark", words) for who, words in fate.talk]
    return "\n".join(parts)


def _quote(who: str, words: str) -> str:
    return f"**{who}:** " + words.strip().replace("\n\n", "\n").replace("\n", "<br>") + "\n"


def main() -> None:
    """Write it, of those who come to an end: every third of all, so that there are several writers among them."""
    people = read_people()
    chosen = people[:: max(1, len(people) // PEOPLE)][:PEOPLE]
    fates = asyncio.run(walk(chosen))
    PAGE.write_text(write_page(fates, {one["id"]: one["voice"] for one in chosen}), encoding="utf-8")


if __name__ == "__main__":
    main()
