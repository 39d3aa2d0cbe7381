"""The docs point to what exists: every link, every file they name, and every decision."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from house import DOCS, ROOT, short

PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
NAMED = re.compile(r"`((?:actions|bot|data|docs|tests|tools|deploy)/[\w./-]+\w/?|[A-Z_]+\.md|\w+\.yml)`")
DECISIONS = sorted((DOCS / "adr").glob("[0-9]*.md"))
MADE = {"conversations.md", "safety-evaluation.md"}
"""Pages that a command makes, of what people typed and were answered."""
GROUPED = {"SECURITY.md", "threat-model.md"}
"""Pages with a table in which one attacker has several rows."""
MADE_AT_START = {"models/", "var/"}


@pytest.mark.parametrize("page", PAGES, ids=short)
def test_links_lead_somewhere(page: Path) -> None:
    for link in LINK.findall(re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)):
        if not re.match(r"[a-z]+:|#", link):
            assert (page.parent / link.partition("#")[0]).exists(), f"{short(page)} points to {link}"


@pytest.mark.parametrize("page", [page for page in PAGES if page.name != "CHANGELOG.md"], ids=short)
def test_files_that_are_named_exist(page: Path) -> None:
    for name in NAMED.findall(page.read_text(encoding="utf-8")):
        places = [ROOT / name, page.parent / name, ROOT / "data" / "content" / name]
        assert any(place.exists() for place in places) or name in MADE_AT_START, f"{short(page)} names {name}"


def test_the_architecture_page_names_every_room() -> None:
    page = (DOCS / "architecture.md").read_text(encoding="utf-8")
    rooms = [path for path in (ROOT / "bot").iterdir() if path.is_dir() and path.name != "__pycache__"]
    assert [short(room) for room in rooms if f"`{short(room)}/`" not in page] == []


def test_decisions_are_numbered_and_complete() -> None:
    assert [path.name[:4] for path in DECISIONS] == [f"{number:04}" for number in range(1, len(DECISIONS) + 1)]
    for path in DECISIONS:
        text = path.read_text(encoding="utf-8")
        for part in ("## Why", "## What we decided", "## What follows"):
            assert part in text, f"{short(path)} has no {part}"


@pytest.mark.parametrize("page", [page for page in PAGES if page.name not in MADE], ids=short)
def test_nothing_stands_twice_on_a_page(page: Path) -> None:
    """Joined work leaves paragraphs and rows of a table twice, and the two contradict each other soon."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    said: list[str] = []
    for paragraph in text.split("\n\n"):
        lines = paragraph.strip().splitlines()
        told = [line.split("|")[1].strip() for line in lines if line.startswith("|")]
        twice = [cell for cell, number in Counter(told).items() if number > 1 and len(cell) > 20]
        assert twice == [] or page.name in GROUPED, f"{short(page)}: rows that begin alike"
        said += [line for line in lines if len(line) > 60]
    assert [line for line, number in Counter(said).items() if number > 1] == [], short(page)


def test_no_page_shouts_or_uses_a_dash_for_a_comma() -> None:
    for page in PAGES:
        assert "—" not in page.read_text(encoding="utf-8"), short(page)
