"""Runbooks name commands, options and settings that there are: nobody should find out at three in the night."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from house import DOCS

from bot.cli import main

BOOKS = sorted((DOCS / "runbooks").glob("*.md"))
COMMAND = re.compile(r"uv run waymark((?: [a-z][a-z-]*)+)((?: +[-\w/.>]+)*)")


def find_command(words: list[str]) -> click.Command | None:
    """The command that these words lead to, as far as they are commands; None where the first is none."""
    found: click.Command | None = None
    group: click.Command = main
    for word in words:
        if not isinstance(group, click.Group) or word not in group.commands:
            break
        found = group = group.commands[word]
    return None if isinstance(found, click.Group) else found


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.name)
def test_every_command_of_a_runbook_exists(book: Path) -> None:
    for words, more in COMMAND.findall(book.read_text(encoding="utf-8")):
        command = find_command(words.split())
        assert command, f"{book.name} names waymark{words}"
        options = {name for option in command.params for name in option.opts}
        assert {one for one in more.split() if one.startswith("--")} <= options, f"{book.name}: waymark{words}{more}"


def test_every_runbook_is_found() -> None:
    index = (DOCS / "runbooks" / "README.md").read_text(encoding="utf-8")
    assert [book.name for book in BOOKS if f"({book.name})" not in index] == ["README.md"]
    assert "(runbooks/README.md)" in (DOCS / "operating.md").read_text(encoding="utf-8")
